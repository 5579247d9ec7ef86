"""What the intake form's right half says: duties first, then who answers, then why."""

from collections.abc import Sequence
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models import PersonRef, UnitRef
from clients.tui.models_incident import Party, TraceLine
from clients.tui.models_preview import Preview
from clients.tui.views.dues import DutyView, clause_lines, duty_lines, rank, twins
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    heading,
    labelled,
    line,
    muted,
    prose,
    strong,
)
from clients.tui.views.texts import clause_text, phone_text
from clients.tui.views.wrap import fit

FIRST = "FIRST_RESPONDENT"


def preview_lines(preview: Preview, now: datetime, width: int) -> list[Line]:
    """Return the whole answer, nearest duty first; those not owed yet stand last."""
    return [
        head_line(preview),
        *party_lines(preview.parties, width),
        BLANK,
        *duties_lines(preview.obligations, now, width),
        *(row for note in preview.notes for row in prose(note, width, "near")),
        BLANK,
        heading(t("preview.trace")),
        *(row for entry in preview.responsibility for row in trace_lines(entry, width)),
    ]


def head_line(preview: Preview) -> Line:
    provisional = any(duty.provisional for duty in preview.obligations)
    return line(
        Piece(t("preview.title", n=len(preview.obligations)), "keys", bold=True),
        Piece(t("preview.provisional") if provisional else "", "near"),
    )


def duties_lines(duties: Sequence[DutyView], now: datetime, width: int) -> list[Line]:
    """Return the time of each duty, and below it the clause it stands on."""
    rows: list[Line] = []
    alike = twins(duties)
    for duty in sorted(duties, key=lambda duty: rank(duty, now)):
        rows += duty_lines(duty, now, width, twin=duty.title in alike)
        rows += clause_lines(duty, width)
    return rows


def party_lines(parties: Sequence[Party], width: int) -> list[Line]:
    """Return who answers first, the person with the number to ring, then who coordinates."""
    first = [party for party in parties if party.role == FIRST]
    others = [party for party in parties if party.role != FIRST]
    rows = [row for party in first for row in first_lines(party, width)]
    if not first:
        rows.append(line(muted(f"{t('preview.respondent')} "), Piece(t("preview.nobody"), "near")))
    if others:
        words = [Piece(f"{unit_text(party.unit)} ") for party in others]
        rows += labelled(t("preview.coordinator"), words, width)
    return rows


def first_lines(party: Party, width: int) -> list[Line]:
    rows = labelled(t("preview.respondent"), [strong(unit_text(party.unit))], width)
    rows += person_lines(t("preview.person"), party.person, width)
    if party.speaker:
        rows += person_lines(t("preview.speaker"), party.speaker, width)
    return rows


def unit_text(unit: UnitRef) -> str:
    """Return a unit's name, and that the registry does not have it where it does not."""
    return unit.name if unit.known else t("preview.unknown_unit", name=unit.name or unit.code)


def person_lines(label: str, person: PersonRef | None, width: int) -> list[Line]:
    """Return name, post and telephone; absence and remarks in the colour of a warning."""
    if person is None:
        return [
            line(muted(fit(label, int(t("label.cells")))), Piece(t("preview.no_person"), "near"))
        ]
    pieces = [strong(f"{person.name} "), muted(f"{person.post_title} ")]
    phone = phone_text(person.phone or t("preview.no_phone"))
    pieces.append(Piece(f"{phone} ", "keys" if person.phone else "near", bold=bool(person.phone)))
    if person.present is False:
        pieces.append(Piece(t("preview.absent"), "near"))
    if person.note:
        pieces.append(muted(person.note))
    return labelled(label, pieces, width)


_OUTCOMES = {
    "FIRED": "ok",
    "NOT_APPLICABLE": "muted",
    "UNKNOWN_FACT": "near",
    "OWNER_MISSING": "over",
    "NOT_REACHED": "muted",
}


def trace_lines(entry: TraceLine, width: int) -> list[Line]:
    """Return one rule: its outcome as a Han sign, clause and gist, then the reason."""
    tone = _OUTCOMES.get(entry.outcome, "muted")
    fired = entry.outcome == "FIRED"
    unit = t("preview.falls_to", unit=unit_text(entry.unit)) if entry.unit and fired else ""
    sign = Piece(t(f"trace.{entry.outcome}") + " ", tone, bold=True)
    said = f"{clause_text(entry.clause)} {entry.gist}{unit}".strip()
    first, *rest = prose(said, width, "fg" if fired else "muted", 3)
    return [
        line(sign, Piece(first[0].text[3:], first[0].tone, bold=fired)),
        *rest,
        *(prose(entry.reason, width, "muted", 3) if entry.reason else ()),
    ]


def asking_lines(width: int) -> list[Line]:
    """Return what stands there before the first answer."""
    return [line(muted(t("preview.asking")))]


def offline_lines(width: int) -> list[Line]:
    """Return why there is no preview, and what the form does instead."""
    return [
        line(Piece(t("preview.offline.title"), "over", bold=True)),
        *prose(t("preview.offline"), width, "fg"),
    ]


def refused_lines(message: str, width: int) -> list[Line]:
    return [line(Piece(t("preview.refused"), "near", bold=True)), *prose(message, width, "fg")]
