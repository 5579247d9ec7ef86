"""What other facts would change: duties opened, moved, kept and lapsed, before it is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from clients.tui.locale import t
from clients.tui.models import ObligationState
from clients.tui.models_incident import Duty, Facts, IncidentFile
from clients.tui.models_preview import AssessmentPreview, Moved, Place, Planned
from clients.tui.views.dues import HEAD_CELLS, clause_of, closed_line, duty_lines, rank, twins
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    flowing,
    heading,
    line,
    muted,
    prose,
    strong,
)
from clients.tui.views.preview import trace_lines

OPEN = ObligationState.OPEN

# fact as the service spells it -> field of the file
FACTS = {
    "severity": "severity",
    "kind": "kind",
    "emergency": "emergency",
    "majorCasualties": "major_casualties",
    "largeSocialImpact": "large_social_impact",
    "majorPolicy": "major_policy",
    "severeRumour": "severe_rumour",
    "veracity": "veracity",
    "deaths": "deaths",
    "seriouslyInjured": "seriously_injured",
    "directLoss": "direct_loss",
    "occurredAt": "occurred_at",
    "occurredPrecision": "occurred_precision",
    "sourcePlatform": "source_platform",
    "sourceUrl": "source_url",
    "units": "units",
    "fields": "fields",
    "responseValue": "response_value",
    "directedBy": "directed_by",
    "directedDueAt": "directed_due_at",
}

# row of the form -> factor as the service spells it
FACTORS = {
    "nature": "nature",
    "reach": "reach",
    "media": "mediaInvolvement",
    "consequences": "consequences",
}


def weighed(texts: Mapping[str, str]) -> dict[str, str] | None:
    """Return the factors that were written, by row; None when none was."""
    return {FACTORS[row]: text for row, text in texts.items() if text} or None


def factor_row(field: str | None) -> str | None:
    """Return the row of a refused factor (`input.factors.reach`), None for other fields."""
    _, found, name = (field or "").partition("input.factors.")
    return next((row for row, factor in FACTORS.items() if factor == name), None) if found else None


def standing(facts: Facts, name: str) -> Any:
    """Return what the file holds of a fact."""
    return getattr(facts, FACTS[name])


def standing_places(facts: Facts) -> tuple[Place, ...]:
    """Return the file's places; one whose name is not given shows by its code."""
    codes, names = facts.localities or [], facts.locality_names
    names = [*names, *codes[len(names) :]]
    return tuple(Place(code=code, name=name) for code, name in zip(codes, names, strict=False))


def standing_units(file: IncidentFile) -> tuple[Place, ...]:
    """Return the file's units involved, by name where the file tells it anywhere."""
    known = [party.unit for party in file.parties]
    known += [duty.owner for duty in file.obligations if duty.owner]
    names = {unit.code: unit.name for unit in known}
    return tuple(Place(code=code, name=names.get(code, code)) for code in file.facts.units or ())


def changed(facts: Facts, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return only what differs from the file; an unchanged fact is not sent at all."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in ((name, _none_if_empty(value)) for name, value in wanted.items())
        if _none_if_empty(standing(facts, name)) != value
    }


def _none_if_empty(value: Any) -> Any:
    return None if value == [] else value


def turned(value: bool | None) -> bool | None:
    """Return the next state of a flag: unknown, yes, no, unknown."""
    return {None: True, True: False, False: None}[value]


def diff_lines(
    preview: AssessmentPreview, standing_duties: Sequence[Duty], now: datetime, width: int
) -> list[Line]:
    """Return the four groups with what moves from when to when, then who would answer."""
    rows: list[Line] = [summary(preview), BLANK]
    if preview.opened:
        rows.append(heading(t("whatif.opened", n=len(preview.opened))))
        for duty in preview.opened:
            rows += [*duty_lines(duty, now, width), *prose(clause_of(duty), width, "muted", 4)]
    if preview.moved:
        rows.append(heading(t("whatif.moved", n=len(preview.moved))))
        for moved in preview.moved:
            rows += [*duty_lines(moved.after, now, width), moved_line(moved, now)]
    if preview.lapsed:
        rows.append(heading(t("whatif.lapsed", n=len(preview.lapsed))))
        for lapsed in preview.lapsed:
            rows.append(line("    ", strong(lapsed.obligation.title)))
            rows += prose(lapsed.reason, width, "muted", 4)
    if preview.kept:
        rows.append(heading(t("whatif.kept", n=len(preview.kept))))
        rows += kept_lines(preview.kept, standing_duties, now, width)
    rows += [row for note in preview.notes for row in prose(note, width, "near")]
    fired = [entry for entry in preview.responsibility if entry.outcome == "FIRED"]
    if fired:
        rows += [BLANK, heading(t("whatif.responsible"))]
        rows += [row for entry in fired for row in trace_lines(entry, width)]
    return rows


def kept_lines(
    kept: Sequence[Planned], standing_duties: Sequence[Duty], now: datetime, width: int
) -> list[Line]:
    """Return what stays; what is already closed says so, for no clock runs on it any more."""
    closed = {_name(duty): duty for duty in standing_duties if duty.state is not OPEN}
    for duty in standing_duties:
        if duty.state is OPEN:
            closed.pop(_name(duty), None)
    alike = twins(kept)
    rows: list[Line] = []
    for planned in sorted(kept, key=lambda duty: (_name(duty) in closed, *rank(duty, now))):
        if ended := closed.get(_name(planned)):
            rows += flowing(closed_line(ended, now), width, HEAD_CELLS)
        else:
            rows += duty_lines(planned, now, width, twin=planned.title in alike)
    return rows


def _name(duty: Duty | Planned) -> tuple[str, str]:
    return duty.title, duty.owner.code if duty.owner else ""


def summary(preview: AssessmentPreview) -> Line:
    """Return the counts in one line, so that the worst is seen without reading on."""
    late = sum(
        duty.late_at_intake or (duty.due_at is not None and duty.due_at < preview.as_of)
        for duty in (*preview.opened, *(moved.after for moved in preview.moved))
    )
    text = t(
        "whatif.summary",
        opened=len(preview.opened),
        moved=len(preview.moved),
        lapsed=len(preview.lapsed),
        kept=len(preview.kept),
    )
    warning = Piece(t("whatif.late", n=late), "over", bold=True) if late else Piece("")
    return line(strong(text), warning)


def moved_line(moved: Moved, now: datetime) -> Line:
    """Return the due time as it was and as it would be."""
    if moved.before.due_at == moved.after.due_at:
        return line(muted(f"    {t('whatif.same_due')}"))
    before = say_clock(moved.before.due_at, now) if moved.before.due_at else t("due.none")
    after = say_clock(moved.after.due_at, now) if moved.after.due_at else t("due.none")
    return line(muted(f"    {t('whatif.from')} {before} {t('whatif.to')} "), strong(after))
