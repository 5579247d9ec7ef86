"""Who speaks tonight: the registry's answer with its reasons, or what the mirror still knows."""

from clients.tui.locale import t
from clients.tui.models_incident import Party
from clients.tui.models_speaks import Candidate, Someone, SpeakerAnswer
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
from clients.tui.views.preview import person_lines
from clients.tui.views.texts import is_whole, phone_text


def answer_lines(answer: SpeakerAnswer, width: int) -> list[Line]:
    """Return the speaker and the number first, then the reason, then everyone considered."""
    rows = [heading(t("speaks.tonight", unit=answer.unit.name))]
    if answer.speaker is None:
        rows.append(line(Piece(t("speaks.nobody"), "over", bold=True)))
    else:
        rows += someone(t("preview.speaker"), answer.speaker, width)
    marks = [
        Piece(t("speaks.stand_in") + " ", "near", bold=True) if answer.stand_in else Piece(""),
        Piece("" if answer.filed or not answer.speaker else t("speaks.not_filed"), "near", True),
    ]
    if any(mark.text for mark in marks):
        rows.append(line(Piece("     "), *marks))
    rows += prose(answer.reason, width, "fg", 5)
    rows += someone(t("speaks.head"), answer.head, width)
    rows += someone(t("speaks.deputy"), answer.deputy, width)
    rows += [BLANK, heading(t("speaks.candidates"))]
    for candidate in answer.candidates:
        rows += candidate_lines(candidate, width)
    return rows


def someone(label: str, person: Someone | None, width: int) -> list[Line]:
    if person is None:
        return labelled(label, [Piece(t("preview.no_person"), "near")], width)
    phone = phone_text(person.phone or t("preview.no_phone"))
    number = Piece(phone, "keys" if person.phone else "near", bold=bool(person.phone))
    return labelled(label, [strong(f"{person.name} "), number], width)


def candidate_lines(candidate: Candidate, width: int) -> list[Line]:
    sign = t("trace.FIRED" if candidate.chosen else "trace.NOT_APPLICABLE")
    person = candidate.person
    tone = "fg" if candidate.chosen else "muted"
    return [
        line(
            Piece(f"{sign} ", "ok" if candidate.chosen else "muted", bold=True),
            Piece(f"{person.name} ", tone, candidate.chosen),
            muted(f"{t('post.' + candidate.post)} "),
            Piece(phone_text(person.phone or ""), "keys" if candidate.chosen else "muted"),
        ),
        *prose(candidate.reason, width, "muted", 3),
    ]


def mirror_lines(party: Party, why: str, width: int) -> list[Line]:
    """Return what the deadlines service holds of the unit, and that the registry is away."""
    rows = prose(why, width, "near")
    rows += [BLANK, heading(t("speaks.tonight", unit=party.unit.name))]
    rows += person_lines(t("preview.speaker"), party.speaker, width)
    rows += person_lines(t("preview.person"), party.person, width)
    return rows


def number_of(answer: SpeakerAnswer | None, party: Party | None) -> str | None:
    """Return the number worth copying: the speaker's, else the responsible person's."""
    if answer is not None and answer.speaker and is_whole(answer.speaker.phone):
        return answer.speaker.phone
    people = [party.speaker, party.person] if party and answer is None else []
    return next((person.phone for person in people if person and is_whole(person.phone)), None)
