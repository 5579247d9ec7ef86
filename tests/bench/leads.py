"""A burst of leads: how many a second one process takes, and that none is lost.

The database is a durable cluster on disk: what is acknowledged would survive a power cut.
"""

import asyncio
import json
import statistics
import tempfile
from contextlib import ExitStack
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from services.kit.auth import Role, TokenIssuer
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from services.kit.migrations import migrate
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.local.network import is_ready, next_free_port
from services.local.postgres import Postgres
from tests.bench.board import answers_at, wait_for
from tests.bench.processes import Load, cpu_seconds, family_cpu_seconds, load, server
from tests.bench.rounds import table
from tests.deadlines.desk import mirror_world

CONNECTIONS = 64
BURST = 1_500
COUNTIES = ("130102", "130104", "130105", "130107", "130108", "130109", "130110", "130123")
REPORT = """mutation R($input: ReportLeadInput!) { reportLead(input: $input) {
  ... on ReportLeadPayload { replayed lead { id state } } ... on Refusal { code message } } }"""
WITH_CLOCKS = REPORT.replace("lead {", "provisional { kind dueAt basis { clause } } lead {")
KEYS = count()


def measure() -> None:
    """Print the table of bursts."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        postgres = stack.enter_context(Postgres(folder / "data"))
        dsn = postgres.dsn()
        asyncio.run(_prepare(dsn))
        port, pid, token = _served(stack, dsn, folder)
        sender = stack.enter_context(load())
        _burst(sender, port, token, REPORT, 300, viral=False)  # warm up
        rows = []
        for name, document, size, viral in (
            ("each of its own", REPORT, BURST, False),
            ("all of one address", REPORT, BURST // 3, True),
            ("each with its clocks", WITH_CLOCKS, BURST // 3, False),
        ):
            before, cpu = asyncio.run(_sightings(dsn)), cpu_seconds(pid)
            database = family_cpu_seconds(postgres.pid or 0)
            answer = _burst(sender, port, token, document, size, viral=viral)
            used = cpu_seconds(pid) - cpu
            database = family_cpu_seconds(postgres.pid or 0) - database
            kept = asyncio.run(_sightings(dsn)) - before
            waits = [1000 * wait for wait in answer["latencies"]]
            rows.append(
                [
                    name,
                    f"{size / answer['seconds']:,.0f}",
                    f"{kept:,} of {size:,}",
                    f"{1000 * used / size:.2f}",
                    f"{1000 * database / size:.2f}",
                    f"{statistics.median(waits):.0f}",
                    f"{statistics.quantiles(waits, n=100)[98]:.0f}",
                ]
            )
    table(
        f"reportLead over HTTP, {CONNECTIONS} connections, one service process, durable database;"
        " goal: 500 leads/s, none lost",
        ["burst", "leads/s", "kept", "server CPU ms", "database CPU ms", "p50 ms", "p99 ms"],
        rows,
    )


async def _prepare(dsn: str) -> None:
    await migrate(dsn, files("services.deadlines") / "migrations")
    database = await Database.connect(dsn, size=2)
    await mirror_world(database, ManualClock(SystemClock().now()))
    await database.close()


async def _sightings(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("select count(*) from sighting"))
    finally:
        await connection.close()


def _served(stack: ExitStack, dsn: str, folder: Path) -> tuple[int, int, str]:
    """Serve the service beside something that tells its keys; return port, process and token."""
    key = new_signing_key()
    key_file = folder / "key.json"
    write_signing_key(key_file, key)
    keys_port = next_free_port(18811)
    port = next_free_port(18812, keys_port)
    env = {
        "HUIYING_DEADLINES_DSN": dsn,
        "HUIYING_REGISTRY_URL": f"http://127.0.0.1:{keys_port}",
        "HUIYING_REGISTRY_PORT": str(keys_port),
        "HUIYING_DEADLINES_PORT": str(port),
    }
    stack.enter_context(server("tests.bench.floor", str(key_file), env=env))
    wait_for(lambda: answers_at(f"http://127.0.0.1:{keys_port}/.well-known/jwks.json"))
    pid = stack.enter_context(server("services.deadlines", "serve", env=env))
    wait_for(lambda: is_ready(f"http://127.0.0.1:{port}"))
    token = TokenIssuer(key, Settings().issuer).issue(
        subject="vendor",
        name="某某舆情",
        role=Role.VENDOR,
        unit="1301",
        scope_level=3,
        scope_code="1301",
        operations=frozenset(("reportLead",)),
        now=SystemClock().now(),
    )
    return port, pid, token


def _burst(
    sender: Load, port: int, token: str, document: str, size: int, *, viral: bool
) -> dict[str, Any]:
    requests = [_request(token, document, next(KEYS), viral=viral) for _ in range(size)]
    return sender.drive(port, requests, CONNECTIONS, size)


def _request(token: str, document: str, number: int, *, viral: bool) -> str:
    address = "viral" if viral else number
    source = {"alertId": f"A{number}", "platform": "微博", "url": f"https://w.example/{address}"}
    given = {
        "source": source,
        "title": "正定县一工厂爆炸",
        "localityCode": COUNTIES[number % len(COUNTIES)],
        "idempotencyKey": f"burst-{number}",
    }
    body = json.dumps({"query": document, "variables": {"input": given}})
    return (
        "POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"accept: application/json\r\nauthorization: Bearer {token}\r\n"
        f"content-length: {len(body)}\r\n\r\n{body}"
    )


if __name__ == "__main__":
    measure()
