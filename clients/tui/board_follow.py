"""Follows the board without a screen: one line a change, and it says when the data is stale.

It stands on the desk's own feed, so a missed event cannot exist: after a break everything is read
again and what differs is told.
"""

import asyncio
import os
import select
from collections.abc import Callable
from datetime import datetime

from clients.tui import cache
from clients.tui.board_tale import Change, Reading, Tale, Trouble, changes
from clients.tui.config import Config
from clients.tui.feed import BoardFeed, keep
from clients.tui.keeper import StateKeeper
from clients.tui.link import LinkState, Refused
from clients.tui.locale import t
from clients.tui.models import BoardAnswer, BoardEvent, BoardTally, ChangedEntity, Obligation
from clients.tui.service_link import ServiceLink
from clients.tui.state import DeskState
from clients.tui.views.bands import Band, band, next_turn

TICK = 1.0
SAVE_EVERY = 5.0

Write = Callable[[str], None]


class Follower:
    """`write` takes whole lines and flushes them; `run` returns when told to stop."""

    def __init__(self, config: Config, link: ServiceLink, tale: Tale, write: Write) -> None:
        self._config, self._link, self._tale, self._write = config, link, tale, write
        self._state = DeskState()
        self._keeper = StateKeeper(self._state, link.clock, lambda: None)
        self._begun = False
        self._stale = False
        self._bands: dict[str, Band] = {}
        self._turn: datetime | None = None
        self._saved = float("-inf")
        self._stop = asyncio.Event()
        self.refused: Refused | None = None

    async def run(self) -> None:
        """Follow until stopped or the pipe is closed; raise Refused when refused from the start."""
        loop = asyncio.get_running_loop()
        feed = asyncio.create_task(keep(self._link, self._follow, self))
        try:
            while not self._stop.is_set():
                self._tick(loop.time())
                await _wait(self._stop, TICK)
        finally:
            feed.cancel()
            await asyncio.gather(feed, return_exceptions=True)
            self._save()
        if self.refused is not None:
            raise self.refused

    def stop(self) -> None:
        self._stop.set()

    async def _follow(self) -> None:
        try:
            await BoardFeed(self._link, self).follow()
        except Refused as refused:
            if self._begun or refused.passing:
                raise
            self.refused = refused
            self._stop.set()
            await asyncio.Event().wait()

    # what the feed tells

    def board_read(self, answer: BoardAnswer) -> None:
        before = self._open_rows()
        self._keeper.board_read(answer)
        if self._begun:
            self._current()
            self._tell(before)
        else:
            as_of = answer.board_tally.as_of
            self._begin(Reading(board=answer, as_of=as_of))
            self._stale = False
        self._mark()

    def rows_changed(
        self, rows: list[Obligation], tally: BoardTally, changes: list[ChangedEntity]
    ) -> None:
        before = self._open_rows()
        self._keeper.rows_changed(rows, tally, changes)
        self._tell(before)
        self._state.let_go()
        self._mark()

    def heartbeat(self, event: BoardEvent) -> None:
        self._keeper.heartbeat(event)
        self._current()

    def link_changed(self) -> None:
        if self._link.status.state is LinkState.DOWN:
            self._went_stale(self._link.status.reason)

    def rows_of(self, incident: str) -> list[str]:
        return self._keeper.rows_of(incident)

    # what is told

    def _begin(self, reading: Reading) -> None:
        self._begun = True
        self._write(self._tale.board(reading, self._link.clock(), follow=True))

    def _went_stale(self, reason: str) -> None:
        if self._stale:
            return
        self._stale = True
        kept = None if self._begun else cache.read_snapshot(self._config.snapshot_path)
        if kept is not None:
            self._keeper.load(kept)
            self._begin(Reading(board=kept.board, as_of=kept.as_of, fresh=False, reason=reason))
            self._mark()
        trouble = Trouble(reason=reason, as_of=self._state.as_of)
        self._write(self._tale.stale(trouble, self._link.clock()))

    def _current(self) -> None:
        if self._stale and self._state.as_of is not None:
            self._stale = False
            self._write(self._tale.current(self._state.as_of, self._link.clock()))

    def _tell(self, before: dict[str, Obligation]) -> None:
        now = self._link.clock()
        for change in changes(before, self._state.rows, whole=not self._state.more_rows):
            self._write(self._tale.change(change, now))

    def _open_rows(self) -> dict[str, Obligation]:
        return {id_: row for id_, row in self._state.rows.items() if row.open}

    # what time does

    def _mark(self) -> None:
        """Remember each open duty's band, and when the first of them will change."""
        now, rows = self._link.clock(), self._open_rows()
        self._bands = {id_: band(row, now) for id_, row in rows.items()}
        turns = (turn for row in rows.values() if (turn := next_turn(row, now)))
        self._turn = min(turns, default=None)

    def _tick(self, moment: float) -> None:
        now = self._link.clock()
        if self._link.age(now) and self._link.status.state is not LinkState.LIVE:
            self._went_stale(t("plain.silent"))
        if self._turn is not None and now >= self._turn:
            for id_, row in self._open_rows().items():
                if band(row, now) is not self._bands.get(id_):
                    self._write(self._tale.change(Change("turned", row), now))
            self._mark()
        if self._keeper.unsaved and moment - self._saved >= SAVE_EVERY:
            self._saved = moment
            self._save()
        if reader_gone():
            self._stop.set()

    def _save(self) -> None:
        snapshot = self._keeper.snapshot() if self._keeper.unsaved else None
        if snapshot is not None:
            self._keeper.unsaved = False
            cache.write_snapshot(self._config.snapshot_path, snapshot)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


def reader_gone() -> bool:
    """Tell whether standard output is a pipe that nobody reads any more."""
    if not hasattr(select, "poll") or os.isatty(1):
        return False
    watched = select.poll()
    watched.register(1, 0)  # only errors and hang-ups are told then
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watched.poll(0))
