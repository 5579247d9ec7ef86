"""The handover sheet, the roster of shifts and their forms, drawn."""

from services.kit.auth import Role
from tests.stories.on_duty import a_night
from tests.support.town_scenes import READ, Group, Steady, TownScene


async def planned(officer: Steady) -> None:
    await officer.hit("f12", "0", READ, "f2", "2")
    await officer.fill("虚构王", "20:00", "08:00")


GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="handover", keys=("f12",)),
        TownScene(name="handover_silent", keys=("f12", "4")),
        TownScene(name="shifts", keys=("f12", "0", "down", "down")),
        TownScene(name="shifts_patrols", keys=("f12", "0", "2")),
        TownScene(name="shifts_rules", keys=("f12", "0", "3")),
        TownScene(name="shifts_plan", act=planned),
        TownScene(name="shifts_replace", keys=("f12", "0", READ, "down", "f3")),
        TownScene(name="shifts_cancel", keys=("f12", "0", READ, "down", "f4")),
        TownScene(name="shifts_patrol", keys=("f12", "0", READ, "f6")),
        TownScene(name="shifts_rule", keys=("f12", "0", "3", READ, "f7")),
        TownScene(name="handover_sign", keys=("f12", READ, "f2")),
        TownScene(name="handover_start", keys=("f12", READ, "f4"), role=Role.DUTY_CHIEF),
    ],
)
