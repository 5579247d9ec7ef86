"""What the desk reads of the gates before a release."""

from datetime import datetime

from clients.tui.models import Model, UnitRef


class GateClause(Model, kw_only=True):
    """One clause that wants a gate."""

    pack_title: str
    clause: str
    gist: str
    assumption: str | None = None
    verified: bool = True


class GateWord(Model, kw_only=True):
    """What an office decided, as recorded."""

    person: str
    verdict_title: str
    basis: str | None
    note: str | None
    decided_at: datetime
    recorded_by: str


class Gate(Model, kw_only=True):
    """审批关口: `passed` tells whether a release may go past it."""

    gate: str
    title: str
    state: str
    passed: bool
    provisional: bool
    missing: str | None
    emergency_path: str | None
    ask_by_note: str | None = None
    mentioned: bool = False
    approver: UnitRef
    basis: list[GateClause]
    decision: GateWord | None = None


class Approval(Model, kw_only=True):
    """Who agreed to a version of the line, and when."""

    person: str
    decided_at: datetime


class Version(Model, kw_only=True):
    """A version of the line to take (口径)."""

    version: int
    approved: bool
    text: str
    author: str
    at: datetime
    approval: Approval | None = None


class Check(Model, kw_only=True):
    """自查: one thing to look at before a release; it stops nothing."""

    id: str
    clause: str
    gist: str
    looked_at: bool


class Decided(Model, kw_only=True):
    """Which gate of which office was decided about; an after-approval was opened on one."""

    gate: str
    title: str
    approver: UnitRef


class ReleaseGates(Model, kw_only=True):
    """The gates of a release of one form by one unit."""

    form: str
    ready: bool
    gates: list[Gate]
    checks: list[Check]


class Versions(Model, kw_only=True):
    """The versions of the line to take and all that was decided, newest first."""

    statements: list[Version]
    gate_decisions: list[Decided]


class GatesAnswer(Model, kw_only=True):
    """What a form about a release reads beside the incident."""

    gates: ReleaseGates
    incident: Versions | None

    def line(self) -> int | None:
        """Return the version that a release follows: the newest approved, else the newest."""
        rows = self.incident.statements if self.incident else []
        approved = [row.version for row in rows if row.approved]
        return next(iter(approved or [row.version for row in rows]), None)
