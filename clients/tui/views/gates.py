"""The gates before a release, one a line: 缺 准 越 拒, who and when, and by which clause."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_gates import Check, Gate, ReleaseGates
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, muted, prose, strong
from clients.tui.views.wrap import wrap_zh

_TONES = {"OPEN": "near", "REFUSED": "over", "OVERRIDDEN": "over"}


def gate_lines(found: ReleaseGates | None, now: datetime, width: int) -> list[Line]:
    """Return every gate with where it stands; nothing where no text wants one."""
    if found is None:
        return []
    if not found.gates:
        return [line(muted(t("gates.none"))), *check_lines(found.checks, width)]
    missing = sum(not gate.passed for gate in found.gates)
    said = [heading(t("gates.missing", n=missing) if missing else t("gates.ready"))]
    for gate in found.gates:
        said += _gate(gate, now, width)
    return [*said, *check_lines(found.checks, width)]


def check_lines(checks: list[Check], width: int) -> list[Line]:
    """Return what to look at before a release (自查); nothing where no text asks for any."""
    if not checks:
        return []
    said = [BLANK, heading(t("gates.checks"))]
    for check in checks:
        mark = "gates.check.done" if check.looked_at else "gates.check.open"
        words = t("gates.check", gist=check.gist, clause=check.clause)
        first, *rest = wrap_zh(words, max(2, width - 3))
        said.append(line(muted(t(mark) + " "), Piece(first)))
        said += [line(Piece("   " + part)) for part in rest]
    return said


def _gate(gate: Gate, now: datetime, width: int) -> list[Line]:
    said = [
        line(
            Piece(t(f"gates.state.{gate.state}") + " ", _TONES.get(gate.state, "done"), bold=True),
            strong(gate.title),
            muted(f"  {gate.approver.name}"),
        )
    ]
    clauses = t("intake.comma").join(f"{row.pack_title} {row.clause}" for row in gate.basis)
    doubt = t("gates.provisional") if gate.provisional else ""
    said += prose(f"{clauses}{doubt}", width, "muted", 3)
    if gate.decision:
        word = gate.decision
        basis = t(f"menu.basis.{word.basis}") if word.basis else ""
        at = say_clock(word.decided_at, now)
        told = t("gates.decided", verdict=word.verdict_title, person=word.person, at=at)
        note = f" {word.note}" if word.note else ""
        said += prose(f"{told} {basis}{note}".rstrip(), width, "fg", 3)
    if gate.ask_by_note and not gate.passed:
        said += prose(gate.ask_by_note, width, "fg", 3)
    for trouble in (gate.missing, gate.emergency_path):
        if trouble:
            said += prose(trouble, width, "near", 3)
    return said
