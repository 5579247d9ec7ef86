"""Rule packs, drawn: what each asks, where they differ, what would change."""

from services.kit.auth import Role
from tests.stories.opened import open_incidents
from tests.stories.town import Officer
from tests.support.town_scenes import Group, TownScene


async def first_one(officer: Officer) -> None:
    """A list has to be there before an entry of it can be opened."""
    await officer.settle()
    await officer.press("end")
    await officer.press("enter")


async def replayed(officer: Officer) -> None:
    await officer.settle()
    await officer.press("4")
    await officer.press("f4")


async def compared(officer: Officer) -> None:
    await officer.settle()
    await officer.press("f7")
    await officer.press("down")
    await officer.press("5")


async def rebased(officer: Officer) -> None:
    await officer.settle()
    await officer.press("f2")


GROUP = Group(
    prepare=open_incidents,
    scenes=[
        TownScene(name="packs", keys=("g", "p")),
        TownScene(name="pack", keys=("g", "p"), act=first_one),
        TownScene(name="packs-compare", keys=("g", "p", "3")),
        TownScene(name="packs-replay", keys=("g", "p"), act=replayed),
        TownScene(name="packs-diff", keys=("g", "p"), act=compared),
        TownScene(name="packs-rebase", keys=("g", "p", "6"), act=rebased, role=Role.DUTY_CHIEF),
    ],
)
