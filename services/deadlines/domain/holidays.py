"""Notices of holidays as somebody entered them, and what may be entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from services.deadlines.law.holidays import (
    MOST_HOLIDAYS,
    MOST_MADE_UP,
    Holiday,
    differing,
    notice_faults,
)
from services.deadlines.law.workdays import DayKind, Workdays
from services.kit.refusal import Refusal

FIRST_YEAR: Final = 2004
LAST_YEAR: Final = 2999
"""Up to when days are counted; a calendar of Python ends at 9999."""
YEARS_AHEAD: Final = 2
MOST_COUNTED: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDay:
    """One day that differs from the ordinary week."""

    day: date
    works: bool
    festival: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayNotice:
    """The notice of one year (放假安排) with its paper; the last version of a year holds."""

    id: UUID
    year: int
    version: int
    document: str
    url: str | None
    days: tuple[NoticeDay, ...]
    note: str | None
    recorded_at: datetime
    recorded_by: str

    @property
    def exceptions(self) -> dict[date, DayKind]:
        """The days as the calendar takes them."""
        return {each.day: DayKind.WORK if each.works else DayKind.OFF for each in self.days}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingYear:
    """How a year's working days are counted; ``notice`` None: as shipped, or by no notice yet.

    A ``provisional`` year has no notice and is counted Monday to Friday.
    """

    year: int
    provisional: bool
    working_days: int
    days: tuple[NoticeDay, ...]
    notice: HolidayNotice | None


def working_year(
    workdays: Workdays, year: int, festivals: Mapping[date, str], notice: HolidayNotice | None
) -> WorkingYear:
    """Tell how a year is counted; ``festivals`` names the days shipped. Raises Refusal BAD_YEAR."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal("BAD_YEAR", f"年份须在{FIRST_YEAR}到{LAST_YEAR}之间。", "year")
    own = sorted(day for day in workdays.exceptions if day.year == year)
    shipped = tuple(
        NoticeDay(
            day=day,
            works=workdays.exceptions[day] is DayKind.WORK,
            festival=festivals.get(day, ""),
        )
        for day in own
    )
    return WorkingYear(
        year=year,
        provisional=year not in workdays.years,
        working_days=workdays.between(date(year, 1, 1), date(year, 12, 31)),
        days=notice.days if notice else shipped,
        notice=notice,
    )


def notice_days(
    year: int, holidays: Sequence[Holiday], made_up: Sequence[date]
) -> tuple[NoticeDay, ...]:
    """Make the days of a notice; raises Refusal TOO_MANY or BAD_NOTICE at the first fault."""
    if len(holidays) > MOST_HOLIDAYS or len(made_up) > MOST_MADE_UP:
        field = "holidays" if len(holidays) > MOST_HOLIDAYS else "workingDays"
        raise Refusal("TOO_MANY", "通知里的放假或调休日期过多，请核对。", f"input.{field}")
    for fault in notice_faults(year, holidays, made_up):
        raise Refusal("BAD_NOTICE", f"{fault.message}。", f"input.{fault.field}")
    found = differing(holidays, made_up)
    return tuple(
        NoticeDay(day=day, works=kind is DayKind.WORK, festival=name)
        for day, (kind, name) in found.items()
    )


def check_year(year: int, today: date) -> None:
    """Refuse a year of which there can be no notice; raises Refusal BAD_YEAR."""
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        raise Refusal(
            "BAD_YEAR", f"年份须在{FIRST_YEAR}到{today.year + YEARS_AHEAD}之间。", "input.year"
        )


def correction_unexplained(year: int) -> Refusal:
    """A second notice of a year, without saying why."""
    return Refusal("REASON_WANTED", f"{year}年的放假安排已有，更正须写明理由。", "input.note")


def notice_not_found(field: str) -> Refusal:
    """A notice that is not there."""
    return Refusal("NOT_FOUND", "没有这份放假安排。", field)


def provisional_words(years: Sequence[int]) -> str | None:
    """Say which years were counted without a notice; None: every one has its own."""
    if not years:
        return None
    named = "、".join(f"{year}年" for year in years)
    return f"{named}放假安排尚未录入，暂按周一至周五计，日期可能变动"


def counted(workdays: Workdays, start: date, count: int) -> tuple[date, tuple[int, ...]]:
    """Find the ``count``-th working day after ``start``, before it where negative.

    Raises Refusal BAD_COUNT, BAD_DAY.
    """
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Refusal("BAD_DAY", f"日期须在{FIRST_YEAR}年到{LAST_YEAR}年之间。", "start")
    if count == 0 or abs(count) > MOST_COUNTED:
        raise Refusal("BAD_COUNT", f"工作日数须为1到{MOST_COUNTED}，往前数用负数。", "count")
    found = workdays.after(start, count) if count > 0 else workdays.before(start, -count)
    return found.day, found.provisional
