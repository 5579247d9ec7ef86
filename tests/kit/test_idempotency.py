"""One act per key, under real races."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
import strawberry

from services.kit.clock import ManualClock
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, forget_before, once, request_digest
from services.kit.ids import new_id
from services.kit.refusal import Refusal

pytestmark = pytest.mark.usefixtures("clean_kit")


class Colour(StrEnum):
    RED = "RED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    id: UUID
    at: datetime
    colour: Colour = Colour.RED
    parts: tuple[str, ...] = ()
    inner: "Answer | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    title: str = "一"
    at: datetime | None = None


class Acts:
    """An act that leaves a row each time, so that doubled work would be seen."""

    def __init__(self, conn: Connection, clock: ManualClock) -> None:
        self.conn = conn
        self.answer = Answer(id=new_id(), at=clock.now(), parts=("a", "b"))

    async def __call__(self) -> Answer:
        await self.conn.execute(
            "insert into issuer_keys (url, jwks, fetched_at) values ($1, '{}', $2)",
            str(new_id()),
            self.answer.at,
        )
        return self.answer


async def call(
    conn: Connection,
    clock: ManualClock,
    act: Callable[[], Awaitable[Answer]],
    **given: Any,
) -> Once[Answer]:
    usual: dict[str, Any] = {"principal": "officer", "key": "k-1", "operation": "openThing"}
    usual |= {"request": Request(), "now": clock.now(), "answer": Answer, "act": act}
    return await once(conn, **{**usual, **given})


async def acts_done(database: Database) -> int:
    async with database.reading() as conn:
        return int(await conn.fetchval("select count(*) from issuer_keys"))


async def test_a_repeated_call_gets_the_first_answer_and_does_nothing(
    kit_db: Database, clock: ManualClock
) -> None:
    async with kit_db.transaction() as conn:
        act = Acts(conn, clock)
        act.answer = replace(act.answer, inner=act.answer)
        first = await call(conn, clock, act)
    async with kit_db.transaction() as conn:
        again = await call(conn, clock, Acts(conn, clock))
    assert (first.replayed, again.replayed) == (False, True)
    assert again.value == first.value
    assert await acts_done(kit_db) == 1


async def test_of_concurrent_calls_one_acts_and_all_get_its_answer(
    kit_db: Database, clock: ManualClock
) -> None:
    async def one() -> Once[Answer]:
        async with kit_db.transaction() as conn:
            act = Acts(conn, clock)

            async def slowly() -> Answer:
                await asyncio.sleep(0.1)
                return await act()

            return await call(conn, clock, slowly)

    answers = await asyncio.gather(*(one() for _ in range(5)))
    assert sorted(each.replayed for each in answers) == [False, True, True, True, True]
    assert len({each.value.id for each in answers}) == 1
    assert await acts_done(kit_db) == 1


async def test_when_the_first_of_two_concurrent_calls_fails_the_second_acts(
    kit_db: Database, clock: ManualClock
) -> None:
    claimed = asyncio.Event()

    async def failing() -> None:
        async with kit_db.transaction() as conn:

            async def act() -> Answer:
                claimed.set()
                await asyncio.sleep(0.1)
                raise Refusal("NOT_NOW", "现在不行。")

            await call(conn, clock, act)

    first = asyncio.create_task(failing())
    await claimed.wait()
    async with kit_db.transaction() as conn:
        second = await call(conn, clock, Acts(conn, clock))
    with pytest.raises(Refusal, match="NOT_NOW"):
        await first
    assert not second.replayed
    assert await acts_done(kit_db) == 1


async def test_a_refusal_leaves_nothing_and_frees_the_key(
    kit_db: Database, clock: ManualClock
) -> None:
    async def refused() -> None:
        async with kit_db.transaction() as conn:
            act = Acts(conn, clock)

            async def refusing() -> Answer:
                await act()
                raise Refusal("NOT_NOW", "现在不行。")

            await call(conn, clock, refusing)

    with pytest.raises(Refusal, match="NOT_NOW"):
        await refused()
    assert await acts_done(kit_db) == 0
    async with kit_db.transaction() as conn:
        assert not (await call(conn, clock, Acts(conn, clock))).replayed


@pytest.mark.parametrize("other", [{"request": Request(title="二")}, {"operation": "closeThing"}])
async def test_the_same_key_for_something_else_is_a_conflict(
    kit_db: Database, clock: ManualClock, other: dict[str, Any]
) -> None:
    async with kit_db.transaction() as conn:
        await call(conn, clock, Acts(conn, clock))
    with pytest.raises(Refusal) as caught:
        async with kit_db.transaction() as conn:
            await call(conn, clock, Acts(conn, clock), **other)
    assert (caught.value.code, caught.value.field) == ("IDEMPOTENCY_CONFLICT", "idempotencyKey")
    assert await acts_done(kit_db) == 1


async def test_another_principal_may_use_the_same_key(kit_db: Database, clock: ManualClock) -> None:
    for principal in ("officer", "chief"):
        async with kit_db.transaction() as conn:
            made = await call(conn, clock, Acts(conn, clock), principal=principal)
            assert not made.replayed


async def test_a_call_that_still_runs_after_the_lock_timeout_is_told_so(
    kit_db: Database, clock: ManualClock
) -> None:
    async def impatient() -> None:
        async with kit_db.transaction() as second:
            await second.execute("set local lock_timeout = '50ms'")
            await call(second, clock, Acts(second, clock))

    async with kit_db.transaction() as first:
        await call(first, clock, Acts(first, clock))
        with pytest.raises(Refusal, match="IDEMPOTENCY_IN_PROGRESS"):
            await impatient()


@pytest.mark.parametrize("key", ["", " ", "a\nb", "a\x00", "x" * 201])
async def test_a_key_must_be_printable_and_short(
    kit_db: Database, clock: ManualClock, key: str
) -> None:
    with pytest.raises(Refusal, match="BAD_IDEMPOTENCY_KEY"):
        async with kit_db.transaction() as conn:
            await call(conn, clock, Acts(conn, clock), key=key)


async def test_idempotency_without_a_transaction_is_an_error(
    kit_db: Database, clock: ManualClock
) -> None:
    async with kit_db.reading() as conn:
        with pytest.raises(RuntimeError):
            await call(conn, clock, Acts(conn, clock))


def test_the_digest_knows_not_given_from_null_and_ignores_the_order_of_keys() -> None:
    assert request_digest("op", {"a": 1, "b": 2}) == request_digest("op", {"b": 2, "a": 1})
    assert request_digest("op", {"a": None}) != request_digest("op", {"a": strawberry.UNSET})
    assert request_digest("op", {"a": None}) != request_digest("op", {})


async def test_old_keys_are_forgotten_in_portions(kit_db: Database, clock: ManualClock) -> None:
    for n in range(3):
        async with kit_db.transaction() as conn:
            await call(conn, clock, Acts(conn, clock), key=f"k-{n}")
    later = clock.now() + timedelta(seconds=1)
    async with kit_db.transaction() as conn:
        assert await forget_before(conn, clock.now(), 10) == 0
        assert await forget_before(conn, later, 2) == 2
        assert await forget_before(conn, later, 2) == 1
