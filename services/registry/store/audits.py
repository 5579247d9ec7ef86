"""Audits of the rosters as rows: when, over how many units, with what result."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterAudit:
    """One run of the audit (名录体检): what it looked at and what it changed."""

    id: UUID
    at: datetime
    units: int
    opened: int
    resolved: int
    standing: int


async def insert_audit(conn: Connection, audit: RosterAudit) -> None:
    """Write a run."""
    await conn.execute(
        """
        insert into roster_audit (id, at, units, opened, resolved, standing)
        values ($1, $2, $3, $4, $5, $6)
        """,
        audit.id,
        audit.at,
        audit.units,
        audit.opened,
        audit.resolved,
        audit.standing,
    )


async def last_audit(conn: Connection) -> RosterAudit | None:
    """Return the newest run, None where there was none yet."""
    row = await conn.fetchrow(
        """
        select id, at, units, opened, resolved, standing
        from roster_audit
        order by at desc, id desc
        limit 1
        """
    )
    return RosterAudit(**row) if row else None
