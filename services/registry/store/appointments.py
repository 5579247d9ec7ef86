"""Appointments as rows, each with its person's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.appointments import Appointment, Employment, Post

COUNTED = 1001
_LOAD_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFilter:
    """What listed appointments have in common; None does not filter.

    ``on`` is a day of China within the appointment, both ends included.
    """

    unit: str | None = None
    post: str | None = None
    on: date | None = None
    person_id: UUID | None = None


async def appointments_after(
    conn: Connection, chosen: AppointmentFilter, after: UUID | None, limit: int
) -> list[Appointment]:
    """Return appointments with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where ($1::text is null or appointment.unit = $1)
        and ($2::text is null or post = $2)
        and ($3::date is null or (starts_on <= $3 and (ends_on is null or $3 <= ends_on)))
        and ($4::uuid is null or person_id = $4)
        and ($5::uuid is null or appointment.id > $5)
        order by appointment.id
        limit $6
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_appointment(row) for row in rows]


async def appointments_before(
    conn: Connection, chosen: AppointmentFilter, before: UUID | None, limit: int
) -> list[Appointment]:
    """Return appointments with ids before ``before`` (exclusive): newest entry first."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where ($1::text is null or appointment.unit = $1)
        and ($2::text is null or post = $2)
        and ($3::date is null or (starts_on <= $3 and (ends_on is null or $3 <= ends_on)))
        and ($4::uuid is null or person_id = $4)
        and ($5::uuid is null or appointment.id < $5)
        order by appointment.id desc
        limit $6
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_appointment(row) for row in rows]


async def count_appointments(conn: Connection, chosen: AppointmentFilter) -> int:
    """Count the appointments of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from appointment
            where ($1::text is null or unit = $1)
            and ($2::text is null or post = $2)
            and ($3::date is null or (starts_on <= $3 and (ends_on is null or $3 <= ends_on)))
            and ($4::uuid is null or person_id = $4)
            limit $5
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def appointments_to(conn: Connection, unit: str, posts: Sequence[Post]) -> list[Appointment]:
    """Return a unit's appointments to these posts, of all times, by start."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where appointment.unit = $1
        and post = any($2::text[])
        order by starts_on, appointment.id
        """,
        unit,
        [post.value for post in posts],
    )
    return [_appointment(row) for row in rows]


async def appointments_in(
    conn: Connection, units: Sequence[str], posts: Sequence[Post]
) -> list[Appointment]:
    """Return the appointments of these units to these posts, of all times, by unit and start."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where appointment.unit = any($1::text[])
        and post = any($2::text[])
        order by appointment.unit, starts_on, appointment.id
        """,
        list(units),
        [post.value for post in posts],
    )
    return [_appointment(row) for row in rows]


async def appointments_of(
    conn: Connection, person: UUID, posts: Sequence[Post]
) -> list[Appointment]:
    """Return a person's appointments to these posts, of all units and times, by start."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where person_id = $1
        and post = any($2::text[])
        order by starts_on, appointment.id
        """,
        person,
        [post.value for post in posts],
    )
    return [_appointment(row) for row in rows]


async def appointments_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Appointment]:
    """Return those of the appointments that exist, by id."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person_id, name, post, title, rank, qualification,
            employment, starts_on, ends_on, end_reason, filed_on, appointment.version
        from appointment
        join person on person.id = person_id
        where appointment.id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _appointment(row) for row in rows}


async def insert_appointment(conn: Connection, one: Appointment) -> None:
    """Write a new appointment."""
    await conn.execute(
        """
        insert into appointment (
            id, unit, person_id, post, title, rank, qualification, employment, starts_on, ends_on,
            end_reason, filed_on, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        *_values(one),
    )


async def save_end(conn: Connection, one: Appointment) -> None:
    """Write the last day; but for it and the day of filing an appointment never changes."""
    await conn.execute(
        """
        update appointment
        set ends_on = $2, end_reason = $3, version = $4
        where id = $1
        """,
        one.id,
        one.ends_on,
        one.end_reason,
        one.version,
    )


async def mark_filed(conn: Connection, ids: Sequence[UUID], filed_on: date) -> list[Appointment]:
    """Write the day of filing where none stands yet; return those written."""
    rows = await conn.fetch(
        """
        update appointment
        set filed_on = $2, version = appointment.version + 1
        from person
        where appointment.id = any($1::uuid[])
        and appointment.filed_on is null
        and person.id = person_id
        returning appointment.id, appointment.unit, person_id, name, post, title, rank,
            qualification, employment, starts_on, ends_on, end_reason, filed_on,
            appointment.version
        """,
        list(ids),
        filed_on,
    )
    return [_appointment(row) for row in rows]


async def copy_appointments(conn: Connection, many: Sequence[Appointment]) -> None:
    """Write many new appointments at once."""
    await conn.copy_records_to_table(
        "appointment",
        records=[_values(one) for one in many],
        columns=(
            "id",
            "unit",
            "person_id",
            "post",
            "title",
            "rank",
            "qualification",
            "employment",
            "starts_on",
            "ends_on",
            "end_reason",
            "filed_on",
            "version",
        ),
        timeout=_LOAD_SECONDS,
    )


async def refresh_statistics(conn: Connection) -> None:
    """Tell the planner about freshly loaded people and posts."""
    await conn.execute("analyze person, appointment", timeout=_LOAD_SECONDS)


def _bounds(chosen: AppointmentFilter) -> tuple[object, ...]:
    return (chosen.unit, chosen.post, chosen.on, chosen.person_id)


def _values(one: Appointment) -> tuple[object, ...]:
    return (
        one.id,
        one.unit,
        one.person_id,
        one.post.value,
        one.title,
        one.rank,
        one.qualification,
        one.employment.value if one.employment else None,
        one.starts_on,
        one.ends_on,
        one.end_reason,
        one.filed_on,
        one.version,
    )


def _appointment(row: Record) -> Appointment:
    # few words for many rows, of which an import holds 100,000
    return Appointment(
        id=row["id"],
        unit=intern(row["unit"]),
        person_id=row["person_id"],
        person=row["name"],
        post=Post(row["post"]),
        title=intern(row["title"]),
        rank=intern(row["rank"]) if row["rank"] else row["rank"],
        qualification=row["qualification"],
        employment=Employment(row["employment"]) if row["employment"] else None,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        end_reason=row["end_reason"],
        filed_on=row["filed_on"],
        version=row["version"],
    )
