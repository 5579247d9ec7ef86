"""Persons as rows, and their numbers in a table of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from services.kit.auth import Place
from services.kit.database import Connection
from services.registry.domain.persons import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhone:
    """A number with the place of its bearer's home unit, by which it is shown or hidden."""

    phone: str | None
    place: Place


async def persons_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return those of the persons that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, name, fictitious, version
        from person
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _person(row) for row in rows}


async def lock_person(conn: Connection, id: UUID) -> Person | None:  # noqa: A002 - the row's own word
    """Return the person, locked against other writers until the transaction ends."""
    row = await conn.fetchrow(
        """
        select id, unit, name, fictitious, version
        from person
        where id = $1
        for no key update
        """,
        id,
    )
    return _person(row) if row else None


async def phones_of(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, KeptPhone]:
    """Return the numbers of these persons with the places that decide who may see them."""
    rows = await conn.fetch(
        """
        select person.id, phone, code, scope1, scope2, scope3, scope4, scope5, scope6
        from person
        join unit on unit.code = person.unit
        left join person_phone on person_phone.person_id = person.id
        where person.id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: KeptPhone(phone=row["phone"], place=_place(row)) for row in rows}


async def phone_of(conn: Connection, id: UUID) -> str | None:  # noqa: A002 - the row's own word
    """Return one person's number."""
    phone: str | None = await conn.fetchval(
        """
        select phone
        from person_phone
        where person_id = $1
        """,
        id,
    )
    return phone


async def save_person(conn: Connection, person: Person, phone: str | None) -> None:
    """Write a person, new or changed, and the number; None removes it."""
    await conn.execute(
        """
        insert into person (id, unit, name, fictitious, version)
        values ($1, $2, $3, $4, $5)
        on conflict (id) do update
        set unit = excluded.unit, name = excluded.name, version = excluded.version
        """,
        person.id,
        person.unit,
        person.name,
        person.fictitious,
        person.version,
    )
    if phone is None:
        await conn.execute("delete from person_phone where person_id = $1", person.id)
        return
    await conn.execute(
        """
        insert into person_phone (person_id, phone)
        values ($1, $2)
        on conflict (person_id) do update
        set phone = excluded.phone
        """,
        person.id,
        phone,
    )


async def copy_persons(conn: Connection, persons: Sequence[tuple[Person, str]]) -> None:
    """Write many new persons with their numbers at once."""
    await conn.copy_records_to_table(
        "person",
        records=[(one.id, one.unit, one.name, one.fictitious, one.version) for one, _ in persons],
        columns=("id", "unit", "name", "fictitious", "version"),
    )
    await conn.copy_records_to_table(
        "person_phone",
        records=[(one.id, phone) for one, phone in persons],
        columns=("person_id", "phone"),
    )


def _person(row: Record) -> Person:
    return Person(
        id=row["id"],
        unit=row["unit"],
        name=row["name"],
        fictitious=row["fictitious"],
        version=row["version"],
    )


def _place(row: Record) -> Place:
    scope = (
        row["scope1"],
        row["scope2"],
        row["scope3"],
        row["scope4"],
        row["scope5"],
        row["scope6"],
    )
    return Place(unit=row["code"], scope=scope)
