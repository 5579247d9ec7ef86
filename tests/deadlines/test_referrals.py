"""A matter handed on: taken in, referred, signed or returned, answered, ended, in that order."""

from typing import Any

import pytest

from services.deadlines.domain.referrals import ReferralState, Step, after, possible
from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk, Who, serving
from tests.deadlines.test_lifecycle import adopted

REFERRED = """referral { id stateTitle nextSteps receivedAt report { title }
  sender { code } receiver { code }
  steps { stepTitle at person note unit { code } } } fulfilled { title outcome doneAt }"""
OFFICE = Who(unit="130123-WXB", level=4, code="130123")
SCHOOLS = Who(unit="130123-JYJ", level=4, code="130123")
AT_0255 = "2026-11-21T02:55:00+08:00"


async def refer(desk: Desk, incident: dict[str, Any], **given: Any) -> dict[str, Any]:
    stated = {"incident": incident["id"], "unit": "130123-JYJ", "request": "请核实处置", **given}
    answer: dict[str, Any] = await desk.act("refer", REFERRED, stated, OFFICE)
    return answer


async def step(desk: Desk, made: dict[str, Any], name: str, **given: Any) -> dict[str, Any]:
    stated = {"referral": made["referral"]["id"], "step": name, **given}
    answer: dict[str, Any] = await desk.act("answerReferral", REFERRED, stated, SCHOOLS)
    return answer


def test_every_step_stands_in_one_order_and_nothing_follows_the_end() -> None:
    assert possible(ReferralState.REFERRED) == (Step.SIGN, Step.RETURN)
    assert possible(ReferralState.SIGNED) == (Step.FEEDBACK,)
    assert possible(ReferralState.ANSWERED) == (Step.FEEDBACK, Step.COMPLETE)
    assert possible(ReferralState.RETURNED) == (Step.REFER,)
    assert possible(ReferralState.COMPLETED) == ()
    assert {after(state, Step.ACCEPT) for state in ReferralState} == {None}


@pytest.mark.requirement(69)
async def test_a_referral_goes_its_way_with_times_units_and_persons(desk: Desk) -> None:
    incident = await desk.open()
    made = await refer(desk, incident, acceptedAt=AT_0255, person="虚构辰")
    assert made["referral"]["stateTitle"] == "待签收"
    refused = await step(desk, made, "FEEDBACK", note="已核实")
    assert (refused["code"], refused["field"]) == ("STEP_NOT_POSSIBLE", "input.step")
    assert "签收、退回" in refused["message"]
    await step(desk, made, "SIGN", person="虚构庚")
    await step(desk, made, "FEEDBACK", note="系旧闻")
    done = await step(desk, made, "COMPLETE")
    assert [
        (s["stepTitle"], s["unit"]["code"], s["person"]) for s in done["referral"]["steps"]
    ] == [
        ("受理", "130123-WXB", "虚构辰"),
        ("转办", "130123-WXB", "虚构辰"),
        ("签收", "130123-JYJ", "虚构庚"),
        ("反馈", "130123-JYJ", None),
        ("办结", "130123-WXB", None),
    ]
    assert (done["referral"]["stateTitle"], done["referral"]["nextSteps"]) == ("已办结", [])
    texts = [row["text"] for row in (await desk.file(incident["id"]))["timeline"]]
    assert "正定县委网信办转正定县教育局：请核实处置" in texts
    assert "正定县教育局：系旧闻" in texts


@pytest.mark.requirement(69)
async def test_what_is_returned_says_why_and_goes_to_another(desk: Desk) -> None:
    incident = await desk.open()
    made = await refer(desk, incident)
    assert (await step(desk, made, "RETURN"))["field"] == "input.note"
    back = await step(desk, made, "RETURN", note="不属本局职责")
    assert back["referral"]["stateTitle"] == "已退回待改派"
    assert (await step(desk, made, "REFER"))["code"] == "STEP_NOT_POSSIBLE"
    again = {"referral": made["referral"]["id"], "unit": "130123-YJGLJ", "request": "请应急局处置"}
    moved = await refer(desk, incident, **again)
    assert moved["referral"]["receiver"] == {"code": "130123-YJGLJ"}
    assert [s["stepTitle"] for s in moved["referral"]["steps"]] == ["受理", "转办", "退回", "转办"]
    assert (await refer(desk, incident, **again))["code"] == "STEP_NOT_POSSIBLE"


