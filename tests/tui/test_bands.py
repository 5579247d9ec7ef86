"""Which tile a duty has, and its place."""

from datetime import timedelta

import pytest

from clients.tui.views.bands import Band, band, board_key, next_turn
from tests.support.desk_rows import NOW, make_row, raw_incident

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (-SECOND, Band.OVER),
        (timedelta(0), Band.URGENT),
        (timedelta(minutes=15), Band.URGENT),
        (timedelta(minutes=15) + SECOND, Band.NEAR),
        (timedelta(hours=1), Band.NEAR),
        (timedelta(hours=1) + SECOND, Band.TODAY),
        (timedelta(hours=24), Band.TODAY),
        (timedelta(hours=24) + SECOND, Band.LATER),
    ],
)
def test_every_limit_is_inclusive(left: timedelta, expected: Band) -> None:
    assert band(make_row(left=left), NOW) is expected


@pytest.mark.parametrize("left", [timedelta(days=-3), timedelta(0), timedelta(minutes=1)])
def test_an_internal_target_is_never_redder_than_near(left: timedelta) -> None:
    assert band(make_row(left=left, dueClass="INTERNAL_TARGET"), NOW) is Band.NEAR


def test_a_duty_without_limit_is_never_overdue() -> None:
    row = make_row(left=None)
    years = NOW + timedelta(days=3650)
    assert band(row, years) is Band.UNTIMED
    assert next_turn(row, years) is None


def test_a_closed_duty_is_done_whatever_the_time() -> None:
    row = make_row(left=-SECOND, state="FULFILLED")
    assert band(row, NOW) is Band.DONE


def test_untimed_duties_stand_between_urgent_and_near_oldest_first() -> None:
    rows = [
        make_row("near", left=timedelta(minutes=30)),
        make_row("young", left=None, age=timedelta(minutes=5)),
        make_row("urgent", left=timedelta(minutes=10)),
        make_row("old", left=None, age=timedelta(hours=5)),
        make_row("over", left=-SECOND),
        make_row("target", left=-SECOND, dueClass="INTERNAL_TARGET"),
    ]
    rows.sort(key=lambda row: board_key(row, NOW))
    assert [row.id for row in rows] == ["over", "urgent", "old", "young", "target", "near"]


def test_of_duties_of_one_moment_the_gravest_stands_first_then_the_older_incident() -> None:
    older = raw_incident(2, severity="GENERAL")
    rows = [
        make_row("a", incident=raw_incident(1, severity=None)),
        make_row("b", incident=raw_incident(3, severity="GENERAL")),
        make_row("c", incident=older, title="舆情回应"),
        make_row("d", incident=older, title="上级报告"),
        make_row("e", incident=raw_incident(4, severity="PARTICULARLY_MAJOR")),
    ]
    rows.sort(key=lambda row: board_key(row, NOW))
    assert [row.id for row in rows] == ["e", "d", "c", "b", "a"]


def test_two_duties_of_one_moment_and_name_stand_by_id() -> None:
    rows = [make_row("b"), make_row("a")]
    assert [row.id for row in sorted(rows, key=lambda row: board_key(row, NOW))] == ["a", "b"]


def test_a_closed_row_keeps_the_place_it_had() -> None:
    open_row, closed = make_row("x"), make_row("x", state="FULFILLED")
    assert board_key(open_row, NOW) == board_key(closed, NOW)


def test_the_next_turn_is_the_moment_the_band_changes() -> None:
    row = make_row(left=timedelta(hours=2))
    now, seen = NOW, [band(row, NOW)]
    while (turn := next_turn(row, now)) is not None:
        now = turn + SECOND
        seen.append(band(row, now))
    assert seen == [Band.TODAY, Band.NEAR, Band.URGENT, Band.OVER]
