"""The board of an officer who has just taken over: what the last shift left stands above it."""

from typing import Any

from services.kit.auth import Role
from tests.stories.on_duty import GOES, a_night
from tests.stories.pictures_taking import NOTE
from tests.stories.town import Town
from tests.support.town_scenes import Group, Steady, TownScene


async def prepare(town: Town) -> None:
    """Let both officers sign."""
    shifts = await a_night(town)
    given: dict[str, Any] = {"shift": shifts[0]["id"], "note": NOTE}
    made = await town.act("handOver", "handover { id }", given)
    taken = {"handover": made["handover"]["id"]}
    await town.act("signHandover", "replayed", taken, Role.DUTY_CHIEF)
    town.clock.advance(minutes=6)


async def told(officer: Steady) -> None:
    """Who goes is named by what is told of the shift before."""
    await officer.until(GOES)


GROUP = Group(
    prepare=prepare,
    scenes=[TownScene(name="board-left", role=Role.DUTY_CHIEF, act=told)],
)
