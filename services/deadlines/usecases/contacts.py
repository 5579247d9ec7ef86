"""Who answers for an open incident, kept in step with the mirror."""

from datetime import datetime
from uuid import UUID

import structlog

from services.deadlines.domain import messages
from services.deadlines.domain.incidents import IncidentState, parties_of
from services.deadlines.store import contacts as store
from services.deadlines.store import incidents as incident_store
from services.deadlines.store.parties import renew_parties, save_parties
from services.deadlines.usecases.incidents import place_of, seen_codes
from services.deadlines.usecases.previews import Law, Pinned, work
from services.deadlines.usecases.reassessment import carry_out, renew
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.refusal import Refusal

MOST_COMPLETED = 50
"""How many incidents one sync completes; the next sync goes on."""

MOST_RENEWED = 50

_log = structlog.get_logger("huiying.mirror")


async def complete_contacts(database: Database, law: Law, caller: Principal, now: datetime) -> int:
    """Compute again the open incidents that wait for contacts; returns how many are complete."""
    async with database.reading() as conn:
        waiting = await store.incidents_pending_contacts(conn, MOST_COMPLETED)
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
    if file is None or file.incident.state is not IncidentState.OPEN:
        return False
    facts = file.stated.facts
    pinned = Pinned.of(file.incident)
    worked = await work(conn, law, facts, now, pinned=pinned, check=False)
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
        version=file.incident.version + (not pending),
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


async def renew_changed_contacts(
    database: Database, law: Law, caller: Principal, now: datetime
) -> int:
    """Renew the people of open incidents that the mirror has changed; returns of how many."""
    async with database.reading() as conn:
        waiting = await store.incidents_to_recheck(conn, MOST_RENEWED)
    renewed = 0
    for incident in waiting:
        try:
            async with database.transaction() as conn:
                renewed += await _renew(conn, law, caller, incident, now)
        except Refusal as busy:
            # somebody works on it; the mark stays for the next sync
            _log.info("contacts not renewed", incident=str(incident), code=busy.code)
    return renewed


async def _renew(
    conn: Connection, law: Law, caller: Principal, incident: UUID, now: datetime
) -> bool:
    """Renew person, number and presence where they changed; limits, owners and parties stay."""
    file = await incident_store.lock_incident(conn, incident, None)
    await store.forget_recheck(conn, incident)
    if file is None or file.incident.state is not IncidentState.OPEN:
        return False
    pinned = Pinned.of(file.incident)
    worked = await work(conn, law, file.stated.facts, now, pinned=pinned, check=False)
    responsibility = worked.calculation.responsibility
    record = Record(
        incident=incident,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    place = place_of(worked, responsibility.first.unit, file.desk)
    touched = await renew(conn, record, worked, place)
    for party in await renew_parties(conn, incident, parties_of(responsibility)):
        person = party.person.name if party.person else None
        title = f"{party.unit.name}({party.role_title})"
        record.add("party", party.id, 1, "CONTACTS_CHANGED", title=title, person=person)
    await settle(conn, law, record, pinned.packs, touched)
    await record.write(conn)
    return bool(record.changes)
