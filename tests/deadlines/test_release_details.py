"""What is kept of a release beside what it fulfils: purpose, plan, readers, who had it first."""

from typing import Any

import pytest

from services.kit.database import Database
from tests.deadlines.desk import Desk

KEPT = """release {
  purpose plan { title url } unit { code }
  publications { channelKind publishedAt reach reachSource comments }
} fulfilled { kind } warnings { code message }"""
AT = "2026-11-21T03:02:00+08:00"
OCCURRED = "2026-11-21T02:40:00+08:00"
LATER = "2026-11-21T03:01:00+08:00"


async def release(desk: Desk, **given: Any) -> dict[str, Any]:
    incident = await desk.open()
    await desk.approve(incident["id"], unit=given.get("unit"), decidedAt=OCCURRED)
    told = {"form": "STATEMENT", "conclusive": False, "title": "情况通报", "releasedAt": AT}
    stated = {"incident": incident["id"], **told, **given}
    answer: dict[str, Any] = await desk.act("recordRelease", KEPT, stated)
    return answer


@pytest.mark.requirement(38, 53, 143, 159)
async def test_purpose_plan_and_readers_are_kept(desk: Desk) -> None:
    website = {
        "channelKind": "WEBSITE",
        "reach": 120000,
        "reachSource": "网站后台统计",
        "comments": 37,
    }
    plan = {"title": "重大信息发布方案", "url": "https://example.gov.cn/plan"}
    made = await release(
        desk, purpose="CLARIFICATION", plan=plan, publications=[website, {"channelKind": "WEIBO"}]
    )
    kept = made["release"]
    assert (kept["purpose"], kept["plan"]) == ("CLARIFICATION", plan)
    assert [(p["reach"], p["reachSource"], p["comments"]) for p in kept["publications"]] == [
        (120000.0, "网站后台统计", 37.0),
        (None, None, None),
    ]


async def test_what_is_not_told_stays_unknown(desk: Desk) -> None:
    kept = (await release(desk))["release"]
    assert (kept["purpose"], kept["plan"]) == (None, None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reach": -1, "reachSource": "统计"}, "BAD_NUMBER", "input.publications.0.reach"),
        ({"reach": 1.5, "reachSource": "统计"}, "BAD_NUMBER", "input.publications.0.reach"),
        ({"reach": 1e13, "reachSource": "统计"}, "BAD_NUMBER", "input.publications.0.reach"),
        ({"comments": -3}, "BAD_NUMBER", "input.publications.0.comments"),
        ({"reach": 5}, "MISSING", "input.publications.0.reachSource"),
    ],
)
async def test_readers_that_cannot_be_are_refused(
    desk: Desk, given: dict[str, Any], code: str, field: str
) -> None:
    refused = await release(desk, publications=[{"channelKind": "WEBSITE", **given}])
    assert (refused["code"], refused["field"]) == (code, field)


async def test_a_plan_without_a_title_is_refused(desk: Desk) -> None:
    refused = await release(desk, plan={"title": "  "})
    assert (refused["code"], refused["field"]) == ("MISSING", "input.plan.title")


@pytest.mark.requirement(81)
@pytest.mark.parametrize(
    ("kinds", "warned"),
    [
        ([("NEWSPAPER", AT), ("WEBSITE", AT)], False),
        ([("WEBSITE", LATER), ("NEWS_SITE", AT)], False),
        ([("NEWS_SITE", LATER), ("WEBSITE", AT)], True),
        ([("BROADCAST", AT)], True),
        ([("WEIBO", AT)], False),
        ([], False),
    ],
)
async def test_a_medium_that_had_it_before_the_government_is_pointed_out(
    desk: Desk, kinds: list[tuple[str, str]], warned: bool
) -> None:
    published = [{"channelKind": kind, "publishedAt": at} for kind, at in kinds]
    made = await release(desk, publications=published)
    assert ("MEDIA_FIRST" in {one["code"] for one in made["warnings"]}) == warned


@pytest.mark.requirement(72)
async def test_a_unit_that_has_no_part_in_the_incident_speaks_for_nobody(desk: Desk) -> None:
    made = await release(desk, unit="1404-NYJ")
    assert made["fulfilled"] == []
    assert "UNIT_NOT_CONCERNED" in {one["code"] for one in made["warnings"]}


@pytest.mark.requirement(6)
async def test_who_is_offered_to_speak_serves_in_the_unit_that_answers(
    desk: Desk, deadlines_db: Database
) -> None:
    opened = await desk.open()
    shape = "query ($id: ID!) { incident(id: $id) { parties { unit { code } speaker { name } } } }"
    parties = (await desk.ask(shape, id=opened["id"]))["incident"]["parties"]
    offered = {(p["unit"]["code"], p["speaker"]["name"]) for p in parties if p["speaker"]}
    async with deadlines_db.reading() as conn:
        rows = await conn.fetch(
            "select p.unit, p.person from mirror_post p where p.post = 'SPOKESPERSON'"
        )
    assert offered
    assert offered <= {(row["unit"], row["person"]) for row in rows}
