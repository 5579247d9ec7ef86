"""Consultations on incidents."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.releases import Attendee, ReleaseWarning
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import by_incident, plain
from services.kit.database import Connection


async def save_consultation(conn: Connection, held: Consultation) -> None:
    """Write a consultation."""
    await conn.execute(
        """
        insert into consultation (
            id, incident, title, convenors, attendees, opinion, held_at, document, url, sha256,
            warnings, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        held.id,
        held.incident_id,
        held.title,
        plain(held.convenors),
        plain(held.attendees),
        held.opinion,
        held.held_at,
        held.evidence.document,
        held.evidence.url,
        held.evidence.sha256,
        plain(held.warnings),
        held.recorded_at,
        held.recorded_by,
    )


async def consultations_of(conn: Connection, incident: UUID) -> list[Consultation]:
    """List an incident's consultations, newest first."""
    return (await consultations_by_incident(conn, [incident])).get(incident, [])


async def consultations_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Consultation]]:
    """List the consultations on each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, title, convenors, attendees, opinion, held_at, document, url, sha256,
            warnings, recorded_at, recorded_by
        from consultation
        where incident = any($1::uuid[])
        order by incident, held_at desc, id desc
        """,
        list(incidents),
    )
    return by_incident(rows, _consultation)


async def consultation_by_id(
    conn: Connection, consultation: UUID, seen_by: str
) -> Consultation | None:
    """Find a consultation on an incident that may be seen under that code."""
    row = await conn.fetchrow(
        """
        select c.id, c.incident, c.title, c.convenors, c.attendees, c.opinion, c.held_at,
            c.document, c.url, c.sha256, c.warnings, c.recorded_at, c.recorded_by
        from consultation c
        join incident_scope s on s.incident = c.incident and s.scope = $2
        where c.id = $1
        """,
        consultation,
        seen_by,
    )
    return _consultation(row) if row else None


def _consultation(row: Record) -> Consultation:
    return Consultation(
        id=row["id"],
        incident_id=row["incident"],
        title=row["title"],
        convenors=msgspec.convert(row["convenors"], tuple[UnitRef, ...]),
        attendees=msgspec.convert(row["attendees"], tuple[Attendee, ...]),
        opinion=row["opinion"],
        held_at=row["held_at"],
        warnings=msgspec.convert(row["warnings"], tuple[ReleaseWarning, ...]),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        evidence=Evidence(document=row["document"], url=row["url"], sha256=row["sha256"]),
    )
