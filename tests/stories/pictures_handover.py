"""The handover sheet, the roster of shifts and their forms, drawn."""

from services.kit.auth import Role
from tests.stories.on_duty import a_night
from tests.support.town_scenes import READ, Group, Steady, TownScene

SHEET = ("f12", READ)
SHIFTS = (*SHEET, "0", READ)


async def planned(officer: Steady) -> None:
    await officer.hit("1", READ, "f2", "2")
    await officer.fill("虚构王", "20:00", "08:00")


GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="handover", base=SHEET),
        TownScene(name="handover_silent", base=SHEET, keys=("4",)),
        TownScene(name="shifts", base=SHIFTS, keys=("down", "down")),
        TownScene(name="shifts_patrols", base=SHIFTS, keys=("2",)),
        TownScene(name="shifts_rules", base=SHIFTS, keys=("3",)),
        TownScene(name="shifts_plan", base=SHIFTS, act=planned),
        TownScene(name="shifts_replace", base=SHIFTS, keys=("1", READ, "home", "down", "f3")),
        TownScene(name="shifts_cancel", base=SHIFTS, keys=("1", READ, "home", "down", "f4")),
        TownScene(name="shifts_patrol", base=SHIFTS, keys=("1", READ, "home", "f6")),
        TownScene(name="shifts_rule", base=SHIFTS, keys=("3", READ, "f7")),
        TownScene(name="shifts_role", base=SHIFTS, keys=("3", READ, "f8")),
        TownScene(name="shifts_silence", base=SHIFTS, keys=("3", READ, "f9")),
        TownScene(name="handover_sign", base=SHEET, keys=("f2",)),
        TownScene(name="handover_start", base=SHEET, keys=("f4",), role=Role.DUTY_CHIEF),
    ],
)
