"""The calendar of occasions and its forms, drawn."""

from tests.stories.owed_for_occasions import announce, open_occasions
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

LIST = ("g", "c", READ)
POLICIES = (*LIST, "3", READ)


async def prepare(town: Town) -> None:
    await open_occasions(town)
    await announce(town, "石家庄市住房公积金提取管理办法")


async def rescheduled(officer: Steady) -> None:
    await officer.fill("12030900", "等省里的文件")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="calendar", base=LIST, keys=("down", "down")),
        TownScene(name="calendar-matters", base=LIST, keys=("2",)),
        TownScene(name="calendar-policies", base=LIST, keys=("3",)),
        TownScene(name="calendar-days", base=LIST, keys=("4", READ, "end")),
        TownScene(name="calendar-record", base=LIST, keys=("1", READ, "home", "enter")),
        TownScene(name="calendar-fulfil", base=LIST, keys=("f7",)),
        TownScene(name="calendar-announce", base=LIST, keys=("n",)),
        TownScene(name="calendar-reschedule", base=POLICIES, keys=("f6",), act=rescheduled),
        TownScene(name="calendar-publish", base=POLICIES, keys=("f9",)),
        TownScene(name="calendar-risk", base=POLICIES, keys=("f8", "2")),
    ],
)
