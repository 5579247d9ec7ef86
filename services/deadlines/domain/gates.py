"""Gates as they stand: what was decided, by whom, and whether a release may go out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain import gate_refusals
from services.deadlines.domain.holidays import provisional_words
from services.deadlines.law.gates import (
    ASK_BY,
    EMERGENCY_PATH,
    RequiredGate,
    ask_by,
    takes_emergency_path,
)
from services.deadlines.law.results import TraceLine, UnitRef
from services.deadlines.law.words import (
    FORM_TITLES,
    GATE_TITLES,
    LINE_GATES,
    GateKind,
    ReleaseForm,
)
from services.deadlines.law.workdays import Counted, Workdays
from services.kit.auth import Role


class Verdict(StrEnum):
    """What was decided about a gate (审批结论)."""

    APPROVED = "APPROVED"
    CONDITIONAL = "CONDITIONAL"
    REFUSED = "REFUSED"
    OVERRIDDEN = "OVERRIDDEN"


class GateBasis(StrEnum):
    """On what a decision rests (审批依据)."""

    SYSTEM = "SYSTEM"
    PAPER = "PAPER"
    PHONE = "PHONE"
    MEETING = "MEETING"
    MESSAGE = "MESSAGE"


class GateState(StrEnum):
    """Where a gate stands (审批状态)."""

    OPEN = "OPEN"
    APPROVED = "APPROVED"
    CONDITIONAL = "CONDITIONAL"
    REFUSED = "REFUSED"
    OVERRIDDEN = "OVERRIDDEN"


VERDICT_TITLES: Final = {
    Verdict.APPROVED: "同意",
    Verdict.CONDITIONAL: "附条件同意",
    Verdict.REFUSED: "不同意",
    Verdict.OVERRIDDEN: "紧急越过",
}
PASSED: Final = frozenset((GateState.APPROVED, GateState.CONDITIONAL, GateState.OVERRIDDEN))
AGREED: Final = frozenset((Verdict.APPROVED, Verdict.CONDITIONAL))
BY_WORD: Final = frozenset((GateBasis.PHONE, GateBasis.MESSAGE))
"""Bases after which the paper has to follow (补书面)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    """One decision about a gate (审批); never changed, a later one stands after it.

    ``person`` decided for ``approver``; ``on_behalf`` tells that the desk recorded what the office
    said. ``obligation`` is the after-approval that it answers; ``used_by`` the releases that went
    out on it.
    """

    id: UUID
    incident_id: UUID
    gate: GateKind
    approver: UnitRef
    verdict: Verdict
    person: str
    basis: GateBasis | None
    note: str | None
    form: ReleaseForm | None
    statement: int | None
    decided_at: datetime
    recorded_at: datetime
    recorded_by: str
    on_behalf: bool
    warnings: tuple[str, ...] = ()
    obligation: UUID | None = None
    used_by: tuple[UUID, ...] = ()

    @property
    def title(self) -> str:
        """The gate in Chinese."""
        return GATE_TITLES[self.gate]

    @property
    def paper_follows(self) -> bool:
        """Whether it was given by word alone, so that the paper has to follow."""
        return self.basis in BY_WORD and self.verdict in AGREED


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStanding:
    """One gate of a release with the decision that counts, if there is one.

    ``ask_by`` is the last day (in China, inclusive) on which to ask for it where a conference is
    due and the clause wants it so many working days ahead; ``ask_by_note`` says so, and which
    years' holidays are not known.
    """

    gate: RequiredGate
    state: GateState
    decision: GateDecision | None = None
    emergency_path: str | None = None
    ask_by: date | None = None
    ask_by_note: str | None = None

    @property
    def passed(self) -> bool:
        """Whether a release may go past it."""
        return self.state in PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One thing to look at before a release, from a pack; ``id`` is "pack/check"."""

    id: str
    clause: str
    gist: str
    looked_at: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseGates:
    """All gates of one planned release (发布审批表), its soft checks and how they were found."""

    form: ReleaseForm
    unit: UnitRef
    gates: tuple[GateStanding, ...]
    checks: tuple[CheckItem, ...]
    trace: tuple[TraceLine, ...]

    @property
    def form_title(self) -> str:
        """The form in Chinese."""
        return FORM_TITLES[self.form]

    @property
    def ready(self) -> bool:
        """Whether no gate is missing."""
        return all(each.passed for each in self.gates)

    @property
    def missing(self) -> tuple[GateStanding, ...]:
        """The gates that are not passed."""
        return tuple(each for each in self.gates if not each.passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One version of the line to take (口径), and who approved it if anybody has."""

    id: UUID
    incident_id: UUID
    version: int
    text: str
    note: str | None
    author: str
    at: datetime
    approval: GateDecision | None = None


