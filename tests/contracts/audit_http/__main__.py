"""Print the audits of graphql-http for both services; fails unless every one is ok.

Without arguments both applications are served on a throw-away cluster, each to a caller whose token
may introspect. With a URL (and HUIYING_AUDIT_TOKEN, such a token) that endpoint is audited.
Needs node and npm; the two packages are installed once, by their lock.
"""

import asyncio
import json
import logging
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import structlog

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.contracts.services import NAMES, Caller, serving
from tests.support.cluster import shared_cluster
from tests.support.moments import AT_THREE_IN_THE_MORNING

FOLDER = Path(__file__).parent
EXPECTED = 61


@dataclass(frozen=True, slots=True)
class Audit:
    id: str
    name: str
    status: str
    reason: str | None


async def run_audits(url: str, token: str) -> list[Audit]:
    """Run every audit against a GraphQL endpoint; raises RuntimeError where node cannot."""
    if not (FOLDER / "node_modules" / "graphql-http").exists():
        await _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    lines = await _run("node", "audit.mjs", AUDIT_URL=url, AUDIT_TOKEN=token)
    return [
        Audit(found["id"], found["name"], found["status"], found.get("reason"))
        for found in map(json.loads, lines.splitlines())
    ]


async def _run(program: str, *arguments: str, **environment: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise RuntimeError(f"{program} is not installed")
    process = await asyncio.create_subprocess_exec(
        path,
        *arguments,
        cwd=FOLDER,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{program} {arguments[0]}: {errors.decode(errors='replace')[-2000:]}")
    return out.decode()


def report(audits: list[Audit], to: TextIO) -> bool:
    """Write one line for each audit and a sum; tell whether all 61 are there and ok."""
    for audit in audits:
        reason = f": {audit.reason}" if audit.reason else ""
        to.write(f"{audit.status:5} {audit.id} {audit.name}{reason}\n")
    good = sum(audit.status == "ok" for audit in audits)
    to.write(f"{good} of {len(audits)} audits ok\n")
    return good == len(audits) == EXPECTED


async def audit_service(name: str, dsn: str) -> list[Audit]:
    """Serve one of the two services on a migrated database and audit it."""
    database = await Database.connect(dsn)
    try:
        async with serving(name, database, ManualClock(AT_THREE_IN_THE_MORNING)) as service:
            token = service.token(Caller(introspect=True))
            return await run_audits(f"{service.url}/graphql", token)
    finally:
        await database.close()


def _audit_address(url: str) -> bool:
    token = os.environ.get("HUIYING_AUDIT_TOKEN", "")
    return report(asyncio.run(run_audits(url, token)), sys.stdout)


def _audit_both() -> bool:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    good = True
    with shared_cluster() as cluster:
        for name in NAMES:
            sys.stdout.write(f"{name}\n")
            good &= report(asyncio.run(audit_service(name, cluster.clone(name))), sys.stdout)
    return good


def _main(arguments: list[str]) -> int:
    return int(not (_audit_address(arguments[0]) if arguments else _audit_both()))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
