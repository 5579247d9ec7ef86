"""Every government of China crossed with the offices and departments that its tier has. Pure.

The words are the demo's, and those of towns and streets. A unit is made like one of its kind made
before it, and its initials are put together of its place's and its kind's: to read 300,000 names
one by one would take half a minute.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from string import Formatter
from uuid import UUID

from services.registry.domain.demo_units import (
    Words,
    bodies_of,
    command_of,
    extra_of,
    name_of,
    pattern_of,
    sound,
)
from services.registry.domain.units import (
    NATION,
    Management,
    NewUnit,
    Unit,
    UnitKind,
    UnitLevel,
    create_unit,
    scope_under,
)

Bodies = Iterator[tuple[NewUnit, str]]
"""What is to be created, and the pattern of its name."""

_GOVERNING = frozenset({UnitKind.GOVERNMENT, UnitKind.COMMITTEE})


def departments(
    words: Words, towns: Words, governments: Iterable[Unit], new_id: Callable[[], UUID]
) -> Iterator[list[Unit]]:
    """Yield the bodies below the nation, then province by province, superiors before inferiors.

    ``governments`` are all territorial units, in any order; those abolished get none. ``towns``
    are the words of what stands below towns and streets. Raises KeyError without the nation.
    """
    places = {unit.code: unit for unit in governments}
    crossing = _Crossing(places, new_id)
    extras = (extra_of(body) for body in words["extra"] if body["parent"] == NATION)
    yield [crossing.make(places[NATION], command, command.name) for command in extras]
    for province in sorted(code for code in places if len(code) == 2):
        yield [
            crossing.make(government, command, pattern)
            for government in _below(places, province)
            for command, pattern in _bodies(words, towns, government, crossing)
        ]


class _Crossing:
    """Makes units, and remembers which there are and one of each kind."""

    def __init__(self, places: dict[str, Unit], new_id: Callable[[], UUID]) -> None:
        self._new_id = new_id
        self._alike: dict[tuple[str, str], Unit] = {}
        self.places = places
        self.codes: set[str] = set()

    def make(self, government: Unit, command: NewUnit, pattern: str) -> Unit:
        above = self.places.get(government.parent or "")
        kind = (pattern, government.level)
        if kind not in self._alike:
            plain = replace(command, supervising=None, management=Management.TERRITORIAL)
            self._alike[kind] = create_unit(plain, government, None, self._new_id())
        self.codes.add(command.code)
        alike = self._alike[kind]
        return Unit(  # not `replace`, which takes twice as long
            id=self._new_id(),
            code=command.code,
            name=command.name,
            short_name=alike.short_name,
            initials=_initials(pattern, government, above),
            kind=alike.kind,
            level=alike.level,
            division=government.division,
            parent=government.code,
            supervising=command.supervising,
            management=command.management,
            tags=alike.tags,
            active_from=alike.active_from,
            active_to=alike.active_to,
            scope=scope_under(government.scope, command.code, government.level),
            version=alike.version,
            work_body=alike.work_body,
        )


def _below(places: dict[str, Unit], province: str) -> list[Unit]:
    inside = [
        unit
        for unit in places.values()
        if unit.code.startswith(province) and unit.kind in _GOVERNING and unit.active_to is None
    ]
    return sorted(inside, key=lambda unit: (len(unit.code), unit.code))


def _bodies(words: Words, towns: Words, government: Unit, crossing: _Crossing) -> Bodies:
    above = crossing.places.get(government.parent or "")
    if government.level is UnitLevel.TOWNSHIP:
        if government.kind is UnitKind.GOVERNMENT:
            yield from _of_town(towns, government, above, crossing)
        return
    for body in bodies_of(words, government):
        command = command_of(body, government, above, crossing.codes)
        yield command, pattern_of(body, government)


def _of_town(towns: Words, town: Unit, above: Unit | None, crossing: _Crossing) -> Bodies:
    for body in towns["office"]:
        leading = f"{above.code}-{body['under']}" if above and "under" in body else ""
        led = leading in crossing.codes
        pattern = pattern_of(body, town)
        command = NewUnit(
            code=f"{town.code}-{body['code']}",
            name=name_of(pattern, town, above),
            short_name=body["short"],
            kind=UnitKind(body["kind"]),
            parent=town.code,
            supervising=leading if led else None,
            management=Management(body["management"]) if led else Management.TERRITORIAL,
        )
        yield command, pattern


def _initials(pattern: str, government: Unit, above: Unit | None) -> str:
    letters = {"place": government.initials, "above": (above or government).initials}
    return "".join(text + (letters[field] if field else "") for text, field in _parts(pattern))


@cache
def _parts(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """Return a pattern's pieces: the initials of a text, and what follows it."""
    parsed = Formatter().parse(pattern)
    return tuple((sound(literal), field) for literal, field, _, _ in parsed)
