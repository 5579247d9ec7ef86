"""Times as typed at the desk."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.tui.clock import SHANGHAI, local
from clients.tui.views.moments import (
    BadTime,
    Moment,
    due_and_rest,
    parse_due,
    parse_moment,
    say_clock,
    say_moment,
)

NOW = datetime(2026, 11, 20, 19, 2, 10, tzinfo=UTC)  # 03:02:10 in the office
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware on this line


def read(text: str, now: datetime = NOW) -> str:
    moment = parse_moment(text, now)
    assert moment is not None
    return f"{local(moment.at):%m-%d %H:%M} {moment.precision}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-22", "11-21 02:40 ABOUT"),
        ("－２２", "11-21 02:40 ABOUT"),
        ("-1:30", "11-21 01:32 ABOUT"),
        ("-2h", "11-21 01:02 ABOUT"),
        ("0240", "11-21 02:40 MINUTE"),
        ("240", "11-21 02:40 MINUTE"),
        ("02:40", "11-21 02:40 MINUTE"),
        ("2：40", "11-21 02:40 MINUTE"),
        ("0240?", "11-21 02:40 ABOUT"),
        ("0240约", "11-21 02:40 ABOUT"),
        ("0306", "11-21 03:06 MINUTE"),
        ("2350", "11-20 23:50 MINUTE"),
        ("昨2350", "11-20 23:50 MINUTE"),
        ("z2350", "11-20 23:50 MINUTE"),
        ("昨0240", "11-20 02:40 MINUTE"),
        ("前2350", "11-19 23:50 MINUTE"),
        ("昨", "11-20 00:00 DAY"),
        ("11-19 2350", "11-19 23:50 MINUTE"),
        ("11192350", "11-19 23:50 MINUTE"),
        ("11-3 9:05", "11-03 09:05 MINUTE"),
        ("１１－３　９：０５", "11-03 09:05 MINUTE"),
        ("11-19", "11-19 00:00 DAY"),
        ("2026-11-20T18:40:00Z", "11-21 02:40 MINUTE"),
        ("2026-11-21T02:40:00+08:00?", "11-21 02:40 ABOUT"),
    ],
)
def test_a_typed_time_is_understood(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_a_date_later_this_year_is_last_years() -> None:
    moment = parse_moment("12-31 2350", NOW)
    assert moment is not None
    assert local(moment.at).year == 2025


def test_nothing_typed_is_an_unknown_time() -> None:
    assert parse_moment("  ", NOW) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("abc", "moments.unreadable"),
        ("-", "moments.unreadable"),
        ("12345", "moments.unreadable"),
        ("2560", "moments.impossible"),
        ("13-01 0000", "moments.impossible"),
        ("今2350", "moments.future"),
        ("2027-01-01 0000", "moments.future"),
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence(typed: str, key: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_moment(typed, NOW)
    assert caught.value.key == key


@given(NOWS, st.integers(0, 9999))
def test_minutes_ago_is_exact_to_the_minute(now: datetime, minutes: int) -> None:
    moment = parse_moment(f"-{minutes}", now)
    assert moment is not None
    assert timedelta(0) <= now - timedelta(minutes=minutes) - moment.at < timedelta(minutes=1)


@given(NOWS, st.integers(0, 23 * 60))
def test_a_clock_time_of_the_last_day_is_found_again(now: datetime, back: int) -> None:
    then = local(now - timedelta(minutes=back)).replace(second=0, microsecond=0)
    assert parse_moment(f"{then:%H%M}", now) == Moment(then, "MINUTE")


@given(NOWS, st.text(max_size=12))
def test_no_text_breaks_the_reader_or_lies_ahead(now: datetime, typed: str) -> None:
    try:
        moment = parse_moment(typed, now)
    except BadTime:
        return
    assert moment is None or moment.at <= now + timedelta(minutes=5)


def test_the_desk_says_back_what_it_understood() -> None:
    moment = parse_moment("-22", NOW)
    assert moment is not None
    assert say_moment(moment, NOW) == "02:40（约） 22分前"
    assert say_clock(NOW + timedelta(hours=24), NOW) == "明03:02"
    assert say_clock(NOW - timedelta(days=3), NOW) == "11-18 03:02"


def test_a_dated_limit_past_the_new_year_is_that_of_the_year_to_come() -> None:
    eve = datetime(2026, 12, 31, 22, 0, tzinfo=SHANGHAI)
    assert parse_due("01010900", eve) == datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI)
    assert parse_due("12312300", eve) == datetime(2026, 12, 31, 23, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12-3 9:00", "2026-12-03 09:00"),
        ("１２-３ ９：００", "2026-12-03 09:00"),
        ("12-03 0900", "2026-12-03 09:00"),
        ("11-21 3:03", "2026-11-21 03:03"),
        ("11-21 3:02", "2027-11-21 03:02"),  # that minute has begun
        ("1-1 0:00", "2027-01-01 00:00"),
        ("12-31 23:59", "2026-12-31 23:59"),
        ("2026-12-3 9:00", "2026-12-03 09:00"),
        ("2025-12-3 9:00", "2025-12-03 09:00"),  # a year is taken as it is
        ("2028-2-29 9:00", "2028-02-29 09:00"),
    ],
)
def test_a_limit_by_month_day_and_hour_is_the_next_such_time(typed: str, meant: str) -> None:
    assert f"{local(parse_due(typed, NOW)):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("12-3", "moments.no_limit"),
        ("12-3 9", "moments.no_limit"),
        ("12-3 9:0", "moments.no_limit"),
        ("12-3 9:000", "moments.no_limit"),
        ("12-0 9:00", "moments.impossible"),
        ("13-3 9:00", "moments.impossible"),
        ("11-31 9:00", "moments.impossible"),
        ("2-29 9:00", "moments.impossible"),
        ("12-3 24:00", "moments.impossible"),
        ("12-3 9:60", "moments.impossible"),
    ],
)
def test_what_is_no_limit_is_refused_with_a_sentence(typed: str, key: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_due(typed, NOW)
    assert caught.value.key == key


@given(NOWS, st.text(max_size=12))
def test_no_text_breaks_the_reader_of_limits(now: datetime, typed: str) -> None:
    try:
        parse_due(typed, now)
    except BadTime:
        return


@given(NOWS, st.integers(1, 364 * 24 * 60))
def test_a_written_limit_of_the_next_year_is_found_again(now: datetime, minutes: int) -> None:
    then = local(now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    if then > now and (then.month, then.day) != (2, 29):
        assert parse_due(f"{then.month}-{then.day} {then.hour}:{then:%M}", now) == then


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("12-3 9:00 省政府 办公厅", ("12-3 9:00", "省政府 办公厅")),
        ("12-3 9:00", ("12-3 9:00", "")),
        ("0900 省政府办公厅", ("0900", "省政府办公厅")),
        ("+2h", ("+2h", "")),
        ("12-3 省政府办公厅", ("12-3", "省政府办公厅")),
        ("", ("", "")),
    ],
)
def test_a_limit_is_told_from_who_set_it(typed: str, parts: tuple[str, str]) -> None:
    assert due_and_rest(typed) == parts
