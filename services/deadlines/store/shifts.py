"""The roster of a unit's desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import asyncpg
from asyncpg import Record

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.shifts import Shift, ShiftState
from services.kit.database import Connection


async def lock_roster(conn: Connection, unit: str, persons: Iterable[str]) -> None:
    """Wait for whoever changes the same desk's roster or plans the same persons elsewhere.

    Held until the transaction ends; taken in one order, so that nobody waits in a ring. Raises
    Refusal BUSY after a second.
    """
    names = sorted({f"u:{unit}", *(f"p:{person}" for person in persons)})
    try:
        await conn.execute(
            """
            select pg_advisory_xact_lock(hashtextextended(name, 25))
            from unnest($1::text[]) with ordinality as wanted (name, place)
            order by place
            """,
            names,
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.busy() from None


async def save_shifts(conn: Connection, shifts: Sequence[Shift]) -> None:
    """Write new shifts in their order."""
    await conn.executemany(
        """
        insert into shift (
            id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, version, started_at,
            started_by, started_name, signed_at, handed_over_at, gone, reason, replaces
        )
        values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23, $24
        )
        """,
        [tuple(asdict(shift).values()) for shift in shifts],
    )


async def update_shift(conn: Connection, shift: Shift) -> None:
    """Write what can change of a locked shift."""
    await conn.execute(
        """
        update shift
        set ends_at = $2, started_at = $3, started_by = $4, started_name = $5, signed_at = $6,
            handed_over_at = $7, gone = $8, reason = $9, version = $10
        where id = $1
        """,
        shift.id,
        shift.ends_at,
        shift.started_at,
        shift.started_by,
        shift.started_name,
        shift.signed_at,
        shift.handed_over_at,
        shift.gone,
        shift.reason,
        shift.version,
    )


async def shift_by_id(conn: Connection, shift: UUID) -> Shift | None:
    """Find a shift, whoever asks."""
    row = await conn.fetchrow(
        """
        select id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, started_at, started_by,
            started_name, signed_at, handed_over_at, gone, reason, replaces, version
        from shift
        where id = $1
        """,
        shift,
    )
    return _shift(row) if row else None


async def shifts_by_id(conn: Connection, shifts: Sequence[UUID]) -> list[Shift]:
    """Find shifts in the given order."""
    rows = await conn.fetch(
        """
        select id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, started_at, started_by,
            started_name, signed_at, handed_over_at, gone, reason, replaces, version
        from unnest($1::uuid[]) with ordinality as given (wanted, place)
        join shift on id = given.wanted
        order by given.place
        """,
        list(shifts),
    )
    return [_shift(row) for row in rows]


async def shifts_of(
    conn: Connection, unit: str, begins: datetime, ends: datetime, limit: int
) -> list[Shift]:
    """List a desk's shifts that touch [begins, ends), also those that are gone, by beginning."""
    rows = await conn.fetch(
        """
        select id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, started_at, started_by,
            started_name, signed_at, handed_over_at, gone, reason, replaces, version
        from shift
        where unit = $1
        and begins_at < $3
        and ends_at > $2
        order by begins_at, mans desc, role, id
        limit $4
        """,
        unit,
        begins,
        ends,
        limit,
    )
    return [_shift(row) for row in rows]


async def shifts_of_persons(
    conn: Connection,
    names: Sequence[str],
    ids: Sequence[UUID],
    begins: datetime,
    ends: datetime,
) -> list[Shift]:
    """List the standing shifts of these persons on any desk that touch [begins, ends)."""
    rows = await conn.fetch(
        """
        select id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, started_at, started_by,
            started_name, signed_at, handed_over_at, gone, reason, replaces, version
        from shift
        where (person = any($1::text[]) or person_id = any($2::uuid[]))
        and begins_at < $4
        and ends_at > $3
        and gone is null
        order by begins_at, id
        """,
        list(names),
        list(ids),
        begins,
        ends,
    )
    return [_shift(row) for row in rows]


async def ended_before(conn: Connection, unit: str, at: datetime) -> Shift | None:
    """Find the last standing shift that kept this desk and ended by ``at`` (inclusive)."""
    row = await conn.fetchrow(
        """
        select id, unit, unit_name, role, role_title, mans, person, person_id, account, begins_at,
            ends_at, planned_end, unplanned, planned_at, planned_by, started_at, started_by,
            started_name, signed_at, handed_over_at, gone, reason, replaces, version
        from shift
        where unit = $1
        and begins_at < $2
        and ends_at <= $2
        and mans
        and gone is null
        order by begins_at desc, id desc
        limit 1
        """,
        unit,
        at,
    )
    return _shift(row) if row else None


async def unit_name(conn: Connection, unit: str) -> str | None:
    """Name a unit of the mirror; None where it has none of this code."""
    name: str | None = await conn.fetchval("select name from mirror_unit where code = $1", unit)
    return name


async def person_names(
    conn: Connection, persons: Sequence[UUID], code: str, at: datetime
) -> Mapping[UUID, str]:
    """Name those of these persons of the mirror who answer at ``at`` for a unit of that subtree."""
    rows = await conn.fetch(
        """
        select id, name
        from mirror_person
        where id = any($1::uuid[])
        and answers_within(id, $2, null, $3)
        """,
        list(persons),
        code,
        at,
    )
    return {row["id"]: row["name"] for row in rows}


async def away(conn: Connection, persons: Sequence[UUID], moments: Sequence[datetime]) -> set[int]:
    """Tell by their places which of these persons are on leave at their moments.

    Of a person's entries that cover the moment the one recorded last counts.
    """
    rows = await conn.fetch(
        """
        select given.place
        from unnest($1::uuid[], $2::timestamptz[]) with ordinality as given (person, at, place)
        cross join lateral (
            select v.present
            from mirror_availability v
            where v.person_id = given.person
            and v.begins <= given.at
            and (v.ends is null or v.ends > given.at)
            order by v.id desc
            limit 1
        ) last
        where not last.present
        """,
        list(persons),
        list(moments),
    )
    return {row["place"] - 1 for row in rows}


def _shift(row: Record) -> Shift:
    return Shift(**{**dict(row), "gone": ShiftState(row["gone"]) if row["gone"] else None})
