"""The queue of leads and its forms, drawn."""

from tests.stories.opened import open_incidents
from tests.stories.reported import report_leads
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene


async def prepare(town: Town) -> None:
    theirs = (await open_incidents(town))[1]["id"]
    asked = {"incident": theirs, "unit": "1301", "sender": "13", "request": "请核实供暖恢复时间"}
    await town.act("refer", "replayed", asked)
    made = await report_leads(town)
    await town.act("dismissLead", "lead { id }", {"lead": made[3], "reason": "校方已说明系误传"})


async def dismissed(officer: Steady) -> None:
    await officer.fill("与已转事件的是同一件事")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="leads", keys=("g", "l")),
        TownScene(name="leads-light", keys=("g", "l", "down"), light=True),
        TownScene(name="leads-dismissed", keys=("g", "l", "4")),
        TownScene(name="leads-untimely", keys=("g", "l", "5")),
        TownScene(name="leads-received", keys=("g", "l", "6")),
        TownScene(name="lead-referred", keys=("g", "l", "6", READ, "f2", READ)),
        TownScene(name="lead-promote", keys=("g", "l", READ, "enter", "down")),
        TownScene(name="lead-merge", keys=("g", "l", READ, "m", "down")),
        TownScene(name="lead-split", keys=("g", "l", READ, "s", "1")),
        TownScene(name="lead-dismiss", keys=("g", "l", READ, "d"), act=dismissed),
    ],
)
