"""All that the record holds of one incident, for those who put it together."""

from uuid import UUID

from msgspec.structs import replace

from services.deadlines.domain.evidence_pack import Entry, Gathered
from services.deadlines.store.consultations import consultations_of
from services.deadlines.store.dispatches import dispatches_of
from services.deadlines.store.hotline import tickets_of
from services.deadlines.store.incidents import assessments_by_incident, incidents_by_id
from services.deadlines.store.obligations import due_versions_of, obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.store.referrals import referrals_of
from services.deadlines.store.releases import releases_of
from services.deadlines.store.timeline import timelines_by_incident
from services.kit.changes import Change
from services.kit.database import Connection

LONGEST_TIMELINE = 10_000


async def gathered(conn: Connection, incident: UUID, seen_by: str) -> Gathered | None:
    """Read an incident whole; None where it may not be seen under that code."""
    seen = await incidents_by_id(conn, [incident], seen_by)
    if not seen:
        return None
    rows = await obligations_of(conn, incident)
    versions = await due_versions_of(conn, [row.id for row in rows])
    told = await timelines_by_incident(conn, [incident], LONGEST_TIMELINE)
    return Gathered(
        incident=seen[0],
        assessments=(await assessments_by_incident(conn, [incident])).get(incident, []),
        parties=await parties_of(conn, incident),
        obligations=[replace(row, versions=versions.get(row.id, ())) for row in rows],
        releases=await releases_of(conn, incident),
        dispatches=await dispatches_of(conn, incident),
        referrals=await referrals_of(conn, incident),
        consultations=await consultations_of(conn, incident),
        tickets=await tickets_of(conn, incident),
        timeline=[entry_of(change) for change in reversed(told.get(incident, []))],
    )


def entry_of(change: Change) -> Entry:
    """Make an entry of a change."""
    return Entry(
        at=change.at,
        actor=change.actor,
        entity=change.entity,
        kind=change.kind,
        body=dict(change.body),
        id=change.id,
    )
