"""The one reader of the log: places, heartbeats, resynchronisation, outages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from services.kit import changes
from services.kit.changes import Change, NewChange, cursor_now
from services.kit.clock import ManualClock
from services.kit.database import Database, DatabaseUnavailable
from services.kit.ids import new_id
from services.kit.poller import ChangePoller, Resync

pytestmark = pytest.mark.usefixtures("clean_kit")

Write = Callable[[int, int], Any]


@pytest.fixture
def write(kit_db: Database, clock: ManualClock) -> Write:
    async def write(first: int, count: int) -> None:
        batch = [
            NewChange(
                at=clock.now(),
                entity="Thing",
                id=new_id(),
                version=n,
                kind="MADE",
                actor="tester",
                scope=(),
                body={},
            )
            for n in range(first, first + count)
        ]
        async with kit_db.transaction() as conn:
            await changes.record_many(conn, batch)

    return write


@asynccontextmanager
async def polling(database: Database, ring: int = 1000) -> AsyncIterator[ChangePoller]:
    poller = ChangePoller(database, interval=0.01, ring=ring)
    await poller.start()
    try:
        yield poller
    finally:
        await poller.stop()


async def take(poller: ChangePoller, after: int | None, count: int) -> list[int | str]:
    seen: list[int | str] = []
    async with asyncio.timeout(5):
        async for batch in poller.follow(after):
            seen += ["resync"] if isinstance(batch, Resync) else [one.version for one in batch]
            if len(seen) >= count:
                break
    return seen


async def test_a_subscriber_without_cursor_gets_what_happens_next(
    kit_db: Database, write: Write
) -> None:
    await write(1, 3)
    async with polling(kit_db) as poller:
        following = asyncio.create_task(take(poller, None, 2))
        await asyncio.sleep(0.05)
        await write(4, 2)
        assert await following == [4, 5]


async def test_a_subscriber_goes_on_where_it_was_also_after_a_restart(
    kit_db: Database, write: Write
) -> None:
    await write(1, 2)
    async with kit_db.reading() as conn:
        cursor = await cursor_now(conn)
    await write(3, 2)
    async with polling(kit_db) as poller:
        assert await take(poller, cursor, 2) == [3, 4]
        assert await take(poller, 0, 4) == [1, 2, 3, 4]


async def test_a_cursor_ahead_of_the_poller_is_waited_for(kit_db: Database, write: Write) -> None:
    poller = ChangePoller(kit_db, interval=0.2)
    await poller.start()
    await write(1, 1)
    async with kit_db.reading() as conn:
        cursor = await cursor_now(conn)
    await write(2, 1)
    assert await take(poller, cursor, 1) == [2]
    await poller.stop()


async def test_a_cursor_that_the_ring_has_passed_gets_a_resync_and_then_the_news(
    kit_db: Database, write: Write
) -> None:
    await write(1, 1)
    async with polling(kit_db, ring=10) as poller:
        cursor = poller.cursor
        await write(2, 30)
        await until(lambda: poller._base == 21)
        following = asyncio.create_task(take(poller, cursor, 2))
        await asyncio.sleep(0.1)
        await write(99, 1)
        assert await following == ["resync", 99]


async def test_a_slow_subscriber_is_resynced_and_loses_nothing_before(
    kit_db: Database, write: Write
) -> None:
    async with polling(kit_db, ring=10) as poller:
        stream = poller.follow(0)
        await write(1, 3)
        first = await anext(stream)
        assert not isinstance(first, Resync)
        assert [one.version for one in first] == [1, 2, 3]
        await write(4, 40)
        await until(lambda: len(poller._ring) == 10)
        resync = await anext(stream)
        assert resync == Resync(cursor=poller.cursor)
        await stream.aclose()


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not done():
            await asyncio.sleep(0.01)


async def test_silence_is_told_by_heartbeats(kit_db: Database) -> None:
    async with polling(kit_db) as poller:
        beats: list[list[Change] | Resync] = []
        async for batch in poller.follow(heartbeat=0.02):
            beats.append(batch)
            if len(beats) == 2:
                break
    assert beats == [[], []]


async def test_stopping_ends_every_subscriber(kit_db: Database) -> None:
    poller = ChangePoller(kit_db, interval=0.01)
    await poller.start()
    following = asyncio.create_task(take(poller, None, 1))
    await asyncio.sleep(0.02)
    await poller.stop()
    assert await asyncio.wait_for(following, 1) == []


async def test_a_late_commit_reaches_subscribers(
    kit_db: Database, clock: ManualClock, write: Write
) -> None:
    async with polling(kit_db) as poller, kit_db.reading() as slow:
        following = asyncio.create_task(take(poller, None, 2))
        late = slow.transaction()
        await late.start()
        await changes.record(
            slow,
            at=clock.now(),
            entity="Thing",
            id=new_id(),
            version=1,
            kind="LATE",
            actor="tester",
            scope=(),
            body={},
        )
        await write(2, 1)
        await asyncio.sleep(0.05)
        assert poller.cursor == 0
        await late.commit()
        assert await following == [1, 2]


async def test_an_outage_is_counted_and_outlived(
    kit_db: Database, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with polling(kit_db) as poller:
        with monkeypatch.context() as patch:
            patch.setattr(kit_db, "reading", _away)
            await until(lambda: poller.failures >= 2)
        await write(1, 1)
        assert await take(poller, 0, 1) == [1]
        await until(lambda: poller.failures == 0)


def _away() -> Any:
    raise DatabaseUnavailable("away")
