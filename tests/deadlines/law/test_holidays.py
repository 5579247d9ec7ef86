"""A notice of holidays: what differs from the ordinary week, and what cannot be meant."""

from datetime import date

import pytest

from services.deadlines.calendars import calendar_text
from services.deadlines.law.holidays import Holiday, differing, notice_faults
from services.deadlines.law.workdays import DayKind, Workdays

CHINA = Workdays.parse(calendar_text(), "china.csv")
# 2026 as its notice has it
SPRING = Holiday(name="春节", begins=date(2026, 2, 15), ends=date(2026, 2, 23))
NATIONAL = Holiday(name="国庆节", begins=date(2026, 10, 1), ends=date(2026, 10, 7))
MADE_UP = [date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)]


def test_the_days_of_a_notice_are_those_of_the_shipped_table() -> None:
    found = differing([SPRING, NATIONAL], MADE_UP)
    assert list(found) == sorted(found)
    kinds = {day: kind for day, (kind, _) in found.items()}
    assert kinds == {
        day: kind for day, kind in CHINA.exceptions.items() if day.year == 2026 and day in kinds
    }
    assert found[date(2026, 9, 20)] == (DayKind.WORK, "国庆节")
    assert date(2026, 2, 15) not in found  # a Sunday is off in any week


def holiday(begins: date, ends: date) -> Holiday:
    return Holiday(name="某节", begins=begins, ends=ends)


@pytest.mark.parametrize(
    ("holidays", "made_up", "said"),
    [
        ([], [], "没有放假日期"),
        ([holiday(date(2026, 5, 3), date(2026, 5, 1))], [], "最后一天早于第一天"),
        ([holiday(date(2025, 12, 31), date(2026, 1, 1))], [], "不在2026年的日期"),
        ([holiday(date(2026, 5, 1), date(2026, 6, 1))], [], "超过15天"),
        ([SPRING, holiday(date(2026, 2, 20), date(2026, 2, 24))], [], "重叠"),
        ([SPRING], [date(2026, 2, 25)], "不是周末"),
        ([SPRING], [date(2026, 2, 22)], "又放假又上班"),
        ([SPRING], [date(2026, 2, 28), date(2026, 2, 28)], "写了两次"),
        ([SPRING], [date(2027, 2, 28)], "不在2026年"),
    ],
)
def test_what_cannot_be_meant_is_named(
    holidays: list[Holiday], made_up: list[date], said: str
) -> None:
    faults = list(notice_faults(2026, holidays, made_up))
    assert any(said in fault.message for fault in faults), faults


def test_a_right_notice_has_no_fault() -> None:
    assert list(notice_faults(2026, [SPRING, NATIONAL], MADE_UP)) == []
