"""The demo registry's units: departments crossed with real divisions. Pure."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from services.registry.domain.initials import initials
from services.registry.domain.units import (
    Management,
    NewUnit,
    Unit,
    UnitKind,
    UnitLevel,
    create_unit,
)

Words: TypeAlias = Mapping[str, Any]
"""What data/demo.toml says."""

_ALL_TIERS = (UnitLevel.PROVINCE, UnitLevel.PREFECTURE, UnitLevel.COUNTY)


def demo_units(
    words: Words, governments: Mapping[str, Unit], new_id: Callable[[], UUID]
) -> Iterator[Unit]:
    """Yield the offices and departments of the demo's governments, superiors before inferiors.

    ``governments`` are those that the words name with all above them, by code.
    """
    known = dict(governments)
    for command in _commands(words, governments):
        supervising = known.get(command.supervising) if command.supervising else None
        unit = create_unit(command, known[command.parent], supervising, new_id())
        known[unit.code] = unit
        yield unit


def demo_governments(words: Words, governments: Mapping[str, Unit]) -> list[Unit]:
    """Return the governments that the demo fills, by tier."""
    counties = [
        unit
        for unit in governments.values()
        if unit.parent == words["counties_of"] and unit.level is UnitLevel.COUNTY
    ]
    chosen = [*(governments[code] for code in words["full"]), *counties]
    return sorted(chosen, key=lambda unit: (len(unit.code), unit.code))


def _commands(words: Words, governments: Mapping[str, Unit]) -> Iterator[NewUnit]:
    extras = [extra_of(words_of) for words_of in words["extra"]]
    yield from (extra for extra in extras if extra.parent == "0")
    made = {extra.code for extra in extras}
    for government in demo_governments(words, governments):
        for body in bodies_of(words, government):
            above = governments[government.parent] if government.parent else None
            command = command_of(body, government, above, made)
            made.add(command.code)
            yield command
    yield from (extra for extra in extras if extra.parent != "0")


def bodies_of(words: Words, government: Unit) -> Iterator[Words]:
    """Yield the words of the offices and departments that a government of this tier has."""
    zone = words["zone"]
    small = government.kind is UnitKind.COMMITTEE
    for office in words["office"]:
        if government.level in _tiers(office) and (not small or office["code"] in zone["offices"]):
            yield office
    for department in words["department"]:
        here = government.level in _tiers(department)
        if here and (not small or department["short"] in zone["departments"]):
            yield {"kind": "DEPARTMENT", "work_body": words["work_body"], **department}


def command_of(body: Words, government: Unit, above: Unit | None, made: Container[str]) -> NewUnit:
    """Return one of a government's bodies, led by its like ``above`` if that is in ``made``."""
    level = government.level
    short = _short(body, level)
    management = _management(body, level)
    supervising = _supervisor(body, above, made)
    return NewUnit(
        code=f"{government.code}-{_letters(body, short)}",
        name=name_of(pattern_of(body, government), government, above),
        short_name=short,
        kind=UnitKind(body["kind"]),
        parent=government.code,
        supervising=supervising,
        management=management,
        tags=tuple(body.get("tags", ())),
        work_body=body.get("work_body"),
    )


def _supervisor(body: Words, above: Unit | None, made: Container[str]) -> str | None:
    if above is None:
        return None
    if above.level is UnitLevel.NATIONAL:
        return "0-SWZJ" if body.get("code") == "SWJ" else None
    code = f"{above.code}-{_letters(body, _short(body, above.level))}"
    return code if code in made else None


def pattern_of(body: Words, government: Unit) -> str:
    """Return how a government's body is called, with ``{place}`` and perhaps ``{above}`` in it.

    The offices of a 管委会 bear its name: it acts as a government without being one.
    """
    level = government.level
    pattern: str = body.get("name", "{place}" + _short(body, level))
    if level is UnitLevel.PROVINCE and "{" in body.get("province", ""):
        pattern = body["province"]
    elif level is UnitLevel.COUNTY and "county" in body:
        pattern = body["county"]
    if government.kind is UnitKind.COMMITTEE:
        return pattern.replace("人民政府", "管委会").replace("政府", "管委会")
    return pattern


def name_of(pattern: str, government: Unit, above: Unit | None) -> str:
    """Return the full name of a government's body."""
    higher = above or government
    return pattern.format(place=government.short_name, above=higher.short_name)


def _short(body: Words, level: UnitLevel) -> str:
    province: str = body.get("province", "")
    own: str = body["short"]
    return province if level is UnitLevel.PROVINCE and province and "{" not in province else own


def _letters(body: Words, short: str) -> str:
    code: str = body.get("code") or sound(short).upper()
    return code


@cache
def sound(word: str) -> str:
    """Return the initials of a word that stands in many names, read once."""
    return initials(word)


def _management(body: Words, level: UnitLevel) -> Management:
    if level in body.get("vertical", ()):
        return Management.VERTICAL
    return Management.DUAL if level in body.get("dual", ()) else Management.TERRITORIAL


def _tiers(body: Words) -> Sequence[str]:
    tiers: Sequence[str] = body.get("tiers", _ALL_TIERS)
    return tiers


def extra_of(body: Words) -> NewUnit:
    """Return a unit that the words describe one by one."""
    return NewUnit(
        code=body["code"],
        name=body["name"],
        short_name=body["short"],
        kind=UnitKind(body["kind"]),
        parent=body["parent"],
        supervising=body.get("supervising"),
        tags=tuple(body.get("tags", ())),
        work_body=body.get("work_body"),
    )
