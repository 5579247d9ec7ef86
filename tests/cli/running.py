"""Runs the command as a process on an office's real services."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Warm:
    """A process that has imported the command; `run` takes one command after another."""

    process: asyncio.subprocess.Process
    folder: Path
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, words: Sequence[str], env: Mapping[str, str]) -> Ended:
        out, err = self.folder / "out", self.folder / "err"
        asked = {"words": list(words), "env": dict(env), "out": str(out), "err": str(err)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        async with self.turn:
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            code = int(await self.process.stdout.readline())
            return Ended(code, out.read_text(), err.read_text())


@asynccontextmanager
async def warm_command(folder: Path) -> AsyncIterator[Warm]:
    """Start a warm process; it speaks Chinese, as what is imported does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.cli.warm"),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Warm(process, folder)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@dataclass(frozen=True, slots=True)
class Line:
    """A command line of somebody's; `warm` runs what is not asked for in another language."""

    env: dict[str, str]
    before: Callable[[], None] = lambda: None
    warm: Warm | None = None

    async def run(self, *arguments: str, **env: str) -> Ended:
        """Run `huiying` with these words and no terminal."""
        self.before()
        if self.warm is not None and "HUIYING_LANG" not in env:
            return await self.warm.run(arguments, self.env | env)
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
    warm: Warm | None = None,
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
        warm,
    )
