"""The duty officer's night (REQUIREMENTS 6.1), played on the real desk against real services."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.screens.incident import IncidentScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

ZHENGDING = "130123"
BY_NUMBER = """query I($number: String!) { incident(number: $number) {
  id number state severity contactsPending drill
  parties { role unit { code known } person { name phone } acknowledgedAt acknowledgedBy }
  obligations { id kind title state outcome owed dueAt startAt provisional owner { code }
    recipients basis { pack clause acting } versions { version reason } closedAt }
  assessments { actor at }
  releases { form conclusive publications { url } }
} }"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        yield town


async def the_incident(town: Town, number: str = "2026-0001") -> dict[str, Any]:
    incident: dict[str, Any] = (await town.ask(BY_NUMBER, number=number))["incident"]
    incident["by"] = {row["kind"]: row for row in incident["obligations"]}
    return incident


async def register(officer: Officer) -> None:
    """An explosion in 正定县, 22 minutes ago, thirty or more dead: digits and a code."""
    await officer.press("f2")
    await officer.type("-22")
    await officer.press("enter", "2", "1", "f4")
    await officer.type(ZHENGDING)
    await officer.press("enter")
    await officer.until("正定县")


@pytest.mark.timeout(240)
@pytest.mark.requirement(7, 8, 10, 17, 18, 23, 24, 25, 26, 27, 29, 45)
async def test_the_night_of_the_explosion(town: Town, tmp_path: Path) -> None:
    async with at_the_desk(town) as officer:
        await the_call_at_0302(town, officer)
        await who_must_speak(town, officer)
        await the_report_upward(town, officer)
        await the_leaders_word_by_telephone(town, officer)
        await the_first_release_at_0335(town, officer)
        await the_doubt_about_the_severity(town, officer)
        await the_rumour_at_0500(town, officer)
        await the_press_conference(town, officer)
        await the_end(town, officer)


async def later(town: Town, officer: Officer, **span: float) -> None:
    """Let time pass, the heartbeats of that time with it."""
    town.clock.advance(**span)
    await officer.beats()


async def the_call_at_0302(town: Town, officer: Officer) -> None:
    await register(officer)
    side = officer.pane("side")
    assert "首次发布" in side
    assert "03:40" in side
    assert "正定县人民政府" in side
    await officer.press("enter", "enter")
    await officer.until("2026-0001")
    assert isinstance(officer.app.screen, IncidentScreen)
    found = await the_incident(town)
    by = found["by"]
    assert moment(by["FIRST_RELEASE"]["dueAt"]) == at("2026-11-20T19:40:00")
    assert moment(by["PRESS_CONFERENCE"]["dueAt"]) == at("2026-11-21T18:40:00")
    assert by["FIRST_RELEASE"]["basis"][0]["clause"] == "四¶1"
    assert {k for k, row in by.items() if row["dueAt"] is None} >= {"UPWARD_REPORT"}
    assert [p["unit"]["code"] for p in found["parties"]][:1] == [ZHENGDING]
    assert not found["contactsPending"]
    await officer.press("escape")
    await officer.until("首次发布")


async def who_must_speak(town: Town, officer: Officer) -> None:
    await officer.press("f5")
    await officer.until("正定县人民政府")
    await officer.press("escape", "f6", "1", "enter")
    found = await the_incident(town)
    assert [bool(p["acknowledgedAt"]) for p in found["parties"]].count(True) == 1
    while officer.app.screen is not officer.app.duty:
        await officer.press("escape")
    await officer.press("ctrl+o")
    await officer.settle()


async def the_report_upward(town: Town, officer: Officer) -> None:
    await later(town, officer, minutes=3)
    await officer.press("f7")
    await officer.until("上级报告")
    await officer.press("1", "f2", "enter")
    by = (await the_incident(town))["by"]
    assert by["UPWARD_REPORT"]["state"] == "FULFILLED"
    assert by["ROLLING_UPDATE"]["owed"] is False


async def the_leaders_word_by_telephone(town: Town, officer: Officer) -> None:
    await later(town, officer, minutes=30)
    # the duty under the cursor was done and has gone: nothing takes its place by itself
    for key in ("down", "down", "up", "up", "up"):
        row = officer.app.duty.row_under_cursor()
        if row is not None and row.title == "首次发布":
            break
        await officer.press(key)
    await officer.press("f9")
    await officer.until("发布前还缺 1 项审批")
    await officer.press("n", "ctrl+s")
    await officer.until("领导审定口径")
    assert (await the_incident(town))["releases"] == []
    await officer.press("escape", "f8")
    await officer.until("1 领导审定口径")
    await officer.press("1", "1")
    await officer.type("liu")
    await officer.press("ctrl+s")
    by = (await the_incident(town))["by"]
    assert by["AFTER_APPROVAL"]["dueAt"] is None
    assert by["AFTER_APPROVAL"]["title"] == "补书面审批(领导审定口径)"


async def the_first_release_at_0335(town: Town, officer: Officer) -> None:
    await officer.press("f9")
    await officer.until("审批已齐")
    await officer.press("n", "2")
    await officer.type("https://example.invalid/1")
    await officer.press("ctrl+s")
    found = await the_incident(town)
    first = found["by"]["FIRST_RELEASE"]
    assert (first["state"], first["outcome"]) == ("FULFILLED", "ON_TIME")
    assert found["by"]["ROLLING_UPDATE"]["owed"] is True
    assert found["by"]["PRESS_CONFERENCE"]["state"] == "OPEN"
    assert found["releases"][0]["publications"][0]["url"] == "https://example.invalid/1"


