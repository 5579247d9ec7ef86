"""Feeding the mirror from the registry, and completing incidents that were opened without it."""

from datetime import datetime
from uuid import UUID

import structlog

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.incidents import parties_of
from services.deadlines.domain.mirror import LARGEST_BATCH, FeedFault, FeedPage, SyncAnswer, images
from services.deadlines.law.results import UnitRef
from services.deadlines.store import contacts, feed, places
from services.deadlines.store import incidents as incident_store
from services.deadlines.store import mirror as store
from services.deadlines.store.parties import save_parties
from services.deadlines.store.registry import RegistryLink, RegistryUnreachable
from services.deadlines.usecases.incidents import place_of, seen_codes
from services.deadlines.usecases.previews import Law, work
from services.deadlines.usecases.reassessment import carry_out
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.refusal import Refusal

MOST_COMPLETED = 50
"""How many incidents one sync completes; the next sync goes on."""

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
            return await _apply(conn, page, now)

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
    return answer


async def _apply(conn: Connection, page: FeedPage | None, now: datetime) -> SyncAnswer:
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
    held = ((entity, id_) for (_, id_), (entity, _) in found.places.items())
    await store.save_faults(conn, held, faults)
    await store.save_cursor(conn, page.cursor, now)
    return SyncAnswer(
        applied=len(page.changes) - len(faults),
        cursor=page.cursor,
        has_more=page.has_more,
        reachable=True,
    )


async def complete_contacts(database: Database, law: Law, caller: Principal, now: datetime) -> int:
    """Compute again the open incidents that wait for contacts; returns how many are complete."""
    async with database.reading() as conn:
        waiting = await contacts.incidents_pending_contacts(conn, MOST_COMPLETED)
    completed = 0
    for incident in waiting:
        try:
            async with database.transaction() as conn:
                completed += await _complete(conn, law, caller, incident, now)
        except Refusal as busy:
            # somebody works on it; the next sync comes by again
            _log.info("contacts not completed", incident=str(incident), code=busy.code)
    return completed


async def _complete(
    conn: Connection, law: Law, caller: Principal, incident: UUID, now: datetime
) -> bool:
    file = await incident_store.lock_incident(conn, incident, None)
    if file is None or file.incident.state.value != "OPEN":
        return False
    facts = file.stated.facts
    worked = await work(conn, law, facts, now, pinned=file.incident.packs, check=False)
    responsibility = worked.calculation.responsibility
    pending = worked.contacts_pending
    scope = place_of(worked, responsibility.first.unit, file.desk)
    codes = {*seen_codes(worked, scope, file.desk, file.seen_by[0]), *file.seen_by}
    record = Record(
        incident=incident,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=tuple(sorted(codes)),
    )
    carried = await carry_out(conn, record, worked, scope, cause=messages.REGISTRY_BACK)
    if not carried.touched and pending:
        return False
    await incident_store.save_contacts(
        conn,
        file,
        calculation=worked.calculation,
        contacts_pending=pending,
        scope=scope,
        seen_by=record.seen_by,
    )
    await save_parties(conn, incident, parties_of(responsibility), now)
    if not pending:
        version = file.incident.version + 1
        title = file.incident.title
        reason = messages.REGISTRY_BACK
        record.add("incident", incident, version, "CONTACTS_COMPLETED", title=title, reason=reason)
    await settle(conn, law, record, file.incident.packs, carried.touched)
    await record.write(conn)
    return not pending


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
