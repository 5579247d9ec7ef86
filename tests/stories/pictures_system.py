"""How the system stands, drawn: a night in which the jobs ran once, hours ago."""

from tests.stories.on_duty import a_night
from tests.support.town_scenes import Group, TownScene

GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="system", keys=("g", "y")),
        TownScene(name="system_delivery", keys=("g", "y", "down")),
    ],
)
