"""Rule packs (规则包): what texts ask, who adopted them, where they differ."""

from datetime import date, datetime

from clients.tui.models import Model, PageInfo


class Clause(Model, kw_only=True):
    id: str
    clause: str
    gist: str


class PackDuty(Model, kw_only=True):
    id: str
    title: str
    clause: str
    gist: str
    modality: str
    trigger_title: str
    opened_by_system: bool
    due_class: str
    offset_title: str | None
    assumption: str | None


class PackGate(Model, kw_only=True):
    id: str
    title: str
    clause: str
    gist: str
    lead: int | None
    assumption: str | None


class PackQuestion(Model, kw_only=True):
    question: str
    answer: str


class Pack(Model, kw_only=True):
    id: str
    version: str
    title: str
    document: str
    issuer: str
    effective_from: date
    effective_to: date | None
    verified: bool
    derives_from: list[str]
    divisions: list[str]
    units: list[str]
    text_scope: str | None
    notes: list[str]
    duties: list[PackDuty]
    responsibility_rules: list[Clause]
    gates: list[PackGate]
    checks: list[Clause]
    questions: list[PackQuestion]

    @property
    def choice(self) -> dict[str, str]:
        """Return the pack as it is named to the service."""
        return {"id": self.id, "version": self.version}


class Adoption(Model, kw_only=True):
    """采用决定."""

    id: str
    pack: str
    pack_version: str
    unit: str
    unit_name: str
    effective_from: date
    effective_to: date | None
    document: str | None
    reason: str | None
    decided_at: datetime
    decided_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_reason: str | None
    told: str


class AdoptionEdge(Model, kw_only=True):
    node: Adoption


class AdoptionPage(Model, kw_only=True):
    edges: list[AdoptionEdge]
    page_info: PageInfo


class PackAnswer(Model, kw_only=True):
    clause: str | None
    text: str


class PackAnswers(Model, kw_only=True):
    pack: str
    title: str
    verified: bool
    answers: list[PackAnswer]


class Disagreement(Model, kw_only=True):
    id: str
    question: str
    same: bool
    packs: list[PackAnswers]


class PackDifference(Model, kw_only=True):
    path: str
    table: str
    before: str | None
    after: str | None


class ReplayedDue(Model, kw_only=True):
    title: str
    due_at: datetime | None
    modality_title: str
    provisional: bool
    owner_name: str


class ReplayedChange(Model, kw_only=True):
    before: ReplayedDue | None
    after: ReplayedDue | None


class ReplayedIncident(Model, kw_only=True):
    id: str
    number: str
    title: str
    drill: bool
    opened_at: datetime
    changes: list[ReplayedChange]


class Replay(Model, kw_only=True):
    examined: int
    end_cursor: str | None
    has_more: bool
    changed: list[ReplayedIncident]


class Dated(Model, kw_only=True):
    title: str
    due_at: datetime | None


class MovedDue(Model, kw_only=True):
    before: Dated
    after: Dated
    reason: str


class LapsedDue(Model, kw_only=True):
    obligation: Dated
    reason: str


class RebasePreview(Model, kw_only=True):
    before: list[str]
    after: list[str]
    opened: list[Dated]
    moved: list[MovedDue]
    lapsed: list[LapsedDue]
    late: list[Dated]
    notes: list[str]


class FieldAnswer(Model, kw_only=True):
    """Who answers for a field (领域责任)."""

    id: str
    unit: str
    field: str
    title: str
    department: str | None
    department_name: str | None
    note: str | None
    version: int
    set_at: datetime
    set_by: str
