"""Reminders under load: ten thousand due in one minute, by one and by four; a day's standstill."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import asyncpg
import uvloop

from services.deadlines.app import shipped_law
from services.deadlines.usecases.sweep import sweep_obligations
from services.kit.database import Database
from services.kit.ids import new_id
from tests.bench.depth import JOB
from tests.bench.rounds import table
from tests.bench.rows import fill
from tests.support.cluster import Cluster

WANTED = 10_000
BATCH = 500
DUE = datetime(2026, 1, 2, tzinfo=UTC)
LAW = shipped_law()


def measure(cluster: Cluster) -> None:
    """Print the table; each row on a database of its own."""
    lines = [
        uvloop.run(_row(cluster.clone("deadlines"), "due in one minute, one sweeper", 1, 0)),
        uvloop.run(_row(cluster.clone("deadlines"), "due in one minute, four", 4, 0)),
        uvloop.run(_row(cluster.clone("deadlines"), "after 24 h of standstill, one", 1, 24)),
    ]
    table(
        "reminders, in process with the real database; goal: < 60 s for the first, < 2 min for the"
        " last; every rung once and each told",
        ["what", "obligations", "reminders", "notices", "seconds", "longest run, s"],
        lines,
    )


async def _row(dsn: str, what: str, runners: int, hours: int) -> list[str]:
    await _prepare(dsn, told_before=not hours)
    database = await Database.connect(dsn, size=8)
    now = DUE + timedelta(hours=max(hours, 0), minutes=1)
    await _run_before(database, now - timedelta(hours=hours, minutes=1))
    runs: list[float] = []
    begun = time.perf_counter()
    found = await asyncio.gather(*(_sweep(database, now, runs) for _ in range(runners)))
    seconds = time.perf_counter() - begun
    async with database.reading() as conn:
        counted = await conn.fetchrow(_COUNTED)
    await database.close()
    assert counted is not None
    due, alerts, doubled, notices, held = counted
    assert sum(found) == alerts - (3 * due if not hours else 0)
    assert (doubled, held) == (0, 0)
    figures = (due, sum(found), notices)
    return [what, *(f"{n:,}" for n in figures), f"{seconds:.1f}", f"{max(runs):.2f}"]


_COUNTED = """
select
    (select count(*) from obligation where state = 'OPEN' and owed and due_at is not null) as due,
    (select count(*) from obligation_alert) as alerts,
    (
        select count(*)
        from (select 1 from obligation_alert group by obligation, rung having count(*) > 1) as d
    ) as doubled,
    (select count(*) from notice) as notices,
    (select count(*) from notice_part where notice is null) as held
"""


async def _prepare(dsn: str, *, told_before: bool) -> None:
    """Make ten thousand that fall due within one minute; with all but the last rung recorded."""
    await fill(dsn, WANTED * 35 * 4 // (24 * 3) // 4 * 4)
    conn = await asyncpg.connect(dsn)
    async with conn.transaction():
        await conn.execute(
            """
            update obligation
            set start_at = $1::timestamptz - interval '1 day',
                due_at = $1::timestamptz + random() * interval '1 minute'
            where due_at is not null
            """,
            DUE,
        )
        await conn.execute("update obligation_wake set wake_at = $1", DUE)
        if told_before:
            await conn.execute(
                """
                insert into obligation_alert (
                    obligation, due_version, rung, title, rung_at, recorded_at
                )
                select o.id, o.due_version, r.rung, r.rung, $1, $1
                from obligation o
                cross join (values ('OPENED'), ('HALF'), ('URGENT')) as r (rung)
                where o.state = 'OPEN'
                and o.owed
                and o.due_at is not null
                """,
                DUE,
            )
    await conn.execute("vacuum analyze")
    await conn.close()


async def _run_before(database: Database, at: datetime) -> None:
    """Write the heartbeat of the last run before."""
    async with database.transaction() as conn:
        await conn.execute(
            """
            insert into sweep_run (id, as_of, at, selected, alerts, backlog)
            values ($1, $2, $2, 0, 0, 0)
            """,
            new_id(),
            at,
        )


async def _sweep(database: Database, now: datetime, runs: list[float]) -> int:
    alerts = 0
    while True:
        begun = time.perf_counter()
        done = await sweep_obligations(database, LAW, JOB, now, BATCH, str(new_id()), now)
        runs.append(time.perf_counter() - begun)
        alerts += done.value.alerts
        if not done.value.selected and not done.value.backlog:
            return alerts
