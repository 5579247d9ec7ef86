"""Where a text asks what an assessment weighed, a severity is not set without it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from services.deadlines.law.selection import PackSet
from services.deadlines.usecases.previews import Law
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import LAW, Desk, mirror_world, serving

FACTORS = {
    "nature": "生产安全事故",
    "reach": "全市",
    "mediaInvolvement": "省级媒体已转载",
    "consequences": "可能引发聚集",
}
ASSESSED = """incident { severity assessments { version actor decidedBy reason
  facts { severity responseValue } factors { nature reach mediaInvolvement consequences } } }
  lapsed { kind closeReason } opened { kind }"""


def adopted() -> Law:
    """The monitoring rules of 某市 bind 石家庄市, and nothing else does."""
    pack = next(pack for pack in LAW.packs.packs if pack.id == "city-monitoring")
    return Law(PackSet((replace(pack, divisions=("1301",)),)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(deadlines_db: Database, module_clock: ManualClock) -> AsyncIterator[Desk]:
    await mirror_world(deadlines_db, module_clock)
    async with serving(deadlines_db, module_clock, law=adopted()) as desk:
        yield desk


def assessed(incident: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"incident": incident["id"], "reason": "会商研判", **given}


@pytest.mark.requirement(62)
async def test_a_severity_is_set_or_changed_with_all_four_factors_only(desk: Desk) -> None:
    incident = await desk.open(severity="LARGER")  # opened at night, and nobody asked
    for absent, field in (("mediaInvolvement", "mediaInvolvement"), ("nature", "nature")):
        factors = {name: text for name, text in FACTORS.items() if name != absent}
        given = assessed(incident, facts={"severity": "MAJOR"}, factors=factors)
        refusal = await desk.act("assessIncident", ASSESSED, given)
        assert (refusal["code"], refusal["field"]) == ("FACTORS_MISSING", f"input.factors.{field}")
        assert "某市监测制度(六)" in refusal["message"]
    given = assessed(incident, facts={"severity": "MAJOR"}, factors=FACTORS)
    after = (await desk.act("assessIncident", ASSESSED, given))["incident"]
    assert after["severity"] == "MAJOR"
    newest, first = after["assessments"]
    assert (newest["version"], newest["factors"]) == (2, FACTORS)
    assert (first["version"], first["factors"], first["facts"]["severity"]) == (1, None, "LARGER")


@pytest.mark.requirement(62)
async def test_a_first_severity_needs_them_and_other_facts_do_not(desk: Desk) -> None:
    incident = await desk.open(severity=None)
    given = assessed(incident, facts={"severity": "GENERAL"}, factors={"reach": " "})
    refusal = await desk.act("assessIncident", ASSESSED, given)
    assert refusal["code"] == "FACTORS_MISSING"
    assert all(title in refusal["message"] for title in ("性质", "影响范围", "媒体介入程度"))
    given = assessed(incident, facts={"deaths": 2})
    payload = await desk.act("assessIncident", ASSESSED, given)
    assert payload["incident"]["severity"] is None


@pytest.mark.requirement(63)
async def test_the_worth_of_a_response_is_decided_by_somebody_for_a_reason(desk: Desk) -> None:
    incident = await desk.open(severity="GENERAL")
    assert incident["by"]["RESPONSE"]["state"] == "OPEN"
    silent = {"facts": {"responseValue": "NONE"}, "reason": " "}
    refusal = await desk.act("assessIncident", ASSESSED, assessed(incident, **silent))
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.reason")
    stopped = {"facts": {"responseValue": "NONE"}, "decidedBy": "赵副秘书长"}
    payload = await desk.act("assessIncident", ASSESSED, assessed(incident, **stopped))
    assert {"kind": "RESPONSE", "closeReason": "研判（会商研判），不再要求"} in payload["lapsed"]
    newest = payload["incident"]["assessments"][0]
    assert (newest["decidedBy"], newest["actor"]) == ("赵副秘书长", "OFFICER@1301")
    started = assessed(incident, facts={"responseValue": "RESPOND"})
    payload = await desk.act("assessIncident", ASSESSED, started)
    assert payload["incident"]["assessments"][0]["decidedBy"] == "OFFICER@1301"
    assert (await desk.file(incident["id"]))["by"]["RESPONSE"]["state"] == "OPEN"
