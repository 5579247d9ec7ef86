"""The office of one kind at the level of units, read by one statement."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from services.kit.database import Connection
from services.registry.domain.same_level import SameLevelAnswer, same_level_office
from services.registry.domain.units import Unit, UnitKind
from services.registry.store.same_level import units_around


async def same_level_office_of(
    conn: Connection, unit: Unit, kind: UnitKind, day: date
) -> SameLevelAnswer:
    """Find the unit's same-level office of the kind on the day, with the steps that led there."""
    return (await same_level_offices_of(conn, [(unit, kind, day)]))[0]


async def same_level_offices_of(
    conn: Connection, asked: Sequence[tuple[Unit, UnitKind, date]]
) -> list[SameLevelAnswer]:
    """Answer many questions in their order with one statement."""
    codes = {code for unit, _, _ in asked for code in _above(unit)}
    kinds = {kind for _, kind, _ in asked}
    units = await units_around(conn, sorted(codes), sorted(kinds))
    by_code = {one.code: one for one in units}
    below: dict[str | None, list[Unit]] = defaultdict(list)
    for one in units:
        below[one.parent].append(one)

    def around(unit: Unit) -> Iterator[Unit]:
        for code in _above(unit):
            yield from (by_code[code], *below[code]) if code in by_code else ()

    return [same_level_office(around(unit), unit, kind, day) for unit, kind, day in asked]


def _above(unit: Unit) -> set[str]:
    """Return the codes of the unit and of all above it; the code of a department tells them."""
    division, *rest = unit.code.split("-")
    within = {"-".join([division, *rest[:length]]) for length in range(len(rest) + 1)}
    return within | {code for code in unit.scope if code}
