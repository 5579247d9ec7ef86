"""Who is on duty (值班表): shifts, where each stands, and where the roster has holes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.mirror import CHINA

CORRECTION: Final = timedelta(hours=24)
"""So long after it began a turn of duty may be written down or changed; then it is history."""

EARLIEST_START: Final = timedelta(hours=2)
LONGEST_SHIFT: Final = timedelta(days=7)
FARTHEST: Final = timedelta(days=366)


class ShiftState(StrEnum):
    """Where a shift stands (班次状态), by the record and the clock."""

    PLANNED = "PLANNED"
    ABSENT = "ABSENT"
    ON_DUTY = "ON_DUTY"
    HANDING_OVER = "HANDING_OVER"
    HANDED_OVER = "HANDED_OVER"
    NOT_HANDED_OVER = "NOT_HANDED_OVER"
    ENDED = "ENDED"
    REPLACED = "REPLACED"
    CANCELLED = "CANCELLED"


STATE_TITLES: Final = {
    ShiftState.PLANNED: "待班",
    ShiftState.ABSENT: "未到岗",
    ShiftState.ON_DUTY: "在班",
    ShiftState.HANDING_OVER: "交接中",
    ShiftState.HANDED_OVER: "已交接",
    ShiftState.NOT_HANDED_OVER: "未交接",
    ShiftState.ENDED: "已下班",
    ShiftState.REPLACED: "已换班",
    ShiftState.CANCELLED: "已撤销",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person's turn on a unit's desk (班次), ``ends_at`` exclusive.

    ``account`` is the login that may act for it; without one whoever bears the person's name may.
    ``mans``: the role keeps the desk. ``planned_end`` is where it ended before somebody took over
    the rest; ``unplanned`` tells that it was in no roster (临时到岗). ``signed_at`` stands while a
    sheet waits for the incoming signature.
    """

    id: UUID
    unit: str
    unit_name: str
    role: str
    role_title: str
    mans: bool
    person: str
    person_id: UUID | None
    account: str | None
    begins_at: datetime
    ends_at: datetime
    planned_end: datetime
    unplanned: bool
    planned_at: datetime
    planned_by: str
    version: int
    started_at: datetime | None = None
    started_by: str | None = None
    started_name: str | None = None
    signed_at: datetime | None = None
    handed_over_at: datetime | None = None
    gone: ShiftState | None = None
    reason: str | None = None
    replaces: UUID | None = None

    @property
    def who(self) -> str:
        """The role and the person."""
        return f"{self.role_title} {self.person}"

    def state(self, now: datetime) -> ShiftState:
        """Tell where it stands; what was never handed over stays so for ever."""
        if self.gone is not None:
            return self.gone
        if self.handed_over_at is not None:
            return ShiftState.HANDED_OVER
        if self.signed_at is not None:
            return ShiftState.HANDING_OVER
        if now >= self.ends_at:
            return ShiftState.NOT_HANDED_OVER if self.mans else ShiftState.ENDED
        if self.started_at is not None:
            return ShiftState.ON_DUTY
        return ShiftState.PLANNED if now < self.begins_at else ShiftState.ABSENT

    def unhanded(self, now: datetime) -> bool:
        """Tell whether it is over and nobody took the desk over from it (未交接)."""
        return (
            self.mans and self.gone is None and self.handed_over_at is None and now >= self.ends_at
        )

    def is_of(self, subject: str, name: str) -> bool:
        """Tell whether this login, or where none was given this name, may act for it."""
        return subject == self.account if self.account else name == self.person


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftGap:
    """A stretch in which nobody keeps the desk (无人值班), ``ends_at`` exclusive."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A desk's shifts in a time (值班表), also those that are gone, and where nobody keeps it."""

    unit: str
    shifts: tuple[Shift, ...]
    gaps: tuple[ShiftGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Who is on duty at a moment (当前值班), by the roster and nothing else.

    ``unhanded`` is the last shift of the desk that ended and was not handed over.
    """

    unit: str
    at: datetime
    shifts: tuple[Shift, ...]
    unhanded: Shift | None = None

    @property
    def manned(self) -> bool:
        """Whether somebody keeps the desk."""
        return any(shift.mans for shift in self.shifts)

    @property
    def text(self) -> str:
        """The answer in one line; without anybody it says so."""
        parts = [_standing(shift, self.at) for shift in self.shifts]
        if not self.manned:
            parts.insert(0, "无人值班")
        if self.unhanded is not None:
            parts.append(f"上一班{self.unhanded.person}（至{clock(self.unhanded.ends_at)}）未交接")
        return "；".join(parts)


def _standing(shift: Shift, at: datetime) -> str:
    absent = "，未到岗" if shift.started_at is None else ""
    return f"{shift.who}（至{clock(shift.ends_at)}{absent}）"


def clock(at: datetime) -> str:
    """Write a moment in China's time: 11-22 08:00."""
    return f"{at.astimezone(CHINA):%m-%d %H:%M}"


def span_text(shift: Shift) -> str:
    """Write when a shift is: 主班 11-22 08:00 至 11-22 20:00."""
    return f"{shift.role_title} {clock(shift.begins_at)} 至 {clock(shift.ends_at)}"


def gaps(shifts: Iterable[Shift], begins: datetime, ends: datetime) -> tuple[ShiftGap, ...]:
    """List where nobody keeps the desk in [begins, ends), earliest first (7×24 不间断).

    A gap is a finding and no fault: it is told, whatever made it.
    """
    found: list[ShiftGap] = []
    covered = begins
    standing = (shift for shift in shifts if shift.mans and shift.gone is None)
    for shift in sorted(standing, key=lambda each: each.begins_at):
        if shift.begins_at >= ends:
            break
        if shift.begins_at > covered:
            found.append(ShiftGap(begins_at=covered, ends_at=shift.begins_at))
        covered = max(covered, shift.ends_at)
    if covered < ends:
        found.append(ShiftGap(begins_at=covered, ends_at=ends))
    return tuple(found)


def on_duty(unit: str, shifts: Sequence[Shift], at: datetime) -> OnDuty:
    """Tell who is on duty at a moment; those who keep the desk come first."""
    standing = [shift for shift in shifts if shift.gone is None]
    there = [shift for shift in standing if shift.begins_at <= at < shift.ends_at]
    ended = [shift for shift in standing if shift.mans and shift.ends_at <= at]
    last = max(ended, key=lambda each: each.ends_at, default=None)
    return OnDuty(
        unit=unit,
        at=at,
        shifts=tuple(sorted(there, key=lambda each: (not each.mans, each.role, each.begins_at))),
        unhanded=last if last is not None and last.unhanded(at) else None,
    )


def check_span(begins: datetime, ends: datetime, now: datetime, field: str) -> None:
    """Check when a new shift is to be; ``field`` is the path of what holds both times.

    Raises Refusal BAD_SPAN, SHIFT_TOO_LONG, PAST_CORRECTION, TOO_FAR_AHEAD.
    """
    if ends <= begins:
        raise refusals.bad_span(f"{field}.endsAt")
    if ends - begins > LONGEST_SHIFT:
        raise refusals.shift_too_long(LONGEST_SHIFT.days, f"{field}.endsAt")
    check_correctable(begins, now, f"{field}.beginsAt")
    if begins > now + FARTHEST:
        raise refusals.too_far_ahead(FARTHEST.days, f"{field}.beginsAt")


def check_correctable(at: datetime, now: datetime, field: str) -> None:
    """Refuse to write down what lies too far back: PAST_CORRECTION."""
    if at < now - CORRECTION:
        hours = int(CORRECTION / timedelta(hours=1))
        raise refusals.past_correction(hours, field)


def check_overlaps(new: Shift, others: Iterable[Shift], field: str) -> None:
    """Refuse OVERLAPS where the person of a new shift is already on duty in part of it.

    The end of one may be the beginning of the next.
    """
    for other in others:
        if other.gone is not None or other.id == new.id or not same_person(new, other):
            continue
        if new.begins_at < other.ends_at and other.begins_at < new.ends_at:
            raise refusals.overlaps(new.person, f"{other.unit_name} {span_text(other)}", field)


def same_person(one: Shift, other: Shift) -> bool:
    """Tell whether two shifts are one person's: by the registry, by the login, else by the name."""
    if one.person_id and other.person_id:
        return one.person_id == other.person_id
    if one.account and other.account:
        return one.account == other.account
    return one.person == other.person


def check_changeable(shift: Shift, now: datetime) -> None:
    """Refuse to change what is gone, signed or over: SHIFT_GONE, SHIFT_OVER."""
    if shift.gone is not None:
        raise refusals.shift_gone(STATE_TITLES[shift.gone])
    if shift.handed_over_at is not None or now >= shift.ends_at + CORRECTION:
        raise refusals.shift_over()


def check_start(shift: Shift, subject: str, name: str, now: datetime) -> None:
    """Check that this person may begin this shift now.

    Raises Refusal SHIFT_GONE, ALREADY_STARTED, NOT_YOUR_SHIFT, TOO_EARLY, SHIFT_OVER.
    """
    check_changeable(shift, now)
    if shift.started_at is not None:
        raise refusals.already_started(shift.person)
    if not shift.is_of(subject, name):
        raise refusals.not_your_shift(shift.person)
    if now < shift.begins_at - EARLIEST_START:
        raise refusals.too_early(int(EARLIEST_START / timedelta(hours=1)))
    if now >= shift.ends_at:
        raise refusals.shift_over()


def next_shift(shift: Shift, shifts: Iterable[Shift], now: datetime) -> Shift | None:
    """Find who takes over: of the shifts that keep the desk and end later, the one beginning next.

    None where nobody does; nobody is made up.
    """
    later = [
        other
        for other in shifts
        if can_take_over(shift, other, now) and other.begins_at > shift.begins_at
    ]
    return min(later, key=lambda each: (each.begins_at, each.id), default=None)


def can_take_over(shift: Shift, other: Shift, now: datetime) -> bool:
    """Tell whether another shift of the same desk may take it over from this one."""
    return (
        other.unit == shift.unit
        and other.id != shift.id
        and other.mans
        and other.gone is None
        and other.handed_over_at is None
        and other.signed_at is None
        and other.ends_at > max(now, shift.begins_at)
    )


def heir(shift: Shift, shifts: Iterable[Shift]) -> Shift:
    """Follow a shift to whoever took it over since, whole or the rest of it."""
    by_place = {other.replaces: other for other in shifts if other.replaces is not None}
    while shift.gone is ShiftState.REPLACED and shift.id in by_place:
        shift = by_place[shift.id]
    return shift
