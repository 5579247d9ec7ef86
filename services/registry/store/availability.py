"""Availability as rows: entries are added, never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.availability import Availability


async def insert_availability(conn: Connection, entry: Availability) -> None:
    """Write a new entry."""
    await conn.execute(
        """
        insert into availability (
            id, person_id, starts_at, ends_at, present, stand_in_person_id, reason, recorded_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        entry.id,
        entry.person_id,
        entry.starts_at,
        entry.ends_at,
        entry.present,
        entry.stand_in_person_id,
        entry.reason,
        entry.recorded_at,
    )


async def availability_at(
    conn: Connection, persons: Sequence[UUID], at: datetime
) -> list[Availability]:
    """Return the entries covering the moment, of these persons and of their chains of stand-ins."""
    rows = await conn.fetch(
        """
        with recursive chain (person_id) as (
            select unnest($1::uuid[])
            union
            select stand_in_person_id
            from chain
            join availability using (person_id)
            where starts_at <= $2
            and (ends_at is null or $2 < ends_at)
            and stand_in_person_id is not null
        )
        select availability.id, person_id, name, starts_at, ends_at, present, stand_in_person_id,
            reason, recorded_at
        from chain
        join availability using (person_id)
        join person on person.id = person_id
        where starts_at <= $2
        and (ends_at is null or $2 < ends_at)
        order by recorded_at, availability.id
        """,
        list(persons),
        at,
    )
    return [_availability(row) for row in rows]


async def availability_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Availability]:
    """Return those of the entries that exist, by id."""
    rows = await conn.fetch(
        """
        select availability.id, person_id, name, starts_at, ends_at, present, stand_in_person_id,
            reason, recorded_at
        from availability
        join person on person.id = person_id
        where availability.id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _availability(row) for row in rows}


def _availability(row: Record) -> Availability:
    return Availability(
        id=row["id"],
        person_id=row["person_id"],
        person=row["name"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        present=row["present"],
        stand_in_person_id=row["stand_in_person_id"],
        reason=row["reason"],
        recorded_at=row["recorded_at"],
    )


async def names_of(conn: Connection, persons: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of these persons by id; asks nothing where there are none."""
    if not persons:
        return {}
    rows = await conn.fetch(
        """
        select id, name
        from person
        where id = any($1::uuid[])
        """,
        list(persons),
    )
    return {row["id"]: row["name"] for row in rows}
