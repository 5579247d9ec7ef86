"""kill -9 of the service, again and again, under writers that keep a ledger of promises."""

import asyncio
import json
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from services.deadlines.app import SEALED
from services.kit.audit.checkpoints import checkpoint_path, read_checkpoints, read_public_key
from services.kit.audit.verifying import verify
from services.kit.auth import Role, TokenIssuer
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from services.kit.signing import new_signing_key
from tests.deadlines.desk import mirror_world

KILLS = int(os.environ.get("HUIYING_KILLS", "100"))
WRITERS = 4
OPEN = """mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) {
    __typename
    ... on OpenIncidentPayload { incident { number } replayed }
    ... on Refusal { code message field }
} }"""
FACTS = {"emergency": True, "severity": "MAJOR", "localities": ["130123"], "drill": True}


@dataclass(slots=True)
class Ledger:
    """What the writers were promised: the number that each key got. ``tried`` were sent once."""

    tried: set[str] = field(default_factory=set)
    promised: dict[str, str] = field(default_factory=dict)
    replayed: int = 0
    unexpected: list[object] = field(default_factory=list)


@dataclass(slots=True)
class Service:
    """The service under fire: where it listens and how to bring up the next one."""

    port: int
    nursery: asyncio.subprocess.Process

    async def start(self) -> int:
        """Fork a fresh service, wait until it answers, return its process id."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"{self.port}\n".encode())
        await self.nursery.stdin.drain()
        pid = int(await asyncio.wait_for(self.nursery.stdout.readline(), 20))
        for _ in range(1000):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                await writer.wait_closed()
                return pid
        raise TimeoutError("the service did not come up")


@asynccontextmanager
async def nursery(dsn: str, key: str, **env: str) -> AsyncIterator[Service]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.nursery",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"HUIYING_DEADLINES_DSN": dsn, "NURSERY_KEY": key} | env,
    )
    try:
        yield Service(port, process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await asyncio.wait_for(process.wait(), 20)


async def write(port: int, token: str, ledger: Ledger, stop: asyncio.Event) -> None:
    """Open incidents one after another; a key is retried until an answer to it has arrived."""
    headers = {"authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        while not stop.is_set():
            key = str(uuid4())
            ledger.tried.add(key)
            given = {"title": key, "facts": FACTS, "idempotencyKey": key}
            body = {"query": OPEN, "variables": {"input": given}}
            while not await promised(session, port, body, key, ledger):
                await asyncio.sleep(0.02)


async def promised(
    session: aiohttp.ClientSession, port: int, body: object, key: str, ledger: Ledger
) -> bool:
    try:
        async with session.post(f"http://127.0.0.1:{port}/graphql", json=body) as response:
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, ConnectionError, TimeoutError):
        return False
    result = (answer.get("data") or {}).get("openIncident") or answer
    if result.get("__typename") == "OpenIncidentPayload":
        ledger.promised[key] = result["incident"]["number"]
        ledger.replayed += result["replayed"]
        return True
    if result.get("code") != "IDEMPOTENCY_IN_PROGRESS":
        ledger.unexpected.append(result)
    return False


async def first_promise(ledger: Ledger) -> None:
    """Wait, ten seconds at most, until this life has acknowledged something."""
    before = len(ledger.promised)
    for _ in range(1000):
        if len(ledger.promised) > before:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError(f"nothing was acknowledged: {ledger.unexpected[-3:]}")


async def under_fire(service: Service, token: str, kills: int) -> Ledger:
    ledger, stop, dice = Ledger(), asyncio.Event(), random.Random(7203)
    writers = [
        asyncio.create_task(write(service.port, token, ledger, stop)) for _ in range(WRITERS)
    ]
    for life in range(kills):
        pid = await service.start()
        if life % 4:  # every fourth dies while it comes up
            await first_promise(ledger)
        await asyncio.sleep(dice.uniform(0, 0.1))
        os.kill(pid, signal.SIGKILL)
    pid = await service.start()
    stop.set()
    await asyncio.wait_for(asyncio.gather(*writers), 30)
    os.kill(pid, signal.SIGKILL)
    return ledger


@pytest.mark.timeout(300)
async def test_what_was_acknowledged_survives_every_kill_once(
    deadlines_dsn: str, deadlines_db: Database, tmp_path: Path
) -> None:
    key = new_signing_key()
    sealing = {"HUIYING_AUDIT_FOLDER": str(tmp_path), "HUIYING_AUDIT_SECONDS": "0.02"}
    await mirror_world(deadlines_db, ManualClock(SystemClock().now()))
    token = TokenIssuer(key, "huiying-registry").issue(
        subject="ledger",
        name="ledger",
        role=Role.OFFICER,
        unit="1301",
        scope_level=3,
        scope_code="1301",
        now=SystemClock().now(),
    )
    own = json.dumps(key.as_dict(private=True))
    async with nursery(deadlines_dsn, own, **sealing) as service:
        ledger = await under_fire(service, token, KILLS)
    async with deadlines_db.reading() as conn:
        rows = await conn.fetch("select title, number from incident")
        whole = await conn.fetchval(
            """
            select count(*) from incident i
            where (select count(*) from obligation o where o.incident = i.id) >= 5
            and (select count(*) from change c where c.id = i.id and c.kind = 'OPENED') = 1
            """
        )
    found = Counter(row["title"] for row in rows)
    have = {row["title"]: row["number"] for row in rows}
    assert ledger.unexpected == []
    assert len(ledger.promised) >= KILLS
    assert {k: n for k, n in ledger.promised.items() if have.get(k) != n} == {}, "lost"
    assert {k: n for k, n in found.items() if n != 1} == {}, "doubled"
    assert set(found) <= ledger.tried
    assert whole == len(rows), "half written"
    assert sorted(have.values()) == [f"{y}-{n:04}" for y, n in numbered(have.values())], "gaps"
    async with deadlines_db.reading() as conn:
        keys = [read_public_key(tmp_path / "key.public.json")]
        signed = read_checkpoints([checkpoint_path(tmp_path, "deadlines")], keys, "deadlines")
        verdict = await verify(conn, SEALED, signed)
    assert verdict.findings == []
    assert verdict.checkpoints


def numbered(numbers: object) -> list[tuple[str, int]]:
    """Count the numbers of each year from one, as they should be."""
    years = Counter(str(n).partition("-")[0] for n in numbers)  # type: ignore[attr-defined] # strings
    return [(year, i) for year in sorted(years) for i in range(1, years[year] + 1)]
