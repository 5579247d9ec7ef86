"""Duties of occasions in a town: periods opened by the job, an inspection two units held."""

from datetime import timedelta

from services.kit.auth import Role
from tests.stories.town import Town

PERIODS = """query P($unit: String!) { periods(first: 9, filter: {unit: $unit, state: OPEN}) {
  edges { node { id number title progress acts { title counts reason } } } } }"""


async def open_occasions(town: Town) -> None:
    """Open the periods; record an inspection that the news office held."""
    while (await town.act("openPeriods", "hasMore", {}, Role.JOB))["hasMore"]:
        town.clock.advance(seconds=1)
    held = (town.clock.now() - timedelta(days=9)).isoformat()
    given = {"kind": "INSPECTION", "title": "全市政务公开工作督查", "heldAt": held}
    await town.act(
        "recordPeriodicAct",
        "periods { progress }",
        {"unit": "1301-XWB", "jointUnits": ["1301-ZFB"], **given},
    )


async def announce(town: Town, title: str) -> str:
    """Announce a policy that touches vital interests; returns its occasion."""
    planned = (town.clock.now() + timedelta(days=7)).isoformat()
    marks = {"major": True, "vitalInterests": True, "plannedAt": planned}
    made = await town.act(
        "announcePolicy", "policy { id }", {"unit": "1301", "title": title} | marks
    )
    id_: str = made["policy"]["id"]
    return id_
