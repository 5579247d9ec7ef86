"""Planned silences."""

from datetime import datetime
from uuid import UUID

from services.deadlines.domain.notices import Hold
from services.kit.database import Connection


async def open_holds(conn: Connection, now: datetime) -> list[Hold]:
    """List the planned silences that are in force at ``now``."""
    rows = await conn.fetch(
        """
        select id, scope, begins_at, until, reason, actor
        from notice_hold
        where ended_at is null
        and begins_at <= $1
        and until > $1
        order by until, id
        """,
        now,
    )
    return [Hold(**dict(row)) for row in rows]


async def save_hold(conn: Connection, hold: Hold) -> None:
    """Write a planned silence."""
    await conn.execute(
        """
        insert into notice_hold (id, scope, begins_at, until, reason, actor)
        values ($1, $2, $3, $4, $5, $6)
        """,
        hold.id,
        hold.scope,
        hold.begins_at,
        hold.until,
        hold.reason,
        hold.actor,
    )


async def end_holds(conn: Connection, scope: str, at: datetime) -> list[UUID]:
    """End the planned silences of a territory; returns which."""
    rows = await conn.fetch(
        """
        update notice_hold
        set ended_at = $2
        where scope = $1
        and ended_at is null
        and until > $2
        returning id
        """,
        scope,
        at,
    )
    return [row["id"] for row in rows]
