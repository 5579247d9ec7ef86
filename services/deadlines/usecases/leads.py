"""Reporting a lead: taken once, joined to what it tells of again, and nothing opened by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import structs

from services.deadlines.domain.lead_input import Claimed, checked
from services.deadlines.domain.leads import (
    Lead,
    LeadWarning,
    Report,
    Sighting,
    codes_of,
    lock_keys,
    new_lead,
)
from services.deadlines.law.results import RequiredDuty
from services.deadlines.store import leads as store
from services.deadlines.store.sightings import save_sighting
from services.deadlines.usecases.previews import Law, work
from services.kit.auth import Principal, Role
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A report taken now (``lead`` as it then stands) or before (None: read what stands)."""

    once: Once["Reported"]
    lead: Lead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The answer kept for reportLead: the lead as it was joined or made by this sighting."""

    lead: UUID
    sighting: UUID
    joined: bool
    warnings: tuple[LeadWarning, ...]


async def report_lead(
    database: Database, caller: Principal, claimed: Claimed, key: str, now: datetime
) -> Taken:
    """Take a report: another sighting of an open lead that it tells of, or a lead of its own.

    No severity, incident or obligation comes of it. Raises Refusal for what is out of bounds, for
    a key used otherwise, and BUSY where others report the same thing for a second on end.
    """
    report = checked(claimed)
    taken: list[Lead] = []

    async with database.transaction() as conn:

        async def act() -> Reported:
            answer, lead = await _take(conn, caller, report, now)
            taken.append(lead)
            return answer

        done = await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="reportLead",
            request=claimed,
            now=now,
            answer=Reported,
            act=act,
        )
    return Taken(once=done, lead=taken[0] if taken else None)


async def _take(
    conn: Connection, caller: Principal, report: Report, now: datetime
) -> tuple[Reported, Lead]:
    outside = caller.role is Role.VENDOR
    codes = codes_of(report, caller.unit)
    await store.lock_keys(conn, lock_keys(report))
    found = await store.lead_to_join(conn, report)
    lead = found or new_lead(new_id(), report, now, outside=outside)
    seen = Sighting(
        id=new_id(),
        lead_id=lead.id,
        received_at=now,
        reporter=caller.subject,
        reporter_name=caller.name,
        unit_code=caller.unit,
        outside=outside,
        seen_at=report.seen_at(now),
        report=report,
        warnings=report.warnings(now),
    )
    if found is None:
        await store.save_lead(conn, lead, codes)
    else:
        await store.join_lead(conn, lead.id, seen, codes)
    await save_sighting(conn, seen)
    kind = "REPORTED" if found is None else "SIGHTED"
    version = 1 if found is None else lead.version + 1
    await note(conn, caller, lead, kind, version=version, scope=codes, now=now)
    answer = Reported(
        lead=lead.id, sighting=seen.id, joined=found is not None, warnings=seen.warnings
    )
    counted = lead.sightings if found is None else lead.sightings + 1
    return answer, structs.replace(lead, sightings=counted, version=version)


async def note(
    conn: Connection,
    caller: Principal,
    lead: Lead,
    kind: str,
    *,
    version: int,
    scope: Sequence[str],
    now: datetime,
    incident: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Append to the change log what became of a lead; with an incident also to its timeline."""
    body = {
        "title": lead.title,
        "by": caller.name,
        "reason": reason,
        "incident": str(incident or lead.incident_id) if incident or lead.incident_id else None,
    }
    await record(
        conn,
        at=now,
        entity="lead",
        id=lead.id,
        version=version,
        kind=kind,
        actor=caller.subject,
        scope=scope,
        body={name: value for name, value in body.items() if value is not None},
    )


async def provisional(
    conn: Connection, law: Law, caller: Principal, lead: Lead, now: datetime
) -> list[RequiredDuty]:
    """Compute what an incident of this lead would call for at the strictest (暂定), unwritten."""
    worked = await work(conn, law, lead.facts(caller.unit), now, check=False)
    return [structs.replace(duty, provisional=True) for duty in worked.calculation.duties]
