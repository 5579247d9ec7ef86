"""Start programs that never outlive this one, even when it is killed without warning."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from services.local.account import Account

_LAUNCHER = Path(__file__).with_name("child.py")


def start_child(
    program: Sequence[str],
    *,
    at_parents_death: signal.Signals,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    cwd: str | Path = "/",
    foreground: bool = False,
) -> subprocess.Popen[bytes]:
    """Start ``program`` (absolute path first) in a process group of its own.

    A group of its own keeps the terminal's Ctrl-C from reaching it, so that its end is ordered by
    us; ``foreground`` is for a program that the person at the terminal speaks to. Linux delivers
    ``at_parents_death`` when the starting *thread* ends: call this from the main thread. Other
    systems know no such wish; there a killed parent leaves its children running.
    """
    uid, gid = (str(account.uid), str(account.gid)) if account else ("-", "-")
    launcher = [sys.executable, "-I", "-S", str(_LAUNCHER)]
    return subprocess.Popen(
        [*launcher, str(os.getpid()), str(int(at_parents_death)), uid, gid, *program],
        stdin=None if foreground else subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=None if env is None else dict(env),
        cwd=cwd,
        process_group=None if foreground else 0,
    )


def stop_child(
    process: subprocess.Popen[bytes],
    how: signal.Signals = signal.SIGTERM,
    *,
    patience: float = 15,
) -> None:
    """Ask ``process``, a child of ours, to end; see `await_end`."""
    if process.poll() is None:
        process.send_signal(how)
    await_end(process, patience)


def await_end(process: subprocess.Popen[bytes], patience: float = 15) -> None:
    """Wait ``patience`` seconds for a child that was asked to end, then end it without asking."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
