"""Notices, what is done about them, and a silence planned for them, drawn."""

from services.kit.auth import Role
from tests.stories.told import send_notices
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

LIST = ("g", "n", READ)


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
        TownScene(name="notices", base=LIST),
        TownScene(name="notices-unrouted", base=LIST, keys=("2",)),
        TownScene(name="notices-held", base=LIST, keys=("3",)),
        TownScene(name="notice-take-note", base=LIST, keys=("1", READ, "home", "a")),
        TownScene(name="notice-route", base=LIST, keys=("2", READ, "t"), role=Role.DUTY_CHIEF),
        TownScene(name="notice-hold", base=LIST, keys=("h",), role=Role.DUTY_CHIEF, act=held),
        TownScene(name="notice-lift", base=LIST, keys=("3", READ, "r"), role=Role.DUTY_CHIEF),
    ],
)
