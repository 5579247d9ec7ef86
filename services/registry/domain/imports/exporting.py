"""Rosters as the rows of a spreadsheet, in the shape that an import reads."""

from collections.abc import Mapping
from datetime import date

from services.registry.domain.appointments import Appointment
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.imports.words import (
    CHANNEL_KINDS,
    COLUMNS,
    EMPLOYMENTS,
    MANAGEMENTS,
    POSTS,
    UNIT_KINDS,
    SheetKind,
)
from services.registry.domain.units import Unit

_LEFT_OUT = {"note", "parent", "credit_code"}
_OF_UNITS = {"parent", "credit_code"}


def export_header(kind: SheetKind) -> tuple[str, ...]:
    """Return the titles of an exported sheet."""
    return tuple(column.title for column in COLUMNS[kind] if _exported(kind, column.key))


def _exported(kind: SheetKind, key: str) -> bool:
    return key not in _LEFT_OUT or (key in _OF_UNITS and kind is SheetKind.UNITS)


def _row(kind: SheetKind, told: Mapping[str, str | None]) -> tuple[str, ...]:
    keys = [column.key for column in COLUMNS[kind] if _exported(kind, column.key)]
    return tuple(told[key] or "" for key in keys)


def unit_cells(unit: Unit) -> tuple[str, ...]:
    """Return the cells of a unit, its parent and its supervisor by code."""
    told = {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "credit_code": unit.credit_code,
        "short_name": unit.short_name,
        "kind": UNIT_KINDS.term(unit.kind),
        "parent": unit.parent,
        "supervising": unit.supervising,
        "management": MANAGEMENTS.term(unit.management),
        "tags": "、".join(unit.tags),
        "work_body": unit.work_body,
        "active_from": _day(unit.active_from),
    }
    return _row(SheetKind.UNITS, told)


def post_cells(one: Appointment, unit: Unit, phone: str | None) -> tuple[str, ...]:
    """Return the cells of an appointment; the number as the caller is shown it."""
    told = {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "person": one.person,
        "post": POSTS.term(one.post),
        "title": one.title,
        "rank": one.rank,
        "employment": EMPLOYMENTS.term(one.employment),
        "qualification": one.qualification,
        "phone": phone,
        "starts_on": _day(one.starts_on),
        "ends_on": _day(one.ends_on),
        "filed_on": _day(one.filed_on),
    }
    return _row(SheetKind.POSTS, told)


def expert_cells(one: Expert, unit: Unit) -> tuple[str, ...]:
    """Return the cells of an expert."""
    told = {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "person": one.name,
        "fields": "、".join(one.fields),
        "affiliation": one.affiliation,
        "added_on": _day(one.added_on),
        "removed_on": _day(one.removed_on),
    }
    return _row(SheetKind.EXPERTS, told)


def channel_cells(one: Channel, unit: Unit, monitor: str | None) -> tuple[str, ...]:
    """Return the cells of a channel, its monitor by name."""
    told = {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "kind": CHANNEL_KINDS.term(one.kind),
        "platform": one.platform,
        "name": one.name,
        "url": one.url,
        "owner": one.owner,
        "monitor": monitor,
        "group": one.group,
        "reach": None if one.reach is None else str(one.reach),
        "reach_source": one.reach_source,
        "opened_on": _day(one.opened_on),
        "closed_on": _day(one.closed_on),
    }
    return _row(SheetKind.CHANNELS, told)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
