"""Reports of leads, for the tests of this folder."""

from itertools import count
from typing import Any

from services.kit.auth import Role
from tests.deadlines.desk import OFFICER, VENDOR, Desk, Who

REPORTED = """
  lead { id state knownAt sightingCount mergedInto { id number } } joined replayed
  warnings { code field }
"""
LEAD = """query L($id: ID!) { lead(id: $id) {
  id state title url sightingCount knownAt reason decidedBy mergedInto { id number }
  mergedIntoLead version sightings { id url reporterName } } }"""
LEADS = """query L($filter: LeadFilter, $order: LeadOrder! = NEWEST) {
  leads(filter: $filter, orderBy: $order, first: 100) { edges { node {
    id state title sightingCount knownAt suggestedSeverity sightings { vendor url reporterName }
} } } }"""
OTHER_VENDOR = Who(role=Role.VENDOR, unit="1301-WXB")
NUMBERS = count(1)


def a_report(**overrides: Any) -> dict[str, Any]:
    """An explosion in 正定县, seen by a vendor at an address of its own."""
    number = next(NUMBERS)
    source = {
        "vendor": "某某舆情",
        "alertId": f"A{number}",
        "platform": "微博",
        "url": f"https://weibo.example/post/{number}",
        "firstSeenAt": "2026-11-21T02:58:00+08:00",
        "capturedAt": "2026-11-21T02:59:00+08:00",
        **overrides.pop("source", {}),
    }
    given = {"title": "正定县一工厂爆炸", "localityCode": "130123", "heat": 1200.0}
    return {"source": source, **given, **overrides}


async def report(desk: Desk, who: Who = VENDOR, **overrides: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("reportLead", REPORTED, a_report(**overrides), who)
    assert payload["__typename"] == "ReportLeadPayload", payload
    return payload


async def reported(desk: Desk, who: Who = VENDOR, **overrides: Any) -> str:
    """Report and return the lead's id."""
    id_: str = (await report(desk, who, **overrides))["lead"]["id"]
    return id_


async def read(desk: Desk, id_: str, who: Who = OFFICER) -> dict[str, Any]:
    lead: dict[str, Any] = (await desk.ask(LEAD, who, id=id_))["lead"]
    return lead


async def found(desk: Desk, who: Who = OFFICER, **filter_: Any) -> dict[str, dict[str, Any]]:
    rows = (await desk.ask(LEADS, who, filter=filter_ or None))["leads"]["edges"]
    return {row["node"]["id"]: row["node"] for row in rows}
