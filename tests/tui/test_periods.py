"""Periods of reports by the office's calendar."""

from datetime import UTC, datetime

import pytest

from clients.tui.locale import speak
from clients.tui.views.periods import choices, half_of, moved, said, span

NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # in China it is 2027


def test_a_half_year_begins_by_the_clock_of_china() -> None:
    assert half_of(NEW_YEAR) == "2027H1"
    assert list(choices(NEW_YEAR)) == ["2027H1", "2026H2", "2027", "2026"]


@pytest.mark.parametrize(
    ("name", "step", "then"),
    [
        ("2026H1", -1, "2025H2"),
        ("2026H2", 1, "2027H1"),
        ("2026H1", 3, "2027H2"),
        ("2026", -1, "2025"),
    ],
)
def test_a_step_is_as_long_as_the_period(name: str, step: int, then: str) -> None:
    assert moved(name, step) == then


def test_one_period_ends_where_the_next_begins() -> None:
    for name in ("2026H1", "2026H2", "2026"):
        assert span(name)[1] == span(moved(name, 1))[0]


def test_a_period_is_said_in_words() -> None:
    speak("zh")
    assert said("2026H2") == "2026年下半年"
