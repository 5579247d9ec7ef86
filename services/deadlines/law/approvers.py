"""Approvers: the words by which a gate names the office that must agree to a release.

They are found from the releasing unit, because a text that says 同级 or 本级 means its level. A
same-level office that the registry lacks is said to be missing: no other level stands in for it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.deadlines.law.directory import Directory, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selectors import SELECTORS, Found

Approver = Callable[[Facts, Directory, str], Found]
"""Finds who must agree, for the releasing unit of that code."""


def division_of(code: str, directory: Directory) -> str:
    """Tell the division of a unit; for one that the registry lacks, as far as its code tells."""
    unit = directory.unit(code)
    return (unit.division if unit is not None else code.partition("-")[0])[:6]


def absent(code: str, name: str, reason: str) -> Found:
    """Say that an office is not in the registry, and what it would be called."""
    return Found((), reason, UnitRef(code=code, name=f"{name}(未登记)", known=False))


def _releasing(facts: Facts, directory: Directory, code: str) -> Found:
    unit = directory.unit(code)
    return Found((unit,)) if unit is not None else absent(code, code, f"登记簿中没有{code}")


def _government(facts: Facts, directory: Directory, code: str) -> Found:
    division = division_of(code, directory)
    found = directory.government(division)
    if found is not None:
        return Found((found,))
    return absent(division, f"{division}本级政府", f"登记簿中没有{division}本级政府")


def _news_office(facts: Facts, directory: Directory, code: str) -> Found:
    division = division_of(code, directory)
    found = directory.organ(division, "NEWS_OFFICE")
    if found is not None:
        return Found((found,))
    government = directory.government(division)
    place = government.name if government is not None else division
    reason = f"登记簿中没有{place}的同级新闻办公室，不由上级代批"
    return absent(f"{division}-NEWS_OFFICE", f"{place}新闻办公室", reason)


def _competent(facts: Facts, directory: Directory, code: str) -> Found:
    """Find the departments in charge of the matter; of one that releases itself, its superior."""
    own = directory.unit(code)
    involved = SELECTORS["INVOLVED_DEPARTMENTS"](facts, directory).units
    bureau = directory.bureau(own).code if own is not None else code
    others = tuple(unit for unit in involved if unit.code not in (code, bureau))
    if others:
        return Found(others)
    superior: Unit | None = directory.unit(own.supervising) if own is not None else None
    if superior is not None:
        return Found((superior,))
    reason = "未指明有关主管部门，登记簿中也没有发布单位的业务主管部门"
    return absent(f"{code}-COMPETENT", "有关主管部门", reason)


APPROVERS: Final[Mapping[str, Approver]] = {
    "RELEASING_UNIT": _releasing,
    "SAME_LEVEL_GOVERNMENT": _government,
    "SAME_LEVEL_NEWS_OFFICE": _news_office,
    "COMPETENT_AUTHORITY": _competent,
}
