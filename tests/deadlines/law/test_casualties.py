"""The suggested severity at each bound: "以上" includes the figure, "以下" does not."""

import pytest

from services.deadlines.law.casualties import CLAUSE, DOCUMENT, suggest_severity

WAN = 10_000


@pytest.mark.parametrize(
    ("deaths", "severity"),
    [
        (30, "PARTICULARLY_MAJOR"),
        (29, "MAJOR"),
        (10, "MAJOR"),
        (9, "LARGER"),
        (3, "LARGER"),
        (2, "GENERAL"),
        (1, "GENERAL"),
    ],
)
def test_deaths_grade_at_their_bounds(deaths: int, severity: str) -> None:
    found = suggest_severity(deaths, None, None)

    assert found is not None
    assert (found.severity, found.document, found.clause) == (severity, DOCUMENT, CLAUSE)


@pytest.mark.parametrize(
    ("injured", "severity"),
    [
        (100, "PARTICULARLY_MAJOR"),
        (99, "MAJOR"),
        (50, "MAJOR"),
        (49, "LARGER"),
        (10, "LARGER"),
        (9, "GENERAL"),
    ],
)
def test_serious_injuries_grade_at_their_bounds(injured: int, severity: str) -> None:
    found = suggest_severity(None, injured, None)

    assert found is not None
    assert found.severity == severity


@pytest.mark.parametrize(
    ("loss", "severity"),
    [
        (10_000 * WAN, "PARTICULARLY_MAJOR"),
        (10_000 * WAN - 0.01, "MAJOR"),
        (5_000 * WAN, "MAJOR"),
        (5_000 * WAN - 0.01, "LARGER"),
        (1_000 * WAN, "LARGER"),
        (1_000 * WAN - 0.01, "GENERAL"),
    ],
)
def test_direct_loss_in_yuan_grades_at_its_bounds(loss: float, severity: str) -> None:
    found = suggest_severity(None, None, loss)

    assert found is not None
    assert found.severity == severity


def test_the_worst_of_the_three_figures_decides() -> None:
    found = suggest_severity(2, 50, 1_000 * WAN)

    assert found is not None
    assert found.severity == "MAJOR"


@pytest.mark.parametrize("nothing", [None, 0])
def test_where_nothing_is_known_to_be_lost_nothing_is_suggested(nothing: int | None) -> None:
    assert suggest_severity(nothing, nothing, nothing) is None
