"""Sign in through oidc-provider in every way and by every algorithm; fails unless all is well.

Needs node and npm; the package is installed once, by its lock. The registry is served on a
throw-away cluster, and ``huiying login`` runs as the process that a person starts.
"""

import asyncio
import json
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from joserfc.jwk import ECKey, OKPKey, RSAKey

from services.kit.auth import Role
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.settings import Settings
from services.registry.app import build_app
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from services.registry.usecases.acting import Act
from services.registry.usecases.credentials.door import Door
from services.registry.usecases.credentials.identities import link_identity
from tests.contracts.audit_oidc.browser import visit
from tests.registry.world import make_principal, save_world
from tests.support.cluster import shared_cluster
from tests.support.servers import serve_app

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
ALGORITHMS = ("RS256", "ES256", "EdDSA")
LOGIN = "zhang.san"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    out: str
    err: str


@asynccontextmanager
async def provider(algorithm: str) -> AsyncIterator[str]:
    """Serve oidc-provider whose id tokens are signed so; yields its issuer."""
    keys: list[RSAKey | ECKey | OKPKey] = [
        RSAKey.generate_key(2048, parameters={"kid": "r", "use": "sig"}),
        ECKey.generate_key("P-256", parameters={"kid": "e", "use": "sig"}),
        OKPKey.generate_key("Ed25519", parameters={"kid": "o", "use": "sig"}),
    ]
    told = json.dumps([key.as_dict(private=True) for key in keys])
    node = await asyncio.create_subprocess_exec(
        _program("node"),
        "provider.mjs",
        cwd=FOLDER,
        env={**os.environ, "KEYS": told, "ID_TOKEN_ALG": algorithm},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert node.stdin is not None
    assert node.stdout is not None
    try:
        async with asyncio.timeout(30):
            yield json.loads(await node.stdout.readline())["issuer"]
    finally:
        node.stdin.close()  # it ends with its input
        await node.wait()


async def install() -> None:
    """Install the package by its lock where it is not there yet."""
    if not (FOLDER / "node_modules" / "oidc-provider").exists():
        npm = await asyncio.create_subprocess_exec(
            _program("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=FOLDER
        )
        if await npm.wait():
            raise RuntimeError("npm ci failed")


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is not installed")
    return path


async def command(url: str, home: Path, *arguments: str) -> Ended:
    """Run ``huiying``; what it says of a code for another device is done there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "clients.cli", *arguments),
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "PYTHONPATH": str(ROOT),
            "HUIYING_REGISTRY_URL": url,
            "HUIYING_DEADLINES_URL": url,
            "LOGIN": LOGIN,
            "BROWSER": f"{sys.executable} -m tests.contracts.audit_oidc.browser %s",
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    said: list[str] = []
    async with asyncio.timeout(60):
        async for line in process.stderr:
            said.append(line.decode())
            if found := re.search(r"直接打开：(\S+)", said[-1]):
                await asyncio.to_thread(visit, found[1], LOGIN)
        out = await process.stdout.read()
        return Ended(await process.wait(), out.decode(), "".join(said))


async def audit(database: Database, algorithm: str) -> dict[str, bool]:
    """Sign in by browser and by device, before and after the identity is linked."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        async with provider(algorithm) as issuer:
            settings = Settings(oidc_issuer=issuer)
            app = build_app(settings, SystemClock(), database, passwords=Passwords())
            async with serve_app(app) as url:
                stranger = await command(url, home, "login", "--browser")
                await _link(database, issuer)
                browser = await command(url, home, "login")
                token = await command(url, home, "token")
                out = await command(url, home, "logout")
                device = await command(url, home, "login", "--device")
                again = await command(url, home, "token")
    said = f"已登录：张三（{LOGIN}）\n"
    found = {
        "a stranger is refused": "IDENTITY_NOT_LINKED" in stranger.err and stranger.code == 1,
        "by browser": browser.out == said,
        "the token is there": token.code == 0,
        "signed out": out.out == "已注销。\n",
        "by device": device.out == said,
        "the token is there again": again.code == 0,
    }
    if not all(found.values()):
        sys.stderr.writelines(f"{one.err}\n" for one in (stranger, browser, token, device, again))
    return found


async def _link(database: Database, issuer: str) -> None:
    async with database.reading() as conn:
        account_id = await conn.fetchval("select id from account where login = $1", LOGIN)
    act = Act(
        principal=make_principal(Role.ROSTER_ADMIN),
        operation="linkIdentity",
        key=f"link {issuer}",
        now=SystemClock().now(),
    )
    unused: Any = None
    door = Door(database=database, issuer=unused, passwords=unused)
    await link_identity(door, act, account_id, issuer, LOGIN)


async def _main(dsn: str) -> bool:
    await install()
    database = await Database.connect(dsn)
    try:
        await save_world(database)
        account = NewAccount(login=LOGIN, name="张三", role=Role.OFFICER, unit="1301")
        await found_account(database, account, SystemClock().now())
        good = True
        for algorithm in ALGORITHMS:
            for what, well in (await audit(database, algorithm)).items():
                sys.stdout.write(f"{'ok' if well else 'FAIL':5} {algorithm} {what}\n")
                good &= well
        return good
    finally:
        await database.close()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with shared_cluster() as cluster:
        sys.exit(not asyncio.run(_main(cluster.clone("registry"))))
