"""A bulletin's numbers, counted again from the change log alone, entry by entry.

It reads nothing but the feed that any client reads, and shares no statement with the reports.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.deadlines.histories import LATE, History, class_of, part_of, stages

Row = dict[str, Any]
RANKS = ("GENERAL", "LARGER", "MAJOR", "PARTICULARLY_MAJOR")


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(slots=True)
class Recount:
    """What the log has told so far; ``told`` counts its entries by entity and kind."""

    incidents: dict[str, Row] = field(default_factory=dict)
    obligations: dict[str, Row] = field(default_factory=dict)
    releases: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)
    rises: list[tuple[datetime, str, set[str]]] = field(default_factory=list)
    reviews: dict[str, Row] = field(default_factory=dict)
    accounts: dict[str, Row] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)

    def read(self, changes: Iterable[Mapping[str, Any]]) -> None:
        """Play entries in their order."""
        for change in changes:
            entity, kind = change["entity"], change["kind"]
            self.told[f"{entity} {kind}"] += 1
            hear = getattr(self, f"_{entity}", None)
            if hear is not None:
                about = change["body"]["incident"] if entity == "incident" else change["id"]
                hear(about, kind, change["body"], moment(change["at"]))

    def _incident(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        row = self.incidents.setdefault(id_, {"id": id_, "severity": None})
        if kind not in ("OPENED", "ASSESSED"):
            return
        before, after = row["severity"], body["severity"]
        if before and after and RANKS.index(after) > RANKS.index(before):
            self.rises.append((at, body["number"], self._missed(id_, at)))
        row |= {"severity": after, "known_at": moment(body["known_at"]), "drill": body["drill"]}
        row["number"] = body["number"]

    def _missed(self, incident: str, at: datetime) -> set[str]:
        return {
            id_
            for id_, row in self.obligations.items()
            if row["incident"] == incident and row["due_at"] and row["due_at"] < at
        }

    def _obligation(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        row = self.obligations.setdefault(id_, {"id": id_})
        if kind in ("OPENED", "MOVED", "REOPENED"):
            told = ("due_class", "modality", "provisional", "by_release", "owed")
            row |= {name: body[name] for name in told}
            row |= {"kind": body["duty"], "owner": body["unit"], "person": body["answers"]}
            row |= {"incident": body.get("incident"), "state": "OPEN", "outcome": None}
            row |= {"start_at": moment(body["start_at"]), "due_at": moment(body["due_at"])}
        elif kind == "CONTACTS_CHANGED":
            row["person"] = body["answers"]
        elif kind == "OWED":
            row["owed"] = True
        elif kind in ("FULFILLED", "WAIVED", "LAPSED"):
            row["state"] = kind
            row["outcome"] = body.get("outcome")
            row["done_at"] = moment(body.get("done_at"))

    def _release(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        if kind == "RECORDED":
            self.releases.append({**body, "at": moment(body["released_at"])})

    def _statement(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        self.statements.append({"incident": body["incident"], "at": at})

    def _gate(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        decided = moment(body["decided_at"])
        self.decisions.append({"incident": body["incident"], "at": decided})

    def _review(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        # of one incident the newest stands
        self.reviews[body["incident"]] = {**body, "at": moment(body["decided_at"])}

    def _accountability(self, id_: str, kind: str, body: Row, at: datetime) -> None:
        self.accounts[id_] = {**body, "at": moment(body["decided_at"])}

    def borne(self, row: Row) -> bool:
        """Tell whether people decided to bear with this duty's outcome (容错)."""
        review = self.reviews.get(row["incident"] or "")
        if review is None or not review["tolerated"]:
            return False
        return not review["obligations"] or row["id"] in review["obligations"]

    def counted(self, unit: str, begins: datetime, ends: datetime) -> list[Row]:
        """Keep what a bulletin counts: of the unit's tree and the period, no drill, not lapsed."""
        return [
            row
            for row in self.obligations.values()
            if row["owner"].startswith(unit)
            and begins <= (row["due_at"] or row["start_at"]) < ends
            and row["state"] != "LAPSED"
            and not (row["incident"] and self.incidents[row["incident"]]["drill"])
        ]

    def spent(self, rows: Sequence[Row]) -> dict[str, tuple[int, float, float]]:
        """Divide the time of what was late among its stages."""
        history = History(
            incidents=list(self.incidents.values()),
            obligations=rows,
            statements=self.statements,
            decisions=self.decisions,
            reviews=(),
        )
        return stages(history, rows)


def by_word(
    rows: Iterable[Row], words: str, marked: str, unit: str, begins: datetime, ends: datetime
) -> dict[str, list[int]]:
    """Count decisions on a unit's tree in a period, all and by word, and those that are marked."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row["unit"].startswith(unit) and begins <= row["at"] < ends:
            for word in ("", *row[words]):
                found[word][0] += 1
                found[word][1] += row[marked] is True
    return dict(found)


def standing_of(row: Row, now: datetime) -> str:
    if row["state"] == "WAIVED":
        return "WAIVED"
    if row["state"] == "FULFILLED":
        return "DONE" if row["due_at"] is None else str(row["outcome"])
    missed = row["owed"] and row["due_at"] is not None and row["due_at"] < now
    return "MISSED" if missed else "OPEN"


def table(
    rows: Sequence[Row], sort: Callable[[Row], str], now: datetime
) -> dict[tuple[str, str], dict[str, float | None]]:
    """Count rows by a word and by the class of their limits."""
    sorts: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        sorts[sort(row), class_of(row)].append(row)
    return {which: figures(found, now) for which, found in sorts.items()}


def figures(rows: Sequence[Row], now: datetime) -> dict[str, float | None]:
    count = Counter(standing_of(row, now) for row in rows)
    late = [row for row in rows if standing_of(row, now) in LATE]
    rated = count["ON_TIME"] + count["LATE"] + count["LATE_WITH_REASON"] + count["MISSED"]
    told = count["DONE"] + count["OPEN"]
    minutes = sum((row["done_at"] - row["due_at"]).total_seconds() for row in late) / 60
    return {
        "TOTAL": len(rows),
        "ON_TIME_RATE": 100 * count["ON_TIME"] / rated if rated else None,
        "DONE_RATE": 100 * count["DONE"] / told if told else None,
        "MEAN_OVERDUE": minutes / len(late) if late else None,
        **{name: count[name] for name in ("ON_TIME", *LATE, "MISSED", "OPEN", "WAIVED", "DONE")},
    }


def best(
    rows: Sequence[Row], key: Callable[[Row], tuple[str, ...] | None], now: datetime
) -> dict[tuple[str, ...], int]:
    """Name who missed no limit, with how often in time."""
    by: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if class_of(row) == "STATUTORY" and (who := key(row)):
            by[who][standing_of(row, now)] += 1
    return {
        who: count["ON_TIME"]
        for who, count in by.items()
        if count["ON_TIME"] and not count["LATE"] + count["LATE_WITH_REASON"] + count["MISSED"]
    }


CUTS: Mapping[str, Callable[[str], Callable[[Row], str]]] = {
    "SUMMARY": lambda unit: lambda row: "",
    "BY_KIND": lambda unit: lambda row: str(row["kind"]),
    "BY_MODALITY": lambda unit: lambda row: str(row["modality"]),
    "BY_UNIT": lambda unit: lambda row: part_of(unit, row["owner"]),
}
