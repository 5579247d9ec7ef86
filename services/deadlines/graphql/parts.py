"""The small types that several features show: units, persons, bases, trace lines, enumerations."""

from datetime import datetime
from operator import attrgetter
from typing import Any

import strawberry
from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from services.deadlines.domain import messages
from services.deadlines.domain.board import ObligationOrder
from services.deadlines.domain.dispatches import DispatchKind
from services.deadlines.domain.duty_rules import SOURCE_TITLES, SourceKind
from services.deadlines.domain.gates import VERDICT_TITLES, GateBasis, GateState, Verdict
from services.deadlines.domain.handover_changes import CHANGE_TITLES, ChangeKind
from services.deadlines.domain.handover_signing import HANDOVER_TITLES, HandoverState
from services.deadlines.domain.hotline import TICKET_TITLES, ContactKind, TicketKind
from services.deadlines.domain.incidents import IncidentState, Party
from services.deadlines.domain.leads import LeadOrder, LeadState, Timeliness
from services.deadlines.domain.obligations import ObligationState
from services.deadlines.domain.occasions import OCCASION_TITLES, OccasionKind, OccasionState
from services.deadlines.domain.patrols import (
    PATROL_TITLES,
    RESULT_TITLES,
    PatrolResult,
    PatrolState,
)
from services.deadlines.domain.referrals import (
    STATE_TITLES,
    STEP_TITLES,
    ReferralState,
    Step,
)
from services.deadlines.domain.releases import Purpose, TopicSource
from services.deadlines.domain.shifts import STATE_TITLES as SHIFT_TITLES
from services.deadlines.domain.shifts import ShiftState
from services.deadlines.graphql.enums import described_enum as _enum
from services.deadlines.graphql.phones import phone_of
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.results import BasisLine, PersonRef, TraceLine, UnitRef
from services.deadlines.law.words import (
    ACT_TITLES,
    CLOCK_START_TITLES,
    FORM_TITLES,
    GATE_TITLES,
    MEASURE_TITLES,
    MODALITY_TITLES,
    POST_TITLES,
    ActKind,
    ClockStart,
    DueClass,
    GateKind,
    Measure,
    Modality,
    Precision,
    ReleaseForm,
    TraceOutcome,
)
from services.kit.graphql.context import Info
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import compiled_field, global_id, shows

