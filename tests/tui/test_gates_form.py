"""Recording approvals by telephone: a digit per gate, who, and what is still missing beside."""

from typing import Any

import pytest

from clients.tui.screens.gates import GatesScreen
from clients.tui.screens.release import ReleaseScreen
from tests.tui.canned import (
    NOW,
    Answer,
    Canned,
    basis,
    canned,
    incident_file,
    planned,
    stored,
    unit,
)
from tests.tui.desk_forms import SUBJECT, open_form

NEWS = unit("130121-XWB", "井陉县政府新闻办公室")


def gate(kind: str, title: str, office: Answer, **more: Any) -> Answer:
    basis = [
        {
            "packTitle": "石家庄2019",
            "clause": "六",
            "gist": "由领导决定回应口径",
            "assumption": None,
            "verified": True,
        }
    ]
    plain = {"passed": False, "provisional": False, "missing": None, "emergencyPath": None}
    open_ = {"gate": kind, "title": title, "state": "OPEN", "approver": office, "basis": basis}
    return {**open_, **plain, "decision": None, **more}


WORD = {
    "person": "虚构甲",
    "verdictTitle": "同意",
    "basis": "PHONE",
    "note": None,
    "decidedAt": NOW.isoformat(),
    "recordedBy": "虚构duty",
}
LEADERS = gate("LEADER_APPROVAL", "领导审定口径", unit("130121", "井陉县人民政府"))
SECRECY = gate(
    "SECRECY_REVIEW",
    "保密审查",
    unit("130121", "井陉县人民政府"),
    state="APPROVED",
    passed=True,
    decision=WORD,
)
OFFICE = gate("SAME_LEVEL_NEWS_OFFICE", "同级新闻办审批", NEWS, provisional=True)


CHECKS = [{"id": "sjz/a", "clause": "六", "gist": "言之有据、言之有理", "lookedAt": False}]
SAID = {"author": "虚构丁", "at": NOW.isoformat()}
LINES = [
    {"version": 2, "approved": False, "text": "正在救援，原因正在调查", "approval": None, **SAID},
    {
        "version": 1,
        "approved": True,
        "text": "正在核实有关情况",
        "approval": {"person": "虚构甲", "decidedAt": NOW.isoformat()},
        **SAID,
    },
]
PASSED_BY = {
    "gate": "LEADER_APPROVAL",
    "title": "领导审定口径",
    "approver": unit("130121", "井陉县人民政府"),
}


def owing() -> Canned:
    """The leaders were passed by at the first release: their word is still owed."""
    service = gated(LEADERS, SECRECY)
    after = planned(
        "AFTER_APPROVAL",
        "补办审批(领导审定口径)",
        dueClass="STATUTORY_UNTIMED",
        recipients=["井陉县人民政府"],
        basis=[basis("六", "由领导决定回应口径")],
    )
    file = incident_file()
    file["obligations"] = [*file["obligations"], stored(after, 9)]
    service.answers["IncidentFile"] = lambda _: {"incident": file}
    return service


def gated(*gates: Answer) -> Canned:
    service = canned()
    decided = [{"title": "同级新闻办审批", "verdictTitle": "同意", "person": "虚构乙"}]

    def found(asked: Answer) -> Answer:
        form = {"form": asked["form"], "ready": all(g["passed"] for g in gates), "checks": CHECKS}
        read = {"statements": LINES, "gateDecisions": [PASSED_BY]}
        return {"gates": {**form, "gates": list(gates)}, "incident": read}

    def done(name: str) -> Answer:
        rows = [{**decided[0], "paperFollows": True, "warnings": []}]
        made = {"decisions": rows, "fulfilled": [], "replayed": False}
        return {name: {"__typename": "Payload", **made}}

    service.answers["ReleaseGates"] = found
    service.answers["DecideGate"] = lambda _: done("decideGate")
    service.answers["DraftStatement"] = lambda _: {
        "draftStatement": {"__typename": "Payload", "statement": {"version": 3}, "replayed": False}
    }
    service.answers["OverrideGate"] = lambda _: done("overrideGate")
    return service


def approving() -> Canned:
    return gated(LEADERS, SECRECY, OFFICE)


def make() -> GatesScreen:
    return GatesScreen(SUBJECT)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_missing_stands_beside_with_office_and_clause(size: tuple[int, int]) -> None:
    async with open_form(make, service=gated(LEADERS, SECRECY, OFFICE), size=size) as desk:
        said = desk.pane("side")
        assert "发布前还缺 2 项审批" in said
        assert "缺 领导审定口径" in said
        assert "准 保密审查" in said
        assert "石家庄2019 六（暂定）" in said
        assert "同意 虚构甲 03:02 电话" in said


async def test_an_approval_by_telephone_is_a_digit_a_name_and_enter() -> None:
    async with open_form(make, service=gated(LEADERS, SECRECY, OFFICE)) as desk:
        await desk.press("3", "1")
        await desk.type("zhao")
        await desk.press("f2", "enter")
        (sent,) = desk.service.of("DecideGate")
        given = sent["input"]
        assert (given["gate"], given["approverUnit"]) == ("SAME_LEVEL_NEWS_OFFICE", "130121-XWB")
        assert (given["verdict"], given["basis"], given["approver"]) == (
            "APPROVED",
            "PHONE",
            "zhao",
        )
        assert "已记同级新闻办审批：同意（虚构乙），须补书面" in desk.told()


