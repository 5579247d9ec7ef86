"""Reports as they were issued: frozen, numbered, hashed, corrected by another version."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services.deadlines.domain.report_words import (
    DEFINITIONS,
    LIMIT_CLASS_TITLES,
    NONE_THIS_PERIOD,
    Definition,
    Indicator,
)
from services.deadlines.domain.reports import Report, ReportKind, Row, Section
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import ActKind

NUMBER: Final = "{issuer}通报{year}-{serial}号"
ACT_OF: Final = {
    ReportKind.BULLETIN: ActKind.BULLETIN,
    ReportKind.ASSESSMENT: ActKind.ASSESSMENT,
}
"""As what an issued report counts toward a duty of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure that a correction changed (更正): where, before and after, as printed."""

    section: str
    row: str
    figure: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A report as it was issued (印发的报告); nothing of it changes.

    ``number`` is the paper's own where one was given, else ours; ``serial`` counts the issuer's
    reports of a year, ``version`` those of one serial. ``content`` is the report as JSON with
    sorted keys, ``sha256`` the hash of that text in UTF-8, in hex. ``corrects`` is the version
    before, of which ``differences`` name what changed.
    """

    id: UUID
    kind: ReportKind
    title: str
    number: str
    year: int
    serial: int
    version: int
    corrects: UUID | None
    reason: str | None
    differences: tuple[Difference, ...]
    issuer: UnitRef
    unit: str
    begins: datetime
    ends: datetime
    asked: dict[str, Any]
    content: str
    sha256: str
    act: UUID | None
    issued_at: datetime
    issued_by: str


def frozen(report: Report) -> tuple[str, str]:
    """Write a report as JSON with sorted keys; returns the text and its SHA-256 in hex.

    What each figure means stands beside it, as it meant on that day.
    """
    used = {one.indicator for part in report.sections for row in part.rows for one in row.figures}
    meant = {one.value: msgspec.to_builtins(DEFINITIONS[one]) for one in used}
    content = {"definitions": meant, "report": msgspec.to_builtins(report)}
    encoded = msgspec.json.encode(content, order="sorted")
    return encoded.decode(), hashlib.sha256(encoded).hexdigest()


class _Frozen(msgspec.Struct):
    report: Report
    definitions: dict[Indicator, Definition]


def thawed(content: str) -> Report:
    """Read a report back from its frozen text."""
    return msgspec.json.decode(content, type=_Frozen).report


def meant_then(content: str) -> dict[Indicator, Definition]:
    """Read from a frozen text what its figures meant on that day."""
    return msgspec.json.decode(content, type=_Frozen).definitions


def differences(before: Report, after: Report) -> tuple[Difference, ...]:
    """Name every figure that differs, and every item that a list has gained or lost."""
    found = []
    old = {section.key: section for section in before.sections}
    for section in after.sections:
        then = old.get(section.key)
        found += list(_between(then, section)) if then else []
    return tuple(found)


def _between(before: Section, after: Section) -> Iterator[Difference]:
    then, now = _figures(before), _figures(after)
    for place in dict.fromkeys((*then, *now)):
        was, is_ = then.get(place, NONE_THIS_PERIOD), now.get(place, NONE_THIS_PERIOD)
        if was != is_:
            row, figure = place
            yield Difference(section=after.title, row=row, figure=figure, before=was, after=is_)
    gone, come = _items(before), _items(after)
    for item in dict.fromkeys((*gone, *come)):
        if (item in gone) != (item in come):
            yield Difference(
                section=after.title,
                row=item,
                figure="清单",
                before="有" if item in gone else "无",
                after="有" if item in come else "无",
            )


def _figures(section: Section) -> dict[tuple[str, str], str]:
    return {
        (_name(row), figure.title): figure.text for row in section.rows for figure in row.figures
    }


def _name(row: Row) -> str:
    sort = f"（{LIMIT_CLASS_TITLES[row.limit_class.value]}）" if row.limit_class else ""
    return f"{row.title}{sort}" if row.code else row.title


def _items(section: Section) -> list[str]:
    lines = [f"{line.number} {line.title}（{line.unit.name}）" for line in section.lines]
    return lines + [f"{one.number} {one.title}" for one in section.upgrades]
