"""Four sweepers, one stopped and let go again, others killed: each reminder once, and each told."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from services.kit.database import Database
from tests.bench.rows import fill

DUE = int(os.environ.get("HUIYING_DUE", "1200"))
SWEEPERS = 4
EXPECTED = """
select o.id, r.rung
from obligation o
cross join (values ('OPENED'), ('HALF'), ('URGENT'), ('OVERDUE')) as r (rung)
where o.state = 'OPEN'
and o.owed
and o.due_at is not null
"""


async def start(dsn: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.sweeper",
        dsn,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()


@asynccontextmanager
async def sweepers(dsn: str) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    running = [await start(dsn) for _ in range(SWEEPERS)]
    try:
        yield running
    finally:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


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
    dice = random.Random(7203)
    async with sweepers(deadlines_dsn) as running:
        await asyncio.gather(*(line(process) for process in running))
        os.kill(running[0].pid, signal.SIGSTOP)
        for place in (1, 2, 3):
            await asyncio.sleep(dice.uniform(0, 0.1))
            running[place].kill()
            await running[place].wait()
            running[place] = await start(deadlines_dsn)
        os.kill(running[0].pid, signal.SIGCONT)
        ends = await asyncio.wait_for(asyncio.gather(*(process.wait() for process in running)), 60)
    assert ends == [0] * SWEEPERS
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
