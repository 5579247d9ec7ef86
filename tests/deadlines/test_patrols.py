"""Patrols: planned by the unit, written down with what was found, and missed in the open."""

from dataclasses import replace
from typing import Any

import pytest

from services.kit.auth import Role
from tests.deadlines.desk import ELSEWHERE, OFFICER, VENDOR, Desk
from tests.deadlines.duty import CHIEF, ZHANG, at, line, plan

BOOK = """query B($unit: String!, $from: DateTime!, $to: DateTime!) {
    patrols(unit: $unit, from: $from, to: $to) {
        slots { at stateTitle lacking patrols } missed { at }
        log { id person at channels resultTitle note leads recordedAt recordedBy } } }"""
ENTRY = "patrol { id person resultTitle leads } replayed"


async def book(desk: Desk) -> Any:
    span = {"from": at(-24).isoformat(), "to": at(4).isoformat()}
    return (await desk.ask(BOOK, OFFICER, unit="1301", **span))["patrols"]


async def look(desk: Desk, **more: Any) -> Any:
    given = {"unit": "1301", "channels": ["微博", "论坛"], "result": "NOTHING_FOUND", **more}
    return await desk.act("recordPatrol", ENTRY, given, ZHANG)


async def lay_down(desk: Desk, *times: str) -> Any:
    patrols = [{"at": time, "tolerance": 30, "channels": ["微博", "论坛"]} for time in times]
    given = {"unit": "1301", "reason": "每日巡查", "patrols": patrols}
    shape = "rules { version patrols { at channels } roles { title } expectations { kindTitle } }"
    return await desk.act("setDutyRules", shape, given, CHIEF)


@pytest.mark.requirement(59)
async def test_a_patrol_is_written_down_with_nothing_found_and_a_missed_one_shows(
    desk: Desk,
) -> None:
    laid = await lay_down(desk, "05:00", "03:30", "09:00")
    assert [each["at"] for each in laid["rules"]["patrols"]] == ["03:30", "05:00", "09:00"]
    assert [role["title"] for role in laid["rules"]["roles"]] == ["带班", "主班", "副班"]
    desk.clock.advance(minutes=20)
    made = (await look(desk))["patrol"]
    assert (made["person"], made["resultTitle"]) == ("虚构张", "未发现")
    desk.clock.advance(hours=2, minutes=30)
    seen = await book(desk)
    states = [(slot["stateTitle"], len(slot["lacking"])) for slot in seen["slots"]]
    assert states == [("已巡查", 0), ("漏巡", 2), ("未到时", 2)]
    assert [slot["at"] for slot in seen["missed"]] == ["2026-11-20T21:00:00+00:00"]
    (entry,) = seen["log"]
    assert (entry["channels"], entry["at"]) == (["微博", "论坛"], "2026-11-20T19:22:00+00:00")
    # what was done and not written down in time is written down after, and both times show
    late = await look(desk, at="2026-11-21T05:10:00+08:00", person="虚构李")
    assert late["patrol"]["person"] == "虚构李"
    seen = await book(desk)
    assert seen["missed"] == []
    assert seen["log"][-1]["recordedAt"] > seen["log"][-1]["at"]
    assert seen["log"][-1]["recordedBy"] == "虚构张"


async def test_a_find_names_its_leads_or_says_what_it_was(desk: Desk) -> None:
    told = {"title": "烟", "localityCode": "130123", "source": {"alertId": "7"}}
    shape = "lead { id }"
    lead = (await desk.act("reportLead", shape, told, VENDOR))["lead"]["id"]
    found = await look(desk, result="FOUND", leads=[lead])
    assert found["patrol"]["leads"] == [lead]
    assert (await look(desk, result="FOUND"))["field"] == "input.note"
    assert (await look(desk, leads=[lead]))["code"] == "NOTHING_FOUND"
    assert (await look(desk, channels=[]))["code"] == "MISSING"
    ahead = await look(desk, at=at(30).isoformat())
    assert (ahead["code"], ahead["field"]) == ("TIME_IN_FUTURE", "input.at")
    long_ago = await look(desk, at=at(-48).isoformat())
    assert (long_ago["code"], long_ago["field"]) == ("PAST_CORRECTION", "input.at")
    there = {"unit": "1404", "channels": ["微博"], "result": "FOUND", "leads": [lead]}
    answer = await desk.act("recordPatrol", ENTRY, there, ELSEWHERE)
    assert (answer["code"], answer["field"]) == ("NOT_FOUND", "input.leads.0")


async def test_rules_are_refused_by_the_line_at_fault(desk: Desk) -> None:
    async def refused(**given: Any) -> tuple[str, str]:
        stated = {"unit": "1301", "reason": "试", **given}
        answer = await desk.act("setDutyRules", "replayed", stated, CHIEF)
        return answer["code"], answer["field"]

    role = {"code": "MAIN", "title": "主班", "mans": False}
    assert await refused(roles=[role]) == ("NOBODY_MANS", "input.roles")
    assert await refused(roles=[role, role]) == ("TWICE", "input.roles.1.code")
    time = {"at": "25:00", "tolerance": 5, "channels": []}
    assert await refused(patrols=[time]) == ("BAD_TIME", "input.patrols.0.at")
    time = {"at": "05:00", "tolerance": 0, "channels": []}
    assert await refused(patrols=[time]) == ("BAD_LIMIT", "input.patrols.0.tolerance")
    hush = {"kind": "VENDOR", "within": 5}
    assert await refused(expectations=[hush]) == ("MISSING", "input.expectations.0.subject")
    hush = {"kind": "SWEEP", "within": 5, "subject": "x"}
    assert await refused(expectations=[hush]) == ("NOT_A_VENDOR", "input.expectations.0.subject")


async def test_shifts_adoptions_and_patrols_are_nodes_in_their_territory_alone(desk: Desk) -> None:
    patrol = (await look(desk))["patrol"]["id"]
    shift = (await plan(desk, line("虚构张", 0, 8)))["shifts"][0]["id"]
    given = {"pack": "city-monitoring", "unit": "1301-YJGLJ", "effectiveFrom": "2026-11-21"}
    leader = replace(OFFICER, role=Role.LEADER)
    adoption = (await desk.act("adoptPack", "adoption { id }", given, leader))["adoption"]["id"]
    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    ids = [patrol, shift, adoption]
    names = ("Patrol", "Shift", "PackAdoption")
    found = (await desk.ask(query, OFFICER, ids=ids))["nodes"]
    assert found == [{"__typename": n, "id": id_} for n, id_ in zip(names, ids, strict=True)]
    assert (await desk.ask(query, ELSEWHERE, ids=ids))["nodes"] == [None] * 3
