"""Calls to the hotline: each complaint and report is answered, and what is not stands listed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk, serving
from tests.deadlines.test_lifecycle import adopted

CALLED = "2026-11-21T02:50:00+08:00"
LINKED = "ticket { id unreplied kindTitle } opened { title kind dueAt state basis { clause } }"
REPLIED = "ticket { id unreplied repliedAt contacts { kind content satisfied } }"
UNREPLIED = "{ unrepliedTickets(first: 50) { edges { node { number } } totalCount } }"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hotline(desk: Desk, module_clock: ManualClock) -> AsyncIterator[Desk]:
    """A desk where the province's text binds: 投诉、举报类电话,件件有回复."""
    law = adopted("province-2013.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        yield here


async def link(desk: Desk, incident: dict[str, Any], **given: Any) -> dict[str, Any]:
    call = {"number": "H-001", "kind": "COMPLAINT", "summary": "停水三天", "receivedAt": CALLED}
    stated = {"incident": incident["id"], **call, **given}
    answer: dict[str, Any] = await desk.act("linkHotlineTicket", LINKED, stated)
    return answer


async def unreplied(desk: Desk) -> list[str]:
    page = (await desk.ask(UNREPLIED))["unrepliedTickets"]
    assert page["totalCount"] == len(page["edges"])
    return [edge["node"]["number"] for edge in page["edges"]]


@pytest.mark.requirement(58, 147)
async def test_a_complaint_is_owed_a_reply_and_listed_until_it_has_one(hotline: Desk) -> None:
    incident = await hotline.open()
    made = await link(hotline, incident)
    (owed,) = made["opened"]
    assert (owed["title"], owed["kind"], owed["dueAt"]) == (
        "热线回复(H-001)",
        "HOTLINE_REPLY",
        None,
    )
    assert "7" in {line["clause"] for line in owed["basis"]}
    assert await unreplied(hotline) == ["H-001"]
    given = {"ticket": made["ticket"]["id"], "content": "今晚恢复供水", "person": "虚构辰"}
    shape = f"{REPLIED} fulfilled {{ title outcome }}"
    told = await hotline.act("recordHotlineReply", shape, given)
    assert told["fulfilled"] == [{"title": "热线回复(H-001)", "outcome": "ON_TIME"}]
    assert await unreplied(hotline) == []
    visit = {"ticket": made["ticket"]["id"], "result": "已恢复", "satisfied": True}
    seen = await hotline.act("recordFollowUpVisit", REPLIED, visit)
    assert [c["kind"] for c in seen["ticket"]["contacts"]] == ["REPLY", "FOLLOW_UP"]
    assert seen["ticket"]["contacts"][1]["satisfied"] is True
    texts = [row["text"] for row in (await hotline.file(incident["id"]))["timeline"]]
    assert "投诉工单H-001：停水三天" in texts
    assert "工单H-001：今晚恢复供水" in texts


@pytest.mark.requirement(147)
async def test_each_call_is_answered_by_its_own_reply(hotline: Desk) -> None:
    incident = await hotline.open()
    first = await link(hotline, incident)
    second = await link(hotline, incident, number="H-002", kind="REPORT")
    given = {"ticket": second["ticket"]["id"], "content": "已立案"}
    await hotline.act("recordHotlineReply", REPLIED, given)
    after = await hotline.file(incident["id"])
    states = {o["title"]: o["state"] for o in after["obligations"] if o["kind"] == "HOTLINE_REPLY"}
    assert states == {"热线回复(H-001)": "OPEN", "热线回复(H-002)": "FULFILLED"}
    assert await unreplied(hotline) == ["H-001"]
    given = {"ticket": first["ticket"]["id"], "content": "已修复"}
    await hotline.act("recordHotlineReply", REPLIED, given)


async def test_a_question_owes_nothing_and_a_drill_is_not_listed(hotline: Desk) -> None:
    incident = await hotline.open()
    made = await link(hotline, incident, kind="QUESTION")
    assert (made["opened"], made["ticket"]["unreplied"]) == ([], False)
    drill = await hotline.open(drill=True)
    assert (await link(hotline, drill))["ticket"]["unreplied"] is True
    assert await unreplied(hotline) == []


async def test_where_no_clause_owes_it_a_complaint_is_still_listed(desk: Desk) -> None:
    incident = await desk.open()
    made = await link(desk, incident)
    assert (made["opened"], await unreplied(desk)) == ([], ["H-001"])
    assert (await link(desk, incident))["code"] == "TICKET_LINKED"
    visit = {"ticket": made["ticket"]["id"], "result": "未接"}
    assert (await desk.act("recordFollowUpVisit", REPLIED, visit))["code"] == "NOT_REPLIED"
    early = {
        "ticket": made["ticket"]["id"],
        "content": "已查",
        "repliedAt": "2026-11-21T02:45:00+08:00",
    }
    refused = await desk.act("recordHotlineReply", REPLIED, early)
    assert (refused["code"], refused["field"]) == ("BEFORE_CALL", "input.repliedAt")
