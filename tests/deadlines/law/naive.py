"""A second, deliberately naive calculation, written from the packs' text and not from the engine.

It shares nothing with ``services.deadlines.law`` but the vocabulary. Packs are the plain dicts of
their TOML. What is unknown is not reasoned about: every completion of the unknown circumstances is
tried with true and false only. A clause is listed when some completion calls for it, provisional
when not every one does.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

from services.deadlines.law.words import SEVERITIES, STRICTNESS, Modality
from tests.deadlines.law.naive_units import Units

Table = Mapping[str, Any]
WORST = "PARTICULARLY_MAJOR"
UNKNOWN_MAY_BE: Mapping[str, tuple[Any, ...]] = {
    "emergency": (True, False),
    "severity": (*SEVERITIES, "(not on this scale)"),
    "major_casualties": (True, False),
    "large_social_impact": (True, False),
    "places": (1, 2),
}
FOREVER = datetime.max.replace(tzinfo=UTC)


class Line(NamedTuple):
    """One clause's claim on one owner."""

    key: str
    due_at: datetime | None
    start_at: datetime
    modality: str
    provisional: bool
    owner: str
    verified: bool
    order: tuple[int, int]
    pack: str
    duty: Table


class Answer(NamedTuple):
    """What both implementations must agree on, for one duty."""

    key: str
    due_at: datetime | None
    start_at: datetime
    provisional: bool
    modality: str
    owner: str
    acting: str
    bases: tuple[str, ...]
    late_at_intake: bool
    owed: bool


def required(facts: Table, packs: Sequence[Table], units: Units) -> list[Answer]:
    """Answer with the duties in order of key."""
    lines = lines_of(facts, packs, units)
    joined = [join(facts, lines[key]) for key in sorted(lines)]
    waits = {key: waits_for(lines[key]) for key in lines}
    return [answer._replace(owed=is_owed(answer.key, waits, lines)) for answer in joined]


def lines_of(facts: Table, packs: Sequence[Table], units: Units) -> dict[str, list[Line]]:
    """Gather every clause's claim by the key of the duty that it is part of."""
    subjects = first_respondents(facts, packs, units)
    lines: dict[str, list[Line]] = {}
    for rank, pack in enumerate(packs):
        wholes = list(completions(facts, pack))
        for place, duty in enumerate(pack.get("duty", ())):
            votes = {calls_for(pack, duty, whole, units) for whole in wholes}
            if duty.get("on", "INCIDENT") != "INCIDENT" or True not in votes:
                continue
            for line in claims(facts, pack, duty, subjects, units, (rank, place), False in votes):
                lines.setdefault(line.key, []).append(line)
    return lines


def completions(facts: Table, pack: Table) -> Iterator[Table]:
    """Yield the facts with every unknown circumstance that the pack mentions filled in."""
    told = dict(facts)
    told["own_fields"] = set(pack["pack"].get("lists", {}).get("fields", {}))
    if facts["localities"] is not None:
        told["places"] = how_many_places(facts["localities"])
    mentioned = str(pack).replace("localities_min", "places")
    open_ = [n for n in UNKNOWN_MAY_BE if told.get(n) is None and n in mentioned]
    for values in product(*(UNKNOWN_MAY_BE[name] for name in open_)):
        yield {**told, **dict(zip(open_, values, strict=True))}


def how_many_places(localities: Sequence[str]) -> int:
    """Count the counties; a city or province counts only where none of its own is named."""
    lowest: list[str] = []
    for code in sorted({code[:6] for code in localities}, key=len, reverse=True):
        if not any(other[: len(code)] == code for other in lowest):
            lowest.append(code)
    return len(lowest)


def calls_for(pack: Table, duty: Table, whole: Table, units: Units) -> bool:
    """Tell whether a clause applies, all circumstances being known."""
    if not holds(duty.get("when", {}), whole, units):
        return False
    named = [d for d in pack["duty"] if d["id"] in duty.get("otherwise", ())]
    return not any(calls_for(pack, other, whole, units) for other in named)


def holds(when: Table, whole: Table, units: Units) -> bool:
    """Evaluate a condition, two-valued; findings that nobody made are not so."""
    return all(_holds(name, value, whole, units) for name, value in when.items())