def standing(
    gate: RequiredGate,
    decisions: Iterable[GateDecision],
    form: ReleaseForm,
    *,
    at: datetime,
    workdays: Workdays,
    conference_due: datetime | None = None,
) -> GateStanding:
    """Tell where a gate stands for a release of ``form`` that goes out ``at``.

    The last decision before it counts. One that a release has used counts no more, but for the
    approval of the line to take, which serves whatever follows it; an override serves one release,
    also one that went out before it was given. An after-approval opens no other release.
    """
    fitting = [d for d in decisions if _fits(d, gate, form) and _counts(d, gate, at)]
    last = max(fitting, key=lambda d: (d.decided_at, d.recorded_at), default=None)
    due_at = conference_due if form is ReleaseForm.PRESS_CONFERENCE else None
    latest = ask_by(gate.lead, due_at, workdays)
    hurried = takes_emergency_path(latest, at)
    return GateStanding(
        gate=gate,
        state=GateState(last.verdict.value) if last else GateState.OPEN,
        decision=last,
        emergency_path=EMERGENCY_PATH.format(days=gate.lead) if hurried else None,
        ask_by=latest.day if latest else None,
        ask_by_note=_ask_by_words(gate, latest) if latest else None,
    )


def _ask_by_words(gate: RequiredGate, latest: Counted) -> str:
    said = ASK_BY.format(days=gate.lead, day=f"{latest.day.month}月{latest.day.day}日")
    return ";".join(filter(None, (said, provisional_words(latest.provisional))))


def _fits(decision: GateDecision, gate: RequiredGate, form: ReleaseForm) -> bool:
    return (
        decision.gate is gate.gate
        # an office that was not in the registry may have been entered since
        and (decision.approver.code == gate.approver.code or not decision.approver.known)
        and decision.form in (None, form)
        and decision.obligation is None
    )


def _counts(decision: GateDecision, gate: RequiredGate, at: datetime) -> bool:
    if decision.verdict is Verdict.OVERRIDDEN:
        return not decision.used_by
    fresh = gate.gate in LINE_GATES or not decision.used_by
    return fresh and decision.decided_at <= at


def check_may_decide(gate: RequiredGate, *, role: Role, unit: str) -> bool:
    """Tell whether the desk records what the office said; False where the office itself decides.

    An approver decides for the own unit alone, and leaders alone for leaders; the desk never
    decides, it records. Raises Refusal WRONG_OFFICE.
    """
    if role in (Role.OFFICER, Role.DUTY_CHIEF):
        return True
    entitled = role is Role.LEADER or (
        role is Role.APPROVER and gate.gate is not GateKind.LEADER_APPROVAL
    )
    if entitled and unit == gate.approver.code:
        return False
    raise gate_refusals.wrong_office(gate.title, gate.approver.name)


def choose(gates: Sequence[RequiredGate], kind: GateKind, office: str | None) -> RequiredGate:
    """Find the gate that a decision is about.

    ``office`` is the code of the unit that decided, None where there is only one it can be.
    Raises Refusal GATE_NOT_REQUIRED, MISSING or WRONG_OFFICE.
    """
    found = [gate for gate in gates if gate.gate is kind]
    if not found:
        raise gate_refusals.gate_not_required(GATE_TITLES[kind])
    if office is None:
        if len(found) > 1:
            names = "、".join(gate.approver.name for gate in found)
            raise gate_refusals.which_office(GATE_TITLES[kind], names)
        return found[0]
    chosen = next((gate for gate in found if gate.approver.code == office), None)
    if chosen is None:
        names = "、".join(gate.approver.name for gate in found)
        raise gate_refusals.wrong_office(GATE_TITLES[kind], names)
    return chosen


def approvals(decisions: Iterable[GateDecision]) -> Mapping[int, GateDecision]:
    """Tell for each version of the line what was last decided about it, where it was agreed to."""
    last: dict[int, GateDecision] = {}
    for decision in sorted(decisions, key=lambda d: (d.decided_at, d.recorded_at)):
        if decision.gate in LINE_GATES and decision.statement is not None:
            last[decision.statement] = decision
    return {version: d for version, d in last.items() if d.verdict in AGREED}