async def test_no_step_is_dated_before_the_one_that_it_follows(desk: Desk) -> None:
    incident = await desk.open()
    made = await refer(desk, incident)
    refused = await step(desk, made, "SIGN", at=AT_0255)
    assert (refused["code"], refused["field"]) == ("BEFORE_LAST_STEP", "input.at")
    early = await refer(desk, incident, receivedAt=AT_0255)
    assert (early["code"], early["field"]) == ("BEFORE_SENDING", "input.receivedAt")


@pytest.mark.requirement(75)
async def test_a_hype_is_referred_once_the_receiver_has_signed(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("city-monitoring.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        incident = await here.open(veracity="HYPE")
        made = await refer(here, incident, referredAt=AT_0255)
        assert made["fulfilled"] == []
        signed = await step(here, made, "SIGN")
        assert [row["doneAt"] for row in signed["fulfilled"]] == ["2026-11-20T18:55:00+00:00"]


@pytest.mark.requirement(150)
async def test_a_monitoring_report_is_referred_and_dates_what_the_receiver_knew(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("province-2013.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        incident = await here.open(categories=["PUBLIC_INTEREST"])
        report = {"title": "舆情监测专报第3期", "sha256": "a" * 64}
        made = await refer(here, incident, report=report, referredAt=AT_0255)
        owed = (await here.file(incident["id"]))["by"]["REFERRAL"]
        assert (owed["title"], owed["state"]) == ("转办处置(舆情监测专报第3期)", "OPEN")
        assert made["referral"]["sender"] == {"code": "130123-WXB"}
        signed = await step(here, made, "SIGN")
        assert [row["title"] for row in signed["fulfilled"]] == ["转办处置(舆情监测专报第3期)"]
        facts = {"knownAt": None, "localities": ["130123"], "units": ["130123-JYJ"]}
        given = {"facts": facts, "referral": made["referral"]["id"]}
        own = await here.act("openIncident", "incident { facts { knownAt } }", given, SCHOOLS)
        assert own["incident"]["facts"]["knownAt"] == "2026-11-20T18:55:00+00:00"
        later = {"facts": {**facts, "knownAt": "2026-11-21T03:02:00+08:00"}}
        own = await here.act(
            "openIncident", "incident { facts { knownAt } }", given | later, SCHOOLS
        )
        assert own["incident"]["facts"]["knownAt"] == "2026-11-20T18:55:00+00:00"


@pytest.mark.requirement(71)
async def test_each_unit_of_an_incident_shows_how_far_it_has_come(desk: Desk) -> None:
    incident = await desk.open(localities=["130123", "130121"])
    told = {"incident": incident["id"], "unit": "130121", "recipients": [{"recipient": "上级政府"}]}
    await desk.act("recordUpwardReport", "replayed", told)
    await refer(desk, incident)
    shape = """query ($id: ID!) { incident(id: $id) {
        unitTasks { unit { code } roles open overdue fulfilled waived referrals } } }"""
    tasks = (await desk.ask(shape, id=incident["id"]))["incident"]["unitTasks"]
    by = {row["unit"]["code"]: row for row in tasks}
    assert (by["130121"]["fulfilled"], by["130123"]["fulfilled"]) == (1, 0)
    assert by["130123"]["open"] > by["130121"]["open"]
    assert by["130123-JYJ"]["referrals"] == ["待签收"]
    assert by["130123-JYJ"]["roles"] == ["接收单位"]
