"""Who leads among several departments, and what a consultation advises."""

from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk, Who, serving
from tests.deadlines.test_lifecycle import adopted

COUNTY_OFFICE = Who(unit="130123-ZFB", level=4, code="130123")
CITY_OFFICE = Who(unit="1301-ZFB", role=Role.LEADER)
SEVERAL: dict[str, Any] = {
    "severity": "GENERAL",
    "units": ["130123-JYJ", "130123-YJGLJ"],
    "localities": ["130123"],
}
LED = "party { role unit { code } } warnings { code message }"
HELD = """consultation { title opinion convenors { code } attendees { person } }
fulfilled { kind outcome } warnings { code message }"""


def lead(incident: dict[str, Any], unit: str = "130123-JYJ") -> dict[str, Any]:
    return {"incident": incident["id"], "unit": unit, "reason": "主要涉及校园安全"}


@pytest.mark.requirement(13)
async def test_only_the_government_office_of_that_level_makes_a_unit_the_lead(desk: Desk) -> None:
    incident = await desk.open(**SEVERAL)
    for who in (Who(), CITY_OFFICE):
        refused = await desk.act("designateLead", LED, lead(incident), who)
        assert refused["code"] == "NOT_THE_OFFICE"
        assert "正定县人民政府办公室" in refused["message"]
    made = await desk.act("designateLead", LED, lead(incident), COUNTY_OFFICE)
    assert made["party"] == {"role": "LEAD", "unit": {"code": "130123-JYJ"}}
    assert made["warnings"] == []
    after = await desk.file(incident["id"])
    assert after["timeline"][0]["text"] == (
        "正定县人民政府办公室确定正定县教育局牵头：主要涉及校园安全"
    )
    assert [o["state"] for o in after["obligations"]] == [
        o["state"] for o in incident["obligations"]
    ]


async def test_another_lead_replaces_the_first_and_a_reassessment_keeps_it(desk: Desk) -> None:
    incident = await desk.open(**SEVERAL)
    await desk.act("designateLead", LED, lead(incident), COUNTY_OFFICE)
    again = await desk.act("designateLead", LED, lead(incident), COUNTY_OFFICE)
    assert again["code"] == "ALREADY_LEAD"
    await desk.act("designateLead", LED, lead(incident, "130123-YJGLJ"), COUNTY_OFFICE)
    given = {"incident": incident["id"], "facts": {"severity": "LARGER"}, "reason": "核实"}
    await desk.act("assessIncident", "replayed", given)
    shape = """query ($id: ID!) { incident(id: $id) {
        parties { role unit { code } } designations { unit { code } office { code } reason } } }"""
    kept = (await desk.ask(shape, id=incident["id"]))["incident"]
    assert [p["unit"]["code"] for p in kept["parties"] if p["role"] == "LEAD"] == ["130123-YJGLJ"]
    assert [d["unit"]["code"] for d in kept["designations"]] == ["130123-YJGLJ", "130123-JYJ"]
    assert {d["office"]["code"] for d in kept["designations"]} == {"130123-ZFB"}


async def test_across_counties_the_common_citys_office_decides(desk: Desk) -> None:
    incident = await desk.open(**{**SEVERAL, "localities": ["130123", "130121"]})
    refused = await desk.act("designateLead", LED, lead(incident), COUNTY_OFFICE)
    assert "石家庄市人民政府办公室" in refused["message"]
    made = await desk.act("designateLead", LED, lead(incident), CITY_OFFICE)
    assert made["party"]["role"] == "LEAD"


async def test_an_office_that_is_not_registered_is_stood_in_for_by_nobody(desk: Desk) -> None:
    incident = await desk.open(**{**SEVERAL, "localities": ["130171"]})
    refused = await desk.act("designateLead", LED, lead(incident), CITY_OFFICE)
    assert refused["code"] == "OFFICE_NOT_REGISTERED"


@pytest.mark.requirement(44)
async def test_a_consultation_meets_the_duty_that_a_major_incident_owes(desk: Desk) -> None:
    incident = await desk.open(severity="MAJOR")
    given = {
        "incident": incident["id"],
        "title": "会商联席会议",
        "convenors": ["130123-ZFB"],
        "attendees": [{"unit": "130123-XCB", "person": "虚构辰"}],
        "opinion": "由县政府统一发布",
        "evidence": {"document": "会纪〔2026〕1号"},
    }
    held = await desk.act("recordConsultation", HELD, given)
    assert held["fulfilled"] == [{"kind": "CONSULTATION", "outcome": "ON_TIME"}]
    assert held["warnings"] == []
    assert held["consultation"]["attendees"] == [{"person": "虚构辰"}]
    texts = [row["text"] for row in (await desk.file(incident["id"]))["timeline"]]
    assert "正定县人民政府办公室会商：由县政府统一发布" in texts


@pytest.mark.requirement(44, 67)
async def test_who_convenes_differs_from_text_to_text_and_another_is_doubted(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("city-monitoring.toml", "130123")
    async with serving(desk.database, module_clock, law=law) as here:
        incident = await here.open(severity="MAJOR")
        given = {"incident": incident["id"], "convenors": ["130123-ZFB"], "opinion": "先核实"}
        alone = await here.act("recordConsultation", HELD, given)
        assert [row["code"] for row in alone["warnings"]] == ["CONVENOR_NOT_NAMED"]
        assert "正定县委网信办" in alone["warnings"][0]["message"]
        given["convenors"] = ["130123-WXB", "130123-ZFB"]
        assert (await here.act("recordConsultation", HELD, given))["warnings"] == []


@pytest.mark.requirement(158)
async def test_a_consultation_is_kept_also_where_no_clause_owes_one(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("province-2013.toml", "34")
    async with serving(desk.database, module_clock, law=law) as here:
        who = Who(unit="341824", level=4, code="341824")
        incident = await here.open(who, localities=["341824"], severity="MAJOR")
        given = {"incident": incident["id"], "convenors": ["341824-ZFB"], "opinion": "联合发布"}
        held = await here.act("recordConsultation", HELD, given, who)
        assert (held["consultation"]["opinion"], held["fulfilled"]) == ("联合发布", [])
        shape = "query ($id: ID!) { incident(id: $id) { consultations { opinion } } }"
        kept = await here.ask(shape, who, id=incident["id"])
        assert kept["incident"]["consultations"] == [{"opinion": "联合发布"}]


async def test_a_consultation_without_a_convenor_or_an_opinion_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    given: dict[str, Any] = {"incident": incident["id"], "convenors": [], "opinion": "先核实"}
    assert (await desk.act("recordConsultation", HELD, given))["field"] == "input.convenors"
    given |= {"convenors": ["1301-ZFB"], "opinion": " "}
    assert (await desk.act("recordConsultation", HELD, given))["field"] == "input.opinion"