@pytest.mark.requirement(12)
async def test_the_line_read_out_is_kept_as_a_version_and_that_is_what_they_agreed_to() -> None:
    async with open_form(make, service=gated(LEADERS)) as desk:
        await desk.press("1", "1")
        await desk.type("liu")
        await desk.press("down", "down")  # 依据, then 新版
        await desk.type("zheng zai he shi")
        await desk.press("f2", "enter")
        (drafted,) = desk.service.of("DraftStatement")
        assert drafted["input"]["text"] == "zheng zai he shi"
        (sent,) = desk.service.of("DecideGate")
        assert sent["input"]["statement"] == 3
        assert drafted["input"]["idempotencyKey"] != sent["input"]["idempotencyKey"]


async def test_what_was_passed_by_is_offered_and_answered_under_its_own_obligation() -> None:
    async with open_form(make, service=owing()) as desk:
        assert "还须补办 1 项" in desk.pane("side")
        assert "补 补办审批(领导审定口径)" in desk.pane("side")
        await desk.press("3", "1")
        await desk.type("liu")
        await desk.press("f2", "enter")
        (sent,) = desk.service.of("DecideGate")
        given = sent["input"]
        assert (given["obligation"], given["gate"]) == ("duty-9", "LEADER_APPROVAL")
        assert given["approverUnit"] == "130121"


async def test_what_was_passed_by_cannot_be_passed_by_again() -> None:
    async with open_form(make, service=owing()) as desk:
        await desk.press("3", "4", "f2", "enter")
        assert "不能再越过" in desk.pane("options")
        assert desk.service.of("OverrideGate") == []


async def test_the_versions_of_the_line_stand_beside_and_a_digit_names_the_one_agreed_to() -> None:
    async with open_form(make, service=gated(LEADERS)) as desk:
        said = desk.pane("side")
        assert "第1版 已审定  虚构丁 03:02" in said
        assert "正在救援，原因正在调查" in said
        await desk.press("1", "1")
        await desk.type("liu")
        await desk.press("down", "down", "down", "2", "f2", "enter")
        (sent,) = desk.service.of("DecideGate")
        assert sent["input"]["statement"] == 1


async def test_organs_that_the_release_speaks_of_are_sent_and_asked_about() -> None:
    async with open_form(make, service=gated(LEADERS)) as desk:
        await desk.press("1", "1")
        await desk.type("liu")
        await desk.press(*["down"] * 6)
        await desk.type("yjj")
        await desk.press("enter")
        assert desk.service.of("ReleaseGates")[-1]["with"] == ["130121-YJJ"]
        await desk.press("f2", "enter")
        assert desk.service.of("DecideGate")[0]["input"]["mentionedUnits"] == ["130121-YJJ"]


async def test_the_last_day_to_ask_and_what_to_look_at_are_told() -> None:
    late = gate("SAME_LEVEL_NEWS_OFFICE", "同级新闻办审批", NEWS, askByNote="最迟11月18日报批")
    async with open_form(make, service=gated(late)) as desk:
        assert "最迟11月18日报批" in desk.pane("side")
        assert "言之有据、言之有理（六）" in desk.pane("side")


async def test_nobody_named_sends_nothing() -> None:
    async with open_form(make, service=gated(LEADERS)) as desk:
        await desk.press("f2", "enter")
        assert desk.service.of("DecideGate") == []
        assert "请写明井陉县人民政府的审批人" in desk.pane("options")


async def test_going_past_an_approval_wants_its_reason_first() -> None:
    async with open_form(make, service=gated(LEADERS)) as desk:
        await desk.press("1", "4", "f2", "enter")
        assert desk.service.of("OverrideGate") == []
        await desk.type("yao yan")
        await desk.press("f2", "enter")
        (sent,) = desk.service.of("OverrideGate")
        assert (sent["input"]["form"], sent["input"]["reason"]) == ("STATEMENT", "yao yan")


async def test_a_refusal_is_shown_at_its_row() -> None:
    service = gated(LEADERS)
    message = "“领导审定口径”须由井陉县人民政府决定。"
    service.refuse["DecideGate"] = {
        "code": "WRONG_OFFICE",
        "message": message,
        "field": "input.approverUnit",
    }
    async with open_form(make, service=service) as desk:
        await desk.press("1", "1")
        await desk.type("liu")
        await desk.press("f2", "enter")
        assert message in desk.pane("options").replace("\n", "")


async def test_the_release_form_says_what_is_missing_and_follows_the_approved_line() -> None:
    service = gated(LEADERS, SECRECY)
    payload = {"release": {"id": "r", "formTitle": "权威信息"}, "fulfilled": [], "warnings": []}
    service.answers["RecordRelease"] = lambda _: {
        "recordRelease": {"__typename": "RecordReleasePayload", "replayed": False, **payload}
    }
    async with open_form(lambda: ReleaseScreen(SUBJECT), service=service) as desk:
        assert "发布前还缺 1 项审批" in desk.pane("side")
        await desk.press("n", "f2", "enter")
        (sent,) = service.of("RecordRelease")
        assert sent["input"]["statement"] == 1
