"""Leads (线索): one line each with the strictest clock, everything that was claimed beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_incident import Facts
from clients.tui.models_leads import Lead, Sighting, UntimelyLead
from clients.tui.models_preview import Planned, Preview
from clients.tui.views.bands import LOUD, band
from clients.tui.views.dues import tile, time_left
from clients.tui.views.lead_twins import Twin
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock, say_span
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, line, muted, prose
from clients.tui.views.preview import duties_lines
from clients.tui.views.texts import place_name

FIRST = "FIRST_RELEASE"


@dataclass(slots=True)
class LeadNotes:
    """What was read beside the leads: names of places by code; previews by lead and version;
    sightings by lead."""

    places: dict[str, str] = field(default_factory=dict)
    previews: dict[tuple[str, int], Preview] = field(default_factory=dict)
    sightings: dict[str, list[Sighting]] = field(default_factory=dict)

    def place(self, lead: Lead) -> str:
        code = lead.locality or ""
        return place_name(self.places.get(code, code))

    def preview(self, lead: Lead) -> Preview | None:
        return self.previews.get((lead.id, lead.version))


def waiting_columns() -> tuple[Column, ...]:
    """Return the columns of leads that wait for a decision."""
    return (
        Column(title="", cells=2),
        Column(title=t("leads.head.left"), cells=9, right=True),
        Column(title=t("leads.head.received"), cells=int(t("leads.cells.received"))),
        Column(title=t("leads.head.times"), cells=3, right=True),
        Column(title=t("leads.head.platform"), cells=6, narrow=False),
        Column(title=t("leads.head.place"), cells=8, narrow=False),
        Column(title=t("leads.head.title")),
    )


def waiting_entry(lead: Lead, notes: LeadNotes, now: datetime) -> Entry:
    duty = first_due(notes.preview(lead))
    return Entry(
        id=lead.id,
        cells=(
            *_clock(duty, notes.preview(lead) is not None, now),
            Piece(say_clock(lead.known_at, now), "muted"),
            Piece(str(lead.sighting_count), "fg" if lead.sighting_count > 1 else "muted"),
            Piece(lead.platform or "", "muted"),
            notes.place(lead),
            lead.title,
        ),
        item=lead,
        words=f"{lead.suggested_severity or ''} {lead.summary or ''}",
    )


def first_due(preview: Preview | None) -> Planned | None:
    """Return the duty whose clock the queue shows: the first release, else what is due first."""
    timed = [duty for duty in preview.obligations if duty.due_at] if preview else []
    first = [duty for duty in timed if duty.kind == FIRST]
    return min(first or timed, key=lambda duty: duty.due_at or duty.start_at, default=None)


def _clock(duty: Planned | None, read: bool, now: datetime) -> tuple[Piece, Piece]:
    if duty is None:
        return Piece(""), muted(t("due.none") if read else t("leads.reckoning"))
    of = band(duty, now)
    return tile(of), Piece(time_left(duty, now), str(of), bold=of in LOUD)


def decided_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("leads.head.decided"), cells=11),
        Column(title=t("leads.head.by"), cells=8, narrow=False),
        Column(title=t("leads.head.into"), cells=10),
        Column(title=t("leads.head.title")),
    )


def decided_entry(lead: Lead, now: datetime) -> Entry:
    return Entry(
        id=lead.id,
        cells=(
            Piece(say_clock(lead.decided_at, now) if lead.decided_at else "", "muted"),
            Piece(lead.decided_by or "", "muted"),
            _into(lead),
            lead.title,
        ),
        item=lead,
        words=lead.reason or "",
    )


def _into(lead: Lead) -> Piece:
    if lead.merged_into is not None:
        return Piece(lead.merged_into.number, "keys")
    return muted(t("leads.into_lead") if lead.merged_into_lead else "")


def untimely_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("leads.head.how"), cells=int(t("leads.cells.how"))),
        Column(title=t("leads.head.seen"), cells=11),
        Column(title=t("leads.head.reported"), cells=11, narrow=False),
        Column(title=t("leads.head.lag"), cells=9, right=True),
        Column(title=t("leads.head.title")),
    )


def untimely_entry(one: UntimelyLead, now: datetime) -> Entry:
    lag = "" if one.lag_minutes is None else t("leads.minutes", n=one.lag_minutes)
    return Entry(
        id=one.id,
        cells=(
            Piece(t(f"leads.untimely.{one.kind}"), "near" if one.kind == "MISSED" else "fg"),
            Piece(say_clock(one.first_seen_at, now), "muted"),
            Piece(say_clock(one.reported_at, now) if one.reported_at else "", "muted"),
            Piece(lag),
            one.lead.title,
        ),
        item=one.lead,
    )


def lead_detail(
    lead: Lead, notes: LeadNotes, twins: Sequence[Twin], now: datetime, width: int
) -> list[Line]:
    """Return all of a lead: what became of it or may be the same, its claims, what would be due,
    each report."""
    rows = [line(Piece(part.text, "fg", bold=True)) for (part,) in prose(lead.title, width)]
    rows += twin_lines(twins, width) if lead.undecided else outcome_lines(lead, now, width)
    rows += [BLANK, *claim_lines(lead, notes.place(lead), now, width)]
    if lead.undecided:
        rows += [BLANK, *due_lines(notes.preview(lead), now, width)]
    return [*rows, BLANK, *sighting_lines(lead, notes.sightings.get(lead.id), now, width)]


def due_lines(preview: Preview | None, now: datetime, width: int) -> list[Line]:
    """Return what an incident of it would owe, at the strictest."""
    if preview is None:
        return [line(muted(t("leads.reckoning_long")))]
    return [
        heading(t("leads.would_owe", n=len(preview.obligations))),
        *duties_lines(preview.obligations, now, width),
        *(row for note in preview.notes for row in prose(note, width, "near")),
    ]


def twin_lines(twins: Sequence[Twin], width: int) -> list[Line]:
    if not twins:
        return []
    rows = [line(Piece(t("leads.twins"), "near", bold=True))]
    for twin in twins[:5]:
        name = t("leads.twin", number=twin.number or t("leads.a_lead"), title=twin.title)
        rows += prose(name, width, "fg", 1)
        rows += prose(t("intake.comma").join(twin.why), width, "muted", 3)
    return rows


def outcome_lines(lead: Lead, now: datetime, width: int) -> list[Line]:
    """Return what was made of it, by whom and why."""
    at = say_clock(lead.decided_at, now) if lead.decided_at else ""
    said = [Piece(t(f"leads.state.{lead.state}") + " ", "fg", bold=True)]
    if lead.merged_into is not None:
        said.append(Piece(f"{lead.merged_into.number} ", "keys"))
    rows = labelled(t("leads.outcome"), [*said, Piece(f"{at} {lead.decided_by or ''}")], width)
    if lead.reason:
        rows += labelled(t("leads.reason"), [Piece(lead.reason)], width)
    if lead.merged_into is not None:
        rows += prose(t("incidents.open_hint"), width, "keys")
    return rows


def claim_lines(lead: Lead, place: str, now: datetime, width: int) -> list[Line]:
    """Return what the sender says of the event; the severity is its word and nothing more."""
    claimed: list[tuple[str, list[Piece]]] = [("leads.place", [Piece(place)] if place else [])]
    if lead.suggested_severity:
        suggested = [Piece(f"{lead.suggested_severity} "), muted(t("leads.only_claimed"))]
        claimed.append(("leads.severity", suggested))
    if lead.occurred_at:
        claimed.append(("leads.occurred", [Piece(claimed_time(lead, now))]))
    if lead.heat is not None:
        claimed.append(("leads.heat", [Piece(f"{lead.heat:g}")]))
    waited = t("leads.received_at", at=say_clock(lead.known_at, now), span=_ago(lead.known_at, now))
    claimed.append(("leads.received", [Piece(waited)]))
    rows = [heading(t("leads.claims"))]
    for key, pieces in claimed:
        rows += labelled(t(key), pieces or [muted(t("intake.none"))], width)
    return rows


def claimed_time(lead: Lead | Sighting | Facts, now: datetime) -> str:
    """Return when it is said to have happened, with how exactly that is claimed."""
    if lead.occurred_at is None:
        return ""
    about = t("moments.about") if lead.occurred_precision == "ABOUT" else ""
    return f"{say_clock(lead.occurred_at, now)}{about}"


def _ago(at: datetime, now: datetime) -> str:
    return say_span(max(now - at, now - now))


def sighting_lines(
    lead: Lead, sightings: list[Sighting] | None, now: datetime, width: int
) -> list[Line]:
    """Return every report: who, where, what times it claims against the server's receipt."""
    rows = [heading(t("leads.sightings", n=lead.sighting_count))]
    if sightings is None:
        return [*rows, line(muted(f" {t('list.reading')}"))]
    for seen in sightings:
        rows += _sighting(seen, now, width)
    return rows


