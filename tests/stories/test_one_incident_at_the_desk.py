"""What is done about one incident, at the real desk and by the real services."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.models_incident import Subject
from clients.tui.screens.incident import IncidentScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

FACTS = {
    "occurredAt": "2026-11-21T02:40:00+08:00",
    "knownAt": "2026-11-21T03:02:00+08:00",
    "kind": "ACCIDENT",
    "severity": "PARTICULARLY_MAJOR",
    "emergency": True,
    "localities": ["130123"],
}
UNIT = "130123"
OWED = """query O($id: ID!) { incident(id: $id) {
  obligations { id kind state outcome closeReason recipients } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("one-incident")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
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


DONE = """query D($id: ID!) { incident(id: $id) {
  progress { text } dispatches { kind received receipt { number } }
  referrals { stateTitle receiver { code } } directives { document dueAt }
  tickets { number contacts { kind content } }
  obligations { kind state outcome } } }"""


async def one_act(officer: Officer, keys: tuple[str, ...], said: str) -> None:
    """Do one act from the menu, and wait for the sentence that tells of it."""
    await officer.press("f4", *keys, "f2", "enter")
    await officer.until(said)


@pytest.mark.timeout(180)
@pytest.mark.requirement(31)
async def test_all_else_about_it_is_done_from_one_menu_and_stands_on_its_pages(town: Town) -> None:
    made = await town.act("openIncident", "incident { id number title }", {"facts": FACTS})
    of = Subject(**made["incident"])
    async with at_the_desk(town) as officer:
        officer.app.push_screen(IncidentScreen(of))
        await officer.until("首次发布")
        await one_act(officer, ("1", *"mie"), "已记进展")
        await one_act(officer, ("4",), "已记上报")
        await one_act(officer, ("5", *"ga"), "已记移交")
        await one_act(officer, ("7", "1", *("down",) * 2, *"hz-7"), "已登记回执")
        await one_act(officer, ("8", *UNIT, "enter", *"hs"), "已转办")
        await one_act(officer, ("9", "1", "1"), "已记转办结果")
        await one_act(officer, ("d", *"sz", "down", *"du-7", *("down",) * 3, *"+2h"), "已记督办")
        await one_act(officer, ("r", *"12345-1", "down", "3", *"cl"), "已关联工单")
        await one_act(officer, ("a", "1", *"wx"), "已记答复")
        await the_lead_is_not_for_the_desk(officer)
        await what_stands_on_the_pages(officer)
    await what_the_service_keeps(town, of.id)


async def the_lead_is_not_for_the_desk(officer: Officer) -> None:
    await officer.press("f4", "t", *UNIT, "enter", *"sa", "f2", "enter")
    await officer.until("牵头部门由")
    await officer.press("escape")


async def what_stands_on_the_pages(officer: Officer) -> None:
    await officer.press("7")
    await officer.until("mie")
    said = officer.pane("page")
    assert "回执" in said
    assert "du-7" in said
    await officer.press("8")
    assert "已复 12345-1" in officer.pane("page")


async def what_the_service_keeps(town: Town, incident: str) -> None:
    kept = (await town.ask(DONE, id=incident))["incident"]
    assert [row["text"] for row in kept["progress"]] == ["mie"]
    sent = {row["kind"]: row for row in kept["dispatches"]}
    assert sent["TRANSFER"] == {"kind": "TRANSFER", "received": True, "receipt": {"number": "hz-7"}}
    assert kept["referrals"] == [{"stateTitle": "已签收待反馈", "receiver": {"code": UNIT}}]
    assert kept["directives"][0]["document"] == "du-7"
    assert kept["directives"][0]["dueAt"] is not None
    assert kept["tickets"][0]["contacts"] == [{"kind": "REPLY", "content": "wx"}]
    by = {row["kind"]: row for row in kept["obligations"]}
    assert by["UPWARD_REPORT"]["state"] == "FULFILLED"
