"""Drives the desk of `desk_process` from outside, until it is killed."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clients.tui.config import Config

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Hand:
    """One desk in a process of its own."""

    process: asyncio.subprocess.Process

    async def press(self, *keys: str) -> str:
        """Press keys and return the screen."""
        return await self._ask(press=keys)

    async def until(self, text: str, seconds: float = 15) -> str:
        """Wait until the screen shows a text and return the screen."""
        return await self._ask(until=text, seconds=seconds)

    async def _ask(self, **asked: Any) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(asked)}\n".encode())
        await self.process.stdin.drain()
        answer = json.loads(await asyncio.wait_for(self.process.stdout.readline(), 90))
        screen: str = answer["screen"]
        assert answer["done"], f"{asked} is not on the screen:\n{screen}"
        return screen

    async def kill(self) -> None:
        """End it as a power cut would: kill -9."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def open_hand(config: Config) -> AsyncIterator[Hand]:
    """Start a desk and wait until both its links live."""
    secret = config.state_home.parent / "secret"
    secret.write_text(config.secret or "")
    env = {
        "HUIYING_DEADLINES_URL": config.deadlines_url,
        "HUIYING_REGISTRY_URL": config.registry_url,
        "HUIYING_SECRET_FILE": str(secret),
        "XDG_STATE_HOME": str(config.state_home),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.desk_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | env,
        limit=1 << 20,
    )
    hand = Hand(process)
    try:
        await hand.until("时限 通")
        yield hand
    finally:
        if process.returncode is None:
            await hand.kill()
