"""The list of incidents, drawn."""

from tests.stories.opened import open_incidents
from tests.support.town_scenes import Group, TownScene

GROUP = Group(prepare=open_incidents, scenes=[TownScene(name="incidents", keys=("g", "i"))])
