"""The calendar of occasions and its forms, drawn."""

from tests.stories.owed_for_occasions import announce, open_occasions
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

POLICIES = ("g", "c", "3", READ)


async def prepare(town: Town) -> None:
    await open_occasions(town)
    await announce(town, "石家庄市住房公积金提取管理办法")


async def rescheduled(officer: Steady) -> None:
    await officer.fill("12030900", "等省里的文件")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="calendar", keys=("g", "c", "down", "down")),
        TownScene(name="calendar-matters", keys=("g", "c", "2")),
        TownScene(name="calendar-policies", keys=("g", "c", "3")),
        TownScene(name="calendar-days", keys=("g", "c", "4", "end")),
        TownScene(name="calendar-record", keys=("g", "c", READ, "enter")),
        TownScene(name="calendar-fulfil", keys=("g", "c", READ, "f7")),
        TownScene(name="calendar-announce", keys=("g", "c", "n")),
        TownScene(name="calendar-reschedule", keys=(*POLICIES, "f6"), act=rescheduled),
        TownScene(name="calendar-publish", keys=(*POLICIES, "f9")),
        TownScene(name="calendar-risk", keys=(*POLICIES, "f8", "2")),
    ],
)
