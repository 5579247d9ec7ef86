"""Selectors: the words by which a pack names a unit that depends on the incident."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.deadlines.law.directory import Directory, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import UnitRef


@dataclass(frozen=True, slots=True)
class Found:
    """Units that a selector found, in order, and why some that it sought are missing.

    ``placeholder`` names what would have answered, for a duty that must have an owner anyway.
    ``note`` says by what they were found, where that is no clause.
    """

    units: tuple[Unit, ...]
    missing: str | None = None
    placeholder: UnitRef | None = None
    note: str | None = None


Selector = Callable[[Facts, Directory], Found]


def ref(unit: Unit) -> UnitRef:
    """Make the reference of a unit that the registry has."""
    return UnitRef(code=unit.code, name=unit.name, kind=unit.kind, level=unit.level)


def places(facts: Facts, directory: Directory) -> tuple[str, ...]:
    """List the divisions of the incident; while they are unknown, the desk's own territory."""
    if facts.localities:
        return facts.localities
    desk = directory.unit(facts.desk)
    if desk is not None:
        return (desk.division,)
    digits = (facts.desk or "").partition("-")[0]
    return (digits,) if digits.isdigit() else ()


@lru_cache(maxsize=4096)
def above(division: str) -> tuple[str, ...]:
    """List a division's own code and those above it, nearest first (GB/T 2260: 9, 6, 4, 2)."""
    return tuple(division[:n] for n in (9, 6, 4, 2) if n <= len(division))


def common_division(divisions: tuple[str, ...]) -> str:
    """Find the lowest division that holds all the given ones; "" is the nation."""
    shared = divisions[0] if divisions else ""
    for code in divisions[1:]:
        while shared and not code.startswith(shared):
            shared = shared[: {9: 6, 6: 4, 4: 2}.get(len(shared), 0)]
    return shared


def _governments(facts: Facts, directory: Directory) -> Found:
    units, missing = list[Unit](), list[str]()
    for division in places(facts, directory):
        # 县级以上 answer: a township's incident is its county's; an echo code has no government
        found = next((g for code in above(division[:6]) if (g := directory.government(code))), None)
        if found is None or found.code != division[:6]:
            missing.append(division[:6])
        if found is not None and found not in units:
            units.append(found)
    return _found(units, missing, "属地政府")


def _upper_government(facts: Facts, directory: Directory) -> Found:
    division = common_division(places(facts, directory))
    found = next((g for code in above(division) if (g := directory.government(code))), None)
    return _found([found] if found else [], [] if found else [division or "全国"], "上级政府")


def _involved(facts: Facts, directory: Directory) -> Found:
    if not facts.units:
        return Found((), "未指明涉事单位")
    codes = tuple(dict.fromkeys(facts.units))
    units = [u for code in codes if (u := directory.unit(code))]
    return _found(units, [c for c in codes if directory.unit(c) is None], "涉事单位")


def _departments(facts: Facts, directory: Directory) -> Found:
    found = _involved(facts, directory)
    lifted = tuple(dict.fromkeys(directory.bureau(u) for u in found.units))
    return Found(lifted, found.missing, found.placeholder)


def _field_departments(facts: Facts, directory: Directory) -> Found:
    """Put the departments to which the places gave the fields first, then the others involved."""
    found, told, missing = dict[Unit, None](), list[str](), list[str]()
    for name in dict.fromkeys(facts.fields or ()):
        for division in places(facts, directory):
            route = directory.route(division, name)
            if route is None:
                continue
            unit = directory.unit(route.department)
            if unit is None:
                missing.append(f"{route.title}的{route.department}")
            else:
                found[unit] = None
                told.append(f"{route.title}→{unit.name}")
    involved = _departments(facts, directory)
    if not found:
        lacking = f"登记簿中没有职能部门：{'、'.join(missing)}" if missing else None
        reasons = "；".join(filter(None, (lacking, involved.missing)))
        note = "重点领域分工未登记，按涉事部门"
        return Found(involved.units, reasons or None, involved.placeholder, note)
    found.update(dict.fromkeys(involved.units))
    note = f"按重点领域分工：{'、'.join(dict.fromkeys(told))}"
    return Found(tuple(found), "、".join(missing) or None, None, note)


def _supervising(facts: Facts, directory: Directory) -> Found:
    units, missing = list[Unit](), list[str]()
    for unit in _departments(facts, directory).units:
        if unit.management != "VERTICAL":
            continue
        superior = directory.unit(unit.supervising)
        if superior is None:
            missing.append(f"{unit.name}的上级主管部门")
        elif superior not in units:
            units.append(superior)
    return _found(units, missing, "上级主管部门")


