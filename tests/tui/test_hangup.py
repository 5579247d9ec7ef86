"""A desk whose terminal has gone ends within seconds, and what was typed is on the disk."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clients.tui.drafts import draft_path, read_draft_file
from clients.tui.hangup import HUNG_UP

SOON = 4.0  # seconds, on a machine that has other things to do
F2 = b"\x1bOQ"
AWAY = "http://127.0.0.1:1"


@dataclass(slots=True)
class Desk:
    """The desk in a process of its own, and the far end of its terminal."""

    process: "subprocess.Popen[bytes]"
    master: int
    drawn: bytes = b""

    def until(self, sight: str) -> None:
        """Read what is drawn until something is; the screen's cells are drawn in order."""
        end = time.monotonic() + 30
        while sight.encode() not in self.drawn:
            assert time.monotonic() < end, self.drawn[-2000:].decode(errors="replace")
            if select.select([self.master], [], [], 0.2)[0]:
                self.drawn += os.read(self.master, 65536)

    def type(self, keys: bytes, shows: str) -> None:
        self.drawn = b""
        os.write(self.master, keys)
        self.until(shows)

    def close(self) -> None:
        os.close(self.master)
        self.master = -1


def own_terminal() -> None:
    """Make the new process's standard input the terminal that rules it, as a shell does."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[bool], Desk]]:
    desks: list[Desk] = []

    def open_one(ruling: bool) -> Desk:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-m", "clients.tui"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(tmp_path),
            start_new_session=True,
            preexec_fn=own_terminal if ruling else None,
        )
        os.close(slave)
        desks.append(Desk(process, master))
        return desks[-1]

    yield open_one
    for desk in desks:
        if desk.process.poll() is None:
            desk.process.kill()
            desk.process.wait()
        if desk.master >= 0:
            desk.close()


def environment(folder: Path) -> dict[str, str]:
    secret = folder / "secret"
    secret.write_text("hy_nobody-asks-for-it")
    return os.environ | {
        "HUIYING_SECRET_FILE": str(secret),
        "TERM": "xterm-256color",
        "HUIYING_DEADLINES_URL": AWAY,
        "HUIYING_REGISTRY_URL": AWAY,
        "HUIYING_LANG": "zh",
        "XDG_STATE_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }


def typing_an_incident(desk: Desk) -> None:
    desk.until("值守台")
    desk.type(F2, "接报")
    desk.type(b"-22", "22分前")


def drafted(folder: Path) -> str:
    kept = read_draft_file(draft_path(folder))
    return "" if kept is None else kept.occurred


@pytest.mark.parametrize("ruling", [True, False], ids=["with SIGHUP", "by the closed line alone"])
def test_a_closed_terminal_ends_the_desk_with_the_draft_kept(
    opened: Callable[[bool], Desk], tmp_path: Path, ruling: bool
) -> None:
    desk = opened(ruling)
    typing_an_incident(desk)
    desk.close()
    assert desk.process.wait(timeout=SOON) == HUNG_UP
    assert drafted(tmp_path) == "-22"


def test_sighup_ends_the_desk_with_the_draft_kept(
    opened: Callable[[bool], Desk], tmp_path: Path
) -> None:
    desk = opened(False)
    typing_an_incident(desk)
    desk.process.send_signal(signal.SIGHUP)
    desk.until("\x1b[?1049l")  # the terminal is given back as it was
    assert desk.process.wait(timeout=SOON) == HUNG_UP
    assert drafted(tmp_path) == "-22"


def test_without_a_terminal_the_desk_says_so_and_does_not_start(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "clients.tui"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(tmp_path),
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert "huiying board --plain" in ended.stderr.decode()
