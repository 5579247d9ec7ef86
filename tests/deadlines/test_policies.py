"""Policies over HTTP: what is owed before one is published and after, and what moves with it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from services.deadlines.law.loading import parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.deadlines.usecases.previews import Law
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import KEYS, OFFICER, Desk, Who, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

LAW = Law(
    PackSet.of(
        parse_pack(
            pack_texts()[f"{name}.toml"].replace(
                "applies_to = {", 'applies_to = { divisions = ["1301"],', 1
            ),
            name,
        )
        for name in ("city-monitoring", "province-2013")
    )
)
SEEN = """policy { id number state kindTitle policy { title plannedAt publishedAt
  risk { level levelTitle planTitle } }
  obligations { id kind state dueAt outcome owner { code } basis { clause assumption }
    versions { dueAt reason } } } replayed"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(deadlines_db: Database) -> AsyncIterator[Desk]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock, law=LAW) as desk:
        yield desk


def later(desk: Desk, **span: float) -> str:
    return (desk.clock.now() + timedelta(**span)).isoformat()


async def announced(desk: Desk, **given: Any) -> dict[str, Any]:
    policy = {
        "unit": "1301-JYJ",
        "title": "义务教育招生办法",
        "major": True,
        "vitalInterests": True,
        "plannedAt": later(desk, days=3),
        **given,
    }
    return whole(await act(desk, "announcePolicy", policy))


