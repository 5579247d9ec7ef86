"""Trainings: who was trained for public response, as what, and when last.

石家庄 2019 五: deputies in charge and spokespersons once each, organised by the news office of
the place; 某市 (九) and 某省 2013 十三: by kinds of staff, without a period, so nothing is overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.appointments import local_day

MOST_ATTENDEES = 1000
_LONGEST_HOURS = 1000


class StaffKind(StrEnum):
    """As what somebody was trained (培训对象)."""

    DEPUTY_IN_CHARGE = "DEPUTY_IN_CHARGE"
    SPOKESPERSON = "SPOKESPERSON"
    DISCLOSURE_STAFF = "DISCLOSURE_STAFF"
    WEBSITE_STAFF = "WEBSITE_STAFF"
    SOCIAL_MEDIA_STAFF = "SOCIAL_MEDIA_STAFF"
    RELEASE_STAFF = "RELEASE_STAFF"
    COLLECTION_STAFF = "COLLECTION_STAFF"
    RESPONSE_STAFF = "RESPONSE_STAFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training 培训 that was held. ``organiser`` is a unit's code; attendees may be others'."""

    id: UUID
    organiser: str
    topic: str
    held_on: date
    hours: float | None
    place: str | None
    recorded_at: datetime
    recorded_by: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Who was there 参训人员, and as what; somebody with two tasks is there twice."""

    person_id: UUID
    staff_kind: StaffKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTraining:
    """What a caller tells about a training."""

    organiser: str
    topic: str
    held_on: date
    hours: float | None = None
    place: str | None = None
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTraining:
    """A training with who was there, each once."""

    training: Training
    attendees: tuple[Attendee, ...]


def record_training(
    command: NewTraining,
    actor: str,
    id: UUID,  # noqa: A002 - the row's own word
    now: datetime,
) -> RecordedTraining:
    """Decide a record; raises TRAINING_IN_FUTURE, BAD_HOURS, NO_ATTENDEES or TOO_MANY."""
    if command.held_on > local_day(now):
        raise Refusal("TRAINING_IN_FUTURE", "培训日期不能晚于今天，请在举办后登记。", "heldOn")
    if command.hours is not None and not 0 < command.hours < _LONGEST_HOURS:
        raise Refusal("BAD_HOURS", "学时应大于 0 小于 1000。", "hours")
    training = Training(
        id=id,
        organiser=command.organiser,
        topic=fields.text(command.topic, "topic", most=200),
        held_on=command.held_on,
        hours=None if command.hours is None else round(command.hours, 1),
        place=fields.optional_text(command.place, "place", most=200),
        recorded_at=now,
        recorded_by=actor,
        version=1,
    )
    return RecordedTraining(training=training, attendees=_attendees(command.attendees))


def _attendees(told: Sequence[Attendee]) -> tuple[Attendee, ...]:
    if not told:
        raise Refusal("NO_ATTENDEES", "请至少登记一名参训人员。", "attendees")
    if len(told) > MOST_ATTENDEES:
        raise Refusal("TOO_MANY", f"一次培训最多登记 {MOST_ATTENDEES} 人。", "attendees")
    return tuple(dict.fromkeys(told))
