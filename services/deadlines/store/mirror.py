"""The mirror's place in the registry's feed, and how it stands."""

from collections.abc import Iterable
from datetime import datetime

from services.deadlines.domain.mirror import MOST_FAULTS, Fault, MirrorStatus
from services.kit.database import Connection


async def lock_cursor(conn: Connection, now: datetime) -> str | None:
    """Lock the mirror's place in the registry's feed and return it; None is the beginning."""
    cursor: str | None = await conn.fetchval(
        """
        insert into mirror_cursor (asked_at, reachable)
        values ($1, false)
        on conflict (one) do update
        set asked_at = mirror_cursor.asked_at
        returning cursor
        """,
        now,
    )
    return cursor


async def cursor_of(conn: Connection) -> str | None:
    """Read the mirror's place in the registry's feed without locking it."""
    cursor: str | None = await conn.fetchval("select cursor from mirror_cursor")
    return cursor


async def save_cursor(conn: Connection, cursor: str | None, now: datetime) -> None:
    """Note that the registry answered and how far its feed has been applied."""
    await conn.execute(
        """
        update mirror_cursor
        set cursor = $1, applied_at = $2, asked_at = $2, reachable = true
        """,
        cursor,
        now,
    )


async def save_silence(conn: Connection, now: datetime) -> None:
    """Note that the registry did not answer; the cursor and what is mirrored stay."""
    await conn.execute(
        """
        insert into mirror_cursor (asked_at, reachable)
        values ($1, false)
        on conflict (one) do update
        set asked_at = excluded.asked_at, reachable = false
        """,
        now,
    )


async def mirror_status(conn: Connection) -> MirrorStatus:
    """Tell how the mirror stands, with the newest of what it could not hold."""
    row = await conn.fetchrow(
        """
        select m.cursor, m.applied_at, coalesce(m.reachable, false) as reachable,
            (select count(*) from mirror_unit) as units
        from (select true as one) as this
        left join mirror_cursor m on m.one = this.one
        """
    )
    assert row is not None  # noqa: S101 - the left side has exactly one row
    return MirrorStatus(
        last_sync_at=row["applied_at"],
        cursor=row["cursor"],
        reachable=row["reachable"],
        units=row["units"],
        faults=await _faults(conn),
    )


async def _faults(conn: Connection) -> list[Fault]:
    rows = await conn.fetch(
        """
        select entity, id, cursor, reason, at
        from mirror_fault
        order by at desc, entity, id
        limit $1
        """,
        MOST_FAULTS,
    )
    return [Fault(**dict(row)) for row in rows]


async def save_faults(conn: Connection, held: Iterable[tuple[str, str]], new: list[Fault]) -> None:
    """Forget the faults of things that fit by now, by entity and id, and keep the new ones."""
    fit = list(held)
    await conn.execute(
        """
        delete from mirror_fault f
        using unnest($1::text[], $2::text[]) as fit (entity, id)
        where f.entity = fit.entity
        and f.id = fit.id
        """,
        [entity for entity, _ in fit],
        [id_ for _, id_ in fit],
    )
    if not new:
        return
    await conn.execute(
        """
        insert into mirror_fault (entity, id, cursor, reason, at)
        select entity, id, cursor, reason, $5
        from unnest($1::text[], $2::text[], $3::text[], $4::text[])
            as given (entity, id, cursor, reason)
        on conflict (entity, id) do update
        set cursor = excluded.cursor, reason = excluded.reason, at = excluded.at
        """,
        [fault.entity for fault in new],
        [fault.id for fault in new],
        [fault.cursor for fault in new],
        [fault.reason for fault in new],
        new[0].at,
    )