_enum(
    DueClass,
    "Which sort of limit; the three are never mixed.",
    {
        DueClass.STATUTORY_TIMED: "法定有时限",
        DueClass.STATUTORY_UNTIMED: "法定无时限: elapses, never overdue",
        DueClass.INTERNAL_TARGET: "内部目标",
    },
)
_enum(Modality, "How strongly the clause binds, in its own word.", MODALITY_TITLES)
_enum(ClockStart, "The event from which a limit runs.", CLOCK_START_TITLES)
_enum(ReleaseForm, "The form of a release.", FORM_TITLES)
_enum(GateKind, "What is agreed to before a release (审批).", GATE_TITLES)
_enum(
    TopicSource,
    "What a conference is held about.",
    {
        TopicSource.MEETING: "重要会议",
        TopicSource.KEY_WORK: "重点工作",
        TopicSource.PUBLIC_CONCERN: "公众关注的热点问题",
    },
)
_enum(Verdict, "What was decided about a gate.", VERDICT_TITLES)
_enum(
    GateBasis,
    "On what a decision rests.",
    {
        GateBasis.SYSTEM: "本系统: the office itself",
        GateBasis.PAPER: "书面",
        GateBasis.PHONE: "电话: the paper has to follow",
        GateBasis.MEETING: "会议",
        GateBasis.MESSAGE: "短信或即时消息: the paper has to follow",
    },
)
_enum(
    GateState,
    "Where a gate stands.",
    {
        GateState.OPEN: "未审批",
        GateState.APPROVED: "同意",
        GateState.CONDITIONAL: "附条件同意",
        GateState.REFUSED: "不同意",
        GateState.OVERRIDDEN: "紧急越过, to be made good",
    },
)
_enum(
    Purpose,
    "What a release is for (发布目的).",
    {
        Purpose.INTERPRETATION: "政策解读",
        Purpose.ANSWER_TO_DOUBTS: "回应公众质疑",
        Purpose.CLARIFICATION: "澄清不实传言",
        Purpose.AUTHORITATIVE_RELEASE: "权威发布",
    },
)
_enum(
    Precision,
    "How exactly the time of occurrence is known.",
    {
        Precision.EXACT: "to the second",
        Precision.MINUTE: "to the minute",
        Precision.ABOUT: "约",
        Precision.DAY: "the day only",
    },
)
_enum(
    TraceOutcome,
    "What became of one responsibility rule.",
    {
        TraceOutcome.FIRED: "it decided",
        TraceOutcome.NOT_APPLICABLE: "its condition does not hold",
        TraceOutcome.UNKNOWN_FACT: "it cannot be told whether its condition holds",
        TraceOutcome.OWNER_MISSING: "its unit is not in the registry",
        TraceOutcome.NOT_REACHED: "an earlier rule had decided",
    },
)
_enum(
    ObligationState,
    "Where an obligation stands.",
    {
        ObligationState.OPEN: "未办结",
        ObligationState.FULFILLED: "已履行",
        ObligationState.WAIVED: "免办, with a reason",
        ObligationState.LAPSED: "no longer called for, with a reason",
    },
)
_enum(
    Outcome,
    "How a fulfilled obligation counts.",
    {
        Outcome.ON_TIME: "按时 (the limit itself is inclusive)",
        Outcome.LATE: "超期",
        Outcome.LATE_AT_INTAKE: "接报时已超期",
        Outcome.LATE_WITH_REASON: "超期, with a reason for a person to judge",
    },
)
_enum(
    IncidentState,
    "Whether an incident is still worked on.",
    {IncidentState.OPEN: "办理中", IncidentState.CLOSED: "已办结"},
)
_enum(ActKind, "What may count toward a duty of a period.", ACT_TITLES)
_enum(OccasionKind, "Which sort of occasion.", OCCASION_TITLES)
_enum(
    OccasionState,
    "Whether an occasion is still worked on.",
    {OccasionState.OPEN: "办理中", OccasionState.CLOSED: "已了结"},
)
_enum(Measure, "What may be decided on a breach.", MEASURE_TITLES)
_enum(Step, "A step of the handling of a referral.", STEP_TITLES)
_enum(ReferralState, "Where a referral stands.", STATE_TITLES)
_enum(TicketKind, "What a caller of the hotline wants.", TICKET_TITLES)
_enum(
    ContactKind,
    "What a caller of the hotline was told.",
    {ContactKind.REPLY: "回复", ContactKind.FOLLOW_UP: "回访"},
)
_enum(
    DispatchKind,
    "What is sent to a recipient and must come back.",
    {
        DispatchKind.TRANSFER: "线索移交",
        DispatchKind.UPWARD_REPORT: "上级报告",
        DispatchKind.INTERNAL_REPORT: "内部报告",
        DispatchKind.VERIFY_WITH_CYBERSPACE: "网信核实",
    },
)
_enum(
    ObligationOrder,
    "The order of a list of obligations.",
    {
        ObligationOrder.DUE_AT: "by due time, then id; untimed ones last",
        ObligationOrder.STARTED_AT: "by when the clock began, then id",
    },
)
_enum(
    LeadState,
    "What became of a lead.",
    {
        LeadState.NEW: "待处理",
        LeadState.PROMOTED: "已转为事件",
        LeadState.MERGED: "已并入另一线索或事件",
        LeadState.DISMISSED: "已排除, with a reason",
    },
)
_enum(
    LeadOrder,
    "The order of a list of leads.",
    {
        LeadOrder.NEWEST: "the last received first",
        LeadOrder.WAITING: "the longest waiting first",
    },
)
_enum(
    Timeliness,
    "How a unit's own report failed to be the first; measured, never overdue.",
    {
        Timeliness.MISSED: "漏报: reported from outside, and by no unit",
        Timeliness.LATE: "迟报: reported after the first sight",
    },
)


_enum(ShiftState, "Where a shift stands.", SHIFT_TITLES)
_enum(HandoverState, "Where a handover sheet stands.", HANDOVER_TITLES)
_enum(ChangeKind, "What changed after the outgoing signature.", CHANGE_TITLES)
_enum(PatrolResult, "What a patrol found; nothing is a result too.", RESULT_TITLES)
_enum(PatrolState, "What became of a planned patrol.", PATROL_TITLES)
_enum(SourceKind, "What is listened to.", SOURCE_TITLES)


@shows(UnitRef)
@strawberry.type(name="UnitRef", description="A unit (单位) as named at the time.")
class UnitRefType:
    code: str = strawberry.field(description="Its code in the registry.")
    name: str = strawberry.field(description="Its name.")
    kind: str = strawberry.field(description="Its kind, empty where not known.")
    level: str = strawberry.field(description="Its level, empty where not known.")
    known: bool = strawberry.field(description="Whether the registry has it; false is said.")


