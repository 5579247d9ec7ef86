"""What the tables say of one incident, and what must hold of it whatever was done.

The rules are written from the promises, not from the use cases: nothing owed is lost, no due time
is overwritten or without its clause, what a person ended stays ended, and the change log alone
tells the state of every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from tests.deadlines.life.expectation import Expectation, Owed

Row = Mapping[str, Any]
DONE = ("FULFILLED", "WAIVED")
SPANS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """One incident at one moment: its row, obligations by id, due versions, changes in order."""

    incident: Row
    rows: Mapping[UUID, Row]
    dues: Mapping[UUID, list[Row]]
    log: list[Row]
    alerts: Mapping[UUID, list[Row]]

    @classmethod
    async def read(cls, conn: "asyncpg.Connection[asyncpg.Record]", incident: UUID) -> "Ledger":
        """Read it from the tables, not by the product's own code."""
        found = await conn.fetch(
            "select * from obligation where incident = $1 order by key", incident
        )
        ids = [row["id"] for row in found]
        dues = await conn.fetch(
            "select * from due_version where obligation = any($1) order by obligation, version",
            ids,
        )
        log = await conn.fetch(
            "select * from change where id = $1 or body ->> 'incident' = $2 order by xid, seq",
            incident,
            str(incident),
        )
        alerts = await conn.fetch("select * from obligation_alert where obligation = any($1)", ids)
        head = await conn.fetchrow("select * from incident where id = $1", incident)
        assert head is not None
        rows = {row["id"]: dict(row) for row in found}
        return cls(dict(head), rows, _by(dues), [dict(change) for change in log], _by(alerts))

    def open(self) -> list[Row]:
        """List the open obligations by key."""
        return [row for row in self.rows.values() if row["state"] == "OPEN"]


def _by(rows: list[Any]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["obligation"], []).append(dict(row))
    return found


def certain(row: Row) -> datetime | None:
    """Tell the earliest limit that a clause certainly set."""
    dues = [line["due_at"] for line in row["basis"] if line["due_at"] and not line["provisional"]]
    return min(map(datetime.fromisoformat, dues), default=None)


def nothing_is_lost(before: Ledger, after: Ledger) -> None:
    """Each obligation that ever was is there; what a person ended stays as he ended it."""
    assert before.rows.keys() <= after.rows.keys()
    told = {change["id"] for change in after.log[len(before.log) :] if change["kind"] == "OWED"}
    for id_, row in before.rows.items():
        assert (id_ in told) == (row["owed"] != after.rows[id_]["owed"]), row["key"]
        if row["state"] in DONE:
            kept = ("state", "closed_at", "closed_by", "close_reason", "done_at", "outcome")
            assert [row[name] for name in kept] == [after.rows[id_][name] for name in kept]
    for row in after.rows.values():
        if row["state"] == "OPEN":
            assert row["closed_at"] is None
        else:
            assert row["closed_at"] is not None
            assert row["closed_by"]
            assert row["close_reason"] or row["state"] == "FULFILLED"


def nothing_is_overwritten(before: Ledger, after: Ledger) -> None:
    """Due versions and changes are only appended; the newest version is what the row bears."""
    assert after.log[: len(before.log)] == before.log
    for id_, row in after.rows.items():
        versions = after.dues[id_]
        old = before.dues.get(id_, [])
        assert versions[: len(old)] == old
        assert [each["version"] for each in versions] == list(range(1, row["due_version"] + 1))
        assert versions[-1]["due_at"] == row["due_at"]
        assert versions[-1]["basis"] == row["basis"]
        assert all(each["actor"] and each["reason"] for each in versions)


def every_due_has_its_clause(now: Ledger, expectation: Expectation) -> None:
    """A due time is a clause's own figure after its start, or an order's; else there is none."""
    for row in now.rows.values():
        assert row["basis"]
        for line in row["basis"]:
            assert line["clause"]
            assert line["document"]
            due = expectation.clause(line).get("due", {})
            if line["due_at"] is None:
                assert "within" not in due
            elif "within" in due:
                span = timedelta(**{SPANS[due["within"][-1]]: int(due["within"][:-1])})
                start = datetime.fromisoformat(line["start_at"])
                assert datetime.fromisoformat(line["due_at"]) - start == span
        acting = [line for line in row["basis"] if line["acting"]]
        assert [line["due_at"] and datetime.fromisoformat(line["due_at"]) for line in acting] == [
            row["due_at"]
        ]


def the_log_tells_all(now: Ledger) -> None:
    """Played from its beginning, the change log gives the state of the tables."""
    told: dict[UUID, dict[str, Any]] = {}
    for change in now.log:
        assert change["actor"]
        assert change["at"]
        if change["entity"] in ("obligation", "incident"):
            _play(told.setdefault(change["id"], {"version": 0}), change)
    head = told.pop(now.incident["id"])
    assert (head["state"], head["version"]) == (now.incident["state"], now.incident["version"])
    assert told.keys() == now.rows.keys()
    for id_, row in now.rows.items():
        have = {name: row[name] for name in ("state", "version", "due_at", "outcome")}
        tells = {name: told[id_].get(name) for name in have}
        assert tells == have, (row["key"], tells, have)
        assert row["owed"] or not told[id_].get("owed"), row["key"]


