"""The registry's change feed, written by hand for the tests of the mirror."""

from typing import Any
from uuid import uuid5

from services.deadlines.domain.scopes import Scope
from services.deadlines.law.directory import Holder, Unit
from tests.deadlines.desk import NAMESPACE


def change_of_unit(place: int, unit: Unit) -> dict[str, Any]:
    """A unit as the registry's feed tells it."""
    body = {
        "id": str(uuid5(NAMESPACE, unit.code)),
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.name,
        "initials": "",
        "kind": unit.kind,
        "level": unit.level,
        "division": unit.division,
        "parent": unit.parent,
        "supervising": unit.supervising,
        "management": unit.management,
        "tags": [],
        "active_from": None,
        "active_to": None,
        "scope": list(Scope.of_code(unit.code).codes),
    }
    return {"cursor": str(place), "entity": "unit", "version": 1, "body": body}


def id_of(person: str) -> str:
    """The id under which the feed tells of a person."""
    return str(uuid5(NAMESPACE, person))


def change_of_post(place: int, holder: Holder) -> dict[str, Any]:
    """An appointment as the registry's feed tells it; ``to`` is the last day served."""
    body = {
        "id": str(uuid5(NAMESPACE, f"{holder.unit} {holder.post} {holder.person}")),
        "unit": holder.unit,
        "person_id": id_of(holder.person),
        "person": holder.person,
        "post": holder.post.value,
        "title": holder.title,
        "phone": None,
        "from": "2020-01-01",
        "to": None,
        "filed_on": None,
    }
    return {"cursor": str(place), "entity": "appointment", "version": 1, "body": body}


def change_of_person(place: int, person: str, **given: Any) -> dict[str, Any]:
    """A person as the registry's feed tells of him."""
    body = {"id": id_of(person), "name": person, "phone": "13900000001", **given}
    return {"cursor": str(place), "entity": "person", "version": 1, "body": body}


def change_of_leave(
    place: int, person: str, begins: str, ends: str | None, stand_in: str | None = None
) -> dict[str, Any]:
    """A leave as the registry's feed tells it; one of a person each."""
    body = {
        "id": id_of(f"{person}请假"),
        "person_id": id_of(person),
        "from": begins,
        "to": ends,
        "present": False,
        "stand_in_person_id": stand_in and id_of(stand_in),
    }
    return {"cursor": str(place), "entity": "availability", "version": 1, "body": body}
