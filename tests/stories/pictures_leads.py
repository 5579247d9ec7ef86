"""The queue of leads and its forms, drawn."""

from tests.stories.opened import open_incidents
from tests.stories.reported import report_leads
from tests.stories.town import Town
from tests.support.town_scenes import Group, TownScene


async def prepare(town: Town) -> None:
    await open_incidents(town)
    made = await report_leads(town)
    await town.act("dismissLead", "lead { id }", {"lead": made[3], "reason": "校方已说明系误传"})


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="leads", keys=("g", "l")),
        TownScene(name="leads-light", keys=("g", "l", "down"), light=True),
        TownScene(name="lead-promote", keys=("g", "l", "enter", "down")),
        TownScene(name="lead-merge", keys=("g", "l", "m", "down")),
    ],
)
