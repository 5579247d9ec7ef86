"""Calls that come together are answered together, each with its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from services.kit.gathering import Gathering


async def test_what_comes_during_a_round_makes_the_next_one() -> None:
    rounds: list[list[int]] = []

    async def work(asked: Sequence[int]) -> list[int | Exception]:
        rounds.append(list(asked))
        await asyncio.sleep(0.001)
        return [ValueError("odd") if number == 3 else 10 * number for number in asked]

    gathering = Gathering(work, most=3)
    found = await asyncio.gather(*map(gathering.ask, range(5)), return_exceptions=True)
    assert [str(one) for one in found] == ["0", "10", "20", "odd", "40"]
    assert await gathering.ask(7) == 70
    assert rounds == [[0, 1, 2], [3, 4], [7]]


async def test_a_round_that_fails_fails_for_all_of_it_and_for_no_later_one() -> None:
    async def work(asked: Sequence[int]) -> list[int | Exception]:
        if 0 in asked:
            raise ConnectionError
        return list(asked)

    gathering = Gathering(work, most=2)
    found = await asyncio.gather(*map(gathering.ask, range(4)), return_exceptions=True)
    assert [type(one) for one in found] == [ConnectionError, ConnectionError, int, int]
    with pytest.raises(ConnectionError):
        await gathering.ask(0)
