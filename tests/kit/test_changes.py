"""The change log under real races."""

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest

from services.kit import changes
from services.kit.changes import NewChange, changes_about, changes_after, cursor_now
from services.kit.clock import ManualClock
from services.kit.database import Connection, Database
from services.kit.ids import new_id

pytestmark = pytest.mark.usefixtures("clean_kit")


async def record(
    conn: Connection, clock: ManualClock, body: Mapping[str, Any], id_: UUID | None = None
) -> None:
    await changes.record(
        conn,
        at=clock.now(),
        entity="Thing",
        id=id_ or new_id(),
        version=1,
        kind="MADE",
        actor="tester",
        scope=["13", "1301"],
        body=body,
    )


def make_change(at: datetime, **given: Any) -> NewChange:
    usual: dict[str, Any] = {
        "at": at,
        "entity": "Thing",
        "id": new_id(),
        "version": 1,
        "kind": "MADE",
        "actor": "tester",
        "scope": ("13",),
        "body": {},
    }
    return NewChange(**{**usual, **given})


async def names_after(database: Database, after: int) -> tuple[list[Any], int]:
    async with database.reading() as conn:
        found = await changes_after(conn, after, 1000)
    return [one.body["n"] for one in found], found[-1].seq if found else after


async def test_a_change_comes_back_as_it_was_recorded(kit_db: Database, clock: ManualClock) -> None:
    thing = new_id()
    async with kit_db.transaction() as conn:
        await record(conn, clock, {"n": "名"}, thing)
    async with kit_db.reading() as conn:
        (found,) = await changes_after(conn, 0, 10)
        assert await cursor_now(conn) == found.seq
    assert (found.entity, found.id, found.version, found.kind) == ("Thing", thing, 1, "MADE")
    assert (found.at, found.actor, found.scope) == (clock.now(), "tester", ("13", "1301"))
    assert found.body == {"n": "名"}


async def test_an_earlier_number_that_commits_late_is_not_skipped(
    kit_db: Database, clock: ManualClock
) -> None:
    async with kit_db.reading() as slow, kit_db.reading() as quick:
        late = slow.transaction()
        await late.start()
        await record(slow, clock, {"n": "late"})
        async with quick.transaction():
            await record(quick, clock, {"n": "soon"})
        seen, cursor = await names_after(kit_db, 0)
        assert seen == []  # "soon" is committed, but "late" stands before it
        await late.commit()
    assert (await names_after(kit_db, cursor))[0] == ["late", "soon"]


async def test_an_early_transaction_with_a_late_number_hides_no_other(
    kit_db: Database, clock: ManualClock
) -> None:
    """Its change has the larger number and is complete first: a cursor of numbers would skip."""
    async with kit_db.reading() as early, kit_db.reading() as later:
        first, second = early.transaction(), later.transaction()
        await first.start()
        await early.execute("select pg_current_xact_id()")
        await second.start()
        await record(later, clock, {"n": "smaller number"})
        await record(early, clock, {"n": "larger number"})
        await first.commit()
        seen, cursor = await names_after(kit_db, 0)
        assert seen == ["larger number"]
        await second.commit()
    assert (await names_after(kit_db, cursor))[0] == ["smaller number"]


async def test_many_writers_at_once_are_all_read_once_and_in_one_order(
    kit_db: Database, clock: ManualClock
) -> None:
    async def write(writer: int) -> None:
        chance = random.Random(writer)
        for n in range(20):
            async with kit_db.transaction() as conn:
                if chance.random() < 0.5:
                    await conn.execute("select pg_current_xact_id()")
                    await asyncio.sleep(chance.random() / 100)
                await record(conn, clock, {"n": writer * 100 + n})
                await asyncio.sleep(chance.random() / 100)

    writing = asyncio.gather(*(write(writer) for writer in range(6)))
    seen: list[int] = []
    cursor = 0
    while not writing.done() or len(seen) < 120:
        some, cursor = await names_after(kit_db, cursor)
        seen += some
        await asyncio.sleep(0.003)
    await writing
    assert len(seen) == len(set(seen)) == 120
    assert seen == (await names_after(kit_db, 0))[0]


