"""Notices, what is done about them, and a silence planned for them, drawn."""

from services.kit.auth import Role
from tests.stories.told import send_notices
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene


async def prepare(town: Town) -> None:
    await send_notices(town)
    until = town.clock.now().replace(hour=22, minute=30)
    given = {"until": until.isoformat(), "reason": "机房供电检修"}
    await town.act("holdNotices", "replayed", given, Role.DUTY_CHIEF)


async def held(officer: Steady) -> None:
    await officer.fill("6:00", "演练，勿扰")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="notices", keys=("g", "n")),
        TownScene(name="notices-unrouted", keys=("g", "n", "2")),
        TownScene(name="notices-held", keys=("g", "n", "3")),
        TownScene(name="notice-take-note", keys=("g", "n", READ, "a")),
        TownScene(name="notice-route", keys=("g", "n", "2", READ, "t"), role=Role.DUTY_CHIEF),
        TownScene(name="notice-hold", keys=("g", "n", READ, "h"), role=Role.DUTY_CHIEF, act=held),
        TownScene(name="notice-lift", keys=("g", "n", "3", READ, "r"), role=Role.DUTY_CHIEF),
    ],
)
