"""The handover sheet and its forms, drawn."""

from tests.stories.on_duty import a_night
from tests.support.town_scenes import Group, TownScene

GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="handover", keys=("f12",)),
        TownScene(name="handover_silent", keys=("f12", "4")),
        TownScene(name="shifts", keys=("f12", "0", "down", "down")),
        TownScene(name="shifts_patrols", keys=("f12", "0", "2")),
        TownScene(name="shifts_rules", keys=("f12", "0", "3")),
        TownScene(name="shifts_replace", keys=("f12", "0", "down", "f3")),
        TownScene(name="handover_sign", keys=("f12", "f2")),
    ],
)
