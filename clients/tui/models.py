"""What the deadlines service answers, decoded strictly: names and nulls as in its schema."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, dataclass_transform

import msgspec

from clients.tui.locale import in_chinese

T = TypeVar("T")


class DueClass(StrEnum):
    """法定有时限 · 法定无时限 · 内部目标."""

    STATUTORY_TIMED = "STATUTORY_TIMED"
    STATUTORY_UNTIMED = "STATUTORY_UNTIMED"
    INTERNAL_TARGET = "INTERNAL_TARGET"


class ObligationState(StrEnum):
    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    WAIVED = "WAIVED"
    LAPSED = "LAPSED"


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Model(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base: camelCase on the wire."""


class UnitRef(Model, kw_only=True):
    code: str
    name: str
    known: bool = True


class PersonRef(Model, kw_only=True):
    name: str
    post_title: str
    phone: str | None = None
    present: bool | None = None
    note: str | None = None


class Basis(Model, kw_only=True):
    """依据: one clause that asks for the duty; the acting one stands first."""

    pack: str
    document: str
    clause: str
    gist: str
    modality: str
    start: str | None = None
    start_at: datetime | None = None
    offset: str | None = None
    offset_title: str | None = None
    due_at: datetime | None = None
    assumption: str | None = None
    verified: bool
    acting: bool


class IncidentRef(Model, kw_only=True):
    id: str
    number: str
    title: str
    drill: bool
    contacts_pending: bool
    severity: str | None = None
    severity_title: str | None = None
    kind_title: str | None = None


class OccasionRef(Model, kw_only=True):
    """事由: what a duty belongs to that belongs to no incident."""

    id: str
    number: str
    title: str
    kind: str = ""
    kind_title: str


class Obligation(Model, kw_only=True):
    """One duty (应办事项); `due_at` is None for one without a limit, which is never overdue."""

    id: str
    kind: str
    title: str
    due_class: DueClass
    modality: str
    modality_title: str
    state: ObligationState
    owed: bool
    start_at: datetime
    due_at: datetime | None = None
    provisional: bool
    late_at_intake: bool
    owner: UnitRef | None = None
    person: PersonRef | None = None
    speaker: PersonRef | None = None
    recipients: list[str] = []
    fulfilled_by: list[str] = []
    basis: list[Basis]
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    closed_at: datetime | None = None
    version: int
    incident: IncidentRef | None = None
    occasion: OccasionRef | None = None

    @property
    def matter(self) -> IncidentRef:
        """What it belongs to; an occasion (事由) shown in an incident's place has no severity."""
        if self.incident is not None:
            return self.incident
        of = self.occasion
        return IncidentRef(
            id=of.id if of else "",
            number=of.number if of else "",
            title=of.title if of else "",
            drill=False,
            contacts_pending=False,
            kind_title=of.kind_title if of else None,
        )

    @property
    def accepted(self) -> bool:
        return self.acknowledged_at is not None

    @property
    def open(self) -> bool:
        return self.state is ObligationState.OPEN and self.owed


class BoardTally(Model, kw_only=True):
    overdue: int
    within15m: int
    untimed: int
    within_hour: int
    today: int
    later: int
    fulfilled_today: int
    unacknowledged: int
    total: int
    capped: bool
    as_of: datetime


class PageInfo(Model, kw_only=True):
    has_next_page: bool
    end_cursor: str | None = None


class ObligationEdge(Model, kw_only=True):
    node: Obligation


class ObligationPage(Model, kw_only=True):
    edges: list[ObligationEdge]
    page_info: PageInfo

    @property
    def rows(self) -> list[Obligation]:
        return [edge.node for edge in self.edges]


class BoardAnswer(Model, kw_only=True):
    """The whole board: both lists and the tally, read at one moment."""

    timed: ObligationPage
    untimed: ObligationPage
    board_tally: BoardTally


class ChangedEntity(Model, kw_only=True):
    entity: str
    id: str
    incident: str | None = None
    version: int
    kind: str
    text: str | None = None


class BoardEvent(Model, kw_only=True):
    """`kind`: CHANGES, HEARTBEAT (every 10 s) or RESYNC (read everything again)."""

    kind: str
    cursor: str
    at: datetime
    changes: list[ChangedEntity] = []


class SweepStatus(Model, kw_only=True):
    last_run_at: datetime | None = None
    healthy: bool


class MirrorStatus(Model, kw_only=True):
    last_sync_at: datetime | None = None
    reachable: bool


class ServiceStatus(Model, kw_only=True):
    """Whether limits are swept and how old the service's copy of the registry is."""

    sweep_status: SweepStatus
    mirror_status: MirrorStatus


class Called(Model, kw_only=True):
    """The whole number of somebody, as far as the officer may see it."""

    name: str
    phone: str | None = None


class BriefDuty(Model, kw_only=True):
    """A duty as the detail pane lists it under its incident."""

    id: str
    title: str
    state: ObligationState
    owed: bool
    due_class: DueClass
    start_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    person: Called | None = None
    speaker: Called | None = None


class TimelineEntry(Model, kw_only=True):
    at: datetime
    kind_title: str
    actor: str
    text: str


class FactsGlance(Model, kw_only=True):
    category_titles: list[str] = []


class IncidentGlance(Model, kw_only=True):
    """All duties of an incident and its newest events."""

    id: str
    facts: FactsGlance
    obligations: list[BriefDuty]
    timeline: list[TimelineEntry]


def decode(answer: Any, kind: type[T]) -> T:
    """Return an answer in the desk's language.

    Raises msgspec.ValidationError when it is not of the schema that the desk was built on.
    """
    return msgspec.convert(in_own_words(answer), kind)


def decode_kept(content: bytes, kind: type[T]) -> T:
    """Return what a file keeps; kept under English it stays so until the service is heard again.

    Raises msgspec.DecodeError for a torn or foreign file.
    """
    if in_chinese():
        return msgspec.json.decode(content, type=kind)
    return decode(msgspec.json.decode(content), kind=kind)


def in_own_words(answer: Any) -> Any:
    """Return an answer with its official words, Chinese as the services say them, in ours."""
    if in_chinese():
        return answer
    from clients.english.answers import in_english_words

    return in_english_words(answer)
