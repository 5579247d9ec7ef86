"""What people decide on breaches: by which clauses, carried out, put right, with its evidence."""

import hashlib
import json
from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, Desk, Who, serving
from tests.deadlines.test_lifecycle import adopted

DECIDED = """accountability {
  id title measures reasons breaches { title outcome doneAt } unit { code } persons decidedBy
  rectified result carriedOutAt
} fulfilled { title } """
OPENED = DECIDED + "opened { id title state owner { code } basis { clause } } warnings { code }"
AWAITING = "{ breaches(first: 50) { edges { node { id title incident { number } } } } }"
LATE: dict[str, Any] = {"occurredAt": "2026-11-20T22:00:00+08:00"}
BUREAU = Who(role=Role.DUTY_CHIEF, unit="1404", code="1404")


async def decide(
    desk: Desk, incident: dict[str, Any], who: Who = CHIEF, **given: Any
) -> dict[str, Any]:
    stated = {
        "incident": incident["id"],
        "measures": ["SUMMONS"],
        "reasons": ["INACTIVE_UNRECTIFIED"],
        "reason": "多次督促仍未回应",
        "unit": "130123",
        "decidedBy": "虚构甲",
        **given,
    }
    answer: dict[str, Any] = await desk.act("recordAccountability", OPENED, stated, who)
    return answer


async def awaiting(desk: Desk, number: str) -> dict[str, str]:
    edges = (await desk.ask(AWAITING, CHIEF))["breaches"]["edges"]
    rows = [edge["node"] for edge in edges]
    return {row["title"]: row["id"] for row in rows if row["incident"]["number"] == number}


@pytest.mark.requirement(50)
async def test_a_breach_awaits_a_decision_and_only_a_decision_opens_a_duty(desk: Desk) -> None:
    incident = await desk.open(**LATE)
    assert "ACCOUNTABILITY" not in incident["by"]
    missed = await awaiting(desk, incident["number"])
    assert list(missed) == ["首次发布"]
    made = await decide(
        desk, incident, breaches=list(missed.values()), rectifyBy="2026-12-01T00:00:00+08:00"
    )
    assert made["accountability"]["title"] == "约谈"
    assert made["accountability"]["breaches"][0]["title"] == "首次发布"
    (opened,) = made["opened"]
    assert (opened["title"], opened["state"]) == ("约谈", "OPEN")
    assert (opened["owner"]["code"], opened["basis"][0]["clause"]) == ("130123-ZFB", "六")
    assert (made["warnings"], await awaiting(desk, incident["number"])) == ([], {})
    done = {
        "accountability": made["accountability"]["id"],
        "carriedOutAt": "2026-11-21T03:02:00+08:00",
        "rectified": True,
        "result": "已补发并建立值班制度",
    }
    after = await desk.act("recordRectification", DECIDED, done, CHIEF)
    assert [row["title"] for row in after["fulfilled"]] == ["约谈"]
    assert (after["accountability"]["rectified"], after["accountability"]["result"]) == (
        True,
        "已补发并建立值班制度",
    )
    texts = [row["text"] for row in (await desk.file(incident["id"]))["timeline"]]
    assert "虚构甲决定对正定县人民政府约谈：多次督促仍未回应" in texts


async def test_that_nothing_is_taken_is_a_decision_too(desk: Desk) -> None:
    incident = await desk.open(**LATE)
    missed = await awaiting(desk, incident["number"])
    made = await decide(desk, incident, breaches=list(missed.values()), measures=[], reasons=[])
    assert (made["accountability"]["title"], made["opened"]) == ("不予追究", [])
    assert await awaiting(desk, incident["number"]) == {}


