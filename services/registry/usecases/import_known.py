"""Load what the registry holds of the units and people that a file names."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from services.kit.database import Connection, Database
from services.registry.domain.imports.cells import same
from services.registry.domain.imports.known import Known, KnownPerson, wanted
from services.registry.domain.imports.rows import PostRow, Row
from services.registry.domain.units import Unit, code_range
from services.registry.store import appointments, channels, experts, persons, units
from services.registry.store import import_known as store
from services.registry.usecases.acting import Act
from services.registry.usecases.phones import shown_phones

T = TypeVar("T")
_BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was known, and the mark by which a change since is noticed."""

    known: Known
    codes: tuple[str, ...]
    mark: str


async def load_known(database: Database, act: Act, rows: Sequence[Row]) -> Snapshot:
    """Load everything that deciding these rows looks at, as of one moment.

    Numbers are looked up only of those for whom a row tells one, and are on record as any other.
    """
    asked = wanted(rows)
    above, below = code_range(act.principal.scope_code)
    async with database.reading() as conn, conn.transaction(isolation="repeatable_read"):
        await units.allow_long_statements(conn)
        named = await store.units_named(
            conn,
            sorted(asked.codes),
            sorted(asked.names),
            sorted(asked.credit_codes),
            above,
            below,
        )
        codes = [unit.code for unit in named]
        places = {
            id_: found
            for part in _parts(codes)
            for id_, found in (await store.persons_of_units(conn, part)).items()
        }
        people = await _by_id(conn, list(places), persons.persons_by_id)
        homes = {person.unit for person in people.values()} - set(codes)
        named += (await units.units_by_code(conn, sorted(homes))).values()
        known = Known(
            units=named,
            supervision=await store.supervision_above(conn, _supervising(named, rows)),
            persons=[KnownPerson(people[id_], None, places[id_]) for id_ in people],
            appointments=await _roster(conn, "appointment", codes, appointments.appointments_by_id),
            experts=await _roster(conn, "expert", codes, experts.experts_by_id),
            channels=await _roster(conn, "channel", codes, channels.channels_by_id),
        )
        every = tuple(unit.code for unit in named)
        mark = await store.fingerprint(conn, every)
    await _add_numbers(database, act, rows, known)
    return Snapshot(known=known, codes=every, mark=mark)


def _parts(many: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(many), _BATCH):
        yield many[start : start + _BATCH]


async def _by_id(
    conn: Connection,
    ids: Sequence[UUID],
    read: Callable[[Connection, Sequence[UUID]], Awaitable[dict[UUID, T]]],
) -> dict[UUID, T]:
    found: dict[UUID, T] = {}
    for part in _parts(ids):
        found |= await read(conn, part)
    return found


async def _roster(
    conn: Connection,
    entity: str,
    codes: Sequence[str],
    read: Callable[[Connection, Sequence[UUID]], Awaitable[dict[UUID, T]]],
) -> list[T]:
    ids = [id_ for part in _parts(codes) for id_ in await store.roster_ids(conn, entity, part)]
    return list((await _by_id(conn, ids, read)).values())


def _supervising(named: Sequence[Unit], rows: Sequence[Row]) -> list[str]:
    told = {getattr(row, "supervising", None) for row in rows} - {None}
    known = {same(name) for name in told if name}
    return [
        unit.code
        for unit in named
        if unit.code in told or {same(unit.name), same(unit.short_name)} & known
    ]


async def _add_numbers(database: Database, act: Act, rows: Sequence[Row], known: Known) -> None:
    told = {same(row.person) for row in rows if isinstance(row, PostRow) and row.phone}
    bearers = {
        one.person.id: one
        for one in known.persons
        if one.person.phone_hint and same(one.person.name) in told
    }
    for part in _parts(list(bearers)):
        async with database.transaction() as conn:
            shown = await shown_phones(conn, act.principal, part, act.operation, act.now)
        for id_, number in shown.items():
            if number.whole:
                bearers[id_].phone = number.text
