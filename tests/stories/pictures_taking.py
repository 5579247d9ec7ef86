"""The sheet after the outgoing signature, and the incoming officer's form, drawn."""

from services.kit.auth import Role
from tests.stories.on_duty import a_night
from tests.stories.opened import open_incidents
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, TownScene

NOTE = "桥西区停暖仍有两个小区未恢复，八点半前要回电话；裕华区水样结果上午出。"


async def a_signed_night(town: Town) -> None:
    """Let the outgoing officer sign, and one more incident be opened after it."""
    shifts = await a_night(town)
    await town.act("handOver", "replayed", {"shift": shifts[0]["id"], "note": NOTE})
    town.clock.advance(minutes=2)
    await open_incidents(town)


GROUP = Group(
    prepare=a_signed_night,
    scenes=[
        TownScene(name="sheet_signed", base=("f12", READ), keys=("9",)),
        TownScene(name="sheet_taking", base=("f12", READ), keys=("f3",)),
        TownScene(name="sheet_taking_own", base=("f12", READ), keys=("f3",), role=Role.DUTY_CHIEF),
    ],
)
