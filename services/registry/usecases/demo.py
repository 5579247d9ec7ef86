"""Fill the registry with the demo: real divisions, made-up people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.registry.domain import bodies
from services.registry.domain.appointments import local_day
from services.registry.domain.demo_filings import demo_filings, waiting_lists
from services.registry.domain.demo_people import DemoPeople, demo_people
from services.registry.domain.demo_units import Words, demo_governments, demo_units
from services.registry.domain.filings import RECIPIENT_KINDS, FilingState, FilingSubject
from services.registry.domain.units import NATION, Unit
from services.registry.store import (
    appointments,
    availability,
    channels,
    experts,
    filings,
    persons,
    units,
)
from services.registry.store.phones import save_phones
from services.registry.usecases.divisions import (
    load_divisions,
    loaded,
    read_words,
    write_units,
)
from services.registry.usecases.recipients import recipient_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCounts:
    """How much was written; all zero where the demo was there already."""

    governments: int
    units: int
    persons: int


async def load_demo(database: Database, now: datetime) -> DemoCounts:
    """Load the divisions that are missing, then the demo's units and people unless they are there.

    Two transactions, each all or nothing; a second call writes nothing.
    """
    words = read_words("demo.toml")
    if await _is_there(database, words):
        return DemoCounts(governments=0, units=0, persons=0)
    governments = await load_divisions(database, now)
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        territorial = await units.units_by_code(conn, ["0", words["township"], *words["full"]])
        territorial |= await units.units_below(conn, words["counties_of"])
        made = list(demo_units(words, territorial, new_id))
        await write_units(conn, made, now)
        filled = demo_governments(words, territorial)
        staffed = [*filled, territorial[words["township"]], *made]
        people = demo_people(words, staffed, new_id, now)
        places = {unit.code: unit for unit in staffed}
        await _write_people(conn, people, places, now)
        await _write_filings(conn, words, people, places, now)
    return DemoCounts(governments=governments, units=len(made), persons=len(people.persons))


async def _is_there(database: Database, words: Words) -> bool:
    async with database.reading() as conn:
        return bool(await units.units_by_code(conn, [words["extra"][0]["code"]]))


async def _write_people(
    conn: Connection, people: DemoPeople, places: Mapping[str, Unit], now: datetime
) -> None:
    await persons.copy_persons(conn, [person for person, _ in people.persons])
    numbers = {person.id: phone for person, phone in people.persons}
    await save_phones(conn, numbers, seen_from=NATION)
    await appointments.copy_appointments(conn, people.appointments)
    for entry in people.leave:
        await availability.insert_availability(conn, entry)
    await channels.copy_channels(conn, people.channels)
    await experts.copy_experts(conn, people.experts)
    await record_many(conn, _entries(people, places, now))


async def _write_filings(
    conn: Connection, words: Words, people: DemoPeople, places: Mapping[str, Unit], now: datetime
) -> None:
    kind, day = RECIPIENT_KINDS[FilingSubject.SPOKESPERSONS], local_day(now)
    recipients = {
        code: await recipient_of(conn, places[code], kind, day) for code in waiting_lists(words)
    }
    for one in demo_filings(words, people.appointments, recipients, new_id, now):
        await filings.save_filing(conn, one)
        entry = loaded("filing", one.id, places[one.unit], bodies.filing_body(one), now)
        word = "recorded" if one.state is FilingState.FILED else "opened"
        await record_many(conn, [replace(entry, kind=word, version=one.version)])


def _entries(people: DemoPeople, places: Mapping[str, Unit], now: datetime) -> list[NewChange]:
    homes = {person.id: places[person.unit] for person, _ in people.persons}
    return [
        *(
            loaded("person", one.id, places[one.unit], bodies.person_body(one), now)
            for one, _ in people.persons
        ),
        *(
            loaded("appointment", one.id, places[one.unit], bodies.appointment_body(one), now)
            for one in people.appointments
        ),
        *(
            loaded("availability", one.id, homes[one.person_id], bodies.availability_body(one), now)
            for one in people.leave
        ),
        *(
            loaded("channel", one.id, places[one.unit], bodies.channel_body(one), now)
            for one in people.channels
        ),
        *(
            loaded("expert", one.id, places[one.unit], bodies.expert_body(one), now)
            for one in people.experts
        ),
    ]
