"""The statistics and what they count, drawn."""

from tests.stories.a_half_year import half_a_year
from tests.stories.town import Officer
from tests.support.town_scenes import Group, TownScene


async def to_the_evidence(officer: Officer) -> None:
    """The bars have to be there before one can be opened."""
    await officer.settle()
    await officer.press("enter")


GROUP = Group(
    prepare=half_a_year,
    scenes=[
        TownScene(name="statistics", keys=("g", "s")),
        TownScene(name="statistics-light", keys=("g", "s"), light=True),
        TownScene(name="statistics-stages", keys=("g", "s", "2")),
        TownScene(name="statistics-hours", keys=("g", "s", "3")),
        TownScene(name="statistics-severity", keys=("g", "s", "4")),
        TownScene(name="evidence", keys=("g", "s"), act=to_the_evidence),
    ],
)
