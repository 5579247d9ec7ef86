"""What a figure counted: one line each, its record beside it."""

from collections.abc import Sequence
from datetime import datetime

from clients.tui.locale import optional, t
from clients.tui.models_reports import Evidence, EvidencePage, HourIncident
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, muted, prose
from clients.tui.views.texts import severity_short, severity_tone

TONES = {
    "ON_TIME": "ok",
    "DONE": "ok",
    "LATE": "urgent",
    "LATE_WITH_REASON": "near",
    "LATE_AT_INTAKE": "near",
    "MISSED": "over",
    "WAIVED": "muted",
}


def evidence_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("evidence.head.number"), cells=10),
        Column(title=t("evidence.head.unit"), cells=14),
        Column(title=t("evidence.head.standing"), cells=10),
        Column(title=t("evidence.head.at"), cells=16),
        Column(title=t("evidence.head.title")),
    )


def listed_evidence(page: EvidencePage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_entry(edge.node) for edge in page.edges), after=after or "")


def _entry(one: Evidence) -> Entry:
    standing = one.standing or ""
    said = t(f"figure.{standing}") if standing else t(f"evidence.what.{one.what}")
    return Entry(
        id=one.id,
        cells=(
            one.number,
            one.unit,
            Piece(said, TONES.get(standing, "fg")),
            muted(say_day_clock(one.at)),
            one.title,
        ),
        item=one,
    )


def say_day_clock(at: datetime) -> str:
    """Return a moment of any year, whole."""
    from clients.tui.clock import local

    return f"{local(at):%Y-%m-%d %H:%M}"


def evidence_lines(one: Evidence, width: int) -> list[Line]:
    """Return one counted thing with its entries in the record."""
    rows = prose(one.title, width, "fg")
    rows += labelled(t("evidence.head.number"), [Piece(one.number)], width)
    rows += labelled(t("evidence.head.unit"), [Piece(one.unit)], width)
    for key, at in (("at", one.at), ("due", one.due_at), ("done", one.done_at)):
        if at is not None:
            rows += labelled(t(f"evidence.{key}"), [Piece(say_day_clock(at))], width)
    rows += [BLANK, *prose(t("evidence.open_hint"), width, "keys"), BLANK]
    rows += [heading(t("evidence.record"))]
    for change in one.changes:
        rows += prose(f"{say_day_clock(change.at)} {change.kind_title} {change.actor}", width)
        rows += prose(change.text, width, "fg", indent=2)
    return rows


def hour_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("incidents.head.number"), cells=10),
        Column(title=t("incidents.head.severity"), cells=4),
        Column(title=t("incidents.head.opened"), cells=16),
        Column(title=t("incidents.head.title")),
    )


def hour_listed(incidents: Sequence[HourIncident]) -> Listed:
    """Return the incidents of an hour of the day."""
    return Listed(
        entries=tuple(
            Entry(
                id=one.id,
                cells=(
                    one.number,
                    Piece(severity_short(one.severity_title), severity_tone(one.severity_title)),
                    muted(say_day_clock(one.opened_at)),
                    one.title,
                ),
                item=one,
            )
            for one in incidents
        )
    )


def hour_lines(one: HourIncident, now: datetime, width: int) -> list[Line]:
    rows = prose(one.title, width, "fg")
    rows += labelled(t("incidents.opened"), [Piece(say_clock(one.opened_at, now))], width)
    return [*rows, BLANK, *prose(optional("incidents.open_hint"), width, "keys")]