def _sighting(seen: Sighting, now: datetime, width: int) -> list[Line]:
    who = seen.vendor or seen.reporter_name
    where = f" {seen.platform}" if seen.platform else ""
    rows = [line(f" {say_clock(seen.received_at, now)} ", Piece(who, "fg", True), where)]
    rows += prose(times_text(seen, now), width, "muted", 3)
    if seen.url:
        rows += prose(seen.url, width, "muted", 3)
    if seen.summary:
        rows += prose(seen.summary, width, "fg", 3)
    for doubt in seen.warnings:
        rows += prose(doubt.message, width, "near", 3)
    return rows


def times_text(seen: Sighting, now: datetime) -> str:
    """Return what times a report claims, and how long after the first sight it was received."""
    said = []
    if seen.first_seen_at is not None:
        said.append(t("leads.first_seen", at=say_clock(seen.first_seen_at, now)))
        if (late := seen.received_at - seen.first_seen_at).total_seconds() >= 60:
            said.append(t("leads.received_after", span=say_span(late)))
    if seen.occurred_at is not None:
        said.append(t("leads.says_occurred", at=claimed_time(seen, now)))
    if seen.heat is not None:
        said.append(t("leads.says_heat", n=f"{seen.heat:g}"))
    return t("intake.comma").join(said) or t("leads.no_times")