def _post_title(person: PersonRef) -> str:
    return person.title or POST_TITLES[person.post]


@shows(PersonRef)
@strawberry.type(name="PersonRef", description="A person in a post, as known at the time.")
class PersonRefType:
    name: str = strawberry.field(description="The name.")
    post: str = compiled_field(lambda row: row.post.value, str, description="HEAD, DEPUTY, …")
    post_title: str = compiled_field(_post_title, str, description="The post in Chinese.")
    person_id: strawberry.ID | None = compiled_field(
        lambda row: row.id and to_global_id("Person", row.id),
        strawberry.ID | None,
        description="The person's id in the registry; null where it was never told.",
    )
    phone: str | None = strawberry.field(
        resolver=phone_of,
        description="The number of today; its middle hidden from readers of other territories and"
        " roles. Each time that a whole one is shown is on record.",
    )
    phone_hint: str | None = strawberry.field(
        description="The number with its middle hidden, for lists; leaves no record."
    )
    present: bool | None = strawberry.field(description="Whether on duty then; null unknown.")
    note: str | None = strawberry.field(description="Why this person, where it needs saying.")


@shows(BasisLine)
@strawberry.type(name="Basis", description="One clause that asks for a duty (依据).")
class BasisType:
    pack: str = strawberry.field(description="The rule pack's id.")
    pack_version: str = strawberry.field(description="Its version.")
    pack_title: str = strawberry.field(description="Its title.")
    document: str = strawberry.field(description="The document's number.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the clause asks, in our words.")
    modality: Modality = strawberry.field(description="How strongly it binds.")
    start: ClockStart | None = strawberry.field(description="From what the limit runs.")
    start_at: datetime | None = strawberry.field(description="When that was.")
    offset: str | None = compiled_field(
        lambda row: messages.span_code(row.within),
        str | None,
        description="The limit's length, ISO 8601.",
    )
    offset_title: str | None = compiled_field(
        lambda row: messages.span_title(row.within),
        str | None,
        description="The limit's length in Chinese.",
    )
    due_at: datetime | None = strawberry.field(description="start + offset; null: untimed.")
    assumption: str | None = strawberry.field(
        description="What the text leaves open and we assume."
    )
    verified: bool = strawberry.field(description="Whether the pack was checked with the original.")
    acting: bool = strawberry.field(description="Whether the obligation bears this due time.")


@shows(TraceLine)
@strawberry.type(name="TraceLine", description="What became of one responsibility rule.")
class TraceLineType:
    pack: str = strawberry.field(description="The pack's id.")
    rule: str = strawberry.field(description="The rule's id in the pack.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the rule says, in our words.")
    outcome: TraceOutcome = strawberry.field(description="What became of it.")
    reason: str = strawberry.field(description="Why, in Chinese.")
    unit: UnitRefType | None = strawberry.field(description="The unit it names.")


@shows(Party)
@strawberry.type(name="Party", description="A unit with its role in an incident (参与单位).")
class PartyType:
    id: strawberry.ID = global_id("Party")
    role: str = strawberry.field(description="FIRST_RESPONDENT, RESPONDENT, COORDINATOR, …")
    role_title: str = compiled_field(attrgetter("role_title"), str, description="In Chinese.")
    unit: UnitRefType = strawberry.field(description="The unit.")
    person: PersonRefType | None = strawberry.field(description="Who answers for it.")
    speaker: PersonRefType | None = strawberry.field(description="Who speaks for it now.")
    acknowledged_at: datetime | None = strawberry.field(description="When it took note.")
    acknowledged_by: str | None = strawberry.field(description="Who took note.")


def selected(info: Info, name: str) -> bool:
    """Tell whether a field of that name is asked for anywhere below this one."""
    raw = info._raw_info
    seen: set[str] = set()

    def inside(nodes: SelectionSetNode | None) -> bool:
        for node in nodes.selections if nodes else ():
            if isinstance(node, FieldNode):
                if node.name.value == name or inside(node.selection_set):
                    return True
            elif isinstance(node, InlineFragmentNode):
                if inside(node.selection_set):
                    return True
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment: Any = raw.fragments.get(node.name.value)
                if fragment is not None and inside(
                    getattr(fragment, "definition", fragment).selection_set
                ):
                    return True
        return False

    return any(inside(node.selection_set) for node in raw.field_nodes)