def whole(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the policy with its duties by kind."""
    assert payload["__typename"] != "Refusal", payload
    policy: dict[str, Any] = payload["policy"]
    policy["by"] = {row["kind"]: row for row in policy["obligations"]}
    return policy


async def act(desk: Desk, name: str, given: dict[str, Any]) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}"
    query = f"""mutation M($input: {kind}Input!) {{ {name}(input: $input) {{ __typename
        ... on {kind}Payload {{ {SEEN} }} ... on Refusal {{ code field }} }} }}"""
    values = {"idempotencyKey": f"policy-{next(KEYS)}", **given}
    answer: dict[str, Any] = (await desk.ask(query, input=values))[name]
    return answer


async def on(desk: Desk, name: str, policy: dict[str, Any], **given: Any) -> dict[str, Any]:
    return await act(desk, name, {"policy": policy["id"], **given})


@pytest.mark.requirement(64)
async def test_the_risk_is_to_be_assessed_before_the_policy_is_published(city: Desk) -> None:
    policy = await announced(city)
    duty = policy["by"]["RISK_ASSESSMENT"]
    assert (duty["owner"]["code"], duty["basis"][0]["clause"]) == ("1301-JYJ", "(六)")
    assert duty["dueAt"] == policy["policy"]["plannedAt"]


async def test_what_touches_nobodys_vital_interests_owes_no_assessment(city: Desk) -> None:
    assert (await announced(city, vitalInterests=False))["by"] == {}


async def test_without_a_planned_time_the_duty_stands_untimed_and_says_so(city: Desk) -> None:
    duty = (await announced(city, plannedAt=None))["by"]["RISK_ASSESSMENT"]
    assert duty["dueAt"] is None
    assert "公布时间未定" in duty["basis"][0]["assumption"]


@pytest.mark.requirement(65)
async def test_an_assessment_keeps_its_level_and_plan(city: Desk) -> None:
    policy = await announced(city)
    none = await on(city, "recordRiskAssessment", policy, level="HIGH", planTitle="")
    assert (none["code"], none["field"]) == ("MISSING", "input.planTitle")
    done = whole(
        await on(city, "recordRiskAssessment", policy, level="HIGH", planTitle="招生舆情预案")
    )
    assert done["policy"]["risk"] == {
        "level": "HIGH",
        "levelTitle": "高风险",
        "planTitle": "招生舆情预案",
    }
    assert done["by"]["RISK_ASSESSMENT"]["outcome"] == "ON_TIME"


async def test_at_the_very_moment_of_publication_it_is_too_late(city: Desk) -> None:
    policy = await announced(city, plannedAt=city.clock.now().isoformat())
    done = whole(await on(city, "recordRiskAssessment", policy, level="LOW", planTitle="预案"))
    assert done["by"]["RISK_ASSESSMENT"]["outcome"] == "LATE"


async def test_a_moved_time_moves_the_limit_and_keeps_the_old_with_its_reason(city: Desk) -> None:
    policy = await announced(city)
    to = later(city, days=9)
    moved = whole(await on(city, "reschedulePolicy", policy, plannedAt=to, reason="会期推迟"))
    duty = moved["by"]["RISK_ASSESSMENT"]
    assert duty["dueAt"] == to
    assert [version["reason"] for version in duty["versions"]] == ["会期推迟", "登记政策"]


@pytest.mark.requirement(154)
async def test_a_published_policy_owes_its_interpretation_and_cannot_be_moved(city: Desk) -> None:
    policy = await announced(city)
    out = whole(await on(city, "publishPolicy", policy))
    assert out["by"]["EXPERT_INTERPRETATION"]["dueAt"] is None
    assert out["by"]["RISK_ASSESSMENT"]["dueAt"] == out["policy"]["publishedAt"]
    refused = await on(
        city, "reschedulePolicy", policy, plannedAt=later(city, days=5), reason="推迟"
    )
    assert refused["code"] == "ALREADY_PUBLISHED"


@pytest.mark.requirement(142)
async def test_the_public_is_consulted_on_the_website_with_its_address_as_proof(city: Desk) -> None:
    policy = await announced(city)
    duty = {"obligation": policy["by"]["PUBLIC_CONSULTATION"]["id"], "note": "征求意见"}
    refused = await city.act("recordFulfilment", "replayed", {**duty, "receipt": "公告"})
    assert refused["code"] == "BAD_URL"
    page = "https://www.sjz.gov.cn/yjzj/1"
    done = await city.act("recordFulfilment", "obligation { state }", {**duty, "receipt": page})
    assert done["obligation"]["state"] == "FULFILLED"


async def test_a_policy_of_another_territory_is_refused(city: Desk) -> None:
    given = {"unit": "1404-NYJ", "title": "x", "major": True, "vitalInterests": True}
    assert (await act(city, "announcePolicy", given))["code"] == "NOT_FOUND"


LISTED = """query P($filter: PolicyFilter, $first: Int, $after: String) {
  policies(filter: $filter, first: $first, after: $after) {
    edges { node { title policy { title publishedAt } obligations { id } } }
    pageInfo { hasNextPage endCursor } } }"""


async def listed(desk: Desk, who: Who = OFFICER, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.ask(LISTED, who, **given))["policies"]
    return found


def titles(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["policy"]["title"] for edge in page["edges"]]


async def test_policies_are_listed_newest_first_those_that_owe_nothing_too(city: Desk) -> None:
    quiet = {"title": "机关停车办法", "major": False, "vitalInterests": False}
    await announced(city, **quiet)
    await announced(city, title="公积金办法")
    page = await listed(city, first=2)
    assert titles(page) == ["公积金办法", "机关停车办法"]
    assert page["edges"][1]["node"]["obligations"] == []
    further = await listed(city, first=1, after=page["pageInfo"]["endCursor"])
    assert not set(titles(further)) & set(titles(page))


async def test_policies_are_told_apart_by_unit_and_whether_they_are_out(city: Desk) -> None:
    out = await announced(city, title="已出台的办法")
    await act(city, "publishPolicy", {"policy": out["id"]})
    published = await listed(city, first=100, filter={"published": True})
    planned = await listed(city, first=100, filter={"published": False, "unit": "1301-JYJ"})
    assert "已出台的办法" in titles(published)
    assert all(edge["node"]["policy"]["publishedAt"] for edge in published["edges"])
    assert planned["edges"]
    assert not any(edge["node"]["policy"]["publishedAt"] for edge in planned["edges"])
    assert titles(await listed(city, filter={"unit": "1303"})) == []


async def test_policies_of_another_territory_are_not_listed(city: Desk) -> None:
    await announced(city)
    elsewhere = Who(unit="3408", code="3408")
    assert titles(await listed(city, elsewhere)) == []