def _supervising_departments(facts: Facts, directory: Directory) -> Found:
    """Put the superiors of vertical departments first; the other departments answer beside them.

    A vertical department whose superior is not registered answers itself, after them.
    """
    superiors, departments = _supervising(facts, directory), _departments(facts, directory)
    if not superiors.units:
        return superiors
    others = [
        unit
        for unit in departments.units
        if unit.management != "VERTICAL" or directory.unit(unit.supervising) is None
    ]
    missing = "；".join(filter(None, (superiors.missing, departments.missing)))
    return Found(tuple(dict.fromkeys((*superiors.units, *others))), missing or None)


def _upper_sector(facts: Facts, directory: Directory) -> Found:
    division = common_division(places(facts, directory))
    units, missing = list[Unit](), list[str]()
    for unit in _departments(facts, directory).units:
        found = directory.sector(division, unit)
        if found is None:
            missing.append(f"{division or '全国'} {unit.name}的上级部门")
        elif found not in units:
            units.append(found)
    if not units and not missing:
        return Found((), "未指明涉事行业部门")
    return _found(units, missing, "上级政府主管部门")


def _organ(kind: str, title: str) -> Selector:
    def select(facts: Facts, directory: Directory) -> Found:
        units, missing = list[Unit](), list[str]()
        for division in places(facts, directory):
            codes = above(division[:6])
            found = next((o for code in codes if (o := directory.organ(code, kind))), None)
            if found is None:
                missing.append(f"{division} {title}")
            elif found not in units:
                units.append(found)
        return _found(units, missing, title)

    return select


def _bureau_office(facts: Facts, directory: Directory) -> Found:
    bureaus = _departments(facts, directory).units
    if not bureaus:
        desk = directory.unit(facts.desk)
        bureaus = (directory.bureau(desk),) if desk is not None else ()
    offices = [u for b in bureaus if (u := directory.unit(f"{b.code}-BGS"))]
    lacking = [f"{b.name}办公室" for b in bureaus if directory.unit(f"{b.code}-BGS") is None]
    return _found(offices, lacking or ([] if offices else ["局办公室"]), "局办公室")


def _bureau(facts: Facts, directory: Directory) -> Found:
    found = _departments(facts, directory)
    desk = directory.unit(facts.desk)
    if not found.units and desk is not None:
        return Found((directory.bureau(desk),))
    return found


def _found(units: list[Unit], missing: list[str], title: str) -> Found:
    reason = f"登记簿中没有{title}：{'、'.join(missing)}" if missing else None
    if units:
        return Found(tuple(units), reason)
    placeholder = UnitRef(code=missing[0] if missing else "", name=f"{title}(未登记)", known=False)
    return Found((), reason, placeholder)


SELECTORS: Final[Mapping[str, Selector]] = {
    "FIRST_RESPONDENT": lambda facts, directory: Found(()),  # filled in by the calculation
    "LOCAL_GOVERNMENT": _governments,
    "UPPER_GOVERNMENT": _upper_government,
    "INVOLVED_UNITS": _involved,
    "INVOLVED_DEPARTMENTS": _departments,
    "FIELD_DEPARTMENTS": _field_departments,
    "SUPERVISING_UNIT": _supervising,
    "SUPERVISING_DEPARTMENTS": _supervising_departments,
    "UPPER_SECTOR": _upper_sector,
    "LOCAL_OFFICE": _organ("GOVERNMENT_OFFICE", "政府办公室"),
    "LOCAL_PUBLICITY": _organ("PUBLICITY", "宣传部门"),
    "LOCAL_NEWS_OFFICE": _organ("NEWS_OFFICE", "新闻办公室"),
    "LOCAL_CYBERSPACE": _organ("CYBERSPACE", "网信办"),
    "BUREAU": _bureau,
    "BUREAU_OFFICE": _bureau_office,
}

SELECTOR_TITLES: Final[Mapping[str, str]] = {
    "FIRST_RESPONDENT": "第一回应主体",
    "LOCAL_GOVERNMENT": "所在地政府",
    "UPPER_GOVERNMENT": "上级政府",
    "INVOLVED_UNITS": "涉事单位",
    "INVOLVED_DEPARTMENTS": "涉事责任部门",
    "FIELD_DEPARTMENTS": "重点领域职能部门",
    "SUPERVISING_UNIT": "上级主管单位",
    "SUPERVISING_DEPARTMENTS": "上级主管部门",
    "UPPER_SECTOR": "上级政府主管部门",
    "LOCAL_OFFICE": "政府办公室",
    "LOCAL_PUBLICITY": "宣传部门",
    "LOCAL_NEWS_OFFICE": "新闻办公室",
    "LOCAL_CYBERSPACE": "网信办",
    "BUREAU": "本局",
    "BUREAU_OFFICE": "局办公室",
}
