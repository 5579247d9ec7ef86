"""The patrol log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.patrols import Patrol, PatrolResult
from services.deadlines.store.rows import plain
from services.kit.database import Connection


async def save_patrol(conn: Connection, patrol: Patrol) -> None:
    """Append a patrol to the log."""
    await conn.execute(
        """
        insert into patrol (
            id, unit, at, person, channels, result, note, leads, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        patrol.id,
        patrol.unit,
        patrol.at,
        patrol.person,
        plain(patrol.channels),
        patrol.result,
        patrol.note,
        plain(patrol.leads),
        patrol.recorded_at,
        patrol.recorded_by,
    )


async def patrols_of(
    conn: Connection, unit: str, begins: datetime, ends: datetime, limit: int
) -> list[Patrol]:
    """List a unit's patrols in [begins, ends), the earliest first."""
    rows = await conn.fetch(
        """
        select id, unit, at, person, channels, result, note, leads, recorded_at, recorded_by
        from patrol
        where unit = $1
        and at >= $2
        and at < $3
        order by at, id
        limit $4
        """,
        unit,
        begins,
        ends,
        limit,
    )
    return [_patrol(row) for row in rows]


async def patrol_by_id(conn: Connection, patrol: UUID) -> Patrol | None:
    """Find a patrol, whoever asks."""
    row = await conn.fetchrow(
        """
        select id, unit, at, person, channels, result, note, leads, recorded_at, recorded_by
        from patrol
        where id = $1
        """,
        patrol,
    )
    return _patrol(row) if row else None


async def leads_seen(conn: Connection, leads: Sequence[UUID], seen_by: str) -> set[UUID]:
    """Tell which of these leads may be seen under that code."""
    rows = await conn.fetch(
        """
        select lead
        from lead_scope
        where lead = any($1::uuid[])
        and scope = $2
        """,
        list(leads),
        seen_by,
    )
    return {row["lead"] for row in rows}


def _patrol(row: Record) -> Patrol:
    return Patrol(
        **{
            **dict(row),
            "channels": tuple(row["channels"]),
            "result": PatrolResult(row["result"]),
            "leads": tuple(UUID(lead) for lead in row["leads"]),
        }
    )
