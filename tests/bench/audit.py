"""The record under seal: how many rows a second are sealed and verified, and in how much memory."""

import resource
import time

import asyncpg
import uvloop

from services.kit.audit.lanes import CHANGES
from services.kit.audit.sealer import Sealer
from services.kit.audit.verifying import verify
from services.kit.clock import SystemClock
from services.kit.database import Database
from tests.bench.rounds import table
from tests.support.cluster import Cluster

ROWS = 100_000
FILL = """
insert into change (at, scope, entity, id, version, kind, actor, body)
select now(), '{0,13,1301,130123}', 'obligation', gen_random_uuid(), 1, 'OPENED', 'officer@1301',
    jsonb_build_object(
        'number', '2026-' || n, 'by', '值班员', 'title', '首次发布',
        'due_at', '2026-11-20T19:40:00+00:00', 'incident', gen_random_uuid()
    )
from generate_series(1, $1::integer) as n
"""


def measure(cluster: Cluster) -> None:
    """Print the table; sealing and verifying as the service and the command do."""
    rows = uvloop.run(_measure(cluster.clone("kit")))
    table(
        f"{ROWS:,} changes, in process with the real database; a seal is of 1,000 rows at most",
        ["what", "rows/s", "seconds", "peak memory, MiB"],
        rows,
    )


async def _measure(dsn: str) -> list[list[str]]:
    owner = await asyncpg.connect(dsn)
    await owner.execute(FILL, ROWS)
    await owner.execute("vacuum analyze")
    await owner.close()
    database = await Database.connect(dsn, size=2)
    sealer = Sealer(database, SystemClock(), [CHANGES])
    begun = time.perf_counter()
    await sealer.seal()
    sealed = time.perf_counter()
    async with database.reading() as lent:
        verdict = await verify(lent, [CHANGES])
    verified = time.perf_counter()
    await sealer.seal()
    idle = time.perf_counter()
    await database.close()
    assert (verdict.findings, verdict.rows) == ([], ROWS)
    return [
        _line("seal all", sealed - begun),
        _line("verify all", verified - sealed),
        ["seal, nothing new", "", f"{idle - verified:.4f}", ""],
    ]


def _line(what: str, seconds: float) -> list[str]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [what, f"{ROWS / seconds:,.0f}", f"{seconds:.1f}", f"{peak:.0f}"]
