"""The statistics and what they count, drawn."""

from tests.stories.a_half_year import half_a_year
from tests.stories.town import Officer
from tests.support.town_scenes import Group, TownScene


async def to_the_evidence(officer: Officer) -> None:
    """The bars have to be there before one can be opened."""
    await officer.settle()
    await officer.press("enter")


async def to_the_reports(officer: Officer) -> None:
    await officer.settle()
    await officer.press("f2")


async def to_the_journal(officer: Officer) -> None:
    await to_the_reports(officer)
    await officer.press("3")
    await officer.press("f3")


async def to_the_assessment(officer: Officer) -> None:
    await to_the_reports(officer)
    await officer.press("2")


async def to_a_review(officer: Officer) -> None:
    await to_the_reports(officer)
    await officer.press("4")
    await officer.press("f2")


GROUP = Group(
    prepare=half_a_year,
    scenes=[
        TownScene(name="statistics", keys=("g", "s")),
        TownScene(name="statistics-light", keys=("g", "s"), light=True),
        TownScene(name="statistics-stages", keys=("g", "s", "2")),
        TownScene(name="statistics-hours", keys=("g", "s", "3")),
        TownScene(name="statistics-severity", keys=("g", "s", "4")),
        TownScene(name="evidence", keys=("g", "s"), act=to_the_evidence),
        TownScene(name="reports", keys=("g", "s"), act=to_the_reports),
        TownScene(name="reports-assessment", keys=("g", "s"), act=to_the_assessment),
        TownScene(name="reports-journal", keys=("g", "s"), act=to_the_journal),
        TownScene(name="reports-review", keys=("g", "s"), act=to_a_review),
    ],
)
