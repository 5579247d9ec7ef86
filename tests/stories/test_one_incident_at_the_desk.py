"""What is done about one incident, at the real desk and by the real services."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.conftest import AT_THREE_IN_THE_MORNING
from tests.stories.town import Town, at_the_desk, open_town

FACTS = {
    "occurredAt": "2026-11-21T02:40:00+08:00",
    "knownAt": "2026-11-21T03:02:00+08:00",
    "kind": "ACCIDENT",
    "severity": "PARTICULARLY_MAJOR",
    "emergency": True,
    "localities": ["130123"],
}
OWED = """query O($id: ID!) { incident(id: $id) {
  obligations { id kind state outcome closeReason recipients } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("one-incident")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        yield town


async def after_approval(town: Town, incident: str) -> dict[str, Any]:
    rows = (await town.ask(OWED, id=incident))["incident"]["obligations"]
    found: dict[str, Any] = next(row for row in rows if row["kind"] == "AFTER_APPROVAL")
    return found


@pytest.mark.timeout(120)
@pytest.mark.requirement(135)
async def test_the_leaders_word_is_asked_for_afterwards_and_given(town: Town) -> None:
    made = await town.act("openIncident", "incident { id }", {"facts": FACTS})
    incident = made["incident"]["id"]
    past = {"incident": incident, "form": "STATEMENT", "reason": "谣言扩散"}
    await town.act("overrideGate", "replayed", past, Role.DUTY_CHIEF)
    owed = await after_approval(town, incident)
    by_hand = {"obligation": owed["id"], "note": "已补办"}
    refused = await town.act("recordFulfilment", "replayed", by_hand)
    assert refused["code"] == "MET_BY_DECISION"
    async with at_the_desk(town) as officer:
        await officer.until("首次发布")
        await officer.press("f8")
        await officer.until("还须补办 1 项")
        await officer.press("2", "1")
        await officer.type("liu")
        await officer.press("down", "2", "enter")
        await officer.until("已补办")
    owed = await after_approval(town, incident)
    assert (owed["state"], owed["outcome"]) == ("FULFILLED", "ON_TIME")
    assert "liu" in owed["closeReason"]
