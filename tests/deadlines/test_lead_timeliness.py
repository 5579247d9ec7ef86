"""Missed and late: computed from what was received when, by unit tree and period."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.deadlines.desk import COUNTY, ELSEWHERE, OFFICER, Desk, Who
from tests.deadlines.leads import reported

LISTED = """query T($kind: Timeliness!, $unit: String, $since: DateTime!, $until: DateTime!) {
  leadTimeliness(kind: $kind, unit: $unit, since: $since, until: $until) {
    edges { node { lead { id } firstSeenAt reportedAt lagMinutes } } } }"""
DAY = {"since": "2026-11-21T00:00:00+08:00", "until": "2026-11-22T00:00:00+08:00"}
PROMOTED = "incident { id }"


async def listed(
    desk: Desk, kind: str, who: Who = OFFICER, **given: Any
) -> dict[str, dict[str, Any]]:
    answer = await desk.ask(LISTED, who, kind=kind, **{**DAY, **given})
    rows = [edge["node"] for edge in answer["leadTimeliness"]["edges"]]
    return {row["lead"]["id"]: row for row in rows}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(desk: Desk) -> AsyncIterator[dict[str, str]]:
    """One lead of each fate; those from outside were seen at 02:58 and received at 03:02."""
    unseen = await reported(desk)
    noise = await reported(desk)
    await desk.act("dismissLead", "replayed", {"lead": noise, "reason": "无关"})
    drill = await reported(desk)
    await desk.act("promoteLead", PROMOTED, {"lead": drill, "facts": {"drill": True}})
    upward = await reported(desk)
    promoted = {"lead": upward, "facts": {"emergency": True, "severity": "MAJOR"}}
    incident = (await desk.act("promoteLead", PROMOTED, promoted))["incident"]["id"]
    later = await reported(desk, source={"url": "https://a.example/later"})
    own = await reported(desk, COUNTY, source={"firstSeenAt": "2026-11-21T03:02:00+08:00"})
    desk.clock.advance(minutes=30)
    assert await reported(desk, COUNTY, source={"url": "https://a.example/later"}) == later
    duty = (await desk.file(incident))["by"]["UPWARD_REPORT"]["id"]
    given = {"obligation": duty, "note": "电话上报"}
    payload = await desk.act("recordFulfilment", "replayed", given)
    assert payload["__typename"] == "RecordFulfilmentPayload", payload
    yield {"unseen": unseen, "noise": noise, "upward": upward, "later": later, "own": own}


@pytest.mark.requirement(61)
async def test_what_only_outsiders_told_is_missed(desk: Desk, told: dict[str, str]) -> None:
    missed = await listed(desk, "MISSED")
    assert set(missed) == {told["unseen"]}
    assert missed[told["unseen"]]["reportedAt"] is None


@pytest.mark.requirement(61)
async def test_what_a_unit_told_after_it_was_seen_is_late_by_that_span(
    desk: Desk, told: dict[str, str]
) -> None:
    late = await listed(desk, "LATE")
    assert {id_: row["lagMinutes"] for id_, row in late.items()} == {
        told["later"]: 34,
        told["upward"]: 34,
    }
    assert late[told["later"]]["firstSeenAt"] == "2026-11-20T18:58:00+00:00"


async def test_a_list_ends_at_its_tree_its_period_and_its_reader(
    desk: Desk, told: dict[str, str]
) -> None:
    assert set(await listed(desk, "LATE", unit="130123")) == {told["later"], told["upward"]}
    assert await listed(desk, "LATE", unit="130121") == {}
    assert await listed(desk, "LATE", ELSEWHERE, unit="130123") == {}
    assert await listed(desk, "MISSED", until="2026-11-21T03:02:00+08:00") == {}


async def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    given = {"kind": "LATE", "since": DAY["until"], "until": DAY["since"]}
    answer = await desk.send(LISTED, OFFICER, **given)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_PERIOD"
