"""What other units referred here, on the tab 转来: looked at, and made an incident by one key."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.leads import LeadsScreen
from clients.tui.screens.referral_opening import ReferredForm
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, open_town, seen_from
from tests.support.moments import AT_THREE_IN_THE_MORNING

FACTS = {
    "occurredAt": "2026-11-21T02:40:00+08:00",
    "occurredPrecision": "MINUTE",
    "kind": "ACCIDENT",
    "severity": "MAJOR",
    "localities": ["130123", "130121"],
    "majorCasualties": True,
    "deaths": 3,
}
OPENED = "{ referrals { edges { node { opened { id } } } } }"
FILE = """query ($id: ID!) { incident(id: $id) { title facts {
    knownAt occurredAt kind severity localities units majorCasualties deaths } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def county(town: Town, town_dbs: list[Database]) -> Town:
    """The same night as 正定县 sees it, to which the city referred a matter."""
    given = {"facts": FACTS, "title": "虚构化工厂泄漏"}
    incident = (await town.act("openIncident", "incident { id }", given))["incident"]["id"]
    asked = {"incident": incident, "unit": "130123", "request": "请核实并处置，两小时内反馈"}
    await town.act("refer", "replayed", asked)
    return await seen_from(town, town_dbs[0], "130123", Role.OFFICER)


async def received(officer: Officer) -> LeadsScreen:
    await officer.press("g", "l", "6")
    await officer.until("转来的事项")
    screen = officer.app.screen
    assert isinstance(screen, LeadsScreen)
    return screen


async def test_the_sender_is_not_shown_what_it_referred_itself(town: Town, county: Town) -> None:
    async with at_the_desk(town) as officer:
        await received(officer)
        await officer.until("没有其他单位转来")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_referral_tells_who_asks_for_what(county: Town, size: tuple[int, int]) -> None:
    async with at_the_desk(county, size) as officer:
        screen = await received(officer)
        await officer.until("虚构化工厂泄漏")
        assert "待签收" in officer.sees()
        assert "石家庄市人民政府" in officer.pane("side")
        assert "两小时内反馈" in officer.pane("side")
        await officer.press("d")
        assert "只能登记" in screen.said.text


async def test_one_key_opens_an_incident_with_the_facts_filled_in(county: Town) -> None:
    async with at_the_desk(county) as officer:
        await received(officer)
        await officer.press("f2")
        form: object = officer.app.screen
        assert isinstance(form, ReferredForm)
        await officer.until("事故灾难")
        assert "重大" in officer.sees()
        assert "正定县" in officer.sees()
        await officer.press("f2", "f2")
        await officer.until("已登记")
        await officer.press("f2")
        await officer.until("按 Enter 打开")
        await officer.press("enter")
        opened: object = officer.app.screen
        assert isinstance(opened, IncidentScreen)
        assert "虚构化工厂泄漏" in officer.sees()
    (edge,) = (await county.ask(OPENED))["referrals"]["edges"]
    told: dict[str, Any] = (await county.ask(FILE, id=edge["node"]["opened"]["id"]))["incident"]
    assert told["title"] == "虚构化工厂泄漏"
    assert told["facts"] == {
        "knownAt": "2026-11-20T19:02:00+00:00",
        "occurredAt": "2026-11-20T18:40:00+00:00",
        "kind": "ACCIDENT",
        "severity": "MAJOR",
        "localities": ["130123", "130121"],
        "units": ["130123"],
        "majorCasualties": True,
        "deaths": 3,
    }
