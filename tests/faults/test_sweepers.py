"""Four sweepers, one stopped and let go again, others killed: each reminder once, and each told."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from services.kit.database import Database
from tests.bench.rows import fill

DUE = int(os.environ.get("HUIYING_DUE", "480"))
SWEEPERS = 4
EXPECTED = """
select o.id, r.rung
from obligation o
cross join (values ('OPENED'), ('HALF'), ('URGENT'), ('OVERDUE')) as r (rung)
where o.state = 'OPEN'
and o.owed
and o.due_at is not null
"""


@asynccontextmanager
async def sweepers(dsn: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Lend the parent of four runners; none outlives it."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.sweeper",
        dsn,
        str(SWEEPERS),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield parent
    finally:
        with contextlib.suppress(ProcessLookupError):
            parent.kill()
        await parent.wait()


async def told(parent: asyncio.subprocess.Process) -> int:
    """Read the next process id: of a runner that was forked, later of one that ended a run."""
    assert parent.stdout is not None
    return int(await asyncio.wait_for(parent.stdout.readline(), 30))


async def past_due(dsn: str) -> None:
    """Make so many timed obligations, all of whose limits passed in one minute of yesterday."""
    await fill(dsn, DUE)
    conn = await asyncpg.connect(dsn)
    async with conn.transaction():
        await conn.execute(
            """
            update obligation
            set start_at = timestamptz '2026-01-01 00:00:00Z',
                due_at = timestamptz '2026-01-02 00:00:00Z' + random() * interval '1 minute'
            where due_at is not null
            """
        )
        await conn.execute("update obligation_wake set wake_at = '2026-01-01'")
    await conn.close()


@pytest.mark.timeout(120)
async def test_each_reminder_is_recorded_once_and_told_whoever_dies(
    deadlines_dsn: str, deadlines_db: Database
) -> None:
    await past_due(deadlines_dsn)
    async with sweepers(deadlines_dsn) as parent:
        running = {await told(parent) for _ in range(SWEEPERS)}
        stopped, killed, also_killed, _ = sorted(running)
        seen = {await told(parent)}
        while not {killed, also_killed, stopped} <= seen:
            seen.add(await told(parent))
        os.kill(stopped, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        await told(parent)
        os.kill(also_killed, signal.SIGKILL)
        await told(parent)
        os.kill(stopped, signal.SIGCONT)
        assert await asyncio.wait_for(parent.wait(), 60) == 0
    async with deadlines_db.reading() as conn:
        expected = {(row["id"], row["rung"]) for row in await conn.fetch(EXPECTED)}
        rows = await conn.fetch("select obligation, rung from obligation_alert")
        entries = await conn.fetchval("select count(*) from change where kind = 'ALERTED'")
        untold = await conn.fetchval(
            """
            select count(*)
            from obligation_alert a
            where not exists (
                select from notice_item i
                left join notice_part p on p.part = i.part
                join notice n on n.id = coalesce(p.notice, i.part)
                where i.obligation = a.obligation and i.rung = a.rung
            )
            """
        )
    assert len(rows) == len(expected)
    assert {(row["obligation"], row["rung"]) for row in rows} == expected
    assert entries == len(rows), "one entry of the change log each"
    assert untold == 0, "recorded, and nobody told"
