"""Decisions on the lead; the newest holds."""

from uuid import UUID

import msgspec

from services.deadlines.domain.designations import Designation
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import plain
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
    rows = await conn.fetch(
        """
        select id, incident, unit, office, reason, at, recorded_by
        from designation
        where incident = $1
        order by at desc, id desc
        """,
        incident,
    )
    return [
        Designation(
            id=row["id"],
            incident_id=row["incident"],
            unit=msgspec.convert(row["unit"], UnitRef),
            office=msgspec.convert(row["office"], UnitRef),
            reason=row["reason"],
            at=row["at"],
            recorded_by=row["recorded_by"],
        )
        for row in rows
    ]