def _play(entity: dict[str, Any], change: Row) -> None:
    kind, body = change["kind"], change["body"]
    if kind in ("ALERTED", "CLIMBED"):
        assert change["version"] == entity["version"]
        return
    assert change["version"] == entity["version"] + 1, (kind, change["version"], entity)
    entity["version"] = change["version"]
    if kind in ("OPENED", "MOVED", "REOPENED"):
        due = body.get("due_at")
        entity["state"], entity["due_at"] = "OPEN", due and datetime.fromisoformat(due)
    elif kind in ("LAPSED", "WAIVED"):
        assert body["reason"]
        entity["state"] = kind
    elif kind == "FULFILLED":
        entity["state"], entity["outcome"] = kind, body["outcome"]
    elif kind == "OWED":
        entity["owed"] = True
    elif kind == "CLOSED":
        entity["state"] = kind


def what_must_be_owed_is(now: Ledger, owed: Mapping[tuple[str, str], Owed], at: datetime) -> None:
    """Hold the rows against the naive law as of the last assessment, which was ``at``."""
    rows = [row for row in now.rows.values() if row["opened_on"] == "INCIDENT"]
    for (group, owner), must in owed.items():
        mine = [r for r in rows if _group(r) == group and r["owner_code"] == owner]
        live = [r for r in mine if r["state"] != "LAPSED"]
        if not live:
            # what is done is not asked for again because it passed to another
            assert any(_group(r) == group and r["state"] in DONE for r in rows), (group, owner)
            continue
        (row,) = live
        if row["state"] == "OPEN":
            _bears(row, must, at)
    for row in rows:
        if row["state"] == "OPEN" and (_group(row), row["owner_code"]) not in owed:
            assert breached(row, at), f"{row['key']} is open, and nobody asks for it"


def _group(row: Row) -> str:
    return str(row["key"]).partition("@")[0]


def breached(row: Row, at: datetime) -> bool:
    """Tell whether a limit that certainly bound had passed."""
    limit = certain(row)
    return limit is not None and limit < at


def _bears(row: Row, must: Owed, at: datetime) -> None:
    answer = must.answer
    have = (row["due_at"], row["provisional"], row["modality"])
    want = (answer.due_at, answer.provisional, answer.modality)
    if have == want:
        return
    # a breach stays as it is where the law now asks for less
    limit = certain(row)
    assert limit is not None, (row["key"], have, want)
    assert limit < at, (row["key"], have, want)
    assert must.certain is None or answer.provisional or must.certain > limit, (have, want)


def no_breach_is_erased(before: Ledger, after: Ledger, at: datetime) -> None:
    """Nothing but a person, or another start of its clock, takes back what was overdue."""
    for id_, row in before.rows.items():
        now = after.rows[id_]
        if row["state"] != "OPEN" or not breached(row, at) or now["state"] in DONE:
            continue
        limit, is_ = certain(row), certain(now)
        assert now["state"] == "OPEN", row["key"]
        restarted = now["start_at"] != row["start_at"] or now["kind"] == "DIRECTED_RESPONSE"
        assert is_ is not None, row["key"]
        assert limit is not None
        assert is_ <= limit or restarted, (row["key"], limit, is_)


def somebody_is_always_asked(now: Ledger) -> None:
    """What waits, waits for something that is open; an open incident has a row on the board."""
    rows = now.open()
    done = {row["kind"] for row in now.rows.values() if row["state"] == "FULFILLED"}
    assert not rows or any(row["owed"] for row in rows)
    for row in rows:
        if row["owed"] or "*" in row["owed_after"]:
            continue
        others = {other["kind"] for other in rows if other["id"] != row["id"]}
        assert not done.intersection(row["owed_after"]), row["key"]
        assert others.intersection(row["owed_after"]), row["key"]


def the_overdue_looks_overdue(now: Ledger, at: datetime) -> None:
    """What was met late says so; ``at`` everything past due has had its rung recorded."""
    for row in now.rows.values():
        done, due = row["done_at"], row["due_at"]
        if row["state"] == "FULFILLED" and due is not None:
            assert (row["outcome"] == "ON_TIME") == (done <= due), row["key"]
        if row["state"] == "OPEN" and row["owed"] and due is not None and due < at:
            rungs = [
                alert["rung_at"]
                for alert in now.alerts.get(row["id"], ())
                if alert["rung"] == "OVERDUE" and alert["due_version"] == row["due_version"]
            ]
            assert rungs == [due + timedelta(microseconds=1)], (row["key"], rungs)
