"""What the desk costs: start, idle second, key. `python -m tests.bench.desk [rows]`.

A real terminal (pty, 120x52) runs the desk on its cached snapshot; both services are away, as on
the worst night, so reconnecting is part of the idle figure. CPU is the process's own, from /proc.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from datetime import timedelta
from pathlib import Path

from clients.tui.cache import Snapshot, write_snapshot
from clients.tui.clock import system_clock
from tests.support.desk_rows import make_board, raw_row

SIZE = (52, 120)
IDLE_SECONDS = 20.0
KEYS = 60
DOWN = b"\x1b[B"
TICK = os.sysconf("SC_CLK_TCK")


class Terminal:
    """A desk on a pseudo terminal."""

    def __init__(self, home: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        away = "http://127.0.0.1:1"
        env = os.environ | {"XDG_STATE_HOME": str(home), "TERM": "xterm-256color"}
        env |= {"HUIYING_DEADLINES_URL": away, "HUIYING_REGISTRY_URL": away}
        command = [sys.executable, "-m", "clients.tui"]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)

    def read(self, seconds: float, wanted: bytes | None = None) -> bytes:
        """Return what comes within the time, at once when `wanted` has come."""
        end, got = time.monotonic() + seconds, b""
        while (left := end - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                got += os.read(self.master, 65536)
                if wanted is not None and wanted in got:
                    break
        return got

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def rss(self) -> float:
        """Return the resident megabytes."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        os.close(self.master)


def snapshot(rows: int, ticking: int) -> Snapshot:
    """Return a board of which `ticking` rows, all of them visible, run by the second."""
    now = system_clock()
    made = [
        raw_row(
            f"ob-{n:05d}", left=timedelta(minutes=20 if n < ticking else 90, seconds=7 * n), now=now
        )
        for n in range(rows)
    ]
    return Snapshot(as_of=now, board=make_board(made, now))


def main(rows: int, ticking: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        write_snapshot(Path(home) / "huiying" / "board.json", snapshot(rows, ticking))
        began = time.monotonic()
        terminal = Terminal(Path(home))
        try:
            terminal.read(20, "首次发布".encode())
            print(
                f"first board   wall {time.monotonic() - began:.2f} s  CPU {terminal.cpu():.2f} s"
            )
            terminal.read(8)
            before = terminal.cpu()
            sent = len(terminal.read(IDLE_SECONDS))
            used = terminal.cpu() - before
            share = 100 * used / IDLE_SECONDS
            rate = sent / IDLE_SECONDS
            print(f"idle          {ticking} rows run: CPU {share:.1f} %  {rate:.0f} bytes/s")
            report_keys(terminal)
            print(f"memory        {terminal.rss():.0f} MB with {rows} rows")
        finally:
            terminal.close()


def report_keys(terminal: Terminal) -> None:
    waits, before = [], terminal.cpu()
    for _ in range(KEYS):
        pressed = time.monotonic()
        os.write(terminal.master, DOWN)
        select.select([terminal.master], [], [], 1)
        waits.append(1000 * (time.monotonic() - pressed))
        terminal.read(0.05)
    used = 1000 * (terminal.cpu() - before) / KEYS
    p95 = statistics.quantiles(waits, n=20)[-1]
    median = statistics.median(waits)
    print(f"key           {median:.0f} ms median, {p95:.0f} ms p95, CPU {used:.1f} ms")


if __name__ == "__main__":
    for by_the_second in (7, 45):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, by_the_second)
