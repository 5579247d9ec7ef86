"""The handover sheet and its forms, drawn."""

from tests.stories.on_duty import a_night
from tests.support.town_scenes import Group, TownScene

GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="handover", keys=("f12",)),
        TownScene(name="handover_silent", keys=("f12", "4")),
        TownScene(name="handover_sign", keys=("f12", "f2")),
    ],
)
