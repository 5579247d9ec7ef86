"""A consumer that rebuilds the registry's tables from its feed, and the tables to compare with."""

import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.kit.database import Database
from services.kit.graphql.ids import parse_global_id

Rows = dict[str, dict[str, dict[str, Any]]]

TABLES = {
    "unit": "unit",
    "unit_name": "unit_name",
    "unit_succession": "unit_succession",
    "person": "person",
    "appointment": "appointment",
    "availability": "availability",
    "channel": "channel",
    "expert": "expert",
    "filing": "filing",
    "training": "training",
    "standing_document": "standing_document",
}
"""The table that an entity of the feed is kept in."""

RENAMED = {
    "unit_name": {"from": "from_day"},
    "appointment": {"from": "starts_on", "to": "ends_on"},
    "availability": {"from": "starts_at", "to": "ends_at"},
    "channel": {"group": "chat_group"},
}
TOLD_BESIDE = {
    # why it was done, and names as they were then, of rows that have changes of their own
    "unit": {"reason"},
    "appointment": {"reason", "person", "phone"},
    "availability": {"person"},
}
OWN = {
    # what the registry keeps for itself: the search, and the mask of a number
    "unit": {"rank", "grams"},
    "person": {"phone_hint"},
}
UNVERSIONED = {"availability"}


@dataclass(slots=True)
class Replica:
    """The rows as the feed told them, and the cursor up to which it was read."""

    rows: Rows = field(default_factory=lambda: {table: {} for table in TABLES.values()})
    cursor: str | None = None

    def take(self, page: dict[str, Any]) -> None:
        """Apply a page of the feed, all of it and its cursor, or nothing where it raises."""
        rows = copy.deepcopy(self.rows)
        for change in page["changes"]:
            entity, body = change["entity"], change["body"]
            if entity in TABLES:
                row = {**_columns(entity, body), "version": change["version"]}
                table = rows[TABLES[entity]]
                if change["kind"] == "removed":
                    del table[body["id"]]
                else:
                    before = table.get(body["id"], {"version": 0})["version"]
                    assert entity in UNVERSIONED or before < change["version"], change
                    table[body["id"]] = row
                _same_id(change)
        self.rows, self.cursor = rows, page["cursor"]


def _same_id(change: dict[str, Any]) -> None:
    _, id_ = parse_global_id(change["id"], "id")
    assert str(id_) == change["body"]["id"]


def _columns(entity: str, body: dict[str, Any]) -> dict[str, Any]:
    names = RENAMED.get(entity, {})
    beside = TOLD_BESIDE.get(entity, set())
    row = {names.get(name, name): value for name, value in body.items() if name not in beside}
    if entity == "unit":
        scope = row.pop("scope")
        row |= {f"scope{place}": code for place, code in enumerate(scope, start=1)}
    return row


async def tables(database: Database) -> Rows:
    """Return what the tables hold, every column but those that are the registry's own affair."""
    found: Rows = {}
    async with database.reading() as conn:
        for entity, table in TABLES.items():
            rows = await conn.fetch(f"select to_jsonb(t) as row from {table} t")  # noqa: S608 - a name of ours
            found[table] = {row["row"]["id"]: _kept(entity, row["row"]) for row in rows}
        people = await conn.fetch("select person_id, phone from person_phone")
        attending = await conn.fetch("select to_jsonb(t) as row from training_attendee t")
    numbers = {str(row["person_id"]): row["phone"] for row in people}
    for id_, person in found["person"].items():
        person["phone"] = numbers.get(id_)
    for training in found["training"].values():
        training["attendees"] = []
    for row in attending:
        who = {name: row["row"][name] for name in ("person_id", "staff_kind")}
        found["training"][row["row"]["training"]]["attendees"].append(who)
    return found


def _kept(entity: str, row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in OWN.get(entity, set())}
    return kept if "version" in kept else {**kept, "version": 1}


def plain(value: Any, name: str = "") -> Any:
    """Return rows in which the order of attendees and the writing of moments do not count."""
    if isinstance(value, dict):
        return {key: plain(one, key) for key, one in value.items()}
    if isinstance(value, list):
        found = [plain(one) for one in value]
        return sorted(found, key=str) if name == "attendees" else found
    if isinstance(value, str) and (name == "at" or name.endswith("_at")):
        return datetime.fromisoformat(value)
    return value


def differences(replica: Replica, kept: Rows) -> list[tuple[Any, ...]]:
    """Return table, id, column and both values wherever a replica and the tables differ."""
    ours, theirs = plain(replica.rows), plain(kept)
    return [
        (table, id_, name, one.get(name, "missing"), other.get(name, "missing"))
        for table, rows in theirs.items()
        for id_ in rows.keys() | ours[table].keys()
        for one, other in [(ours[table].get(id_, {}), rows.get(id_, {}))]
        for name in one.keys() | other.keys()
        if one.get(name, "missing") != other.get(name, "missing")
    ]