async def the_doubt_about_the_severity(town: Town, officer: Officer) -> None:
    before = await the_incident(town)
    await officer.press("f3", "2")
    await officer.settle()
    assert "较" in officer.sees() or "重大" in officer.sees()
    assert "失效" in officer.pane("side") or "不变" in officer.pane("side")
    await officer.press("escape")
    assert await the_incident(town) == before


async def the_rumour_at_0500(town: Town, officer: Officer) -> None:
    await later(town, officer, minutes=85)
    id_ = (await the_incident(town))["id"]
    given = {
        "incident": id_,
        "facts": {"severeRumour": True},
        "reason": "平台出现伪造的伤亡名单",
        "idempotencyKey": "rumour",
    }
    await town.ask(ASSESS, input=given)
    await officer.until("线索移交")
    found = await the_incident(town)
    assert found["assessments"][0]["actor"] == "虚构duty"
    transfer = found["by"]["TRANSFER"]
    assert transfer["dueAt"] is None
    assert transfer["recipients"] == ["公安机关", "国家安全机关", "网络监管部门"]


async def the_press_conference(town: Town, officer: Officer) -> None:
    await later(town, officer, hours=21)
    swept = await town.job("sweepObligations")
    assert swept["alerts"] >= 1
    await officer.connected()
    await officer.until("近")
    number = (await the_incident(town))["id"]
    given = {
        "incident": number,
        "form": "PRESS_CONFERENCE",
        "conclusive": False,
        "title": "第一场新闻发布会",
        "unit": ZHENGDING,
        "publications": [],
        "idempotencyKey": "conference",
    }
    await town.ask(RELEASE, input=given)
    by = (await the_incident(town))["by"]
    assert by["PRESS_CONFERENCE"]["outcome"] == "ON_TIME"
    assert by["FURTHER_CONFERENCE_DECISION"]["state"] == "OPEN"
    assert by["FURTHER_CONFERENCE_DECISION"]["dueAt"] is None


async def the_end(town: Town, officer: Officer) -> None:
    id_ = (await the_incident(town))["id"]
    refused = await town.ask(CLOSE, input={"incident": id_, "idempotencyKey": "close-1"})
    assert refused["closeIncident"]["code"] == "FINAL_OUTCOME_OPEN"
    given = {
        "incident": id_,
        "form": "STATEMENT",
        "conclusive": True,
        "title": "调查结果",
        "unit": ZHENGDING,
        "publications": [],
        "idempotencyKey": "result",
    }
    await town.ask(RELEASE, input=given)
    by = (await the_incident(town))["by"]
    assert by["FINAL_OUTCOME"]["state"] == "FULFILLED"
    kept = await town.ask(CLOSE, input={"incident": id_, "idempotencyKey": "close-2"})
    assert kept["closeIncident"]["code"] == "OBLIGATIONS_OPEN"
    assert "线索移交" in kept["closeIncident"]["message"]
    for row in (await the_incident(town))["obligations"]:
        if row["state"] == "OPEN" and row["owed"]:
            reason = {"reason": "演练结束", "idempotencyKey": f"waive-{row['id']}"}
            await town.ask(WAIVE, input={"obligation": row["id"], **reason})
    done = await town.ask(CLOSE, input={"incident": id_, "idempotencyKey": "close-3"})
    assert done["closeIncident"]["__typename"] == "CloseIncidentPayload", done
    await officer.connected()
    assert (await the_incident(town))["state"] == "CLOSED"


@pytest.mark.timeout(120)
async def test_with_the_registry_away_an_incident_opens_and_is_completed_when_it_returns(
    town: Town,
) -> None:
    unit = {"units": ["130123-NEWBUREAU"], "severity": "GENERAL", "localities": [ZHENGDING]}
    await town.sign_in(Role.OFFICER, Role.JOB)
    await town.close_registry()
    town.clock.advance(minutes=1)
    assert (await town.job("syncRegistry"))["reachable"] is False
    opened = await town.ask(OPEN, input={"facts": unit, "title": "新局", "idempotencyKey": "new"})
    number = opened["openIncident"]["incident"]["number"]
    assert (await the_incident(town, number))["contactsPending"] is True

    await town.open_registry()
    await town.found_bureau("130123-NEWBUREAU", "新设局", parent=ZHENGDING, head="虚构新局长")
    town.clock.advance(minutes=1)
    assert (await town.job("syncRegistry"))["applied"] >= 1
    found = await the_incident(town, number)
    assert found["contactsPending"] is False
    assert found["parties"][0]["unit"] == {"code": "130123-NEWBUREAU", "known": True}
    assert found["parties"][0]["person"]["name"] == "虚构新局长"


OPEN = """mutation O($input: OpenIncidentInput!) { openIncident(input: $input) {
    __typename ... on OpenIncidentPayload { incident { number } }
    ... on Refusal { code message field } } }"""
ASSESS = """mutation A($input: AssessIncidentInput!) { assessIncident(input: $input) {
    __typename ... on Refusal { code message field } } }"""
RELEASE = """mutation R($input: RecordReleaseInput!) { recordRelease(input: $input) {
    __typename ... on Refusal { code message field } } }"""
WAIVE = """mutation W($input: WaiveObligationInput!) { waiveObligation(input: $input) {
    __typename ... on Refusal { code message field } } }"""
CLOSE = """mutation C($input: CloseIncidentInput!) { closeIncident(input: $input) {
    __typename ... on Refusal { code message field } } }"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
