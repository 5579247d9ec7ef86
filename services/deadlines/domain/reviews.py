"""Reviews of how an incident was handled: what fell short, if anything, and what is borne with."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain.acts import Evidence
from services.deadlines.law.results import UnitRef


class ReviewOutcome(StrEnum):
    """How a response fell short (评议结论), in the words of 石家庄 2019 一."""

    SLOW = "SLOW"
    PASSIVE = "PASSIVE"
    INCOMPLETE = "INCOMPLETE"
    INEFFECTIVE = "INEFFECTIVE"


OUTCOME_TITLES: Final = {
    ReviewOutcome.SLOW: "反应迟缓",
    ReviewOutcome.PASSIVE: "被动应对",
    ReviewOutcome.INCOMPLETE: "回应不到位",
    ReviewOutcome.INEFFECTIVE: "回应效果不理想",
}
NO_FAILING: Final = "未见不足"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people found of an incident's handling (评议); ``outcomes`` empty: nothing was wanting.

    ``tolerated`` (容错, 石家庄 2019 四): ``obligations``, or all of the incident where none is
    named, stand in no ranking of persons. Versions; the newest one holds.
    """

    id: UUID
    incident_id: UUID
    version: int
    outcomes: tuple[ReviewOutcome, ...]
    tolerated: bool
    obligations: tuple[UUID, ...]
    reason: str
    decided_by: str
    decided_at: datetime
    unit: UnitRef
    recorded_at: datetime
    recorded_by: str
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def title(self) -> str:
        """The outcomes in Chinese, with 容错 where it is borne with."""
        found = "、".join(OUTCOME_TITLES[one] for one in self.outcomes) or NO_FAILING
        return f"{found}（容错）" if self.tolerated else found
