"""Occasions: what an obligation comes from that belongs to no incident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from services.deadlines.domain.scopes import Scope
from services.deadlines.law.results import UnitRef


class OccasionKind(StrEnum):
    """Which sort of occasion (事由类别)."""

    POLICY = "POLICY"
    ROSTER = "ROSTER"
    PERIOD = "PERIOD"
    DATE = "DATE"
    STANDING = "STANDING"
    CONFERENCE = "CONFERENCE"


OCCASION_TITLES: Final = {
    OccasionKind.POLICY: "政策发布",
    OccasionKind.ROSTER: "名单变动",
    OccasionKind.PERIOD: "周期事项",
    OccasionKind.DATE: "限期事项",
    OccasionKind.STANDING: "常设事项",
    OccasionKind.CONFERENCE: "新闻发布会",
}


class OccasionState(StrEnum):
    """Whether an occasion is still worked on (事由状态)."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


_UNIT: Final = msgspec.json.Decoder(UnitRef)


class RiskAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """What was found before a policy (风险评估): the grade, and the plan made for it."""

    level: str
    plan_title: str
    plan_url: str | None
    done_at: datetime

    @property
    def level_title(self) -> str:
        """The grade in Chinese."""
        return RISK_LEVELS[self.level]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy to be published (政策发布): who drafts it, what it touches, when it comes."""

    title: str
    major: bool
    vital_interests: bool
    drafting_unit: str
    fields: tuple[str, ...] = ()
    planned_at: datetime | None = None
    published_at: datetime | None = None
    risk: RiskAssessment | None = None


RISK_LEVELS: Final = {"HIGH": "高风险", "MEDIUM": "中风险", "LOW": "低风险"}

_POLICY: Final = msgspec.json.Decoder(Policy)


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What an obligation comes from that belongs to no incident (事由).

    A struct for the sake of the board, as Obligation. ``number`` is a short name to say aloud
    ("2026年第4季度", "政2026-0003"), not unique. ``begins_at`` (inclusive) to ``ends_at``
    (exclusive) is the period; of other kinds ``begins_at`` is when it arose. ``rule`` is what a
    period owes, "pack/duty"; None of other kinds.
    """

    id: UUID
    number: str
    kind: OccasionKind
    title: str
    state: OccasionState
    unit_json: str
    policy_json: str | None = None
    rule: str | None
    period: str | None
    begins_at: datetime
    ends_at: datetime | None
    packs: list[str]
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    version: int

    @property
    def kind_title(self) -> str:
        """The kind in Chinese."""
        return OCCASION_TITLES[self.kind]

    @property
    def policy(self) -> Policy | None:
        """The policy, of that kind of occasion alone."""
        return None if self.policy_json is None else _POLICY.decode(self.policy_json)

    @property
    def unit(self) -> UnitRef:
        """The unit that it is about."""
        return _UNIT.decode(self.unit_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionFile:
    """An occasion with what a decision about it needs; read under the occasion's lock."""

    occasion: Occasion
    body: dict[str, Any]
    scope: Scope
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOccasion:
    """Everything that is written when an occasion is opened, but for its obligations.

    ``rule`` and ``period`` are given together: a second one of the same unit is not written.
    """

    id: UUID
    number: str
    kind: OccasionKind
    title: str
    unit: UnitRef
    begins_at: datetime
    ends_at: datetime | None
    packs: tuple[str, ...]
    body: dict[str, Any]
    opened_at: datetime
    opened_by: str
    scope: Scope
    seen_by: tuple[str, ...]
    rule: str | None = None
    period: str | None = None
