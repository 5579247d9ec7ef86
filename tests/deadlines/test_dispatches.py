"""Transfers, reports and questions: each recipient with its receipt, each duty met by proof."""

from typing import Any

import pytest

from services.kit.clock import ManualClock
from tests.deadlines.desk import ELSEWHERE, Desk, serving
from tests.deadlines.test_lifecycle import adopted

SENT = """dispatches { id recipient stateTitle received receipt { number receivedAt answer } }
fulfilled { kind outcome doneAt recipients } warnings { code message }"""
THREE = ["公安机关", "国家安全机关", "网络监管部门"]
AT_0255 = "2026-11-21T02:55:00+08:00"
AT_0301 = "2026-11-21T03:01:00+08:00"


def with_receipts(*names: str) -> list[dict[str, Any]]:
    return [{"recipient": name, "number": f"收{n}号"} for n, name in enumerate(names)]


async def transfer(desk: Desk, incident: dict[str, Any], **given: Any) -> dict[str, Any]:
    stated = {"incident": incident["id"], "transferredAt": AT_0255, **given}
    answer: dict[str, Any] = await desk.act("recordTransfer", SENT, stated)
    return answer


@pytest.mark.requirement(17, 18)
async def test_a_transfer_is_met_once_every_recipient_has_given_its_receipt(desk: Desk) -> None:
    incident = await desk.open(severeRumour=True)
    waiting = [{"recipient": THREE[2], "unit": "正定县网信办", "person": "虚构辰"}]
    made = await transfer(desk, incident, recipients=[*with_receipts(*THREE[:2]), *waiting])
    assert [d["stateTitle"] for d in made["dispatches"]] == ["已回执", "已回执", "待回执"]
    assert (made["fulfilled"], made["warnings"]) == ([], [])
    given = {
        "dispatch": made["dispatches"][2]["id"],
        "number": "网〔2026〕3",
        "receivedAt": AT_0301,
    }
    back = await desk.act("recordReceipt", SENT, given)
    assert back["dispatches"][0]["stateTitle"] == "已回执"
    assert back["fulfilled"] == [
        {
            "kind": "TRANSFER",
            "outcome": "ON_TIME",
            "doneAt": "2026-11-20T18:55:00+00:00",
            "recipients": THREE,
        }
    ]
    after = await desk.file(incident["id"])
    assert after["by"]["FIRST_RELEASE"]["state"] == "OPEN"
    told = [row["text"] for row in after["timeline"] if row["kind"].startswith("DISPATCH")]
    assert told[0] == "正定县网信办已回执，网〔2026〕3"
    assert "线索移交：正定县网信办，待回执" in told


async def test_a_transfer_of_which_nothing_came_back_stays_awaited(desk: Desk) -> None:
    incident = await desk.open(severeRumour=True)
    made = await transfer(desk, incident, recipients=[{"recipient": name} for name in THREE])
    assert {d["stateTitle"] for d in made["dispatches"]} == {"待回执"}
    assert (await desk.file(incident["id"]))["by"]["TRANSFER"]["state"] == "OPEN"
    given = {"dispatch": made["dispatches"][0]["id"]}
    refused = await desk.act("recordReceipt", SENT, given)
    assert (refused["code"], refused["field"]) == ("MISSING", "input.number")
    await desk.act("recordReceipt", SENT, {**given, "number": "1"})
    assert (await desk.act("recordReceipt", SENT, given))["code"] == "ALREADY_RECEIVED"


async def test_what_no_clause_asks_for_is_recorded_with_a_doubt(desk: Desk) -> None:
    incident = await desk.open()
    made = await transfer(desk, incident, recipients=with_receipts("公安机关"))
    assert [row["code"] for row in made["warnings"]] == ["NOT_CALLED_FOR"]
    rumour = await desk.open(severeRumour=True)
    made = await transfer(desk, rumour, recipients=with_receipts("税务局"))
    assert "公安机关" in made["warnings"][0]["message"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"recipients": []}, "MISSING", "input.recipients"),
        ({"recipients": with_receipts("甲", "甲")}, "TOLD_TWICE", "input.recipients.1.recipient"),
        ({"transferredAt": "2026-11-21T03:08:00+08:00"}, "TIME_IN_FUTURE", "input.transferredAt"),
        ({"transferredAt": "2026-11-21T02:39:00+08:00"}, "BEFORE_OCCURRENCE", None),
        ({"unit": "1301-MEIYOU"}, "UNKNOWN_UNIT", "input.unit"),
        ({"evidence": {"sha256": "abc"}}, "BAD_CHECKSUM", "input.evidence.sha256"),
        (
            {"recipients": [{"recipient": "甲", "receivedAt": "2026-11-21T02:50:00+08:00"}]},
            "BEFORE_SENDING",
            "input.recipients.0.receivedAt",
        ),
    ],
)
async def test_a_transfer_that_cannot_be_is_refused(
    desk: Desk, given: dict[str, Any], code: str, field: str | None
) -> None:
    incident = await desk.open(severeRumour=True)
    refused = await transfer(desk, incident, **{"recipients": with_receipts("甲"), **given})
    assert refused["code"] == code
    assert field is None or refused["field"] == field
    shape = "query ($id: ID!) { incident(id: $id) { dispatches { id } } }"
    kept = await desk.ask(shape, id=incident["id"])
    assert kept["incident"]["dispatches"] == []


