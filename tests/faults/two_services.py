"""Both services as processes behind relays, on a small registry: what the faults strike."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from services.kit.signing import new_signing_key, write_signing_key
from tests.deadlines.desk import mirror_world
from tests.registry.world import save_world
from tests.stories.town import Officer, Town, _account
from tests.support.relay import Relay, open_relay

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(slots=True, kw_only=True)
class Struck:
    """One service: where it listens, the relay before it, its process while it lives."""

    name: str
    port: int
    relay: Relay
    settings: dict[str, Any]
    parent: asyncio.subprocess.Process
    pid: int = 0

    async def start(self) -> None:
        """Fork it and wait until it answers."""
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        asked = {"service": self.name, "port": self.port, "settings": self.settings}
        self.parent.stdin.write(f"{json.dumps(asked)}\n".encode())
        await self.parent.stdin.drain()
        self.pid = int(await asyncio.wait_for(self.parent.stdout.readline(), 30))
        async with asyncio.timeout(20):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    return

    def strike(self, blow: signal.Signals) -> None:
        os.kill(self.pid, blow)


@dataclass(slots=True, kw_only=True)
class Night:
    """The town and both services; `town` asks them directly, the desk through the relays."""

    town: Town
    registry: Struck
    deadlines: Struck
    folder: Path

    def config(self, name: str = "state") -> Config:
        return Config(
            deadlines_url=f"http://127.0.0.1:{self.deadlines.relay.port}",
            registry_url=f"http://127.0.0.1:{self.registry.relay.port}",
            secret=self.town.secrets[Role.OFFICER],
            state_home=self.folder / name,
        )

    @asynccontextmanager
    async def desk(self, name: str = "state") -> AsyncIterator[Officer]:
        """Open the real desk on the machine's own clock."""
        app = DutyDesk(self.config(name), undo_seconds=0.0)
        async with app.run_test(size=(120, 36)) as pilot:
            officer = Officer(app=app, pilot=pilot)
            await officer.connected()
            yield officer

    async def incident(self, title: str) -> dict[str, Any]:
        """Open one with its duties, past every desk."""
        facts = {"emergency": True, "kind": "ACCIDENT", "severity": "MAJOR"}
        given = {"title": title, "facts": {**facts, "localities": ["130123"]}}
        fields = "incident { id number obligations { id title kind } }"
        made: dict[str, Any] = (await self.town.act("openIncident", fields, given))["incident"]
        return made


@asynccontextmanager
async def open_night(
    registry_db: Database,
    deadlines_db: Database,
    dsns: tuple[str, str],
    folder: Path,
) -> AsyncIterator[Night]:
    """Bring up both services as processes, with accounts and a mirror of the units."""
    clock = ManualClock(SystemClock().now())
    await save_world(registry_db)
    await mirror_world(deadlines_db, clock)
    secrets = {
        role: await _account(registry_db, clock, role.value.lower(), role, unit)
        for role, unit in ((Role.OFFICER, "1301"), (Role.SYSTEM, "0"))
    }
    key = folder / "signing.json"
    write_signing_key(key, new_signing_key())
    ports = {name: free_port() for name in ("registry", "deadlines")}
    settings = {
        "registry_dsn": dsns[0],
        "deadlines_dsn": dsns[1],
        "registry_url": f"http://127.0.0.1:{ports['registry']}",
        "signing_key": str(key),
        "registry_token": secrets[Role.SYSTEM],
    }
    async with AsyncExitStack() as stack:
        parent = await stack.enter_async_context(_parent())
        struck = {
            name: Struck(
                name=name,
                port=port,
                relay=await stack.enter_async_context(open_relay(port)),
                settings=settings,
                parent=parent,
            )
            for name, port in ports.items()
        }
        for one in struck.values():
            await one.start()
        town = Town(
            clock=clock,
            registry_url=settings["registry_url"],
            deadlines_url=f"http://127.0.0.1:{ports['deadlines']}",
            secrets=secrets,
            folder=folder,
            http=await stack.enter_async_context(aiohttp.ClientSession()),
            close_registry=lambda: None,
            open_registry=lambda: None,
        )
        yield Night(
            town=town,
            registry=struck["registry"],
            deadlines=struck["deadlines"],
            folder=folder,
        )


@asynccontextmanager
async def _parent() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.pair",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await asyncio.wait_for(process.wait(), 20)
