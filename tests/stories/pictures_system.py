"""How the system stands, drawn: a night in which the jobs ran once, hours ago."""

from tests.stories.on_duty import a_night
from tests.support.town_scenes import READ, Group, TownScene

LIST = ("g", "y", READ)

GROUP = Group(
    prepare=a_night,
    scenes=[
        TownScene(name="system", base=LIST),
        TownScene(name="system_delivery", base=LIST, keys=("down",)),
    ],
)