@pytest.mark.requirement(99, 100)
async def test_an_internal_report_goes_to_two_at_once_and_keeps_when_each_had_it(
    desk: Desk,
) -> None:
    where = {"localities": ["1404"], "units": ["1404-NYJ-DLK"]}
    incident = await desk.open(ELSEWHERE, severity="MAJOR", **where)
    both = [
        {"recipient": "分管领导", "person": "虚构辛", "receivedAt": AT_0255},
        {"recipient": "局办公室", "receivedAt": AT_0301},
    ]
    given = {"incident": incident["id"], "sentAt": AT_0255, "means": "电话", "internal": True}
    made = await desk.act("recordUpwardReport", SENT, {**given, "recipients": both}, ELSEWHERE)
    assert [row["recipients"] for row in made["fulfilled"]] == [["分管领导"], ["局办公室"]]
    assert [row["receipt"]["receivedAt"] for row in made["dispatches"]] == [
        "2026-11-20T18:55:00+00:00",
        "2026-11-20T19:01:00+00:00",
    ]
    up = {**given, "internal": False, "recipients": [{"recipient": "长治市人民政府"}]}
    first = await desk.act("recordUpwardReport", SENT, up, ELSEWHERE)
    assert (first["fulfilled"], first["dispatches"][0]["stateTitle"]) == ([], "待签收")
    up["recipients"] = [{"recipient": "网信部门"}]
    second = await desk.act("recordUpwardReport", SENT, up, ELSEWHERE)
    assert [row["kind"] for row in second["fulfilled"]] == ["UPWARD_REPORT"]


@pytest.mark.requirement(60)
async def test_a_question_to_the_cyberspace_office_is_met_by_its_answer(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("city-monitoring.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        incident = await here.open(categories=["RUMOUR"])
        given = {"incident": incident["id"], "question": "是否为旧闻翻炒", "askedAt": AT_0255}
        asked = await here.act("verifyWithCyberspace", SENT, given)
        assert (asked["dispatches"][0]["stateTitle"], asked["fulfilled"]) == ("待答复", [])
        answer = {"dispatch": asked["dispatches"][0]["id"], "receivedAt": AT_0301}
        assert (await here.act("recordReceipt", SENT, answer))["field"] == "input.answer"
        back = await here.act("recordReceipt", SENT, {**answer, "answer": "系旧闻"})
        assert [row["kind"] for row in back["fulfilled"]] == ["VERIFY_WITH_CYBERSPACE"]
        assert back["dispatches"][0]["receipt"]["answer"] == "系旧闻"


async def test_what_was_proven_before_the_facts_called_for_it_counts_at_its_own_time(
    desk: Desk,
) -> None:
    incident = await desk.open()
    made = await transfer(desk, incident, recipients=with_receipts(*THREE[:2]))
    assert made["fulfilled"] == []
    last = [{"recipient": THREE[2], "number": "收9号"}]
    await transfer(desk, incident, recipients=last)
    rumour = {"incident": incident["id"], "facts": {"severeRumour": True}, "reason": "谣言核实"}
    shape = "opened { kind state doneAt outcome }"
    assessed = await desk.act("assessIncident", shape, rumour)
    transfers = [row for row in assessed["opened"] if row["kind"] == "TRANSFER"]
    assert transfers == [
        {
            "kind": "TRANSFER",
            "state": "FULFILLED",
            "doneAt": "2026-11-20T18:55:00+00:00",
            "outcome": "ON_TIME",
        }
    ]
