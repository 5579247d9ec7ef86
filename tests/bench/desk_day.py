"""A day at the desk in a few minutes: `python -m tests.bench.desk_day`.

The desk's clock moves; each simulated minute a duty opens and one closes, every ten minutes help is
opened and left. The first hour warms up; what is told is the growth of memory over the other 23.
"""

import asyncio
import gc
import os
from datetime import timedelta
from pathlib import Path

import msgspec
from textual.pilot import Pilot

from clients.tui.app import DutyDesk
from clients.tui.clock import system_clock
from clients.tui.models import BoardTally, ObligationState, decode
from tests.bench.desk import HELD
from tests.support.desk_rows import make_board, make_row, raw_row, raw_tally
from tests.support.scenes import desk_config

TICK = timedelta(seconds=30)
MINUTES = 24 * 60


class Day:
    """The desk, its moving clock and the duties that come and go."""

    def __init__(self) -> None:
        self.now = system_clock()
        self.app = DutyDesk(desk_config(), clock=lambda: self.now, connect=False)
        self.number = HELD

    def begin(self) -> None:
        made = [
            raw_row(f"ob-{n:05d}", left=timedelta(minutes=20 + n), now=self.now)
            for n in range(HELD)
        ]
        self.app.keeper.board_read(make_board(made, self.now))

    async def minute(self, pilot: Pilot[None], at: int) -> None:
        for _ in range(2):
            self.now += TICK
            self.app.duty.tick()
        new = make_row(f"ob-{self.number:05d}", left=timedelta(hours=5), now=self.now)
        old = self.app.state.rows[f"ob-{self.number - HELD:05d}"]
        gone = msgspec.structs.replace(
            old, state=ObligationState.FULFILLED, closed_at=self.now, version=old.version + 1
        )
        self.number += 1
        self.app.keeper.rows_changed([new, gone], decode(raw_tally(self.now), BoardTally), [])
        if at % 10 == 0:
            await pilot.press("f1")
            await pilot.press("escape")
            await pilot.pause()


def rss() -> float:
    """Return the resident megabytes of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def main() -> None:
    day = Day()
    async with day.app.run_test(size=(120, 62)) as pilot:
        day.begin()
        for at in range(60):
            await day.minute(pilot, at)
        before = rss()
        for at in range(60, MINUTES):
            await day.minute(pilot, at)
        print(f"a day         {before:.1f} MB after an hour, {rss() - before:+.1f} MB in 23 more")


if __name__ == "__main__":
    asyncio.run(main())
