"""What is owed for occasions (事由): periods with their counts, policies, and working days."""

from datetime import date, datetime

from clients.tui.models import Basis, DueClass, Model, ObligationState, PageInfo, UnitRef
from clients.tui.models_incident import Duty


class CountedAct(Model, kw_only=True):
    """Something done, and why it counts toward the period or not."""

    kind_title: str
    title: str
    held_at: datetime
    number: str | None
    counts: bool
    reason: str


class Period(Model, kw_only=True):
    """What a unit owes for a period (周期应办); `progress` is empty where nothing is counted."""

    id: str
    obligation: str
    unit: UnitRef
    kind: str
    title: str
    due_at: datetime | None
    state: ObligationState
    basis: list[Basis]
    number: str
    counted: int
    target: int
    progress: str
    acts: list[CountedAct]

    @property
    def due_class(self) -> DueClass:
        timed = self.due_at is not None
        return DueClass.STATUTORY_TIMED if timed else DueClass.STATUTORY_UNTIMED

    @property
    def missing(self) -> int:
        return max(0, self.target - self.counted)


class PeriodEdge(Model, kw_only=True):
    node: Period


class PeriodPage(Model, kw_only=True):
    edges: list[PeriodEdge]
    page_info: PageInfo


class Risk(Model, kw_only=True):
    """风险评估."""

    level_title: str
    plan_title: str
    plan_url: str | None
    done_at: datetime


class Policy(Model, kw_only=True):
    """政策发布; `drafting_unit` is a unit's code."""

    title: str
    major: bool
    vital_interests: bool
    drafting_unit: str
    fields: list[str]
    planned_at: datetime | None
    published_at: datetime | None
    risk: Risk | None


class PolicyFile(Model, kw_only=True):
    """The occasion of a policy with all that is owed for it."""

    id: str
    number: str
    unit: UnitRef
    policy: Policy | None
    obligations: list[Duty]

    @property
    def open_duties(self) -> list[Duty]:
        owed = (d for d in self.obligations if d.state is ObligationState.OPEN and d.owed)
        return list(owed)

    @property
    def risk_wanted(self) -> bool:
        """Tell whether the rules ask for an assessment of its risk that is not made yet."""
        return any(duty.kind == "RISK_ASSESSMENT" for duty in self.open_duties)


class PolicyEdge(Model, kw_only=True):
    node: PolicyFile


class PolicyPage(Model, kw_only=True):
    edges: list[PolicyEdge]
    page_info: PageInfo


class WorkingDay(Model, kw_only=True):
    """`provisional`: years counted as Monday to Friday, for want of their notice."""

    day: date
    provisional: list[int]
    note: str | None


class NoticeDay(Model, kw_only=True):
    day: date
    works: bool
    festival: str


class HolidayNotice(Model, kw_only=True):
    """放假安排 of a year, as somebody entered it."""

    year: int
    document: str
    days: list[NoticeDay]


class WorkingDays(Model, kw_only=True):
    """The next working days by how many are counted."""

    d1: WorkingDay
    d3: WorkingDay
    d5: WorkingDay
    d10: WorkingDay
    d15: WorkingDay
    d20: WorkingDay
    d30: WorkingDay
    d60: WorkingDay
    year: HolidayNotice | None
    next: HolidayNotice | None

    def counted(self) -> list[tuple[int, WorkingDay]]:
        counts = (1, 3, 5, 10, 15, 20, 30, 60)
        return [(count, getattr(self, f"d{count}")) for count in counts]
