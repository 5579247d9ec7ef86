"""The condition language of rule packs: a ``when`` table becomes a three-valued predicate.

A predicate answers True, False or None (cannot be told). Two sorts of facts differ in what being
unknown means. A *circumstance* (severity, emergency, kind, casualties, impact, localities) is so or
not whether anybody looked: unknown leaves the answer open, and the calculation then follows the
strictest candidate. A *finding* (a rumour judged severe, veracity, an order from above, the units
named) exists once somebody has made it: unknown means not yet made, so the answer is False.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import Predicate
from services.deadlines.law.words import (
    CATEGORIES,
    INCIDENT_KINDS,
    RESPONSE_VALUES,
    SEVERITIES,
    VERACITIES,
)

CIRCUMSTANCES: Final = ("emergency", "major_casualties", "large_social_impact")
FINDINGS: Final = ("major_policy", "severe_rumour")
CIRCUMSTANCE_WORDS: Final = ("severity", "kind")
FINDING_WORDS: Final = ("veracity", "response_value")
FINDING_LISTS: Final = ("categories", "fields")
NESTED: Final = ("any_of", "all_of", "none_of")
COUNTS: Final = ("localities_min", "units_min")
SWITCHES: Final = ("directed", "vertical", "mentions_others", "any_field")

FACT_NAMES: Final = frozenset(
    (
        *CIRCUMSTANCES,
        *FINDINGS,
        *CIRCUMSTANCE_WORDS,
        *FINDING_WORDS,
        *FINDING_LISTS,
        *NESTED,
        *COUNTS,
        *SWITCHES,
    )
)


# The codes that each fact may take: the words of the law and the pack's own list of that name.
CODES: Final[Mapping[str, tuple[Mapping[str, str], str]]] = {
    "severity": (SEVERITIES, "severities"),
    "kind": (INCIDENT_KINDS, "kinds"),
    "categories": (CATEGORIES, "categories"),
    "fields": ({}, "fields"),
    "veracity": (VERACITIES, "veracities"),
    "response_value": (RESPONSE_VALUES, "response_values"),
}


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """Join by Kleene's "and": one False decides, else one None leaves it open."""
    known = True
    for answer in answers:
        if answer is False:
            return False
        known = known and answer is not None
    return True if known else None


def any_holds(answers: Iterable[bool | None]) -> bool | None:
    """Join by Kleene's "or": one True decides, else one None leaves it open."""
    known = True
    for answer in answers:
        if answer is True:
            return True
        known = known and answer is not None
    return False if known else None


def negate(answer: bool | None) -> bool | None:
    """Turn True and False round; what is open stays open."""
    return None if answer is None else not answer


def compile_when(when: Mapping[str, Any], fields: Collection[str] = ()) -> Predicate:
    """Make the predicate of a ``when`` table; an empty table always holds.

    ``fields`` is the pack's own list of fields (重点领域), of which ``any_field`` asks for one.
    Raises ValueError naming the first fact that the language does not know, or a value of the
    wrong sort; ``when_faults`` finds them all, with their paths.
    """
    parts = [_compile_one(name, value, fields) for name, value in when.items()]
    if not parts:
        return lambda facts, directory: True
    if len(parts) == 1:
        return parts[0]
    return lambda facts, directory: all_hold(part(facts, directory) for part in parts)


