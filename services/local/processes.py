"""The processes of the local system: both services, and the jobs as cron would start them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from services.local.children import await_end, start_child
from services.local.home import ROOT
from services.local.network import is_ready, listens


class ServiceDied(Exception):
    """A service ended before it was ready; the message carries the end of its log."""


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with ``own`` on top and the checkout importable."""
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), inherited] if inherited else [str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **own}


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


@dataclass(slots=True)
class Process:
    """One service as a child process; started again when it ends by itself."""

    name: str
    url: str
    command: list[str]
    env: dict[str, str]
    log: Path
    _child: subprocess.Popen[bytes] | None = None
    _restart_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start it and return at once."""
        with self.log.open("ab") as log:
            self._child = start_child(
                self.command, at_parents_death=signal.SIGTERM, env=self.env, output=log, cwd=ROOT
            )

    def ask_to_stop(self) -> None:
        """Ask it to end once its open requests are answered, and return at once."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def await_end(self) -> None:
        """Wait until it has ended; a second request would cut its open requests short."""
        if self._child is not None:
            await_end(self._child)
            self._child = None

    def is_ready(self) -> bool:
        """Tell whether it says that it is ready, and not a stranger who took the port first."""
        port = urlsplit(self.url).port or 0
        return self.pid is not None and is_ready(self.url) and listens(self.pid, port)

    def wait_until_ready(self, patience: float = 60) -> None:
        """Wait until it is ready. Raises ServiceDied, TimeoutError."""
        give_up = time.monotonic() + patience
        while not self.is_ready():
            if self._child is None or self._child.poll() is not None:
                raise ServiceDied(
                    f"{self.name} did not start, see {self.log}\n{self._last_words()}"
                )
            if time.monotonic() > give_up:
                raise TimeoutError(
                    f"{self.name} is not ready after {patience:.0f} s, see {self.log}"
                )
            time.sleep(0.05)

    def look_after(self) -> None:
        """Start it again one second after it has ended by itself."""
        if self._child is None or self._child.poll() is None:
            return
        if self._restart_at is None:
            self._restart_at = time.monotonic() + 1
        elif time.monotonic() >= self._restart_at:
            self._restart_at = None
            self.start()

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]


@dataclass(slots=True)
class Job:
    """One mutation, called by ``huiying job`` every ``every`` seconds, never twice at once.

    ``due_at`` is when it runs next, on the monotonic clock.
    """

    name: str
    every: float
    env: dict[str, str]
    log: Path
    due_at: float = 0.0
    _child: subprocess.Popen[bytes] | None = None

    @property
    def started(self) -> bool:
        """Whether it has run, or runs."""
        return self._child is not None

    def start_when_due(self) -> None:
        """Start a run when its time has come and the run before has ended."""
        if time.monotonic() >= self.due_at and (
            self._child is None or self._child.poll() is not None
        ):
            self.start()

    def start(self) -> None:
        """Start a run now."""
        self.due_at = time.monotonic() + self.every
        with self.log.open("ab") as log:
            self._child = start_child(
                python("clients.cli", "job", self.name),
                at_parents_death=signal.SIGTERM,
                env=self.env,
                output=log,
                cwd=ROOT,
            )

    def run_now(self) -> int:
        """Wait for a run in progress, then run it once to its end and return its exit code."""
        if self._child:
            self._child.wait()
        self.start()
        return self._child.wait() if self._child else 0

    def ask_to_stop(self) -> None:
        """Ask a run in progress to end; its mutation is idempotent, the next takes up its work."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def await_end(self) -> None:
        """Wait until a run in progress has ended."""
        if self._child is not None:
            await_end(self._child, patience=5)
