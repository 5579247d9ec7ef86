"""Notices as they stand in the record: what they tell, how they fare, who took note."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.deadlines.domain import notice_refusals
from services.deadlines.domain.notices import NoticeKind
from services.deadlines.law.alerting import Colour, Told
from services.kit.auth import Role

LONGEST_SILENCE = timedelta(hours=24)
"""A planned silence ends by itself after so long: a forgotten one must not last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How one notice fares by one route (送达情况); ``stuck``: it failed again and again."""

    id: UUID
    notice: UUID
    route_kind: str | None
    attempts: int
    delivered_at: datetime | None
    stuck: bool
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTale:
    """One reminder as a notice tells it; ``late_by_seconds`` is how long after its true time."""

    obligation: UUID
    title: str
    rung_title: str
    rung_at: datetime
    due_at: datetime | None
    late_by_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """A notice as it stands in the record, with what it tells and how it fares."""

    id: UUID
    kind: NoticeKind
    unit: str
    unit_name: str
    told: Told
    person: str | None
    post_title: str
    rank: int
    due_at: datetime
    drill: bool
    at: datetime
    subject: str
    text: str
    items: int
    unrouted: bool
    climbed_from: UUID | None
    climb_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    acknowledged_means: str | None
    tells: tuple[TellTale, ...] = ()
    deliveries: tuple[Delivery, ...] = ()

    @property
    def colour(self) -> Colour:
        """How loud it is."""
        return tuple(Colour)[self.rank]


def check_acknowledge(
    notice: StoredNotice, *, role: Role, unit: str, name: str, means: str | None
) -> None:
    """Refuse to silence what another is told.

    What the chief on duty is told only a chief acknowledges; what a person is told he himself, or
    the desk that reached him and says how. Raises Refusal ALREADY_ACKNOWLEDGED, NOT_YOURS, MISSING.
    """
    if notice.acknowledged_at is not None:
        raise notice_refusals.notice_acknowledged()
    if notice.told is Told.DUTY_CHIEF and role is not Role.DUTY_CHIEF:
        raise notice_refusals.for_the_chief()
    if role is Role.LEADER and (notice.unit != unit or notice.told is Told.DUTY_OFFICER):
        raise notice_refusals.not_yours()
    if notice.person is not None and notice.person != name and means is None:
        raise notice_refusals.means_wanted(notice.person)


def check_until(until: datetime, now: datetime) -> None:
    """Refuse a silence that would not end within a day: BAD_UNTIL."""
    if not now < until <= now + LONGEST_SILENCE:
        raise notice_refusals.bad_until()