def when_faults(
    when: Mapping[str, Any], path: str, lists: Mapping[str, Mapping[str, str]] | None
) -> Iterator[tuple[str, str]]:
    """Yield (path, message) for everything in a ``when`` table that cannot be used.

    ``lists`` are the pack's own code lists, which may add to the words of the law; None where they
    could not be read: then no code is called unknown. A misspelt code would never match.
    """
    for name, value in when.items():
        here = f"{path}.{name}"
        if name in NESTED and _tables(value):
            for i, inner in enumerate(value):
                yield from when_faults(inner, f"{here}.{i}", lists)
            continue
        try:
            _compile_one(name, value, ())
        except ValueError as error:
            yield here, str(error)
            continue
        if name == "any_field" and lists is not None and not lists.get("fields"):
            yield here, "any_field: the pack lists no fields"
        if name in CODES and lists is not None:
            words, own = CODES[name]
            known = {*words, *lists.get(own, ())}
            yield from ((here, f"no such code: {v}") for v in value if v not in known)


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _compile_one(name: str, value: Any, fields: Collection[str]) -> Predicate:
    if name in NESTED:
        return _nested(name, value, fields)
    if name in CIRCUMSTANCES or name in FINDINGS or name in SWITCHES:
        if not isinstance(value, bool):
            raise ValueError(f"{name}: true or false is wanted")
        if name == "any_field":
            return _any_field(value, frozenset(fields))
        return _SWITCHES[name](value) if name in SWITCHES else _flag(name, value)
    if name in COUNTS:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{name}: a number from 1 is wanted")
        return _count(name, value)
    if name in FACT_NAMES:
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise ValueError(f"{name}: a list of codes is wanted")
        return _words(name, frozenset(value))
    raise ValueError(f"{name}: no such fact")


def _nested(name: str, value: Any, fields: Collection[str]) -> Predicate:
    if not _tables(value):
        raise ValueError(f"{name}: a list of conditions is wanted")
    parts = [compile_when(v, fields) for v in value]
    if name == "any_of":
        return lambda facts, directory: any_holds(p(facts, directory) for p in parts)
    if name == "all_of":
        return lambda facts, directory: all_hold(p(facts, directory) for p in parts)
    return lambda facts, directory: negate(any_holds(p(facts, directory) for p in parts))


def _flag(name: str, wanted: bool) -> Predicate:
    finding = name in FINDINGS

    def holds(facts: Facts, directory: Directory) -> bool | None:
        value: bool | None = getattr(facts, name)
        if value is None:
            return (not wanted) if finding else None
        return value is wanted

    return holds


def _words(name: str, wanted: frozenset[str]) -> Predicate:
    if name in FINDING_LISTS:
        return lambda facts, directory: not wanted.isdisjoint(getattr(facts, name) or ())
    finding = name in FINDING_WORDS

    def holds(facts: Facts, directory: Directory) -> bool | None:
        value: str | None = getattr(facts, name)
        if value is None:
            return False if finding else None
        return value in wanted

    return holds


def _count(name: str, least: int) -> Predicate:
    if name == "units_min":
        return lambda facts, directory: len(set(facts.units or ())) >= least
    return lambda facts, directory: (
        None if facts.localities is None else len(_areas(facts.localities)) >= least
    )


def _areas(localities: Iterable[str]) -> list[str]:
    """List the places that lie in none of the others (多个县(市、区)).

    Two townships of one county are one place, and a city is no second one beside its own county.
    """
    counties = {code[:6] for code in localities}
    return [
        code for code in counties if not any(c != code and c.startswith(code) for c in counties)
    ]


def _directed(wanted: bool) -> Predicate:
    return lambda facts, directory: (facts.directed_by is not None) is wanted


def _vertical(wanted: bool) -> Predicate:
    def holds(facts: Facts, directory: Directory) -> bool | None:
        found = (directory.unit(code) for code in facts.units or ())
        # 部门实行垂直管理: a 科室 is managed as the department that it is part of
        bureaus = (directory.bureau(u) for u in found if u is not None)
        return any(b.management == "VERTICAL" for b in bureaus) is wanted

    return holds


def _mentions_others(wanted: bool) -> Predicate:
    return lambda facts, directory: bool(facts.mentioned_units) is wanted


def _any_field(wanted: bool, own: frozenset[str]) -> Predicate:
    def holds(facts: Facts, directory: Directory) -> bool | None:
        # the text counts more fields than it names: what a place has set down is one of them too
        given = own.union(route.field for route in directory.routes)
        return (not given.isdisjoint(facts.fields or ())) is wanted

    return holds


_SWITCHES: Final[Mapping[str, Callable[[bool], Predicate]]] = {
    "directed": _directed,
    "vertical": _vertical,
    "mentions_others": _mentions_others,
}
