"""What a person names: codes, places, units, incidents, duties; by code, by title, by initials."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clients.cli.acts import Services
from clients.cli.ending import DECLINED, bad_option, fail
from clients.cli.locale import t
from clients.tui import locale as desk
from clients.tui.models import Obligation, ObligationState, decode
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.models_preview import Code, Place
from clients.tui.operations import OPERATIONS
from clients.tui.views.menus import OFFERED, menu
from clients.tui.views.search import initials

INCIDENT_BYNUMBER = """
query IncidentByNumber($number: String!) { incident(number: $number) { id } }
"""
NUMBER = re.compile(r"\S*\d{4}-\d{1,6}")
_CODE = re.compile(r"\d[\w-]*", re.ASCII)
_MOST_NAMED = 12


def code_of(services: Services, name: str, text: str | None, option: str) -> str | None:
    """Return the code that a text of a menu means; None for none. Ends the command otherwise."""
    if text is None:
        return None
    choices = menu(name).choices
    found = fitting([(c.code, _names(name, c)) for c in choices], text)
    if not found and name in OFFERED:
        lists = services.ask(OPERATIONS.code_lists, {})["codeLists"]
        choices = menu(name).extended(decode(lists[OFFERED[name]], list[Code])).choices
        found = fitting([(c.code, _names(name, c)) for c in choices], text)
    if len(found) != 1:
        known = [c for c in choices if not found or c.code in found]
        said = t("act.comma").join(f"{c.code} {c.title}" for c in known)
        key = "act.codes_unsure" if found else "act.codes"
        bad_option(option, t(key, text=text, choices=said))
    return found[0]


def _names(name: str, code: Code) -> tuple[str, ...]:
    """Return what a code is called: its digit, its title here, and in Chinese."""
    chinese = desk.catalogue("zh").get(f"menu.{name}.{code.code}", code.title)
    return code.digit, code.title, chinese


def fitting(known: Sequence[tuple[str, tuple[str, ...]]], text: str) -> list[str]:
    """Return the codes that a text fits: the one it names outright, else all that begin so."""
    asked = text.strip().lower()
    asked_code = asked.replace("-", "_")
    forms = {
        code: {code.lower(), *(name.lower() for name in names), *(initials(n) for n in names[1:])}
        for code, names in known
    }
    exact = [code for code, said in forms.items() if said & {asked, asked_code}]
    if exact or not asked:
        return exact
    return [
        code
        for code, said in forms.items()
        if any(form.startswith((asked, asked_code)) for form in said if not form.isdigit())
    ]


def place_of(services: Services, text: str, option: str = "place") -> Place:
    """Return a place; a code is taken as it is, so that it needs no service."""
    if _CODE.fullmatch(text):
        return Place(code=text, name=text)
    answer = services.ask(OPERATIONS.localities, {"search": text})
    return _one(decode(answer["localities"], list[Place]), text, option)


def unit_of(services: Services, text: str, option: str = "unit") -> Place:
    """Return a unit of the registry; a code is taken as it is."""
    if _CODE.fullmatch(text):
        return Place(code=text, name=text)
    answer = services.ask_registry(OPERATIONS.units, {"search": text})
    edges = answer["units"]["edges"]
    return _one(decode([edge["node"] for edge in edges], list[Place]), text, option)


def _one(found: list[Place], text: str, option: str) -> Place:
    exact = [one for one in found if text in (one.code, one.name)] or found
    if not exact:
        bad_option(option, t("act.search_none", text=text))
    if len(exact) > 1:
        said = t("act.comma").join(f"{one.code} {one.name}" for one in exact[:_MOST_NAMED])
        bad_option(option, t("act.search_unsure", text=text, choices=said))
    return exact[0]


def incident_id(services: Services, ref: str) -> str:
    """Return an incident's id by its number; anything else is an id already."""
    if not NUMBER.fullmatch(ref):
        return ref
    found = services.ask(INCIDENT_BYNUMBER, {"number": ref})["incident"]
    if found is None:
        fail(t("act.no_incident", ref=ref), DECLINED)
    id_: str = found["id"]
    return id_


def incident_raw(services: Services, ref: str) -> dict[str, Any]:
    """Return an incident's file as the service tells it."""
    answer = services.ask(OPERATIONS.incident_file, {"id": incident_id(services, ref)})
    if answer["incident"] is None:
        fail(t("act.no_incident", ref=ref), DECLINED)
    found: dict[str, Any] = answer["incident"]
    return found


def incident_file(services: Services, ref: str) -> IncidentFile:
    return decode(incident_raw(services, ref), IncidentFile)


@dataclass(frozen=True, slots=True)
class Found:
    """A duty in its incident; `duty` None where only the incident was named.

    `occasion` holds a duty that belongs to no incident: it can be accepted, waived and done.
    """

    file: IncidentFile | None
    duty: Duty | Obligation | None


def duty_of(services: Services, ref: str) -> Found:
    """Return the open duty that a reference names, with the file of its incident."""
    number, slash, name = ref.partition("/")
    if not slash or not NUMBER.fullmatch(number):
        return _by_id(services, ref)
    file = incident_file(services, number)
    return Found(file, named_duty(file, name, ref))


def named_duty(file: IncidentFile, name: str, ref: str) -> Duty:
    """Return the duty of this name among the open ones; `@unit` tells twins apart."""
    name, _, unit = name.partition("@")
    rows = [duty for duty in file.obligations if duty.state is ObligationState.OPEN]
    known = [(duty.id, (duty.kind, duty.title)) for duty in rows]
    ids = set(fitting(known, name))
    ids |= {d.id for d in rows if d.kind.lower() == name.strip().lower().replace("-", "_")}
    found = [d for d in rows if d.id in ids and (not unit or _owned_by(d, unit))]
    meant = [duty for duty in found if duty.owed] or found
    if len(meant) != 1:
        said = t("act.comma").join(reference(file, duty) for duty in found or rows)
        key = "act.obligation_unsure" if found else "act.no_obligation"
        fail(t(key, ref=ref, choices=said or t("act.none")), DECLINED)
    return meant[0]


def _owned_by(duty: Duty, unit: str) -> bool:
    return duty.owner is not None and unit in (duty.owner.code, duty.owner.name)


def reference(file: IncidentFile, duty: Duty) -> str:
    """Return what names a duty on the command line, its unit with it where it has a twin."""
    twins = sum(other.title == duty.title for other in file.obligations) > 1
    unit = f"@{duty.owner.code}" if twins and duty.owner else ""
    return f"{file.number}/{duty.title}{unit}"


def _by_id(services: Services, ref: str) -> Found:
    nodes = services.ask(OPERATIONS.changed_rows, {"ids": [ref]})["nodes"]
    if not nodes or not nodes[0]:
        fail(t("act.no_obligation_id", ref=ref), DECLINED)
    row = decode(nodes[0], Obligation)
    if row.incident is None:
        return Found(None, row)
    file = incident_file(services, row.incident.id)
    return Found(file, next((duty for duty in file.obligations if duty.id == row.id), row))
