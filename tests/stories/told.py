"""Reminders in a town: three incidents have come due, and nobody has taken note."""

from services.kit.auth import Role
from tests.stories.opened import open_incidents
from tests.stories.town import Town

PLACE = "https://oapi.dingtalk.com/robot/send?access_token=0000"


async def send_notices(town: Town) -> None:
    """Let the sweep run twice; one unit has a route, the others have none."""
    route = {"unit": "130104", "kind": "DINGTALK", "target": PLACE}
    await town.act("setNoticeRoute", "caughtUp", route, Role.DUTY_CHIEF)
    await open_incidents(town)
    await town.job("sweepObligations")
    town.clock.advance(minutes=12)
    await town.job("sweepObligations")
