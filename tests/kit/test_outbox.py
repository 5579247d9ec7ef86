"""The outbox: at least once, the gravest first, never given up, one bad receiver alone."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.ids import new_id
from services.kit.outbox import (
    LEASE,
    STUCK_AFTER,
    NewParcel,
    Outcome,
    Parcel,
    deliver,
    enqueue,
    outbox_state,
    pause,
    settle,
    take,
    withdraw,
)
from tests.support.moments import AT_THREE_IN_THE_MORNING as NOW

pytestmark = pytest.mark.usefixtures("clean_kit")
MINUTE = timedelta(minutes=1)


def make_parcel(rank: int = 1, lane: str = "a", minutes: int = 0) -> NewParcel:
    subject, due = new_id(), NOW + minutes * MINUTE
    return NewParcel(id=new_id(), lane=lane, subject=subject, rank=rank, due_at=due)


async def put(database: Database, *parcels: NewParcel) -> Sequence[NewParcel]:
    async with database.transaction() as conn:
        await enqueue(conn, parcels, NOW)
        await enqueue(conn, parcels, NOW)  # the same ids again are the same things
    return parcels


async def test_the_gravest_goes_first_and_then_the_earliest_due(kit_db: Database) -> None:
    given = await put(kit_db, make_parcel(2), make_parcel(0, minutes=9), make_parcel(0, minutes=3))
    sent: list[UUID] = []

    async def send(parcel: Parcel) -> None:
        sent.append(parcel.id)

    done = await deliver(kit_db, send, now=NOW, limit=10)
    assert sent == [given[2].id, given[1].id, given[0].id]
    assert (done.delivered, done.failed, done.left) == (3, 0, 0)
    assert (await deliver(kit_db, send, now=NOW, limit=10)).delivered == 0


async def test_what_fails_stays_is_stuck_in_the_end_and_is_tried_for_ever(kit_db: Database) -> None:
    (given,) = await put(kit_db, make_parcel())
    clock, tries = ManualClock(NOW), 0

    async def send(parcel: Parcel) -> None:
        nonlocal tries
        assert parcel.id == given.id
        tries += 1
        if tries <= STUCK_AFTER + 3:
            raise ConnectionError("refused")

    for _ in range(STUCK_AFTER + 3):
        assert (await deliver(kit_db, send, now=clock.now(), limit=10)).failed == 1
        clock.advance(minutes=11)
    async with kit_db.reading() as conn:
        state = await outbox_state(conn, clock.now())
    assert (state.waiting, state.stuck) == (1, 1)
    assert (await deliver(kit_db, send, now=clock.now(), limit=10)).delivered == 1


async def test_a_receiver_that_never_answers_holds_up_no_other(kit_db: Database) -> None:
    await put(kit_db, *(make_parcel(0, "mute") for _ in range(20)), make_parcel(3, "well"))
    sent: list[str] = []

    async def send(parcel: Parcel) -> None:
        if parcel.lane == "mute":
            await asyncio.sleep(30)
        sent.append(parcel.lane)

    begun = asyncio.get_running_loop().time()
    done = await deliver(kit_db, send, now=NOW, limit=50, seconds=0.2)
    assert asyncio.get_running_loop().time() - begun < 1.5
    assert (done.delivered, done.failed, done.left) == (1, 1, 19)
    assert sent == ["well"]
    again = await deliver(kit_db, send, now=NOW + timedelta(seconds=1), limit=50, seconds=0.2)
    assert again.failed == 0, "its lane rests"


async def test_who_comes_back_after_its_lease_settles_nothing(kit_db: Database) -> None:
    await put(kit_db, make_parcel())
    async with kit_db.transaction() as conn:
        (stale,) = await take(conn, NOW, 5)
    later = NOW + LEASE
    async with kit_db.transaction() as conn:
        (fresh,) = await take(conn, later, 5)
        assert (fresh.id, fresh.attempts) == (stale.id, 2)
        assert fresh.fence > stale.fence
        assert await settle(conn, [Outcome(parcel=stale, error="late")], later) == 0
        assert await settle(conn, [Outcome(parcel=fresh, delivered=True)], later) == 1
    async with kit_db.reading() as conn:
        assert (await outbox_state(conn, later)).waiting == 0


async def test_four_runners_send_each_thing_once(kit_db: Database) -> None:
    given = await put(kit_db, *(make_parcel(lane=f"lane {n % 7}") for n in range(80)))
    sent: Counter[UUID] = Counter()

    async def send(parcel: Parcel) -> None:
        sent[parcel.id] += 1

    await asyncio.gather(*(deliver(kit_db, send, now=NOW, limit=9) for _ in range(16)))
    assert sent == {parcel.id: 1 for parcel in given}


async def test_what_waits_for_a_receiver_that_is_gone_is_told(kit_db: Database) -> None:
    gone, stays = await put(kit_db, make_parcel(lane="gone"), make_parcel())
    async with kit_db.transaction() as conn:
        assert await withdraw(conn, "gone") == [gone.subject]
        assert [row.id for row in await take(conn, NOW, 5)] == [stays.id]


def test_pauses_grow_to_ten_minutes_and_spread() -> None:
    assert pause(1, 1.0) == timedelta(seconds=5)
    assert pause(2, 0.0) == timedelta(seconds=5)
    assert pause(3, 1.0) == timedelta(seconds=20)
    assert pause(99, 1.0) == timedelta(minutes=10)
