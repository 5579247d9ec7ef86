"""What the desk costs: start, idle second, key, memory, a day.

`python -m tests.bench.desk [--posting PROGRAM] [--day]`. A real terminal runs the desk on its
cached snapshot; both services are away, as on the worst night, so reconnecting is part of the idle
figure. With the program `posting` of its own environment each start is measured beside its start.
CPU is the process's own, from /proc. `--day` lives through 24 hours in one process.
"""

import argparse
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import msgspec

from clients.tui.cache import Snapshot, write_snapshot
from clients.tui.clock import system_clock
from tests.bench.pty_app import PtyApp
from tests.support.desk_rows import make_board, raw_row

SMALL, LARGE = (36, 120), (62, 120)  # lines, columns; the large one lists 51 duties
HELD = 2_000  # what the desk holds of a board of any size: ten pages of each list
IDLE_SECONDS = 20.0
ROUNDS, KEYS = 5, 60
DOWN = b"\x1b[B"


def snapshot(rows: int, ticking: int, total: int = 0) -> Snapshot:
    """Return a board of which the first `ticking` rows run by the second; `total`: of how many."""
    now = system_clock()
    made = [
        raw_row(
            f"ob-{n:05d}", left=timedelta(minutes=20 if n < ticking else 90, seconds=7 * n), now=now
        )
        for n in range(rows)
    ]
    board = make_board(made, now)
    tally = msgspec.structs.replace(board.board_tally, total=max(total, rows))
    return Snapshot(as_of=now, board=msgspec.structs.replace(board, board_tally=tally))


def desk(home: str, size: tuple[int, int]) -> PtyApp:
    away = "http://127.0.0.1:1"
    env = {"HUIYING_DEADLINES_URL": away, "HUIYING_REGISTRY_URL": away, "XDG_STATE_HOME": home}
    return PtyApp([sys.executable, "-m", "clients.tui"], env, size)


def started(app: PtyApp, shows: bytes) -> tuple[float, float, float]:
    """Return wall and CPU seconds until something is on the screen, and CPU three seconds later.

    What is painted need not be whole yet: both programs go on after their first picture.
    """
    app.read(30, shows)
    wall, cpu = time.monotonic() - app.began, app.cpu()
    app.read(3)
    return wall, cpu, app.cpu()


def report_start(home: str, posting: str) -> None:
    """Start both in turns; the medians and their ratio."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        app = desk(home, SMALL)
        ours.append(started(app, "首次发布".encode()))
        app.close()
        if posting:
            other = PtyApp([posting], {"HOME": home, "XDG_CONFIG_HOME": home}, SMALL)
            theirs.append(started(other, b"Send"))
            other.close()
    mine = [statistics.median(one) for one in zip(*ours, strict=True)]
    print("first board   wall {:.2f} s  CPU {:.2f} s, {:.2f} s three seconds on".format(*mine))
    if theirs:
        beside = [statistics.median(one) for one in zip(*theirs, strict=True)]
        print(
            "posting       wall {:.2f} s  CPU {:.2f} s, {:.2f} s three seconds on".format(*beside)
        )
        print(f"              ratio {mine[1] / beside[1]:.2f}, {mine[2] / beside[2]:.2f}")


def report_running(home: str, ticking: int, total: int) -> None:
    """Idle seconds, keys and memory of one desk."""
    app = desk(home, LARGE)
    try:
        app.read(30, "首次发布".encode())
        app.read(8)
        before, began = app.cpu(), time.monotonic()
        sent = len(app.read(IDLE_SECONDS))
        share = (app.cpu() - before) / (time.monotonic() - began)
        rate = sent / IDLE_SECONDS
        print(f"idle          {ticking} rows run: CPU {100 * share:.1f} %  {rate:.0f} bytes/s")
        report_keys(app, share)
        print(f"memory        {app.rss():.0f} MB, {total:,} duties open")
    finally:
        app.close()


def report_keys(app: PtyApp, idle: float) -> None:
    """Press keys; the CPU of the seconds that pass meanwhile is taken off."""
    waits, before, began = [], app.cpu(), time.monotonic()
    for _ in range(KEYS):
        pressed = time.monotonic()
        os.write(app.master, DOWN)
        select.select([app.master], [], [], 1)
        waits.append(1000 * (time.monotonic() - pressed))
        app.read(0.05)
    used = app.cpu() - before - idle * (time.monotonic() - began)
    p95 = statistics.quantiles(waits, n=20)[-1]
    median = statistics.median(waits)
    print(
        f"key           {median:.0f} ms median, {p95:.0f} ms p95, CPU {1000 * used / KEYS:.1f} ms"
    )


def main(posting: str = "", day: bool = False) -> None:
    """Print every line."""
    with tempfile.TemporaryDirectory() as home:
        board = Path(home) / "huiying" / "board.json"
        write_snapshot(board, snapshot(200, 7))
        report_start(home, posting)
        for ticking, total in ((7, 200), (50, 10_000)):
            write_snapshot(board, snapshot(min(total, HELD), ticking, total))
            report_running(home, ticking, total)
    if day:
        # a process of its own, whose memory nothing else has grown
        subprocess.run([sys.executable, "-m", "tests.bench.desk_day"], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.desk", description=__doc__)
    parser.add_argument("--posting", default="", help="the program to start beside the desk")
    parser.add_argument("--day", action="store_true", help="live through 24 hours")
    chosen = parser.parse_args()
    main(chosen.posting, chosen.day)
