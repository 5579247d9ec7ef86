"""Persons as rows; their numbers stand elsewhere, see `services.registry.store.phones`."""

from collections.abc import Sequence
from sys import intern
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.persons import Person

_LOAD_SECONDS = 60.0


async def persons_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return those of the persons that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, name, fictitious, phone_hint, version
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
        select id, unit, name, fictitious, phone_hint, version
        from person
        where id = $1
        for no key update
        """,
        id,
    )
    return _person(row) if row else None


async def save_person(conn: Connection, person: Person) -> None:
    """Write a person, new or changed."""
    await conn.execute(
        """
        insert into person (id, unit, name, fictitious, phone_hint, version)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update
        set unit = excluded.unit, name = excluded.name, phone_hint = excluded.phone_hint,
            version = excluded.version
        """,
        person.id,
        person.unit,
        person.name,
        person.fictitious,
        person.phone_hint,
        person.version,
    )


async def copy_persons(conn: Connection, persons: Sequence[Person]) -> None:
    """Write many new persons at once."""
    await conn.copy_records_to_table(
        "person",
        records=[
            (one.id, one.unit, one.name, one.fictitious, one.phone_hint, one.version)
            for one in persons
        ],
        columns=("id", "unit", "name", "fictitious", "phone_hint", "version"),
        timeout=_LOAD_SECONDS,
    )


def _person(row: Record) -> Person:
    return Person(
        id=row["id"],
        unit=intern(row["unit"]),  # one text for all of a unit: an import holds 100,000 people
        name=row["name"],
        fictitious=row["fictitious"],
        phone_hint=row["phone_hint"],
        version=row["version"],
    )
