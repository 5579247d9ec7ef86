"""Give every unit that nobody ever served a made-up head; for rehearsals and measurements."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import appointment_body, person_body
from services.registry.domain.made_up import Served, made_up_names, made_up_posts
from services.registry.domain.units import NATION
from services.registry.store import appointments, persons, units
from services.registry.usecases.divisions import (
    AT_ONCE,
    freed_by_counting,
    loaded,
    read_words,
)

_BATCH = 10_000


async def load_people(database: Database, now: datetime, names: Iterator[str] | None = None) -> int:
    """Write made-up people and their posts where there are none; return how many people.

    ``names`` never end; without them they are the demo's. Each province is a transaction of its
    own, and a load that was stopped goes on when called again, as with `load_departments`.
    """
    called = names or made_up_names(read_words("demo.toml"))
    async with database.reading() as conn:
        divisions = [NATION, *filter(str.isdigit, await units.units_below(conn, NATION))]
    waiting = iter(divisions)

    async def fill_provinces() -> int:
        return sum([await _fill(database, code, called, now) for code in waiting])

    with freed_by_counting():
        filled = await asyncio.gather(*(fill_provinces() for _ in range(AT_ONCE)))
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        await appointments.refresh_statistics(conn)
    return sum(filled)


async def _fill(database: Database, division: str, names: Iterator[str], now: datetime) -> int:
    today = local_day(now)
    below = division[:-1] + chr(ord(division[-1]) + 1)  # as of the nation only what is its own
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        empty = await units.units_never_served(conn, division, below)
        made = (one for unit in empty for one in made_up_posts(unit, names, new_id, today))
        return await _write(conn, made, now)


async def _write(conn: Connection, made: Iterable[Served], now: datetime) -> int:
    coming, written = iter(made), 0
    while batch := list(islice(coming, _BATCH)):
        await persons.copy_persons(conn, [one.person for one in batch])
        await appointments.copy_appointments(conn, [one.appointment for one in batch])
        await record_many(conn, [entry for one in batch for entry in _entries(one, now)])
        written += len(batch)
    return written


def _entries(one: Served, now: datetime) -> tuple[NewChange, NewChange]:
    person, held = one.person, one.appointment
    return (
        loaded("person", person.id, one.unit, person_body(person), now),
        loaded("appointment", held.id, one.unit, appointment_body(held), now),
    )
