"""The queue of leads and its forms, drawn."""

from tests.stories.opened import open_incidents
from tests.stories.reported import report_leads
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

LIST = ("g", "l", READ)


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
        TownScene(name="leads", base=LIST),
        TownScene(name="leads-light", base=LIST, keys=("down",), light=True),
        TownScene(name="leads-dismissed", base=LIST, keys=("4",)),
        TownScene(name="leads-untimely", base=LIST, keys=("5",)),
        TownScene(name="leads-received", base=LIST, keys=("6",)),
        TownScene(name="lead-referred", base=LIST, keys=("6", READ, "f2", READ)),
        TownScene(name="lead-promote", base=LIST, keys=("1", READ, "home", "enter", "down")),
        TownScene(name="lead-merge", base=LIST, keys=("1", READ, "home", "m", "down")),
        TownScene(name="lead-split", base=LIST, keys=("s", "1")),
        TownScene(name="lead-dismiss", base=LIST, keys=("d",), act=dismissed),
        TownScene(name="lead-dismiss-unsaid", base=LIST, keys=("1", READ, "d", READ, "ctrl+s")),
    ],
)
