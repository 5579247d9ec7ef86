"""The list of incidents: one line each, its outcome beside it."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_incidents import IncidentPage, ListedIncident
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, labelled, muted, prose
from clients.tui.views.texts import severity_short, severity_tone


def incident_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("incidents.head.number"), cells=10),
        Column(title=t("incidents.head.severity"), cells=4),
        Column(title=t("incidents.head.opened"), cells=11),
        Column(title=t("incidents.head.state"), cells=6),
        Column(title=t("incidents.head.title")),
    )


def listed_incidents(page: IncidentPage, now: datetime) -> Listed:
    """Return a page of incidents as lines of the list."""
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    entries = tuple(_entry(edge.node, now) for edge in page.edges)
    return Listed(entries=entries, after=after or "")


def _entry(incident: ListedIncident, now: datetime) -> Entry:
    tone = "muted" if incident.closed else "fg"
    drill = t("board.drill") if incident.drill else ""
    return Entry(
        id=incident.id,
        cells=(
            Piece(incident.number, tone),
            Piece(severity_short(incident.severity_title), severity_tone(incident.severity_title)),
            Piece(say_clock(incident.opened_at, now), tone),
            Piece(t(f"incidents.state.{incident.state}"), "done" if incident.closed else "fg"),
            Piece(f"{drill}{incident.title}", tone),
        ),
        item=incident,
        words=" ".join(incident.facts.locality_names),
    )


def incident_detail(incident: ListedIncident, now: datetime, width: int) -> list[Line]:
    """Return who opened and closed an incident, where it is and what Enter does."""
    facts = incident.facts
    rows = prose(incident.title, width, "fg")
    comma = t("intake.comma")
    said = [
        ("incidents.place", comma.join(facts.locality_names)),
        ("incidents.kind", incident.kind_title or ""),
        ("incidents.opened", f"{say_clock(incident.opened_at, now)} {incident.opened_by}"),
    ]
    if facts.category_titles:
        said.append(("incidents.categories", comma.join(facts.category_titles)))
    if incident.closed_at is not None:
        closed = f"{say_clock(incident.closed_at, now)} {incident.closed_by or ''}"
        said.append(("incidents.closed", closed))
    for key, text in said:
        rows += labelled(t(key), [Piece(text) if text else muted(t("intake.none"))], width)
    return [*rows, BLANK, *prose(t("incidents.open_hint"), width, "keys")]
