"""What must be owed: the naive law under the facts as stated, by what is owed and who owes it.

It shares nothing with the use cases but the vocabulary. What it says of one incident is a plain
dictionary; who keeps to it is for `tests.deadlines.life.ledger` to find out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import asdict, replace

from services.deadlines.law.facts import Facts
from services.deadlines.packs import pack_texts, world_text
from tests.deadlines.law import naive
from tests.deadlines.law.naive_packs import in_force, read
from tests.deadlines.law.naive_units import Units

Table = Mapping[str, Any]
TEXTS = tuple(read(pack_texts()))
WORLD: tuple[Table, ...] = tuple(tomllib.loads(world_text())["unit"])
HOLDERS: list[Table] = tomllib.loads(world_text())["holder"]


class Owed(NamedTuple):
    """One duty as the naive law has it; ``certain`` is its earliest limit beyond doubt."""

    answer: naive.Answer
    certain: datetime | None
    waits: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Expectation:
    """An incident as its officer has stated it; ``pins`` are its packs' versions.

    ``gone`` tells from when a unit is merged into another.
    """

    facts: Facts
    texts: Sequence[Table] = TEXTS
    pins: dict[str, str] = field(default_factory=dict)
    gone: dict[str, datetime] = field(default_factory=dict)

    def restated(self, given: Mapping[str, Any], now: datetime) -> Facts:
        """Lay what is stated over the facts; an order is dated by when it was first stated."""
        values = dict(given)
        if "directed_by" in values and values["directed_by"] != self.facts.directed_by:
            values = {"directed_at": now, "directed_due_at": None, **values}
            if values["directed_by"] is None:
                values["directed_at"] = None
        return replace(self.facts, **values)

    def packs(self) -> list[Table]:
        """List the packs that bind, each in the version that the incident is pinned to."""
        facts = asdict(self.facts)
        found = in_force(self.texts, facts, self.units())
        whole = {(p["pack"]["id"], p["pack"]["version"]): p for p in self.texts}
        return [
            whole[p["pack"]["id"], self.pins.get(p["pack"]["id"], p["pack"]["version"])]
            for p in found
        ]

    def units(self) -> Units:
        """List the units that there were at the incident's own moment."""
        moment = self.facts.occurred_at or self.facts.known_at
        return Units([row for row in WORLD if not self._merged(row["code"], moment)])

    def _merged(self, code: str, moment: datetime) -> bool:
        return code in self.gone and self.gone[code] <= moment

    def pin(self) -> None:
        """Hold the packs in the versions that bind now."""
        self.pins = {p["pack"]["id"]: p["pack"]["version"] for p in self.packs()}

    def owed(self) -> dict[tuple[str, str], Owed]:
        """Say what must be owed, by what it is (without the owner's mark) and who owes it."""
        facts, packs, units = asdict(self.facts), self.packs(), self.units()
        lines = naive.lines_of(facts, packs, units)
        return {
            (answer.key.partition("@")[0], answer.owner): Owed(
                answer,
                min(
                    (x.due_at for x in lines[answer.key] if x.due_at and not x.provisional),
                    default=None,
                ),
                frozenset(naive.waits_for(lines[answer.key])),
            )
            for answer in naive.required(facts, packs, units)
        }

    def clause(self, line: Mapping[str, Any]) -> Table:
        """Find the pack's own table of a duty's basis line."""
        pack = next(
            p
            for p in self.texts
            if (p["pack"]["id"], p["pack"]["version"]) == (line["pack"], line["pack_version"])
        )
        tables = (*pack["duty"], *pack.get("gate", ()))
        found: Table = next(t for t in tables if t["id"] == line["duty"])
        return found
