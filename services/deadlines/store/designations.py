"""Decisions on the lead; the newest holds."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.designations import Designation
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import by_incident, plain
from services.kit.database import Connection


async def save_designation(conn: Connection, made: Designation) -> None:
    """Append a decision."""
    await conn.execute(
        """
        insert into designation (id, incident, unit, office, reason, at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        made.id,
        made.incident_id,
        plain(made.unit),
        plain(made.office),
        made.reason,
        made.at,
        made.recorded_by,
    )


async def designations_of(conn: Connection, incident: UUID) -> list[Designation]:
    """List an incident's decisions on the lead, newest first."""
    return (await designations_by_incident(conn, [incident])).get(incident, [])


async def designations_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Designation]]:
    """List the decisions on the lead of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, unit, office, reason, at, recorded_by
        from designation
        where incident = any($1::uuid[])
        order by incident, at desc, id desc
        """,
        list(incidents),
    )
    return by_incident(rows, _designation)


def _designation(row: Record) -> Designation:
    return Designation(
        id=row["id"],
        incident_id=row["incident"],
        unit=msgspec.convert(row["unit"], UnitRef),
        office=msgspec.convert(row["office"], UnitRef),
        reason=row["reason"],
        at=row["at"],
        recorded_by=row["recorded_by"],
    )