def _holds(name: str, value: Any, whole: Table, units: Units) -> bool:
    if name == "any_of":
        return any(holds(v, whole, units) for v in value)
    if name == "all_of":
        return all(holds(v, whole, units) for v in value)
    if name == "none_of":
        return not any(holds(v, whole, units) for v in value)
    if name == "localities_min":
        return bool(whole["places"] >= value)
    if name == "units_min":
        return bool(len(set(whole["units"] or ())) >= value)
    if name == "directed":
        return (whole["directed_by"] is not None) is bool(value)
    if name == "vertical":
        return bool(units.vertical_departments(whole)) is bool(value)
    if name == "any_field":
        return bool(whole["own_fields"].intersection(whole["fields"] or ())) is bool(value)
    if name in ("categories", "fields"):
        return any(code in value for code in whole[name] or ())
    if isinstance(value, bool):
        return bool(whole[name]) is bool(value)
    return whole[name] in value


def first_respondents(facts: Table, packs: Sequence[Table], units: Units) -> list[str]:
    """Try the rules in order; a severity not yet known counts as the worst."""
    graded = {**facts, "severity": facts["severity"] or WORST}
    for pack in packs:
        wholes = list(completions(graded, pack))
        for rule in pack.get("responsibility", ()):
            if all(holds(rule.get("when", {}), whole, units) for whole in wholes):
                found = units.named(rule["subject"], facts)
                if found:
                    return found
    return units.stand_in(facts)


def claims(
    facts: Table,
    pack: Table,
    duty: Table,
    subjects: list[str],
    units: Units,
    order: tuple[int, int],
    provisional: bool,
) -> Iterator[Line]:
    """Yield one line for each owner and each separately told recipient of a clause."""
    owners = subjects
    if duty.get("owner", "FIRST_RESPONDENT") != "FIRST_RESPONDENT":
        owners = units.named(duty["owner"], facts) or subjects[:1]
    if not duty.get("each_subject"):
        owners = owners[:1]
    start_at, due_at, unsure = moments(facts, duty)
    place_open = facts["localities"] is None and "" not in pack["pack"]["applies_to"].get(
        "divisions", ()
    )
    for i, owner in enumerate(owners):
        for mark in [f":{to}" for to in duty["to"]] if duty.get("each_recipient") else [""]:
            yield Line(
                key=duty["kind"] + mark + (f"@{owner}" if i else ""),
                due_at=due_at,
                start_at=start_at,
                modality=duty["modality"],
                provisional=provisional or unsure or place_open,
                owner=owner,
                verified=pack["pack"]["verified"],
                order=order,
                pack=pack["pack"]["id"],
                duty=duty,
            )


def moments(facts: Table, duty: Table) -> tuple[datetime, datetime | None, bool]:
    """Tell start, due and whether the start only stands in for one that nobody knows."""
    known: datetime = facts["known_at"]
    due = duty.get("due")
    if due is None:
        return known, None, False
    if "fact" in due:
        ordered = facts["directed_due_at"]
        return (facts["directed_at"] or known if ordered else known), ordered, False
    number, letter = int(due["within"][:-1]), due["within"][-1]
    seconds = number * {"m": 60, "h": 3600, "d": 86400}[letter]
    start = facts["occurred_at"] if due["from"] == "OCCURRED" else known
    return start or known, (start or known) + timedelta(seconds=seconds), start is None


def join(facts: Table, lines: list[Line]) -> Answer:
    """Keep every line; the one due first acts, then the certain, the strictest, the nearest."""

    def rank(line: Line) -> tuple[datetime, int, int, bool, tuple[int, int]]:
        return (
            line.due_at or FOREVER,
            1 if line.due_at and line.provisional else 0,
            STRICTNESS.index(Modality(line.modality)),
            not line.verified,
            line.order,
        )

    lines = sorted(lines, key=rank)
    acting = lines[0]
    due = acting.due_at
    return Answer(
        key=acting.key,
        due_at=due,
        start_at=acting.start_at if due is not None else facts["known_at"],
        provisional=acting.provisional or facts["localities"] is None,
        modality=acting.modality,
        owner=acting.owner,
        acting=f"{acting.pack}/{acting.duty['id']}",
        bases=tuple(f"{line.pack}/{line.duty['id']}" for line in lines),
        late_at_intake=due is not None and facts["known_at"] > due,
        owed=False,
    )


def waits_for(lines: list[Line]) -> set[str]:
    """Join what the clauses wait for; empty when one of them waits for nothing."""
    each = [set(line.duty.get("owed_after", ())) for line in lines]
    return set().union(*each) if all(each) else set()


def is_owed(key: str, waits: Mapping[str, set[str]], lines: Mapping[str, list[Line]]) -> bool:
    """Tell whether a duty is owed from the start, nothing being fulfilled yet."""
    others = [other for other in lines if other != key]
    if "*" in waits[key]:
        return not any("*" not in waits[o] and is_owed(o, waits, lines) for o in others)
    return not any(lines[o][0].duty["kind"] in waits[key] for o in others)