async def test_a_rolled_back_change_was_never_there(kit_db: Database, clock: ManualClock) -> None:
    async def undone() -> None:
        async with kit_db.transaction() as conn:
            await record(conn, clock, {"n": "undone"})
            raise LookupError

    with pytest.raises(LookupError):
        await undone()
    async with kit_db.transaction() as conn:
        await record(conn, clock, {"n": "done"})
    assert (await names_after(kit_db, 0))[0] == ["done"]


async def test_pages_follow_each_other_without_gap_or_repeat(
    kit_db: Database, clock: ManualClock
) -> None:
    for start in (0, 10, 20):
        batch = [make_change(clock.now(), body={"n": n}) for n in range(start, start + 10)]
        async with kit_db.transaction() as conn:
            await changes.record_many(conn, batch)
    seen: list[int] = []
    cursor = 0
    async with kit_db.reading() as conn:
        while page := await changes_after(conn, cursor, 7):
            seen += [one.body["n"] for one in page]
            cursor = page[-1].seq
    assert seen == list(range(30))


async def test_a_scope_shows_only_what_carries_it(kit_db: Database, clock: ManualClock) -> None:
    scopes: list[tuple[str, ...]] = [("13", "1301"), ("13",), ()]
    async with kit_db.transaction() as conn:
        await changes.record_many(conn, [make_change(clock.now(), scope=scope) for scope in scopes])
    async with kit_db.reading() as conn:
        seen = [one.scope for one in await changes_after(conn, 0, 10, scope="13")]
        everything = [one.scope for one in await changes_after(conn, 0, 10)]
    assert seen == scopes[:2]
    assert everything == scopes


async def test_each_timeline_is_its_own_newest_changes_newest_first(
    kit_db: Database, clock: ManualClock
) -> None:
    whole, other, ours, theirs = (new_id() for _ in range(4))
    for version, id_ in enumerate([ours, theirs, ours, ours]):
        async with kit_db.transaction() as conn:
            await changes.record_many(conn, [make_change(clock.now(), id=id_, version=version)])
    async with kit_db.reading() as conn:
        (page,) = (await changes_about(conn, [(whole, ours)], 2)).values()
        both = await changes_about(conn, [(whole, ours), (other, ours), (other, theirs)], 3)
    assert [one.version for one in page] == [3, 2]
    assert [one.version for one in both[whole]] == [3, 2, 0]
    assert [one.version for one in both[other]] == [3, 2, 1]


@pytest.mark.parametrize(
    "statement",
    ["update change set actor = 'other'", "delete from change", "truncate change"],
)
async def test_the_log_is_append_only(kit_db: Database, clock: ManualClock, statement: str) -> None:
    async with kit_db.transaction() as conn:
        await record(conn, clock, {"n": 1})
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="append-only"):
        async with kit_db.transaction() as conn:
            await conn.execute(statement)


class Explaining:
    """Stands in a connection's place and keeps the plan instead of the rows."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.plan = ""

    async def fetch(self, sql: str, *arguments: object) -> list[Any]:
        rows = await self.conn.fetch("explain " + sql, *arguments)
        self.plan = "\n".join(row[0] for row in rows)
        return []


async def test_reading_after_a_cursor_is_one_range_of_the_index(
    kit_db: Database, clock: ManualClock
) -> None:
    rows = [make_change(clock.now()) for _ in range(5000)]
    async with kit_db.transaction() as conn:
        await changes.record_many(conn, rows)
    async with kit_db.transaction() as conn:
        await conn.execute("analyze change")
        await conn.execute("set local plan_cache_mode = force_generic_plan")
        explaining = Explaining(conn)
        await changes_after(cast("Connection", explaining), 4000, 100)
    assert "Index Scan using change_order" in explaining.plan
    assert "Sort" not in explaining.plan
    assert "Seq Scan" not in explaining.plan
