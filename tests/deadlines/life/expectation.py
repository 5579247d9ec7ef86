"""What must be owed: the naive law under the facts as stated, by what is owed and who owes it.

It shares nothing with the use cases but the vocabulary. What it says of one incident is a plain
dictionary; who keeps to it is for `tests.deadlines.life.ledger` to find out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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

    ``adopted`` are the texts as places adopted them, ``on`` is the day whose law governs since the
    incident was re-based, and ``gone`` tells from when a unit is merged into another.
    """

    facts: Facts
    texts: Sequence[Table] = TEXTS
    adopted: list[Table] = field(default_factory=list)
    pins: dict[str, str] = field(default_factory=dict)
    on: date | None = None
    gone: dict[str, datetime] = field(default_factory=dict)

    def restate(self, given: Mapping[str, Any], now: datetime) -> None:
        """Lay what is stated over the facts; an order is dated by when it was first stated.

        Packs that the facts alone bring in or drive out come or go; the others stay as pinned.
        """
        values = dict(given)
        if "directed_by" in values and values["directed_by"] != self.facts.directed_by:
            values = {"directed_at": now, "directed_due_at": None, **values}
            if values["directed_by"] is None:
                values["directed_at"] = None
        was = self.binding()
        self.facts = replace(self.facts, **values)
        binds = self.binding()
        come = {name: version for name, version in binds.items() if name not in was}
        stay = {n: v for n, v in self.pins.items() if n in binds or n not in was}
        self.pins = {**come, **stay}

    def rebase(self, day: date) -> None:
        """Put the incident under the law of a day."""
        self.on = day
        self.pins = self.binding()

    def binding(self) -> dict[str, str]:
        """Name the packs that would bind the incident if it were not pinned to any."""
        texts = (*self.texts, *self.adopted)
        found: dict[str, str] = {}
        for text in in_force(texts, asdict(self.facts), self.units(), self.on):
            found.setdefault(text["pack"]["id"], text["pack"]["version"])
        return found

    def packs(self) -> list[Table]:
        """List the packs that it is pinned to, in the order in which they bind."""
        whole = {(p["pack"]["id"], p["pack"]["version"]): p for p in self.texts}
        order = list(self.binding())
        names = sorted(self.pins, key=lambda name: order.index(name) if name in order else 99)
        return [whole[name, self.pins[name]] for name in names]

    def adopt(self, pack: str, unit: str, begins: date) -> None:
        """Let a place adopt a text from a day on."""
        text = next(t for t in self.texts if t["pack"]["id"] == pack)
        head = {"applies_to": {"divisions": [unit]}, "effective_from": begins}
        self.adopted.append({**text, "pack": {**text["pack"], **head}})

    def units(self) -> Units:
        """List the units that there were at the incident's own moment."""
        moment = self.facts.occurred_at or self.facts.known_at
        return Units([row for row in WORLD if not self._merged(row["code"], moment)])

    def _merged(self, code: str, moment: datetime) -> bool:
        return code in self.gone and self.gone[code] <= moment

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
