"""How words become an act that can be said again, apart from any service."""

from datetime import UTC, datetime, timedelta

import pytest

from clients.cli.acts import Act, Services, repeated
from clients.cli.choices import fitting
from clients.cli.config import Config
from clients.cli.times import again, due_again, moment_or_now
from clients.tui.views.moments import Moment, parse_moment

NOW = datetime(2026, 11, 20, 19, 2, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


def make_act() -> Act:
    return Act(Services(Config.__new__(Config)), now=NOW)


@pytest.mark.parametrize("typed", ["-22", "0240", "昨2350", "昨", "11-19 2350", "0240约"])
def test_a_time_said_again_is_the_same_moment_however_late(typed: str) -> None:
    first = parse_moment(typed, NOW)
    assert isinstance(first, Moment)
    assert parse_moment(again(first), LATER) == first


def test_now_stays_the_now_of_the_first_try() -> None:
    act = make_act()
    assert moment_or_now(act, "at", None) == NOW
    assert act.again == {"--at": "2026-11-21T03:02:10+08:00"}


def test_an_orders_limit_is_said_again_with_its_unit() -> None:
    assert due_again("+2h 市政府", NOW) == "2026-11-21T05:02:00+08:00 市政府"


def test_a_repeated_command_carries_what_was_meant_in_place_of_what_was_said() -> None:
    words = ["incident", "open", "--occurred", "-22", "--known=0300", "--title", "断 线"]
    said = repeated(words, {"--occurred": "A", "--known": "B", "--key": "k"})
    assert said[:4] == ["incident", "open", "--title", "断 线"]
    assert said[4:] == ["--occurred", "A", "--known", "B", "--key", "k"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("MAJOR", ["MAJOR"]),
        ("重大", ["MAJOR"]),
        ("zd", ["MAJOR"]),
        ("1", ["PARTICULARLY_MAJOR"]),
        ("particularly-major", ["PARTICULARLY_MAJOR"]),
        ("特别", ["PARTICULARLY_MAJOR"]),
        ("很大", []),
        ("", []),
    ],
)
def test_a_code_is_found_by_title_initials_digit_or_its_beginning(
    text: str, codes: list[str]
) -> None:
    known = [("PARTICULARLY_MAJOR", ("1", "特别重大")), ("MAJOR", ("2", "重大"))]
    assert fitting(known, text) == codes
