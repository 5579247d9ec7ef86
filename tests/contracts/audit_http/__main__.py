"""Print the audits of graphql-http for a served schema; fails unless every one is ok.

Without arguments the kit's demonstration schema is served, behind the same edge and gate as the
services. With a URL (and HUIYING_AUDIT_TOKEN, a token that may introspect) that one is audited.
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

from tests.kit.graphql.serving import make_app
from tests.support.servers import serve_app

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


async def _main(arguments: list[str]) -> int:
    if arguments:
        token = os.environ.get("HUIYING_AUDIT_TOKEN", "")
        return int(not report(await run_audits(arguments[0], token), sys.stdout))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with serve_app(make_app()) as base_url:
        audits = await run_audits(f"{base_url}/graphql", "introspector")
    return int(not report(audits, sys.stdout))


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
