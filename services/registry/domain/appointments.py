"""Appointments: who held which post of which unit from when to when. Never overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields

_CHINA = timezone(timedelta(hours=8))


class Post(StrEnum):
    """What an appointment is for (岗位)."""

    HEAD = "HEAD"
    DEPUTY = "DEPUTY"
    SPOKESPERSON = "SPOKESPERSON"
    LIAISON = "LIAISON"
    COLLECTOR = "COLLECTOR"
    MONITOR = "MONITOR"


class Employment(StrEnum):
    """Whether a post is somebody's whole work (专兼结合, 某市 九)."""

    FULL_TIME = "FULL_TIME"
    PART_TIME = "PART_TIME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An appointment 任职. Days are local days of China; ``ends_on`` is the last day served.

    ``person`` is the person's name. ``rank`` and ``qualification`` inform only (某省 2013 一).
    ``employment`` is 专职 or 兼职, None where nobody told.
    """

    id: UUID
    unit: str
    person_id: UUID
    person: str
    post: Post
    title: str
    rank: str | None
    qualification: str | None
    employment: Employment | None = None
    starts_on: date
    ends_on: date | None
    end_reason: str | None = None
    filed_on: date | None
    version: int

    def serves_on(self, day: date) -> bool:
        """Whether the day lies within the appointment, both ends included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """What a caller tells about an appointment."""

    unit: str
    person_id: UUID
    post: Post
    title: str
    rank: str | None = None
    qualification: str | None = None
    employment: Employment | None = None
    starts_on: date
    ends_on: date | None = None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAppointment:
    """The last day of an appointment, and why."""

    id: UUID
    ends_on: date
    reason: str | None = None


def local_day(moment: datetime) -> date:
    """Return the day in China on which the moment falls; appointments count such days."""
    return moment.astimezone(_CHINA).date()


def appoint(
    command: NewAppointment,
    person: str,
    others: Iterable[Appointment],
    id: UUID,  # noqa: A002 - the row's own word
) -> Appointment:
    """Decide a new appointment; ``others`` are the unit's appointments to the same post.

    A unit has one head a day (石政办发〔2019〕5号 五): an overlap is OVERLAPPING_HEAD. The same
    person in the same post on the same day is OVERLAPPING_APPOINTMENT.
    """
    fields.in_order(command.starts_on, command.ends_on, "endsOn")
    made = Appointment(
        id=id,
        unit=command.unit,
        person_id=command.person_id,
        person=person,
        post=command.post,
        title=fields.text(command.title, "title"),
        rank=fields.optional_text(command.rank, "rank", most=50),
        qualification=fields.optional_text(command.qualification, "qualification"),
        employment=command.employment,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        filed_on=command.filed_on,
        version=1,
    )
    for other in others:
        if _overlap(made, other):
            _refuse_overlap(made, other)
    return made


def end_appointment(appointment: Appointment, command: EndAppointment) -> Appointment:
    """Decide the last day; raises DATES_REVERSED, or ALREADY_ENDED where it would be later."""
    fields.in_order(appointment.starts_on, command.ends_on, "endsOn")
    if appointment.ends_on is not None and command.ends_on > appointment.ends_on:
        raise Refusal("ALREADY_ENDED", "该任职已在更早的日期结束，延长请重新任命。", "endsOn")
    return replace(
        appointment,
        ends_on=command.ends_on,
        end_reason=fields.optional_text(command.reason, "reason"),
        version=appointment.version + 1,
    )


def _overlap(one: Appointment, other: Appointment) -> bool:
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


def _refuse_overlap(made: Appointment, other: Appointment) -> None:
    if made.post is Post.HEAD:
        raise Refusal(
            "OVERLAPPING_HEAD", f"该时段已有主要负责人{other.person}，请先结束其任职。", "startsOn"
        )
    if made.person_id == other.person_id:
        raise Refusal("OVERLAPPING_APPOINTMENT", "此人该时段已在此岗位任职。", "startsOn")
