"""Working days: what the yearly notices moved is counted, what no notice settled is said."""

from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.calendars import calendar_text
from services.deadlines.law.loading import PackFaults
from services.deadlines.law.workdays import DayKind, Workdays

CHINA = Workdays.parse(calendar_text(), "china.csv")
DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def test_the_table_is_what_a_second_source_says_of_every_day_of_23_years() -> None:
    first = date(2004, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2026, 12, 31) - first).days + 1)]
    assert [day for day in days if CHINA.works(day) is not is_workday(day)] == []


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year: int, count: int) -> None:
    assert CHINA.between(date(year, 1, 1), date(year, 12, 31)) == count


def test_a_sunday_worked_for_the_national_day_counts_and_the_week_off_does_not() -> None:
    assert CHINA.works(date(2026, 9, 20))
    assert CHINA.after(date(2026, 9, 30), 1).day == date(2026, 10, 8)
    assert CHINA.after(date(2026, 9, 30), 3).day == date(2026, 10, 10)  # a Saturday, worked
    assert CHINA.before(date(2026, 10, 8), 1).day == date(2026, 9, 30)


@given(DAYS, st.integers(1, 60))
def test_going_so_far_and_back_again_meets_the_same_working_day(day: date, count: int) -> None:
    there = CHINA.after(day, count).day
    back = CHINA.before(there + timedelta(days=1), count).day
    assert CHINA.between(back, there) == count
    assert day < back <= there


def test_a_count_into_a_year_without_a_notice_names_that_year() -> None:
    assert CHINA.after(date(2026, 12, 30), 1).provisional == ()
    assert CHINA.after(date(2026, 12, 30), 3).provisional == (2027,)
    assert CHINA.before(date(2028, 1, 2), 300).provisional == (2027, 2028)


def test_the_next_notice_settles_its_year_and_changes_no_other() -> None:
    off = {date(2027, 1, 1): DayKind.OFF, date(2027, 1, 3): DayKind.WORK}
    settled = CHINA.with_notice(2027, off)
    assert settled.after(date(2026, 12, 31), 1).provisional == ()
    assert settled.after(date(2026, 12, 31), 1).day == date(2027, 1, 3)
    assert settled.between(date(2026, 1, 1), date(2026, 12, 31)) == 248
    with pytest.raises(ValueError, match="outside 2028"):
        CHINA.with_notice(2028, off)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-30,off,春节", "day"),
        ("2026-10-01,closed,国庆节", "closed"),
        ("2026-10-03,off,国庆节", "so in any week"),
        ("2026-10-08,work,国庆节", "so in any week"),
        ("2025-12-31,off,元旦", "out of order"),
        ("2026-01-01,off,元旦", "out of order"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_number(line: str, said: str) -> None:
    with pytest.raises(PackFaults, match=f"line 3: .*{said}"):
        Workdays.parse(f"day,is,festival\n2026-01-01,off,元旦\n{line}\n", "x.csv")


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_no_count_runs_without_end(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 1000"):
        CHINA.after(date(2026, 1, 1), count)
