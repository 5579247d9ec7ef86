"""Matters handed to another unit: which step may follow which, and who owes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain.acts import Evidence
from services.deadlines.law.results import UnitRef


class ReferralState(StrEnum):
    """Where a referral stands (转办状态)."""

    REFERRED = "REFERRED"
    SIGNED = "SIGNED"
    RETURNED = "RETURNED"
    ANSWERED = "ANSWERED"
    COMPLETED = "COMPLETED"


STATE_TITLES: Final = {
    ReferralState.REFERRED: "待签收",
    ReferralState.SIGNED: "已签收待反馈",
    ReferralState.RETURNED: "已退回待改派",
    ReferralState.ANSWERED: "已反馈待办结",
    ReferralState.COMPLETED: "已办结",
}


class Step(StrEnum):
    """A step of the handling (受理→转办→签收或退回→反馈→办结, 某市制度 七)."""

    ACCEPT = "ACCEPT"
    REFER = "REFER"
    SIGN = "SIGN"
    RETURN = "RETURN"
    FEEDBACK = "FEEDBACK"
    COMPLETE = "COMPLETE"


STEP_TITLES: Final = {
    Step.ACCEPT: "受理",
    Step.REFER: "转办",
    Step.SIGN: "签收",
    Step.RETURN: "退回",
    Step.FEEDBACK: "反馈",
    Step.COMPLETE: "办结",
}

# What may follow what. A return hands the matter back, to be referred to another; feedback may
# come several times; nothing follows the end.
_NEXT: Final[Mapping[tuple[ReferralState, Step], ReferralState]] = {
    (ReferralState.REFERRED, Step.SIGN): ReferralState.SIGNED,
    (ReferralState.REFERRED, Step.RETURN): ReferralState.RETURNED,
    (ReferralState.RETURNED, Step.REFER): ReferralState.REFERRED,
    (ReferralState.SIGNED, Step.FEEDBACK): ReferralState.ANSWERED,
    (ReferralState.ANSWERED, Step.FEEDBACK): ReferralState.ANSWERED,
    (ReferralState.ANSWERED, Step.COMPLETE): ReferralState.COMPLETED,
}

# What a step must say: why it comes back, what was found.
SAYS_WHY: Final = {Step.RETURN: "退回理由", Step.FEEDBACK: "反馈内容"}


def after(state: ReferralState, step: Step) -> ReferralState | None:
    """Tell where a step leads; None where it may not follow."""
    return _NEXT.get((state, step))


def possible(state: ReferralState) -> tuple[Step, ...]:
    """List the steps that may follow, in the order of the handling."""
    return tuple(step for step in Step if (state, step) in _NEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One step, with when it was done, by which unit and person, and what was said."""

    step: Step
    at: datetime
    unit: UnitRef
    person: str | None
    note: str | None
    recorded_at: datetime
    recorded_by: str

    @property
    def step_title(self) -> str:
        """The step in Chinese."""
        return STEP_TITLES[self.step]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringReport:
    """A report of monitoring (监测分析报告) that a referral carries, 某省 2013 八."""

    title: str
    url: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class IncidentName:
    """An incident as far as a referral has to name it."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A matter handed to another unit (转办).

    ``received_at`` is when it reached the receiver, from which the receiver knew of it, whenever
    it signs. ``opened`` is the incident that the receiver opened from it.
    """

    id: UUID
    incident_id: UUID
    request: str
    sender: UnitRef
    receiver: UnitRef
    received_at: datetime
    state: ReferralState
    late_reason: str | None
    recorded_at: datetime
    recorded_by: str
    version: int
    opened: UUID | None = None
    report: MonitoringReport | None = None
    evidence: Evidence = field(default_factory=Evidence)
    steps: tuple[StepTaken, ...] = ()

    @property
    def state_title(self) -> str:
        """Where it stands, in Chinese."""
        return STATE_TITLES[self.state]

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """What may follow."""
        return possible(self.state)

    @property
    def referred_at(self) -> datetime:
        """When it was last referred."""
        return max(taken.at for taken in self.steps if taken.step is Step.REFER)
