"""Every process that verifies tokens learns within seconds which of them were taken back."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.revocations import (
    KEPT,
    PAGE,
    Revocation,
    Revocations,
    forget_revocations,
    keep_revocations,
    revocations_in,
)

POLL_SECONDS = 1.5
LOOK_SECONDS = 2.0
FROM_THE_BEGINNING = 40
"""After so many polls everything is read again: a database that was set back counts anew."""

_log = structlog.get_logger("huiying.revocations")

Fetch = Callable[[int], Awaitable[Sequence[Revocation]]]
"""Returns rows after the number (exclusive), ascending, `PAGE` at most; may raise anything."""

Tidy = Callable[[datetime], Awaitable[None]]
"""Deletes what is over at the moment; may raise anything."""


class RevocationWatch:
    """Keeps `Revocations` up to date by polling; one per process.

    What is known stays known while the source does not answer. Where the source is another
    service, ``memory`` is the database in which the process finds it again when it starts.
    ``tidy`` is called each minute with the present moment.
    """

    def __init__(
        self,
        known: Revocations,
        clock: Clock,
        fetch: Fetch,
        *,
        memory: Database | None = None,
        tidy: Tidy | None = None,
        seconds: float = POLL_SECONDS,
    ) -> None:
        self._known = known
        self._clock = clock
        self._fetch = fetch
        self._memory = memory
        self._tidy = tidy
        self._seconds = seconds
        self._cursor = 0
        self._polls = 0
        self._task: asyncio.Task[None] | None = None
        self.failures = 0
        """Polls that failed in a row; 0 while all is well."""

    async def start(self) -> None:
        """Recall what is kept, look once, then watch; never fails."""
        if self._memory is not None:
            await self._recall(self._memory)
        await self.look()
        self._task = asyncio.create_task(self._watch(), name="revocation-watch")

    async def stop(self) -> None:
        """End the watch."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        """Fetch what is new; a source that does not answer is logged once and asked again."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._read(self._fetch, keep=self._memory)
        except Exception as error:
            # whatever the way to the source does: what is known stays known
            if not self.failures:
                _log.warning("revocations not readable", error=repr(error))
            self.failures += 1
        else:
            self.failures = 0

    async def _recall(self, memory: Database) -> None:
        try:
            await self._read(lambda after: revocations_in(memory, after))
        except Exception as error:
            _log.warning("kept revocations not readable", error=repr(error))
        self._cursor = 0

    async def _read(self, fetch: Fetch, keep: Database | None = None) -> None:
        while rows := await fetch(self._cursor):
            for row in rows:
                self._known.add(row)
            self._cursor = rows[-1].seq
            if keep is not None:
                await keep_revocations(keep, rows)
            if len(rows) < PAGE:
                break

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            self._polls += 1
            if self._polls % FROM_THE_BEGINNING == 0:
                await self.forget()
            await self.look()

    async def forget(self) -> None:
        """Drop what no token can need any more, and read from the beginning next time."""
        self._cursor = 0
        moment = self._clock.now() - KEPT
        self._known.forget_before(moment)
        try:
            if self._memory is not None:
                async with self._memory.reading() as conn:
                    await forget_revocations(conn, moment)
            if self._tidy is not None:
                await self._tidy(self._clock.now())
        except Exception as error:
            # what was not deleted now is deleted in a minute
            _log.warning("old credentials not deleted", error=repr(error))
