"""A runner of the sweep in a process of its own, to be stopped and killed; a line a run."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta

import asyncpg
from structlog.testing import capture_logs

from services.deadlines.app import shipped_law
from services.deadlines.usecases.sweep import sweep_obligations
from services.kit.auth import Principal, Role
from services.kit.clock import SystemClock
from services.kit.database import Database, DatabaseUnavailable
from services.kit.ids import new_id
from services.kit.refusal import Refusal
from tests.faults.nursery import die_with_parent

BATCH = 50


def job() -> Principal:
    now = SystemClock().now()
    return Principal(
        subject="job",
        name="定时任务",
        role=Role.JOB,
        unit="0",
        scope_level=1,
        scope_code="0",
        expires_at=now + timedelta(hours=1),
    )


async def sweep_until_empty(dsn: str) -> None:
    """Sweep again and again, whatever happens to a run, until a run finds nothing due."""
    law, caller, clock = shipped_law(), replace(job(), subject=f"job {os.getpid()}"), SystemClock()
    database = await Database.connect(dsn, size=2)
    while True:
        try:
            done = await sweep_obligations(
                database, law, caller, None, BATCH, str(new_id()), clock.now()
            )
        except (asyncpg.PostgresError, DatabaseUnavailable, Refusal) as error:
            sys.stdout.write(f"failed {type(error).__name__}\n")
            sys.stdout.flush()
            await asyncio.sleep(0.05)
            continue
        answer = done.value
        sys.stdout.write(f"{answer.selected} {answer.alerts} {answer.backlog}\n")
        sys.stdout.flush()
        if answer.selected == 0 and answer.backlog == 0:
            break
    await database.close()


if __name__ == "__main__":
    die_with_parent()
    with capture_logs():
        asyncio.run(sweep_until_empty(sys.argv[1]))
