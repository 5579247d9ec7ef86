"""Password hashes: right, wrong, nobody's, and too many at once."""

import asyncio
import statistics
import time
from collections.abc import Iterator

import pytest

from services.kit.passwords import Passwords, PasswordsBusy


@pytest.fixture
def quick() -> Iterator[Passwords]:
    passwords = Passwords(passes=1, memory_kib=64, waiting=1)
    yield passwords
    passwords.close()


@pytest.fixture(scope="module")
def true_costs() -> Iterator[Passwords]:
    passwords = Passwords()
    yield passwords
    passwords.close()


async def test_a_hash_is_argon2id_and_knows_its_password(quick: Passwords) -> None:
    one, other = await quick.hash("正确的密码 1234"), await quick.hash("正确的密码 1234")
    assert one.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert one != other
    assert await quick.verify(one, "正确的密码 1234")
    assert not await quick.verify(one, "正确的密码 1235")


@pytest.mark.parametrize("stored", [None, "", "x", "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA"])
async def test_nobodys_hash_is_never_right(quick: Passwords, stored: str | None) -> None:
    for password in ("", "x", "\0" * 32):
        assert not await quick.verify(stored, password)


async def test_nobodys_hash_takes_as_long_as_somebodys(true_costs: Passwords) -> None:
    stored = await true_costs.hash("a good password")

    async def seconds(one: str | None) -> float:
        begun = time.thread_time() + time.process_time()
        await true_costs.verify(one, "another password")
        return time.thread_time() + time.process_time() - begun

    pairs = [(await seconds(stored), await seconds(None)) for _ in range(5)]
    known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
    assert 0.6 < known / unknown < 1.7


async def test_the_loop_goes_on_meanwhile(true_costs: Passwords) -> None:
    hashing = asyncio.create_task(true_costs.hash("a good password"))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 5


async def test_only_two_work_and_what_is_too_much_is_told(true_costs: Passwords) -> None:
    few = Passwords(waiting=1)
    asked = [asyncio.create_task(few.verify(None, "x")) for _ in range(6)]
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in done] == [bool] * 3 + [PasswordsBusy] * 3
    assert few.pending == 0
    few.close()


async def test_who_gives_up_makes_room(true_costs: Passwords) -> None:
    few = Passwords(at_once=1, waiting=1)
    running, waiting = (asyncio.create_task(few.verify(None, "x")) for _ in range(2))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert few.pending == 1
    await running
    few.close()


async def test_other_costs_are_outdated(quick: Passwords, true_costs: Passwords) -> None:
    assert (await true_costs.hash("x")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert true_costs.is_outdated(await quick.hash("x"))
    assert not quick.is_outdated(await quick.hash("x"))
