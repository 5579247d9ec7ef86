"""What can be decided about: the gates of a release, then what was passed by and is still owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clients.tui.locale import t
from clients.tui.models import DueClass, ObligationState, UnitRef
from clients.tui.models_gates import ReleaseGates, Version
from clients.tui.models_incident import Duty
from clients.tui.views.dues import clause_of, time_left
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line, Piece, heading, line, muted, prose, strong

AFTER_APPROVAL = "AFTER_APPROVAL"
DIGITS = 9


class About(Protocol):
    """A decision as far as it tells which gate of which office it was about."""

    @property
    def gate(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def approver(self) -> UnitRef: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing to decide; `duty` is the after-approval (补办) that a decision closes."""

    gate: str
    title: str
    office: UnitRef
    passed: bool = False
    duty: Duty | None = None

    @property
    def key(self) -> str:
        return self.duty.id if self.duty else f"{self.gate}@{self.office.code}"

    @property
    def on_paper(self) -> bool:
        """Tell whether the office agreed by word already and only its paper is to follow."""
        return self.duty is not None and self.duty.due_class is DueClass.INTERNAL_TARGET


def asked(
    found: ReleaseGates | None, decided: Sequence[About], duties: Sequence[Duty]
) -> list[Asked]:
    """Return what nine digits can choose; what is owed keeps its place before passed gates."""
    rows = [
        Asked(gate=gate.gate, title=gate.title, office=gate.approver, passed=gate.passed)
        for gate in (found.gates if found else ())
    ]
    after = owed(decided, duties)
    room = max(DIGITS - len(after), DIGITS - 4)
    return [*rows[:room], *after][:DIGITS]


def owed(decided: Sequence[About], duties: Sequence[Duty]) -> list[Asked]:
    """Return the open after-approvals, each with the gate and office it was opened for."""
    open_ = (d for d in duties if d.kind == AFTER_APPROVAL and d.state is ObligationState.OPEN)
    found = ((duty, _opened_on(duty, decided)) for duty in open_)
    return [
        Asked(gate=of.gate, title=duty.title, office=of.approver, duty=duty)
        for duty, of in found
        if of is not None
    ]


def _opened_on(duty: Duty, decided: Sequence[About]) -> About | None:
    # the duty bears the gate's title within its own, and the office as its recipient
    fits = (d for d in decided if d.title in duty.title and d.approver.name in duty.recipients)
    return next(fits, None)


def closed_by_decision(duty: Duty) -> bool:
    """Tell whether only the office's decision closes a duty, so that nobody records it as done."""
    return duty.kind == AFTER_APPROVAL and duty.due_class is not DueClass.INTERNAL_TARGET


def owed_lines(rows: Sequence[Asked], now: datetime, width: int) -> list[Line]:
    """Return what was passed by and must be made good, each with its office, limit and clause."""
    after = [row for row in rows if row.duty]
    if not after:
        return []
    said = [heading(t("gates.owed", n=len(after)))]
    for row in after:
        said.append(line(Piece(t("gates.state.OWED") + " ", "over", bold=True), strong(row.title)))
        if row.duty:
            since = t("gates.owed.since", at=say_clock(row.duty.start_at, now))
            due = t("due.none") if row.duty.due_at is None else say_clock(row.duty.due_at, now)
            left = time_left(row.duty, now)
            said += prose(f"{row.office.name} {since} {due} {left}", width, "near", 3)
            said += prose(clause_of(row.duty), width, "muted", 3)
    return said


def version_title(version: Version) -> str:
    """Return a version by its number and whether leaders agreed to it."""
    state = "gates.version.approved" if version.approved else "gates.version.draft"
    return f"{t('gates.version', n=version.version)} {t(state)}"


def version_lines(versions: Sequence[Version], now: datetime, width: int) -> list[Line]:
    """Return every version of the line to take (口径), newest first, with who agreed to it."""
    if not versions:
        return []
    said = [heading(t("gates.versions"))]
    for row in versions:
        tone = "done" if row.approved else "near"
        at = say_clock(row.at, now)
        said.append(line(Piece(version_title(row), tone, True), muted(f"  {row.author} {at}")))
        if row.approval:
            word = t("gates.version.by", person=row.approval.person)
            said += prose(f"{word} {say_clock(row.approval.decided_at, now)}", width, "muted", 3)
        said += prose(row.text, width, "fg", 3)
    return said
