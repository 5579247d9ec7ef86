"""One reader of the change log per process, for any number of subscribers."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import structlog

from services.kit.changes import Change, changes_after, latest_changes
from services.kit.database import Database

RING = 10_000
BATCH = 500
SLOWEST_RETRY = 5.0
LONGEST_POLL = 5.0
"""Seconds after which a poll that has not ended counts as failed: the database hangs."""

_log = structlog.get_logger("huiying.changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """The subscriber's place is no longer known: fetch everything anew, then go on.

    ``cursor`` is where the stream goes on; what is read after this arrives is not older.
    """

    cursor: int


class ChangePoller:
    """Polls the log and keeps its last changes in a ring; subscribers hold a place, not a queue.

    A subscriber that does not read costs nothing and loses nothing until the ring has passed it.
    """

    def __init__(self, database: Database, interval: float = 0.25, ring: int = RING) -> None:
        self._database = database
        self._interval = interval
        self._size = ring
        self._ring: list[Change] = []
        self._base = 0  # the place of the ring's first change; places only ever grow
        self._after: dict[int, int] = {}  # cursor -> the place that follows it
        self._loaded = False
        self.stopped = False
        """Whether `stop` was called."""
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.cursor = 0
        """The newest change seen; 0 where there was none."""
        self.failures = 0
        """Polls that failed in a row; 0 while all is well."""
        self._begun: float | None = None

    @property
    def reads(self) -> bool:
        """Whether the log is being read: the last poll succeeded and none hangs.

        While it is not, silence says nothing about whether something happened.
        """
        hangs = self._begun is not None and time.monotonic() - self._begun > LONGEST_POLL
        return self._loaded and self.failures == 0 and not hangs

    async def start(self) -> None:
        """Load the ring and begin to poll; a database that is away is tried again, not raised."""
        await self._attempt()
        self._task = asyncio.create_task(self._run(), name="change-poller")

    async def stop(self) -> None:
        """End the polling and every `follow`."""
        self.stopped = True
        self._tell()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def follow(
        self, after: int | None = None, *, heartbeat: float | None = None
    ) -> AsyncGenerator[list[Change] | Resync, None]:
        """Yield what follows the cursor (exclusive), oldest first; None begins with what is next.

        Yields an empty list after ``heartbeat`` seconds of silence, and `Resync` where the ring no
        longer reaches back to the subscriber. Ends when the poller stops.
        """
        place = await self._place(after)
        while not self.stopped:
            if place is None or place < self._base:
                place = self._base + len(self._ring)
                yield Resync(cursor=self.cursor)
            elif batch := self._slice(place):
                place += len(batch)
                yield batch
            elif not await self._silence_ended(heartbeat):
                yield []

    def _slice(self, place: int) -> list[Change]:
        first = place - self._base
        return self._ring[first : first + BATCH]

    async def _place(self, after: int | None) -> int | None:
        while not self._loaded and not self.stopped:
            await self._silence_ended(None)
        if after is None:
            return self._base + len(self._ring)
        if after not in self._after:
            # read from the database a moment ago, ahead of this poller
            await self._silence_ended(2 * self._interval)
        return self._after.get(after)

    async def _silence_ended(self, patience: float | None) -> bool:
        try:
            async with asyncio.timeout(patience):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(min(self._interval * 2**self.failures, SLOWEST_RETRY))
            await self._attempt()

    async def _attempt(self) -> None:
        self._begun = time.monotonic()
        try:
            await (self._poll() if self._loaded else self._load())
        except Exception as error:
            # the one loop that must outlive every fault of the database
            self.failures = min(self.failures + 1, 16)
            _log.warning("change log not readable", error=repr(error), failures=self.failures)
        else:
            self.failures = 0
        finally:
            self._begun = None

    async def _load(self) -> None:
        async with self._database.reading() as conn:
            newest = await latest_changes(conn, self._size + 1)
        complete = len(newest) <= self._size
        self._after = {0: 0} if complete else {newest[0].seq: 0}
        self._loaded = True
        self._append(newest if complete else newest[1:])

    async def _poll(self) -> None:
        async with self._database.reading() as conn:
            while batch := await changes_after(conn, self.cursor, BATCH):
                self._append(batch)

    def _append(self, batch: list[Change]) -> None:
        place = self._base + len(self._ring)
        self._ring.extend(batch)
        for number, change in enumerate(batch, start=place + 1):
            self._after[change.seq] = number
        if batch:
            self.cursor = batch[-1].seq
        self._forget()
        self._tell()

    def _forget(self) -> None:
        excess = len(self._ring) - self._size
        if excess <= self._size // 4:  # trimmed in large steps: each moves the whole list
            return
        self._base += excess
        del self._ring[:excess]
        self._after = {seq: place for seq, place in self._after.items() if place >= self._base}

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
