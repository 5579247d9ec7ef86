"""Following the feed: what was missed from the log, then what comes, without a gap between."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from services.kit.auth import Principal
from services.kit.changes import Change
from services.kit.database import Database
from services.kit.poller import ChangePoller, Resync
from services.registry.usecases.changes import (
    ChangesPage,
    changes_page,
    position,
    told_of,
    with_numbers,
)

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who follows, and how numbers are looked up for it."""

    database: Database
    principal: Principal
    now: Callable[[], datetime]


async def follow_changes(
    reader: Reader, poller: ChangePoller, after: str | None, heartbeat: float
) -> AsyncGenerator[ChangesPage, None]:
    """Yield all that follows the cursor (exclusive; None from the beginning), oldest first.

    The pages are those of `changes_page`, each change comes once, and a page without changes comes
    after ``heartbeat`` seconds in which nothing came that the caller is told of. One that falls far
    behind is served from the log until it has caught up, so nothing is ever skipped. Ends when the
    poller stops. Raises BAD_CURSOR.
    """
    cursor, told_at = position(after), time.monotonic()
    while not poller.stopped:
        page = await _missed(reader, cursor)
        cursor = int(page.cursor)
        if page.changes:
            told_at = time.monotonic()
            yield page
        if page.has_more:
            continue
        async with aclosing(poller.follow(cursor, heartbeat=heartbeat)) as coming:
            async for batch in coming:
                if isinstance(batch, Resync):
                    break  # the ring does not reach back to us: the log does
                cursor = batch[-1].seq if batch else cursor
                scope = told_of(reader.principal)
                own = [one for one in batch if scope is None or scope in one.scope]
                if own or time.monotonic() - told_at >= heartbeat * 0.9:
                    told_at = time.monotonic()
                    yield await _told(reader, own, cursor)


async def _missed(reader: Reader, cursor: int) -> ChangesPage:
    return await changes_page(reader.database, reader.principal, str(cursor), PAGE, reader.now())


async def _told(reader: Reader, batch: list[Change], cursor: int) -> ChangesPage:
    async with reader.database.reading() as conn:
        shown = await with_numbers(conn, reader.principal, batch, reader.now()) if batch else []
    return ChangesPage(changes=shown, cursor=str(cursor), has_more=False)
