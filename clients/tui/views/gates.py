"""The gates before a release, one a line: 缺 准 越 拒, who and when, and by which clause."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_gates import Gate, ReleaseGates
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line, Piece, heading, line, muted, prose, strong

_TONES = {"OPEN": "near", "REFUSED": "over", "OVERRIDDEN": "over"}


def gate_lines(found: ReleaseGates | None, now: datetime, width: int) -> list[Line]:
    """Return every gate with where it stands; nothing where no text wants one."""
    if found is None:
        return []
    if not found.gates:
        return [line(muted(t("gates.none")))]
    missing = sum(not gate.passed for gate in found.gates)
    said = [heading(t("gates.missing", n=missing) if missing else t("gates.ready"))]
    for gate in found.gates:
        said += _gate(gate, now, width)
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
    for trouble in (gate.missing, gate.emergency_path):
        if trouble:
            said += prose(trouble, width, "near", 3)
    return said
