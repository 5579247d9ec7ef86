"""A release before its gates: refused by name, passed by and owed, and what the record keeps."""

from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, Desk, Who, serving
from tests.deadlines.test_gates import DECIDED, PROVINCE, phoned, stands, states

KEPT = """release { id statement ungated mentionedUnits checks { id lookedAt }
    gates { gate state person } hosts { code } topicSource } warnings { code message }"""
RELEASED_AT = "2026-11-21T03:02:00+08:00"
CONFERENCE = {"form": "PRESS_CONFERENCE", "unit": "130123"}


def told(incident: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain = {"form": "STATEMENT", "conclusive": False, "title": "情况通报"}
    return {"incident": incident["id"], **plain, "releasedAt": RELEASED_AT, **more}


def codes(payload: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in payload["warnings"]]


@pytest.mark.requirement(45, 135)
async def test_a_release_before_its_gates_is_refused_and_every_missing_one_is_named(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await here.open(units=["130123-YJGLJ"])
        refusal = await here.act("recordRelease", KEPT, told(incident, **CONFERENCE))
        assert (refusal["code"], refusal["field"]) == ("GATE_MISSING", "input.form")
        for name in (
            "领导审定口径（正定县人民政府）",
            "同级新闻办审批（正定县政府新闻办公室）",
            "主管部门审批（正定县应急管理局）",
            "保密审查（正定县人民政府）",
        ):
            assert name in refusal["message"]
        assert (await here.file(incident["id"]))["releases"] == []


@pytest.mark.requirement(152)
async def test_what_leaders_agreed_to_serves_every_release_and_a_review_only_one(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await here.open(approved=True)
        review = phoned(incident, "SECRECY_REVIEW", basis="PAPER", decidedAt=RELEASED_AT)
        await here.act("decideGate", DECIDED, review)
        first = await here.act("recordRelease", KEPT, told(incident))
        assert [(g["gate"], g["state"]) for g in first["release"]["gates"]] == [
            ("LEADER_APPROVAL", "APPROVED"),
            ("SECRECY_REVIEW", "APPROVED"),
        ]
        assert [state for _, _, state in states(await stands(here, incident))] == [
            "APPROVED",
            "OPEN",
        ]
        refusal = await here.act("recordRelease", KEPT, told(incident))
        assert "保密审查" in refusal["message"]
        assert "领导" not in refusal["message"].partition("请先")[0]


async def test_an_approval_given_after_the_release_does_not_open_its_gate(desk: Desk) -> None:
    incident = await desk.open()
    await desk.act("decideGate", DECIDED, phoned(incident))
    before = told(incident, releasedAt="2026-11-21T02:50:00+08:00")
    assert (await desk.act("recordRelease", KEPT, before))["code"] == "GATE_MISSING"
    given = {"incident": incident["id"], "form": "STATEMENT", "reason": "已先行发布"}
    past = {**given, "releasedAt": before["releasedAt"]}
    await desk.act("overrideGate", "replayed", past, CHIEF)
    made = await desk.act("recordRelease", KEPT, before)
    assert made["release"]["ungated"]


@pytest.mark.requirement(135)
async def test_what_went_out_without_approval_is_recorded_as_that_and_stays_owed(
    desk: Desk,
) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "form": "STATEMENT", "reason": "谣言扩散,先行发布"}
    await desk.act("overrideGate", "replayed", given, CHIEF)
    made = await desk.act("recordRelease", KEPT, told(incident))
    assert made["release"]["ungated"]
    assert made["release"]["gates"] == [
        {"gate": "LEADER_APPROVAL", "state": "OVERRIDDEN", "person": CHIEF.name}
    ]
    assert "谣言扩散,先行发布" in made["warnings"][0]["message"]
    assert codes(made)[0] == "UNGATED"
    file = await desk.file(incident["id"])
    assert file["by"]["AFTER_APPROVAL"]["state"] == "OPEN"
    assert (await desk.act("recordRelease", KEPT, told(incident)))["code"] == "GATE_MISSING"


@pytest.mark.requirement(12)
async def test_a_release_that_does_not_follow_the_approved_line_is_warned_of(desk: Desk) -> None:
    incident = await desk.open()
    for words in ("第一版", "第二版", "第三版"):
        given = {"incident": incident["id"], "text": words}
        await desk.act("draftStatement", "replayed", given)
    for version in (1, 2):
        await desk.approve(incident["id"], statement=version, decidedAt="2026-11-21T02:50:00+08:00")
    expected: dict[int | None, list[str]] = {
        None: ["NO_STATEMENT"],
        1: ["STATEMENT_OUTDATED"],
        2: [],
        3: ["STATEMENT_NOT_APPROVED"],
    }
    for named, warned in expected.items():
        made = await desk.act("recordRelease", KEPT, told(incident, statement=named))
        assert [c for c in codes(made) if "STATEMENT" in c] == warned
        assert made["release"]["statement"] == named
    refusal = await desk.act("recordRelease", KEPT, told(incident, statement=9))
    assert (refusal["code"], refusal["field"]) == ("UNKNOWN_STATEMENT", "input.statement")


@pytest.mark.requirement(90, 153)
async def test_a_release_that_speaks_of_another_organ_waits_for_its_word(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await here.open(severity="GENERAL", emergency=False)
        for gate in ("SECRECY_REVIEW", "INTER_AGENCY_CONFIRM"):
            given = told(incident, mentionedUnits=["130123-JYJ"])
            assert (await here.act("recordRelease", KEPT, given))["code"] == "GATE_MISSING"
            review = phoned(incident, gate, mentionedUnits=["130123-JYJ"], basis="PAPER")
            await here.act("decideGate", DECIDED, review)
        made = await here.act("recordRelease", KEPT, given)
        assert made["release"]["mentionedUnits"] == ["130123-JYJ"]


@pytest.mark.requirement(19)
async def test_what_was_looked_at_before_is_kept_and_what_was_not_stops_nothing(
    desk: Desk,
) -> None:
    incident = await desk.open(approved=True)
    for ticked in ([], ["shijiazhuang-2019/grounded"]):
        made = await desk.act("recordRelease", KEPT, told(incident, checks=ticked))
        looked = {c["id"]: c["lookedAt"] for c in made["release"]["checks"]}
        assert looked == {"shijiazhuang-2019/grounded": bool(ticked)}
    refusal = await desk.act("recordRelease", KEPT, told(incident, checks=["x/y"]))
    assert (refusal["code"], refusal["field"]) == ("UNKNOWN_CHECK", "input.checks")


@pytest.mark.requirement(35, 126)
async def test_a_conference_keeps_its_hosts_and_its_topic_and_who_was_not_in_office(
    desk: Desk,
) -> None:
    incident = await desk.open(approved=True)
    given = told(
        incident,
        form="PRESS_CONFERENCE",
        hosts=["130123", "130123-XWB"],
        topicSource="PUBLIC_CONCERN",
        attendees=[
            {"unit": "130123", "person": "虚构丁", "post": "HEAD"},
            {"unit": "130123", "person": "虚构丁", "post": "新闻发言人"},
        ],
    )
    made = await desk.act("recordRelease", KEPT, given)
    assert [host["code"] for host in made["release"]["hosts"]] == ["130123", "130123-XWB"]
    assert made["release"]["topicSource"] == "PUBLIC_CONCERN"
    assert codes(made) == ["NO_STATEMENT", "ATTENDEE_NOT_IN_OFFICE"]
    wrong = {**given, "hosts": ["不是单位"]}
    assert (await desk.act("recordRelease", KEPT, wrong))["code"] == "UNKNOWN_UNIT"


async def test_a_review_that_a_leader_of_another_place_gives_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    stranger = Who(role=Role.LEADER, unit="1301")
    given = {"incident": incident["id"], "gate": "LEADER_APPROVAL", "verdict": "APPROVED"}
    assert (await desk.act("decideGate", DECIDED, given, stranger))["code"] == "WRONG_OFFICE"
    assert (await desk.act("recordRelease", KEPT, told(incident)))["code"] == "GATE_MISSING"