@pytest.mark.requirement(51)
async def test_calling_to_account_exports_its_evidence_whole(desk: Desk) -> None:
    incident = await desk.open(approved=True, **LATE)
    page = {"channelKind": "WEBSITE", "url": "https://example.gov.cn/1", "checksum": "b" * 64}
    release = {"form": "STATEMENT", "conclusive": False, "title": "通报", "publications": [page]}
    await desk.act("recordRelease", "replayed", {"incident": incident["id"], **release})
    made = await decide(desk, incident, measures=["PURSUE"], reasons=["NOT_DISCLOSED"])
    assert [row["title"] for row in made["opened"]] == ["追究责任"]
    shape = "query ($id: ID!) { evidencePack(accountability: $id) { json sha256 } }"
    pack = (await desk.ask(shape, CHIEF, id=made["accountability"]["id"]))["evidencePack"]
    assert hashlib.sha256(pack["json"].encode()).hexdigest() == pack["sha256"]
    content = json.loads(pack["json"])
    file = await desk.file(incident["id"])
    assert len(content["obligations"]) == len(file["obligations"])
    assert content["releases"][0]["publications"][0]["checksum"] == "b" * 64
    assert {e["text"] for e in content["timeline"]} >= {row["text"] for row in file["timeline"]}
    assert content["decision"]["measures"] == ["PURSUE"]
    assert "13900000001" not in pack["json"]


@pytest.mark.requirement(83)
async def test_each_text_has_reasons_of_its_own(desk: Desk, module_clock: ManualClock) -> None:
    law = adopted("city-monitoring.toml", "34")
    async with serving(desk.database, module_clock, law=law) as here:
        who = Who(role=Role.DUTY_CHIEF, unit="341824", level=4, code="341824")
        for code in ("LITTLE_ATTENTION", "POOR_RESPONSE", "WEAK_HANDLING"):
            incident = await here.open(who, localities=["341824"])
            given = {"measures": ["PURSUE"], "reasons": [code], "unit": "341824"}
            made = await decide(here, incident, who, **given)
            assert [row["basis"][0]["clause"] for row in made["opened"]] == ["(十一)"]
            refused = await decide(here, incident, who, reasons=["ESCALATED"], unit="341824")
            assert (refused["code"], refused["field"]) == ("UNKNOWN_REASON", "input.reasons.0")


@pytest.mark.requirement(104, 106)
async def test_the_bureau_notifies_and_summons_together_and_hands_over(desk: Desk) -> None:
    where: dict[str, Any] = {"localities": ["1404"], "units": ["1404-NYJ-DLK"]}
    incident = await desk.open(BUREAU, severity="MAJOR", **where)
    unit = {"unit": "1404-NYJ-DLK", "persons": ["虚构壬"]}
    alone = await decide(desk, incident, BUREAU, **unit)
    assert [row["code"] for row in alone["warnings"]] == ["MEASURE_LACKING"]
    both = await decide(desk, incident, BUREAU, measures=["NOTICE", "SUMMONS"], **unit)
    assert (both["accountability"]["title"], both["warnings"]) == ("通报、约谈", [])
    assert [row["title"] for row in both["opened"]] == ["通报约谈"]
    over = await decide(
        desk,
        incident,
        BUREAU,
        measures=["HAND_OVER"],
        reasons=["RIGHT_TO_KNOW"],
        carriedOutAt="2026-11-21T03:02:00+08:00",
        evidence={"document": "能移〔2026〕1号"},
        **unit,
    )
    assert [row["title"] for row in over["fulfilled"]] == ["移送监察"]
    assert over["accountability"]["persons"] == ["虚构壬"]


async def test_what_missed_no_limit_is_no_breach_and_a_drill_is_nobodys_fault(desk: Desk) -> None:
    incident = await desk.open()
    given: dict[str, Any] = {"breaches": [incident["by"]["FIRST_RELEASE"]["id"]]}
    refused = await decide(desk, incident, **given)
    assert (refused["code"], refused["field"]) == ("NOT_A_BREACH", "input.breaches.0")
    drill = await desk.open(drill=True, **LATE)
    assert await awaiting(desk, drill["number"]) == {}
    assert (await decide(desk, drill))["code"] == "DRILL"
    assert (await decide(desk, incident, reasons=[]))["code"] == "MISSING"
