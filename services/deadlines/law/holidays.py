"""A yearly notice of holidays (放假安排) as days that differ from the ordinary week."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from services.deadlines.law.workdays import DayKind

LONGEST_HOLIDAY: Final = 15
MOST_HOLIDAYS: Final = 20
MOST_MADE_UP: Final = 20
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One festival of a notice: days off from ``begins`` to ``ends``, both inclusive."""

    name: str
    begins: date
    ends: date

    @property
    def days(self) -> list[date]:
        """Every day off, weekends among them."""
        return [self.begins + n * _DAY for n in range((self.ends - self.begins).days + 1)]


@dataclass(frozen=True, slots=True)
class NoticeFault:
    """What is wrong with a notice, in Chinese, and which part of it."""

    field: str
    message: str


def notice_faults(
    year: int, holidays: Sequence[Holiday], made_up: Sequence[date]
) -> Iterator[NoticeFault]:
    """Yield everything that cannot be meant: other years, overlaps, working days made up twice.

    A day worked to make up for one off lies on a weekend and in no holiday.
    """
    if not holidays:
        yield NoticeFault("holidays", "通知里没有放假日期")
    for place, holiday in enumerate(holidays):
        yield from _holiday_faults(year, holiday, f"holidays.{place}")
    ordered = sorted(holidays, key=lambda each: each.begins)
    for before, after in pairwise(ordered):
        if after.begins <= before.ends:
            yield NoticeFault("holidays", f"{before.name}与{after.name}的放假日期重叠")
    off = {day for each in holidays if each.begins <= each.ends for day in each.days[:60]}
    seen: set[date] = set()
    for place, day in enumerate(made_up):
        field = f"workingDays.{place}"
        if day.year != year:
            yield NoticeFault(field, f"{day}不在{year}年")
        elif day.weekday() < _SATURDAY:
            yield NoticeFault(field, f"{day}不是周末，调休上班日须在周六或周日")
        elif day in off:
            yield NoticeFault(field, f"{day}又放假又上班")
        elif day in seen:
            yield NoticeFault(field, f"{day}写了两次")
        seen.add(day)


def _holiday_faults(year: int, holiday: Holiday, field: str) -> Iterator[NoticeFault]:
    if holiday.ends < holiday.begins:
        yield NoticeFault(field, f"{holiday.name}的最后一天早于第一天")
    elif holiday.begins.year != year or holiday.ends.year != year:
        yield NoticeFault(field, f"{holiday.name}有不在{year}年的日期，请并入该年的通知")
    elif (holiday.ends - holiday.begins).days >= LONGEST_HOLIDAY:
        yield NoticeFault(field, f"{holiday.name}超过{LONGEST_HOLIDAY}天，请核对")


def differing(
    holidays: Iterable[Holiday], made_up: Iterable[date]
) -> dict[date, tuple[DayKind, str]]:
    """List the days that differ from Monday to Friday, ascending, each with its festival.

    A day worked belongs to the holiday nearest to it.
    """
    given = list(holidays)
    found = {
        day: (DayKind.OFF, each.name)
        for each in given
        for day in each.days
        if day.weekday() < _SATURDAY
    }
    for day in made_up:
        nearest = min(given, key=lambda each: min(abs(day - each.begins), abs(day - each.ends)))
        found[day] = (DayKind.WORK, nearest.name)
    return dict(sorted(found.items()))
