"""The list of incidents, drawn, and what it says when nothing of it is sought."""

from tests.stories.opened import open_incidents
from tests.support.town_scenes import PASTED, READ, Group, TownScene

LIST = ("g", "i", READ)
GROUP = Group(
    prepare=open_incidents,
    scenes=[
        TownScene(name="incidents", base=LIST),
        TownScene(
            name="incidents-none-found", base=LIST, keys=("slash", f"{PASTED}洪水", READ, "enter")
        ),
    ],
)
