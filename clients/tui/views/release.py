"""What a release would fulfil, worked out from the incident's file before it is recorded.

Only a forecast for the officer's eye: the service decides, by the same facts, when it is sent.
"""

from dataclasses import dataclass
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models import ObligationState, UnitRef
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.views.dues import DutyView
from clients.tui.views.menus import Menu
from clients.tui.views.moments import say_clock, say_span
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

# Kinds that only a conclusive release ends: updates go on until there is a final result.
CONCLUSIVE_KINDS = frozenset({"FINAL_OUTCOME", "ROLLING_UPDATE"})
# Words of a clause that allow a miss with its reason; of the others it is a breach.
EXCUSABLE = frozenset({"IN_PRINCIPLE", "STRIVE", "AS_APPROPRIATE", "IF_NECESSARY"})
# Kinds that are met only on the platform that carried the rumour.
SOURCE_KINDS = frozenset({"CLARIFICATION"})
SUBJECT_ROLES = frozenset({"FIRST_RESPONDENT", "RESPONDENT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """The release as the form has it so far; `unit` is the code of who releases it."""

    form: str
    conclusive: bool
    at: datetime
    unit: str = ""
    platform: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one open duty; `why` is the key of the sentence where it stays open."""

    duty: Duty
    fulfilled: bool
    late: bool = False
    why: str = ""

    @property
    def wants_reason(self) -> bool:
        """Tell whether a miss asks for its reason: 原则上 and the like allow one, 最迟 does not."""
        return self.late and self.duty.modality in EXCUSABLE


def effects(file: IncidentFile, intended: Intended) -> list[Effect]:
    """Return the effect on each open duty that some release can meet, fulfilled ones first."""
    owed = {
        duty.kind
        for duty in file.obligations
        if duty.owner
        and duty.owner.code == intended.unit
        and duty.state is not ObligationState.LAPSED
    }
    rows = [
        _effect(duty, file, intended, owed)
        for duty in file.obligations
        if duty.state is ObligationState.OPEN and duty.fulfilled_by
    ]
    return sorted(rows, key=lambda row: not row.fulfilled)


def _effect(duty: Duty, file: IncidentFile, intended: Intended, owed: set[str]) -> Effect:
    """Return the effect on one duty; `owed` are the kinds that the releasing unit owes itself.

    Of what several units owe each, a unit meets its own; who owes none of a kind speaks for all.
    """
    if intended.form not in duty.fulfilled_by:
        return Effect(duty, False, why="release.why.form")
    if duty.kind in CONCLUSIVE_KINDS and not intended.conclusive:
        return Effect(duty, False, why="release.why.interim")
    if not duty.owed and not intended.conclusive:
        return Effect(duty, False, why="release.why.waits")
    if duty.kind in owed and duty.owner and duty.owner.code != intended.unit:
        return Effect(duty, False, why="release.why.owner")
    source = (file.facts.source_platform or "").strip()
    if duty.kind in SOURCE_KINDS and source != intended.platform.strip():
        return Effect(duty, False, why="release.why.source")
    late = duty.due_at is not None and intended.at > duty.due_at
    return Effect(duty, True, late)


def releasing_units(file: IncidentFile, duty: str | None) -> tuple[UnitRef, ...]:
    """Return who may have released it: the duty's owner first, then subjects and coordinators.

    Without such a duty the first subject leads. Nine at most, for nine digits.
    """
    chosen = [row.owner for row in file.obligations if row.id == duty]
    parties = sorted(file.parties, key=lambda party: party.role not in SUBJECT_ROLES)
    owners = [row.owner for row in file.obligations if row.state is ObligationState.OPEN]
    found: dict[str, UnitRef] = {}
    for unit in (*chosen, *(party.unit for party in parties), *owners):
        if unit is not None:
            found.setdefault(unit.code, unit)
    return tuple(found.values())[:9]


def effect_lines(
    rows: list[Effect], intended: Intended, forms: Menu, now: datetime, width: int
) -> list[Line]:
    """Return what the commit will end, with its margin, and what it leaves open and why."""
    met = [row for row in rows if row.fulfilled]
    left = [row for row in rows if not row.fulfilled]
    said: list[Line] = [heading(t("release.will_end", n=len(met)))]
    for row in met:
        ended = line(
            Piece(t("tile.done") + " ", "done", bold=True),
            strong(row.duty.title),
            muted(f" {row.duty.modality_title}  "),
            margin(row.duty, intended.at, row.late),
        )
        said += flowing(ended, width)
        if row.wants_reason and not intended.late_reason.strip():
            said += prose(t("release.reason_wanted"), width, "near", 3)
        elif row.late and not row.wants_reason:
            said += prose(t("release.violation"), width, "over", 3)
    if not met:
        said += prose(t("release.ends_nothing"), width, "near")
    if left:
        said += [BLANK, heading(t("release.stays_open", n=len(left)))]
    for row in left:
        names = t("intake.comma").join(forms.title(code) for code in row.duty.fulfilled_by)
        owner = row.duty.owner.name if row.duty.owner else ""
        said.append(line(muted("   "), Piece(row.duty.title)))
        said += prose(t(row.why, forms=names, owner=owner), width, "muted", 3)
    return said


def margin(duty: DutyView, at: datetime, late: bool) -> Piece:
    """Return how far before or after its limit the release falls."""
    if duty.due_at is None:
        return muted(t("due.none"))
    span = say_span(abs(duty.due_at - at))
    if late:
        return Piece(t("release.late_by", span=span), "over", bold=True)
    due = say_clock(duty.due_at, at)
    return Piece(t("release.margin", span=span, due=due), "ok")
