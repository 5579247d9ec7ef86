"""What was done about an incident beside its duties: sent, referred, ordered, answered."""

from datetime import datetime

from clients.tui.models import Model, UnitRef
from clients.tui.models_gates import Version


class Doubt(Model, kw_only=True):
    """提示: what was doubtful about an act; it stopped nothing."""

    message: str


class Receipt(Model, kw_only=True):
    """What came back for something sent."""

    received_at: datetime
    received_by: str | None = None
    number: str | None = None
    answer: str | None = None


class Dispatch(Model, kw_only=True):
    """移交、上报、核实: `received` once what must come back has come."""

    id: str
    kind: str
    state_title: str
    received: bool
    recipient: str
    recipient_unit: str | None = None
    person: str | None = None
    means: str | None = None
    sent_at: datetime
    note: str | None = None
    receipt: Receipt | None = None


class ReferralStep(Model, kw_only=True):
    """受理 转办 签收 退回 反馈 办结."""

    step_title: str
    at: datetime
    unit: UnitRef
    person: str | None = None
    note: str | None = None


class Referral(Model, kw_only=True):
    """转办: `next_steps` are those that may follow."""

    id: str
    request: str
    sender: UnitRef
    receiver: UnitRef
    received_at: datetime
    state_title: str
    next_steps: list[str]
    steps: list[ReferralStep]


class Directive(Model, kw_only=True):
    """上级交办、督办: an order from above with the limit that it sets, if any."""

    id: str
    superior: str
    document: str
    content: str | None = None
    ordered_at: datetime
    due_at: datetime | None = None


class Consultation(Model, kw_only=True):
    """会商: who convened it and what they advise."""

    title: str
    convenors: list[UnitRef]
    opinion: str
    held_at: datetime
    warnings: list[Doubt]


class Designation(Model, kw_only=True):
    """牵头: who leads, by whose decision."""

    unit: UnitRef
    office: UnitRef
    reason: str
    at: datetime


class Progress(Model, kw_only=True):
    """工作进展: one step of the work."""

    at: datetime
    text: str
    recorded_by: str


class TicketContact(Model, kw_only=True):
    """A reply to a caller, or the visit that asks whether it helped."""

    kind: str
    at: datetime
    person: str | None = None
    means: str | None = None
    content: str
    satisfied: bool | None = None


class Ticket(Model, kw_only=True):
    """12345 热线工单."""

    id: str
    number: str
    kind_title: str
    summary: str
    received_at: datetime
    replied_at: datetime | None = None
    unreplied: bool
    contacts: list[TicketContact]


class BreachRef(Model, kw_only=True):
    title: str


class Accountability(Model, kw_only=True):
    """约谈、通报、追责、移送监察, or that none is taken."""

    id: str
    title: str
    reason: str
    breaches: list[BreachRef]
    unit: UnitRef
    persons: list[str]
    decided_by: str
    decided_at: datetime
    rectify_by: datetime | None = None
    carried_out_at: datetime | None = None
    rectified: bool | None = None
    result: str | None = None
    warnings: list[Doubt]


class ConferenceDecision(Model, kw_only=True):
    """续会: another conference and when, or none and why."""

    another: bool
    suggested_at: datetime | None = None
    reason: str | None = None
    decider: str
    decided_at: datetime


class UnitTask(Model, kw_only=True):
    """How far one unit has come with its part."""

    unit: UnitRef
    roles: list[str]
    open: int
    overdue: int
    fulfilled: int


class GateWord(Model, kw_only=True):
    """审批: one decision about a gate as recorded."""

    gate: str
    title: str
    approver: UnitRef
    verdict_title: str
    person: str
    basis: str | None = None
    note: str | None = None
    statement: int | None = None
    decided_at: datetime
    paper_follows: bool
    warnings: list[str]


class FormGate(Model, kw_only=True):
    title: str
    passed: bool
    approver: UnitRef


class FormGates(Model, kw_only=True):
    """What one form of release still lacks."""

    form: str
    form_title: str
    ready: bool
    gates: list[FormGate]


class HowReleased(Model, kw_only=True):
    """How a release went out: by which line, past which gates, with which doubts."""

    id: str
    statement: int | None = None
    ungated: bool
    warnings: list[Doubt]
    gates: list["GateThen"]


class GateThen(Model, kw_only=True):
    title: str
    state: str
    person: str | None = None


class IncidentChain(Model, kw_only=True):
    """办理链: everything of an incident that is no duty; each list newest first."""

    dispatches: list[Dispatch]
    referrals: list[Referral]
    directives: list[Directive]
    consultations: list[Consultation]
    designations: list[Designation]
    progress: list[Progress]
    tickets: list[Ticket]
    accountabilities: list[Accountability]
    conference_decisions: list[ConferenceDecision]
    unit_tasks: list[UnitTask]
    statements: list[Version]
    gate_decisions: list[GateWord]
    gates: list[FormGates]
    releases: list[HowReleased]


EMPTY = IncidentChain(
    dispatches=[],
    referrals=[],
    directives=[],
    consultations=[],
    designations=[],
    progress=[],
    tickets=[],
    accountabilities=[],
    conference_decisions=[],
    unit_tasks=[],
    statements=[],
    gate_decisions=[],
    gates=[],
    releases=[],
)
