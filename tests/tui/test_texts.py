"""Times as the board writes them."""

from datetime import timedelta

import pytest
from rich.cells import cell_len

from clients.tui.views.pieces import Piece, apart, plain
from clients.tui.views.texts import (
    clause_text,
    countdown,
    due_text,
    phone_text,
    place_name,
    severity_short,
    severity_tone,
    span_text,
)
from tests.support.desk_rows import NOW, make_row

H, M, S = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (8 * M + 41 * S, "00:08:41"),
        (timedelta(0), "00:00:00"),
        (-3 * M - 32 * S, "+00:03:32"),
        (H, "1:00"),
        (22 * H + 12 * M, "22:12"),
        (-H - 12 * M, "+1:12"),
        (69 * H, "2天21时"),
        (-30 * H, "+1天06时"),
        (timedelta(days=900), "900天00时"),
    ],
)
def test_seconds_are_shown_only_under_an_hour(left: timedelta, expected: str) -> None:
    assert countdown(make_row(left=left), NOW) == expected
    assert cell_len(countdown(make_row(left=left), NOW, guessed=True)) <= 11


def test_a_duty_without_limit_shows_the_time_that_has_passed() -> None:
    row = make_row(left=None, age=24 * M)
    assert (countdown(row, NOW), due_text(row, NOW)) == ("已 0:24", "无时限")
    assert countdown(row, NOW, guessed=True) == "~已 0:24"


def test_lateness_at_intake_is_told_apart() -> None:
    assert countdown(make_row(left=-4 * H, lateAtIntake=True), NOW) == "+4:00 接"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (40 * M, "03:44"),
        (22 * H, "明01:04"),
        (-5 * H, "昨22:04"),
        (72 * H, "11-24"),
    ],
)
def test_the_due_time_names_its_day(left: timedelta, expected: str) -> None:
    assert due_text(make_row(left=left), NOW) == expected


@pytest.mark.parametrize(("left", "expected"), [(40 * M, "内03:44"), (22 * H, "内11-22")])
def test_an_internal_target_is_marked(left: timedelta, expected: str) -> None:
    row = make_row(left=left, dueClass="INTERNAL_TARGET")
    assert due_text(row, NOW) == expected
    assert cell_len(expected) <= 7


def test_a_severity_the_desk_does_not_know_is_still_shown() -> None:
    assert (severity_short("特别重大"), severity_tone("特别重大")) == ("特大", "severity1")
    assert (severity_short(None), severity_tone(None)) == ("未定", "muted")
    assert (severity_short("其他级别"), severity_tone("其他级别")) == ("其他", "muted")


def test_an_age_is_told_in_two_units_at_most() -> None:
    spans = [9 * S, 3 * M + 6 * S, 2 * H + 5 * M, timedelta(days=1, hours=3)]
    assert [span_text(span) for span in spans] == ["9秒", "3分06秒", "2小时05分", "1天03时"]


def test_a_mobile_number_is_grouped_as_it_is_read_aloud() -> None:
    assert phone_text("13900000062") == "139 0000 0062"
    assert phone_text("0311-86680000") == "0311-86680000"
    assert phone_text("86680000") == "86680000"


def test_an_incident_lies_in_a_place_not_in_its_government() -> None:
    assert place_name("正定县人民政府") == "正定县"
    assert place_name("建北街道办事处") == "建北街道"
    assert place_name("井陉县") == "井陉县"


@pytest.mark.parametrize(
    ("clause", "said"),
    [("四¶1", "四第1段"), ("三¶2", "三第2段"), ("第四条(二)", "第四条(二)"), ("9", "9")],
)
def test_a_paragraph_of_a_clause_is_said_in_words(clause: str, said: str) -> None:
    assert clause_text(clause) == said


@pytest.mark.parametrize(
    ("width", "said"),
    [(40, " F2 记入   Esc 返回"), (19, " F2 记入  Esc 返回"), (9, " F2 记入 Esc 返回")],
)
def test_keys_stand_as_far_apart_as_there_is_room(width: int, said: str) -> None:
    groups = [(Piece("F2"), Piece(" 记入")), (Piece("Esc"), Piece(" 返回"))]
    assert plain([apart(groups, width)]).rstrip() == said
