"""The calendar of occasions and its forms, drawn."""

from tests.stories.owed_for_occasions import announce, open_occasions
from tests.stories.town import Town
from tests.support.town_scenes import Group, TownScene


async def prepare(town: Town) -> None:
    await open_occasions(town)
    await announce(town, "石家庄市住房公积金提取管理办法")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="calendar", keys=("g", "c", "down", "down")),
        TownScene(name="calendar-policies", keys=("g", "c", "3")),
        TownScene(name="calendar-days", keys=("g", "c", "4", "end")),
        TownScene(name="calendar-record", keys=("g", "c", "enter")),
        TownScene(name="calendar-announce", keys=("g", "c", "n")),
    ],
)
