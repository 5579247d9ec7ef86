"""Keeps the desk's data current: one task a service, each with its own backoff.

Deadlines: connect, subscribe, read the whole board, apply changes; any failure starts anew with
a whole snapshot, so a missed event cannot exist. Registry: signs in and asks for its health.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Protocol

import msgspec

from clients.tui.link import LinkDown, LinkState, Refused, TokenRefused
from clients.tui.models import (
    BoardAnswer,
    BoardEvent,
    BoardTally,
    ChangedEntity,
    Obligation,
    ServiceStatus,
    decode,
)
from clients.tui.operations import OPERATIONS
from clients.tui.service_link import ServiceLink
from clients.tui.snapshot import whole_board
from clients.tui.state import DeskState

LONGEST_WAIT = 30.0
SILENCE = 30.0  # seconds without a heartbeat until the line counts as broken
BEAT = 5.0
SLOW_BEAT = 60.0
MOST_NODES = 50


class Sink(Protocol):
    """Who is told; all of it on the desk's own loop."""

    def board_read(self, answer: BoardAnswer) -> None: ...
    def rows_changed(
        self, rows: list[Obligation], tally: BoardTally, changes: list[ChangedEntity]
    ) -> None: ...
    def heartbeat(self, event: BoardEvent) -> None: ...
    def link_changed(self) -> None: ...
    def rows_of(self, incident: str) -> list[str]: ...


def backoff(attempt: int, chance: float) -> float:
    """Return seconds to wait before the n-th attempt (from 1); `chance` in 0..1 spreads desks."""
    return min(LONGEST_WAIT, 0.5 * 2.0 ** min(attempt, 16)) * (0.5 + chance)


async def keep(link: ServiceLink, follow: Callable[[], Awaitable[None]], sink: Sink) -> None:
    """Follow for ever, at once when it ends well; after a failure mark the link 断 and wait."""
    while True:
        try:
            await follow()
        except Exception as error:  # whatever broke, the answer is the same: say so, try again
            attempt = link.status.attempt + 1
            wait = backoff(attempt, random.random())  # noqa: S311 - spreads reconnects, no secret
            again = link.clock() + timedelta(seconds=wait)
            refused = isinstance(error, Refused) and not error.passing
            link.broken(str(error), again, attempt, refused=refused)
            sink.link_changed()
            await asyncio.sleep(wait)


class BoardFeed:
    """Follows the board's subscription; events that come while reading are applied after it."""

    def __init__(self, link: ServiceLink, sink: Sink) -> None:
        self.link = link
        self.sink = sink
        self._token: str | None = None

    async def follow(self) -> None:
        """Return when a new token wants a new line; raise when the line breaks or falls silent.

        A token that the service does not accept is renewed once.
        """
        try:
            await self._follow()
        except TokenRefused:
            if await self.link.session.renewed(self._token) is None:
                raise
        else:
            return
        await self._follow()

    async def _follow(self) -> None:
        async with asyncio.timeout(20):
            subscription = await self._subscribe()
        queue: asyncio.Queue[BoardEvent | Exception] = asyncio.Queue()
        reader = asyncio.create_task(_pump(subscription, queue))
        try:
            await self._apply(queue)
        finally:
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader

    async def _apply(self, queue: "asyncio.Queue[BoardEvent | Exception]") -> None:
        first = None
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                first = await queue.get()
        if isinstance(first, Exception):
            raise first
        await self._read_all()
        self.link.connected()
        self.sink.link_changed()
        if first is None:
            # the subscription may have begun after the snapshot: what its first event brings
            # is no proof that nothing was missed before it
            await self._next(queue)
            await self._read_all()
        while not await self._renewed():
            await self._take(await self._next(queue))

    async def _renewed(self) -> bool:
        """Renew a token before the service ends its line; a registry that is away is no matter."""
        session = self.link.session
        return session.expiring(self.link.clock()) and await session.token() != self._token

    async def _next(self, queue: "asyncio.Queue[BoardEvent | Exception]") -> BoardEvent:
        async with asyncio.timeout(SILENCE):
            event = await queue.get()
        if isinstance(event, Exception):
            raise event
        self.link.heard()
        return event

    async def _take(self, event: BoardEvent) -> None:
        if event.kind == "RESYNC":
            await self._read_all()
        elif event.kind == "CHANGES":
            await self._read_changed(event.changes)
        self.sink.heartbeat(event)

    async def _read_all(self) -> None:
        self.sink.board_read(await whole_board(self.link))

    async def _read_changed(self, changes: list[ChangedEntity]) -> None:
        ids = {change.id for change in changes if change.entity.lower() == "obligation"}
        incidents = {change.id for change in changes if change.entity.lower() == "incident"}
        ids.update(row for incident in incidents for row in self.sink.rows_of(incident))
        if len(ids) > MOST_NODES:
            await self._read_all()
            return
        answer = await self.link.execute(OPERATIONS.changed_rows, {"ids": sorted(ids)})
        nodes = [node for node in answer["nodes"] if node]
        tally = decode(answer["boardTally"], BoardTally)
        self.sink.rows_changed(decode(nodes, list[Obligation]), tally, changes)

    async def _subscribe(self) -> AsyncIterator[dict[str, Any]]:
        from clients.tui.subscription import subscribe

        self._token = await self.link.session.token()
        return await subscribe(self.link.base_url, OPERATIONS.board_events, {}, self._token)


async def _pump(
    subscription: AsyncIterator[dict[str, Any]], queue: "asyncio.Queue[BoardEvent | Exception]"
) -> None:
    try:
        async for answer in subscription:
            queue.put_nowait(decode(answer["board"], BoardEvent))
        queue.put_nowait(LinkDown("closed"))
    except Exception as error:  # handed to the one who waits
        queue.put_nowait(error)


class RegistryWatch:
    """Asks the registry for a sign of life; reads who sits here once."""

    def __init__(self, link: ServiceLink, sink: Sink, beat: float = BEAT) -> None:
        self.link = link
        self.sink = sink
        self.beat = beat

    async def follow(self) -> None:
        """Return never; raise when the registry does not answer."""
        from clients.tui.transport import Lifeline

        await self.link.session.token()
        line = Lifeline(self.link.base_url)
        try:
            while True:
                await line.ask()
                was = self.link.status.state
                self.link.connected()
                if was is not self.link.status.state:
                    self.sink.link_changed()
                # a line that closes is asked at once: a new one may be had, or it is down
                await line.closed_within(self.beat)
        finally:
            line.close()


async def watch_service(
    link: ServiceLink, state: DeskState, changed: Callable[[], None], beat: float = SLOW_BEAT
) -> None:
    """Read each minute, in one request, whether limits are swept and the mirror follows.

    What was read last stands, and ages, where no answer comes.
    """
    while True:
        if link.status.state in (LinkState.LIVE, LinkState.SLOW):
            with suppress(LinkDown, Refused, msgspec.ValidationError):
                state.service = decode(await link.execute(OPERATIONS.service_status), ServiceStatus)
                changed()
            await asyncio.sleep(beat)
        else:
            await asyncio.sleep(min(beat, 1.0))
