"""A real terminal for the desk: tmux, its keys and what stands on its screen."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

TMUX = shutil.which("tmux")
# keys of the desk by tmux's names, where they differ
NAMES = {"enter": "Enter", "escape": "Escape", "tab": "Tab", "up": "Up", "down": "Down"}
PATIENCE = 30.0  # seconds; a machine under load is slow, not wrong


@dataclass(slots=True)
class Terminal:
    """One tmux server of its own; `pressed` counts keys of commands, `typed` those of text."""

    socket: Path
    pressed: int = 0
    typed: int = 0
    log: list[str] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """Press keys by the desk's names: `f2`, `enter`, `ctrl+s`, `1`."""
        for key in keys:
            name = NAMES.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)
            name = f"C-{key[5:]}" if key.startswith("ctrl+") else name
            await self.tmux("send-keys", "-t", "desk", name)
            self.pressed += 1
            self.log.append(key)
            await asyncio.sleep(0.02)

    async def type(self, text: str) -> None:
        """Type text as a keyboard or an input method sends it."""
        await self.tmux("send-keys", "-t", "desk", "-l", "--", text)
        self.typed += len(text)

    async def sees(self) -> str:
        """Return the screen line by line."""
        return await self.tmux("capture-pane", "-p", "-t", "desk")

    async def until(self, *sights: str) -> str:
        """Wait until all this stands on the screen, and return the screen."""
        shown = ""
        for _ in range(int(PATIENCE / 0.05)):
            shown = await self.sees()
            if all(sight in shown for sight in sights):
                return shown
            await asyncio.sleep(0.05)
        missing = [sight for sight in sights if sight not in shown]
        raise AssertionError(f"{missing} not on the screen after {self.log[-8:]}:\n{shown}")

    async def tmux(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run a command of this server and return what it prints."""
        assert TMUX is not None
        process = await asyncio.create_subprocess_exec(
            TMUX, "-u", "-S", str(self.socket), *arguments,
            env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return out.decode()


@asynccontextmanager
async def desk_in_a_terminal(
    env: Mapping[str, str],
    columns: int = 120,
    rows: int = 36,
    program: Sequence[str] = ("-m", "clients.tui"),
) -> AsyncIterator[Terminal]:
    """Run the desk in a terminal of this size; its server ends with the block."""
    with tempfile.TemporaryDirectory(prefix="huiying-tmux-") as folder:
        terminal = Terminal(Path(folder) / "tmux")
        given = {**os.environ, "TERM": "screen-256color", "LC_ALL": "C.UTF-8", **env}
        given.pop("TMUX", None)
        await terminal.tmux(
            "-f", "/dev/null", "new-session", "-d", "-s", "desk",
            "-x", str(columns), "-y", str(rows), sys.executable, *program,
            env=given,
        )  # fmt: skip
        try:
            yield terminal
        finally:
            await terminal.tmux("kill-server")
