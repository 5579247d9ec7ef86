"""Runs the command as a process on an office's real services."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    out: str
    err: str

    @property
    def told(self) -> Any:
        """What was printed as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Line:
    """A command line of somebody's."""

    env: dict[str, str]
    before: Callable[[], None] = lambda: None

    async def run(self, *arguments: str, **env: str) -> Ended:
        """Run `huiying` with these words and no terminal."""
        self.before()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", *arguments),
            env=self.env | env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode, out.decode(), err.decode())

    async def json(self, *arguments: str) -> Any:
        return (await self.run(*arguments, "--json")).told


def line_of(
    home: Path,
    registry_url: str,
    deadlines_url: str,
    secret: str,
    before: Callable[[], None] = lambda: None,
) -> Line:
    """Return a command line with a home and a secret file of its own."""
    file = home / "secret"
    home.mkdir(exist_ok=True)
    file.write_text(secret)
    file.chmod(0o600)
    return Line(
        {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "HUIYING_REGISTRY_URL": registry_url,
            "HUIYING_DEADLINES_URL": deadlines_url,
            "HUIYING_SECRET_FILE": str(file),
        },
        before,
    )
