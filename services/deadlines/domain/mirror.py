"""The registry's change feed as rows of the mirror (登记簿镜像)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.deadlines.domain.scopes import Scope
from services.kit.phones import masked

CHINA = ZoneInfo("Asia/Shanghai")

FRESH = timedelta(minutes=10)
"""For so long after the registry last answered, a code the mirror lacks is taken for unknown."""

LARGEST_BATCH = 10_000

REMOVED = "removed"
"""The feed's kind of a change after which the thing is gone."""

MOST_FAULTS = 100
"""So many things of one batch may be unfit for the mirror; of more, the feed is not understood."""


class FeedFault(Exception):
    """The registry answered something that is not its change feed; nothing of it is applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """What was fetched from the registry in one sync, and where it ends."""

    after: str | None
    changes: Sequence[Mapping[str, Any]]
    cursor: str | None
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing of the registry that the mirror cannot hold, and why; the rest is mirrored.

    ``at`` is when it was last met. The reason names no value: it may be a telephone number.
    """

    entity: str
    id: str
    cursor: str
    reason: str
    at: datetime


@dataclass(slots=True)
class Images:
    """The last image of each changed thing, as rows of the mirror's tables.

    ``places`` tells entity and cursor of each row by table and id.
    """

    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    unit_names: dict[str, dict[str, Any]] = field(default_factory=dict)
    successions: dict[str, dict[str, Any]] = field(default_factory=dict)
    persons: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    availability: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """What is no longer there, by table and id: an import was undone that had created it."""
    places: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorStatus:
    """How the mirror stands: last answer of the registry, cursor, whether it answered last time."""

    last_sync_at: datetime | None
    cursor: str | None
    reachable: bool
    units: int
    faults: Sequence[Fault] = ()

    def fresh(self, now: datetime) -> bool:
        """Tell whether the mirror can witness that a code does not exist."""
        return (
            self.reachable
            and self.units > 0
            and self.last_sync_at is not None
            and now - self.last_sync_at <= FRESH
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncAnswer:
    """The answer of one sync: how many changes were applied, and whether more wait."""

    applied: int
    cursor: str | None
    has_more: bool
    reachable: bool


def images(changes: Iterable[Mapping[str, Any]], now: datetime) -> tuple[Images, list[Fault]]:
    """Reduce changes, oldest first, to the last image of each thing; others' entities are passed.

    What lacks what the mirror needs is told as a fault and left out; what was told of the same
    thing before stays. Raises FeedFault where more than `MOST_FAULTS` things are broken.
    """
    found, faults = Images(), dict[tuple[str, str], Fault]()
    for change in changes:
        if not isinstance(change, Mapping):
            raise FeedFault("a change that is no object")
        entity, id_, cursor = _named(change)
        try:
            if entity in _MAKERS:
                table, row = _image(change)
                _keep(found, table, row, gone=change.get("kind") == REMOVED)
                found.places[table, row["id"]] = entity, cursor
                faults.pop((entity, id_), None)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # the name of a missing field is said, a value never
            what = f" {error}" if isinstance(error, KeyError) else ""
            reason = f"{type(error).__name__}{what}"
            fault = Fault(entity=entity, id=id_, cursor=cursor, reason=reason, at=now)
            faults[entity, id_] = fault
    if len(faults) > MOST_FAULTS:
        raise FeedFault(f"{len(faults)} things that the mirror does not understand")
    return found, list(faults.values())


def _keep(found: Images, table: str, row: dict[str, Any], *, gone: bool) -> None:
    images_: dict[str, dict[str, Any]] = getattr(found, table)
    if gone:
        images_.pop(row["id"], None)
        found.removed.setdefault(table, {})[row["id"]] = row
    else:
        images_[row["id"]] = row


def _image(change: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    table, row = _MAKERS[change["entity"]](change["body"])
    if not isinstance(row["id"], str):
        raise TypeError("an id is a text")
    row["version"] = int(change["version"])
    if table == "units":
        row["told_at"] = moment(change.get("at"))
    return table, row


def _named(change: Mapping[str, Any]) -> tuple[str, str, str]:
    """Name what a change tells of, and its place; a broken one may name nothing but its place."""
    cursor, body = str(change.get("cursor")), change.get("body")
    id_ = body.get("id") if isinstance(body, Mapping) else None
    known = id_ if isinstance(id_, str) and id_.isprintable() else None
    return str(change.get("entity")), (known or f"cursor {cursor}")[:100], cursor


def _unit(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    code = body["code"]
    if not isinstance(code, str) or not code:
        raise TypeError("a unit's code is a text")
    scope = _scope(code, body.get("scope"))
    return "units", {
        "id": body["id"],
        "code": code,
        "name": body["name"],
        "short_name": body.get("short_name") or body["name"],
        "initials": (body.get("initials") or "").lower(),
        "kind": body["kind"],
        "level": body["level"],
        "division": body.get("division") or code.partition("-")[0],
        "parent": body.get("parent"),
        "supervising": body.get("supervising"),
        "management": body.get("management") or "TERRITORIAL",
        "tags": list(body.get("tags") or ()),
        "active_from": moment(body.get("active_from")),
        "active_to": after(body.get("active_to")),
        **{f"scope{level}": code for level, code in enumerate(scope, start=1)},
    }


def _scope(code: str, given: Any) -> tuple[str | None, ...]:
    """Check a unit's place; without one it is read off the code, for no board shows what lies
    nowhere. Raises TypeError or ValueError.
    """
    if not given:
        return Scope.of_code(code).codes
    if not isinstance(given, list) or not all(isinstance(c, str | None) for c in given):
        raise TypeError("a scope is a list of codes")
    if not given[0] or len(given) > 6:
        raise ValueError("a scope begins with the nation and has at most six codes")
    return (*given, *[None] * (6 - len(given)))


def _unit_name(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "unit_names", {
        "id": body["id"],
        "unit": body["unit"],
        "begins": moment(body["from"]),
        "name": body["name"],
        "short_name": body.get("short_name") or body["name"],
    }


def _succession(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "successions", {
        "id": body["id"],
        "predecessor": body["predecessor"],
        "successor": body["successor"],
        "kind": body["kind"],
        "begins": moment(body["effective_on"]),
    }


def _person(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    phone = body.get("phone")
    return "persons", {
        "id": body["id"],
        "name": body["name"],
        "phone": phone,
        "phone_hint": masked(phone),
    }


def _post(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "posts", {
        "id": body["id"],
        "unit": body["unit"],
        "person_id": body["person_id"],
        "person": body["person"],
        "post": body["post"],
        "title": body.get("title") or "",
        "filed_on": moment(body.get("filed_on")),
        "begins": moment(body.get("from")),
        "ends": after(body.get("to")),
    }


def _availability(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "availability", {
        "id": body["id"],
        "person_id": body["person_id"],
        "begins": moment(body["from"]),
        "ends": moment(body.get("to")),
        "present": bool(body["present"]),
        "stand_in": body.get("stand_in_person_id"),
    }


def _channel(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "channels", {
        "id": body["id"],
        "unit": body["unit"],
        "kind": body["kind"],
        "platform": body.get("platform"),
        "name": body["name"],
        "url": body.get("url"),
        "opened_on": moment(body.get("opened_on")),
        "closed_on": moment(body.get("closed_on")),
    }


def _document(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "documents", {
        "id": body["id"],
        "unit": body["unit"],
        "kind": body["kind"],
        "begins": moment(body["dated"]),
        "ends": moment(body.get("withdrawn_on")),
    }


_MAKERS: Final = {
    "unit": _unit,
    "unit_name": _unit_name,
    "unit_succession": _succession,
    "person": _person,
    "appointment": _post,
    "availability": _availability,
    "channel": _channel,
    "standing_document": _document,
}


def moment(value: str | None) -> str | None:
    """Write a feed's date or time as a time with offset; a bare date begins at midnight in China.

    Raises ValueError for anything else.
    """
    if value is None:
        return None
    at = datetime.fromisoformat(value)
    return (at if at.tzinfo else at.replace(tzinfo=CHINA)).isoformat()


def after(value: str | None) -> str | None:
    """Write the end of a last day (inclusive in the feed) as the first moment after it."""
    at = moment(value)
    if at is None or value is None or len(value) > 10:
        return at
    return (datetime.fromisoformat(at) + timedelta(days=1)).isoformat()
