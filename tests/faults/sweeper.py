"""Runners of the sweep, forked off one import, to be stopped and killed.

Prints the process id of each, then its id after each of its runs.
"""

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
from tests.support.dying import die_with_parent

BATCH = int(os.environ.get("HUIYING_BATCH", "10"))


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
            sys.stderr.write(f"{type(error).__name__}\n")
            await asyncio.sleep(0.05)
            continue
        os.write(1, f"{os.getpid()}\n".encode())
        if done.value.selected == 0 and done.value.backlog == 0:
            break
    await database.close()


def main(dsn: str, count: int) -> None:
    """Fork so many runners and wait until each has ended or was killed."""
    die_with_parent()
    for _ in range(count):
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            with capture_logs():
                asyncio.run(sweep_until_empty(dsn))
            os._exit(0)
        os.write(1, f"{pid}\n".encode())
    for _ in range(count):
        os.wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
