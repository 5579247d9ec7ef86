"""Feeding the mirror from the registry, and completing incidents that were opened without it."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

import structlog

from services.deadlines.domain import refusals
from services.deadlines.domain.mirror import (
    LARGEST_BATCH,
    FeedFault,
    FeedPage,
    Images,
    SyncAnswer,
    images,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.store import contacts, feed, places
from services.deadlines.store import mirror as store
from services.deadlines.store.registry import RegistryLink, RegistryUnreachable
from services.deadlines.usecases.contacts import complete_contacts, renew_changed_contacts
from services.deadlines.usecases.filings import follow_filings
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.standing import follow_documents
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once

_log = structlog.get_logger("huiying.mirror")


async def sync_registry(
    database: Database,
    law: Law,
    link: RegistryLink,
    caller: Principal,
    limit: int,
    key: str,
    now: datetime,
) -> Once[SyncAnswer]:
    """Apply what the registry changed since the last sync, cursor and rows in one transaction.

    A registry that is away, or that answers with something else, changes nothing but the mark
    that it was not reachable. Then incidents waiting for contacts are computed again, each in a
    transaction of its own. Raises Refusal BAD_LIMIT.
    """
    if not 1 <= limit <= LARGEST_BATCH:
        raise refusals.bad_limit("input.limit", LARGEST_BATCH)
    async with database.reading() as conn:
        after = await store.cursor_of(conn)
    try:
        page: FeedPage | None = await link.changes(after, limit, now)
    except (RegistryUnreachable, FeedFault) as error:
        _log.warning("registry not readable", error=str(error))
        page = None

    async with database.transaction() as conn:

        async def act() -> SyncAnswer:
            return await _apply(conn, law, caller, page, now)

        answer = await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="syncRegistry",
            request=[limit],
            now=now,
            answer=SyncAnswer,
            act=act,
        )
    if answer.value.reachable and not answer.value.has_more and not answer.replayed:
        await complete_contacts(database, law, caller, now)
        await renew_changed_contacts(database, law, caller, now)
    return answer


async def _apply(
    conn: Connection, law: Law, caller: Principal, page: FeedPage | None, now: datetime
) -> SyncAnswer:
    if page is None:
        await store.save_silence(conn, now)
        cursor = await store.cursor_of(conn)
        return SyncAnswer(applied=0, cursor=cursor, has_more=False, reachable=False)
    cursor = await store.lock_cursor(conn, now)
    if cursor != page.after:
        # another runner was quicker; what it did not apply comes with the next sync
        return SyncAnswer(applied=0, cursor=cursor, has_more=True, reachable=True)
    try:
        found, faults = images(page.changes, now)
        faults += await feed.apply_images(conn, found, now)
    except FeedFault as error:
        _log.error("registry feed not understood", error=str(error))
        await store.save_silence(conn, now)
        return SyncAnswer(applied=0, cursor=cursor, has_more=False, reachable=False)
    for fault in faults:
        _log.error("not mirrored", entity=fault.entity, id=fault.id, reason=fault.reason)
    await _mark(conn, found, {(fault.entity, fault.id) for fault in faults}, now)
    await follow_filings(conn, law, caller, page.changes, now)
    await follow_documents(conn, law, caller, page.changes, now)
    held = ((entity, id_) for (_, id_), (entity, _) in found.places.items())
    await store.save_faults(conn, held, faults)
    await store.save_cursor(conn, page.cursor, now)
    return SyncAnswer(
        applied=len(page.changes) - len(faults),
        cursor=page.cursor,
        has_more=page.has_more,
        reachable=True,
    )


async def _mark(
    conn: Connection, found: Images, unfit: Set[tuple[str, str]], now: datetime
) -> None:
    """Mark the open incidents whose people these images change, or time has since the last sync."""
    told = {
        "person": [(id_, id_) for id_ in found.persons],
        "availability": [(id_, row["person_id"]) for id_, row in found.availability.items()],
    }
    persons = {
        UUID(person)
        for entity, rows in told.items()
        for id_, person in rows
        if (entity, id_) not in unfit
    }
    posts = {**found.posts, **found.removed.get("posts", {})}
    units = {row["unit"] for id_, row in posts.items() if ("appointment", id_) not in unfit} | {
        row["code"] for id_, row in found.units.items() if ("unit", id_) not in unfit
    }
    since = (await store.mirror_status(conn)).last_sync_at
    await contacts.mark_recheck(conn, list(persons), list(units), since=since, now=now)


async def localities(
    database: Database, search: str, first: int, near: str, now: datetime
) -> list[UnitRef]:
    """Find governments in the mirror by code, Chinese or initials, those in ``near`` first."""
    wanted = search.strip()
    if not wanted:
        return []
    async with database.reading() as conn:
        if wanted.isascii() and wanted.isdigit():
            return await places.places_by_code(conn, wanted, first, near=near, now=now)
        if wanted.isascii():
            letters = "".join(c for c in wanted.lower() if c.isalnum())
            if not letters:
                return []
            return await places.places_by_initials(conn, letters, first, near=near, now=now)
        return await places.places_by_name(conn, wanted, first, near=near, now=now)
