"""The naive implementation's reading of packs: plain TOML, and which of them bind an incident."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.deadlines.law.naive_units import Units

Table = Mapping[str, Any]


def read(texts: Mapping[str, str]) -> list[Table]:
    return [tomllib.loads(text) for text in texts.values()]


def in_force(
    packs: Sequence[Table], facts: Table, units: Units, on: date | None = None
) -> list[Table]:
    """List the packs that bind, one body's first, then the smaller territory's, then the larger's.

    The day is ``on`` or the incident's own, China's, eight hours ahead of UTC all year.
    """
    moment = facts["occurred_at"] or facts["known_at"]
    day = on or (moment + timedelta(hours=8) - moment.utcoffset()).date()
    found = []
    for pack in packs:
        head = pack["pack"]
        reach = reach_of(head["applies_to"], facts, units)
        if reach and head["effective_from"] <= day < head.get("effective_to", date.max):
            newness = -head["effective_from"].toordinal()
            order = (-reach[0], -reach[1], not head["verified"], newness, head["id"])
            found.append((order, pack))
    return [pack for _, pack in sorted(found, key=lambda pair: pair[0])]


def reach_of(applies: Table, facts: Table, units: Units) -> tuple[int, int] | None:
    for body in applies.get("units", ()):
        for code in (*(facts["units"] or ()), facts["desk"]):
            if code and (
                code == body
                or code.startswith(body + "-")
                or (code in units.rows and units.department(code) == body)
            ):
                return (2, len(body))
    lengths = [len(d) for d in applies.get("divisions", ()) if covers(d, facts, units)]
    return (1, max(lengths)) if lengths else None


def covers(prefix: str, facts: Table, units: Units) -> bool:
    places = units.places(facts)
    if not prefix or any(place.startswith(prefix) for place in places):
        return True
    if facts["localities"] is not None:
        return False
    return not places or any(prefix.startswith(place) for place in places)
