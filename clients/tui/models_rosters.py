"""What the registry tells of units and of those who stand on their rosters (名录)."""

from datetime import date, datetime

from clients.tui.models import Model, PageInfo


class Named(Model, kw_only=True):
    """A unit, as far as a line of a list needs it."""

    code: str
    name: str


class Who(Model, kw_only=True):
    id: str
    name: str


class Nameless(Model, kw_only=True):
    name: str


class Me(Model, kw_only=True):
    """Who sits here, and what for."""

    login: str
    role: str
    unit: str
    scope_code: str


class Finding(Model, kw_only=True):
    """Something wrong with a roster; `clause` is null where it is good housekeeping."""

    id: str
    unit: Named
    kind: str
    text: str
    advice: str
    clause: str | None
    since: date | None
    first_seen_at: datetime


class FindingEdge(Model, kw_only=True):
    node: Finding


class FindingPage(Model, kw_only=True):
    edges: list[FindingEdge]
    page_info: PageInfo


class Audit(Model, kw_only=True):
    at: datetime
    units: int
    opened: int
    resolved: int
    standing: int


class Findings(Model, kw_only=True):
    """The findings, and the audit that found them; null before the first."""

    roster_findings: FindingPage
    roster_audit: Audit | None


class RosterUnit(Model, kw_only=True):
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    management: str
    tags: list[str]
    active_from: date | None
    active_to: date | None
    work_body: str | None
    credit_code: str | None
    parent: Named | None
    supervising: Named | None


class RosterUnitEdge(Model, kw_only=True):
    node: RosterUnit


class RosterUnitPage(Model, kw_only=True):
    edges: list[RosterUnitEdge]
    page_info: PageInfo


class NameSince(Model, kw_only=True):
    from_day: date | None
    name: str


class After(Model, kw_only=True):
    successor: Named
    kind: str
    effective_on: date


class Before(Model, kw_only=True):
    predecessor: Named
    kind: str
    effective_on: date


class UnitHistory(Model, kw_only=True):
    ancestors: list[Named]
    names: list[NameSince]
    successors: list[After]
    predecessors: list[Before]


class Holder(Model, kw_only=True):
    post: str
    title: str
    person: Nameless


class HolderEdge(Model, kw_only=True):
    node: Holder


class Holders(Model, kw_only=True):
    edges: list[HolderEdge]
    total_count: int | None


class Counted(Model, kw_only=True):
    total_count: int | None


class UnitFile(Model, kw_only=True):
    """What hangs on a unit today: its history, its people, and how much else."""

    unit: UnitHistory | None
    appointments: Holders
    channels: Counted
    experts: Counted


class Trained(Model, kw_only=True):
    id: str
    name: str
    fictitious: bool
    last_trained_on: date | None


class RosterAppointment(Model, kw_only=True):
    id: str
    unit: Named
    person: Trained
    post: str
    title: str
    rank: str | None
    qualification: str | None
    employment: str | None
    starts_on: date
    ends_on: date | None
    end_reason: str | None
    filed_on: date | None


class RosterAppointmentEdge(Model, kw_only=True):
    node: RosterAppointment


class RosterAppointmentPage(Model, kw_only=True):
    edges: list[RosterAppointmentEdge]
    page_info: PageInfo


class Held(Model, kw_only=True):
    person: Who
    title: str
    ends_on: date | None


class HeldEdge(Model, kw_only=True):
    node: Held


class RosterPeople(Model, kw_only=True):
    """Everybody who ever held a post of a unit."""

    edges: list[HeldEdge]


class PhoneReveal(Model, kw_only=True):
    at: datetime
    actor: str
    operation: str


class PhoneOf(Model, kw_only=True):
    name: str
    phone: str | None
