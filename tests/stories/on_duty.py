"""A night on duty in a town: a roster of two, one of them there, and a night's work behind him."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.kit.auth import Role
from tests.stories.opened import open_incidents
from tests.stories.town import Town

EIGHT = datetime(2026, 11, 21, tzinfo=UTC)  # 08:00 in China
GOES, COMES = "虚构张", "虚构李"
RULES = {
    "unit": "1301",
    "reason": "试行",
    "patrols": [
        {"at": "06:00", "tolerance": 20, "channels": ["微博", "论坛"]},
        {"at": "09:00", "tolerance": 20, "channels": ["微博", "论坛"]},
    ],
    "expectations": [{"kind": "VENDOR", "subject": "yuqing", "within": 120}],
}
LEAD = {"localityCode": "130123", "title": "有网民称厂区再次冒烟"}


def at_hours(hours: float) -> datetime:
    """A moment so many hours after eight in the morning."""
    return EIGHT + timedelta(hours=hours)


async def plan_two(town: Town) -> list[dict[str, Any]]:
    """Plan the officer's night and the chief's day; returns both shifts."""
    lines = [
        _line(GOES, "duty", at_hours(-12), at_hours(0)),
        _line(COMES, "chief", at_hours(0), at_hours(12)),
    ]
    given = {"unit": "1301", "shifts": lines}
    answer = await town.act("planShifts", "shifts { id person }", given, Role.DUTY_CHIEF)
    shifts: list[dict[str, Any]] = answer["shifts"]
    return shifts


def _line(person: str, account: str, begins: datetime, ends: datetime) -> dict[str, Any]:
    span = {"beginsAt": begins.isoformat(), "endsAt": ends.isoformat()}
    return {"role": "MAIN", "person": person, "account": account, **span}


async def a_night(town: Town) -> list[dict[str, Any]]:
    """Let the officer be there since three, with incidents, a lead and half a patrol, until 07:55.

    Returns both shifts, the outgoing one first.
    """
    await town.act("setDutyRules", "replayed", RULES, Role.DUTY_CHIEF)
    shifts = await plan_two(town)
    await town.act("startShift", "replayed", {"shift": shifts[0]["id"]})
    await open_incidents(town)
    source = {"platform": "微博", "alertId": "1"}
    await town.act("reportLead", "replayed", {**LEAD, "source": source}, Role.VENDOR)
    town.clock.advance(minutes=40)
    await town.job("sweepObligations")
    looked = {"unit": "1301", "channels": ["微博"], "result": "NOTHING_FOUND"}
    move_to(town, at_hours(-2))
    await town.act("recordPatrol", "replayed", looked)
    move_to(town, at_hours(0) - timedelta(minutes=5))
    return shifts


def move_to(town: Town, moment: datetime) -> None:
    """Let the town's clock go on to a moment."""
    town.clock.advance(seconds=round((moment - town.clock.now()).total_seconds()))
