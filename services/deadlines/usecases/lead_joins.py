"""Leads that are one, and one that is two."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import lead_refusals, refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.leads import (
    LeadFile,
    LeadState,
    Sighting,
    check_splits,
    check_undecided,
    codes_of,
    known_earlier,
    new_lead,
    oldest_first,
)
from services.deadlines.store import leads as store
from services.deadlines.store.lead_reports import save_leads
from services.deadlines.store.sightings import move_sightings, sighting_by_id, sighting_lead
from services.deadlines.usecases.incidents import LONGEST_NOTE, open_file
from services.deadlines.usecases.lead_decisions import Decided, decide, lead_file
from services.deadlines.usecases.leads import note as note_lead
from services.deadlines.usecases.recording import Record
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLead:
    """The command; exactly one of ``into_lead`` and ``into_incident`` is given."""

    lead: UUID
    into_lead: UUID | None
    into_incident: UUID | None
    reason: str | None
    key: str


async def merge_lead(
    database: Database, caller: Principal, command: MergeLead, now: datetime
) -> Once[Decided]:
    """Make a lead part of another open lead or incident; its reports go with it.

    An incident that was told of earlier by this lead keeps its time, and a warning says so. Raises
    Refusal ONE_OF, SAME_LEAD, LEAD_DECIDED, INCIDENT_CLOSED, NOT_FOUND, BUSY.
    """
    reason = text("input.reason", LONGEST_NOTE)(command.reason or "") or None
    if (command.into_lead is None) == (command.into_incident is None):
        raise lead_refusals.one_target()
    if command.into_lead == command.lead:
        raise lead_refusals.same_lead()

    async with database.transaction() as conn:

        async def act() -> Decided:
            if command.into_lead is not None:
                return await _into_lead(conn, caller, command.lead, command.into_lead, reason, now)
            assert command.into_incident is not None  # noqa: S101 - one of the two is there
            return await _into_incident(
                conn, caller, command.lead, command.into_incident, reason, now
            )

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="mergeLead",
            request=[
                str(command.lead),
                str(command.into_lead),
                str(command.into_incident),
                reason,
            ],
            now=now,
            answer=Decided,
            act=act,
        )


async def _into_lead(
    conn: Connection, caller: Principal, lead: UUID, into: UUID, reason: str | None, now: datetime
) -> Decided:
    fields = {lead: "input.lead", into: "input.intoLead"}
    files = {id_: await lead_file(conn, caller, id_, fields[id_]) for id_ in oldest_first(fields)}
    for id_, file in files.items():
        check_undecided(file.lead, fields[id_])
    source, target = files[lead], files[into]
    await move_sightings(conn, lead, into)
    await store.recount(conn, into)
    await store.save_codes(conn, into, source.seen_by)
    await decide(conn, caller, source, LeadState.MERGED, now, reason=reason, into=into)
    codes = sorted({*source.seen_by, *target.seen_by})
    version = target.lead.version + 1
    await note_lead(
        conn, caller, target.lead, "SIGHTED", version=version, scope=codes, now=now, reason=reason
    )
    return Decided(lead=lead, into=into)


async def _into_incident(
    conn: Connection,
    caller: Principal,
    lead: UUID,
    incident: UUID,
    reason: str | None,
    now: datetime,
) -> Decided:
    source = await lead_file(conn, caller, lead)
    check_undecided(source.lead, "input.lead")
    file = await open_file(conn, caller, incident, "input.intoIncident")
    await decide(conn, caller, source, LeadState.MERGED, now, reason=reason, incident=incident)
    record = Record(
        incident=incident,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    title = source.lead.title
    record.add(
        "incident", incident, file.incident.version, "LEAD_JOINED", title=title, reason=reason
    )
    await record.write(conn)
    warnings = known_earlier(source.lead, file.stated.facts.known_at)
    return Decided(lead=lead, incident=incident, warnings=warnings)


async def split_lead(
    database: Database, caller: Principal, sighting: UUID, reason: str, key: str, now: datetime
) -> Once[Decided]:
    """Make a lead of its own of a report that was joined to another wrongly; it is decided anew.

    Raises Refusal MISSING, NOT_FOUND, LAST_SIGHTING, BUSY.
    """
    reason = text("input.reason", LONGEST_NOTE)(reason)
    if not reason:
        raise refusals.missing("input.reason", "拆分理由")

    async with database.transaction() as conn:

        async def act() -> Decided:
            file, seen = await _sighted(conn, caller, sighting)
            check_splits(file.lead)
            return await _split(conn, caller, file, seen, reason, now)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="splitLead",
            request=[str(sighting), reason],
            now=now,
            answer=Decided,
            act=act,
        )


async def _sighted(
    conn: Connection, caller: Principal, sighting: UUID
) -> tuple[LeadFile, Sighting]:
    lead = await sighting_lead(conn, sighting)
    file = None if lead is None else await store.lock_lead(conn, lead, caller.scope_code)
    # read anew under the lock: somebody may have moved it meanwhile
    seen = None if file is None else await sighting_by_id(conn, sighting, file.lead.id)
    if file is None or seen is None:
        raise lead_refusals.sighting_not_found("input.sighting")
    return file, seen


async def _split(
    conn: Connection, caller: Principal, file: LeadFile, seen: Sighting, reason: str, now: datetime
) -> Decided:
    lead = new_lead(new_id(), seen.report, seen.received_at, outside=seen.outside)
    territory = tuple(sorted({*codes_of(seen.report, seen.unit_code), caller.scope_code}))
    await save_leads(conn, [(lead, territory)])
    await move_sightings(conn, file.lead.id, lead.id, only=seen.id)
    await store.recount(conn, file.lead.id)
    await store.recount(conn, lead.id)
    await store.save_codes(conn, file.lead.id, ())
    version = file.lead.version + 1
    await note_lead(
        conn,
        caller,
        file.lead,
        "SPLIT",
        version=version,
        scope=file.seen_by,
        now=now,
        reason=reason,
    )
    await note_lead(
        conn, caller, lead, "REPORTED", version=2, scope=territory, now=now, reason=reason
    )
    return Decided(lead=lead.id)
