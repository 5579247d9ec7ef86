"""Reports through the API: what was reviewed, upgraded, told; issued, corrected, assessed."""

import hashlib
import json
from collections import Counter
from typing import Any

import pytest

from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, COUNTY, JOB, LEADER, Desk

BULLETIN = """query B($unit: String, $period: String, $filter: ReportFilter) {
  bulletin(unit: $unit, period: $period, filter: $filter) { title period notes sections {
    key empty note more
    rows { code title limitClass note figures { indicator value text drill { what word only } } }
    lines { obligation title standing clause document lateMinutes reason tolerated }
    upgrades { incident before after breaches { obligation title } }
} } }"""
EVIDENCE = """query E($unit: String, $drill: ReportDrillInput) {
  reportEvidence(unit: $unit, drill: $drill, first: 50) { edges { node {
    id title standing changes { kind text }
} } } }"""
ISSUED = """bulletin { id number serial version sha256 content corrects
  differences { section row before after } report { title sections { key } } } fulfilled replayed"""
LATE: dict[str, Any] = {"occurredAt": "2026-11-20T22:00:00+08:00"}


async def sections(desk: Desk, unit: str | None = None, **asked: Any) -> dict[str, dict[str, Any]]:
    found = await desk.ask(BULLETIN, LEADER, unit=unit, **asked)
    return {one["key"]: one for one in found["bulletin"]["sections"]}


def values(section: dict[str, Any]) -> dict[str, dict[str, float | None]]:
    return {
        row["limitClass"] or row["code"]: {f["indicator"]: f["value"] for f in row["figures"]}
        for row in section["rows"]
    }


@pytest.mark.requirement(47)
async def test_a_time_of_which_there_is_nothing_says_so_in_every_part(desk: Desk) -> None:
    found = await sections(desk, period="2025H1")
    assert len(found) == 15
    assert {part["empty"] for part in found.values()} == {"本期无"}
    assert all(part["note"] for part in found.values())


@pytest.mark.requirement(5, 36)
async def test_a_review_keeps_its_outcome_and_what_it_bears_with(desk: Desk) -> None:
    incident = await desk.open(**LATE)
    duty = incident["by"]["FIRST_RELEASE"]["id"]
    given = {"incident": incident["id"], "decidedBy": "虚构甲", "reason": "夜间核实用时较长"}
    shape = "review { version title tolerated obligations }"
    for outcomes in (["SLOW", "PASSIVE"], ["INCOMPLETE", "INEFFECTIVE"]):
        stated = {**given, "outcomes": outcomes, "tolerated": True, "obligations": [duty]}
        made = await desk.act("reviewIncident", shape, stated, CHIEF)
    assert made["review"]["title"] == "回应不到位、回应效果不理想（容错）"
    query = "query ($id: ID!) { reviews(incident: $id) { version } }"
    told = (await desk.ask(query, LEADER, id=incident["id"]))["reviews"]
    assert [review["version"] for review in told] == [2, 1]
    texts = [row["text"] for row in (await desk.file(incident["id"]))["timeline"]]
    assert any("评议正定县人民政府：反应迟缓、被动应对" in text for text in texts)
    found = await sections(desk, "130123")
    assert values(found["REVIEWS"])["INCOMPLETE"] == {"REVIEWED": 1, "TOLERATED": 1}
    assert "SLOW" not in values(found["REVIEWS"])  # the newest one holds
    (line,) = [row for row in found["MISSED"]["lines"] if row["obligation"] == duty]
    assert (line["tolerated"], line["clause"], line["lateMinutes"]) == (True, "四¶1", 242)
    refused = await desk.act("reviewIncident", shape, {**given, "obligations": [duty]}, CHIEF)
    assert refused["code"] == "NOT_TOLERATED"


async def test_an_exercise_is_neither_reviewed_nor_counted(desk: Desk) -> None:
    before = values((await sections(desk, "130123"))["SUMMARY"])
    drill = await desk.open(drill=True, **LATE)
    stated = {"incident": drill["id"], "decidedBy": "虚构甲", "reason": "演练"}
    assert (await desk.act("reviewIncident", "replayed", stated, CHIEF))["code"] == "DRILL"
    assert values((await sections(desk, "130123"))["SUMMARY"]) == before


@pytest.mark.requirement(105)
async def test_a_severity_that_rose_after_a_breach_is_listed_with_it(
    desk: Desk, module_clock: ManualClock
) -> None:
    raised = {"facts": {"severity": "MAJOR"}, "reason": "事态扩大"}
    breached = await desk.open(severity="LARGER", **LATE)
    in_time = await desk.open(severity="LARGER", occurredAt="2026-11-21T03:00:00+08:00")
    module_clock.advance(minutes=1)
    for incident in (breached, in_time):
        await desk.act("assessIncident", "replayed", {"incident": incident["id"], **raised})
    module_clock.advance(hours=2)
    (found,) = (await sections(desk))["UPGRADED"]["upgrades"]
    assert (found["incident"], found["before"], found["after"]) == (breached["id"], "较大", "重大")
    assert [row["title"] for row in found["breaches"]] == ["首次发布"]


@pytest.mark.requirement(161)
async def test_people_and_money_are_told_and_reported_and_nothing_more(desk: Desk) -> None:
    given = {"unit": "130123-ZFB", "year": 2026, "source": "县政府办年报"}
    for people in (2, 3):
        told = {**given, "fullTime": people, "fundsYuan": 120_000}
        made = await desk.act("recordResources", "version", told, CHIEF)
    assert made["version"] == 2
    (row,) = (await sections(desk, "130123"))["RESOURCES"]["rows"]
    assert [figure["text"] for figure in row["figures"]] == ["3", "本期无", "120000"]
    assert row["note"] == "2026年，县政府办年报"
    for wrong, code in (
        ({"fullTime": -1}, "NEGATIVE"),
        ({}, "MISSING"),
        ({"year": 1999}, "BAD_YEAR"),
    ):
        refused = await desk.act("recordResources", "version", {**given, **wrong}, CHIEF)
        assert refused["code"] == code


async def test_the_summary_is_what_the_change_log_tells(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=["130121"])
    release = {"incident": incident["id"], "form": "STATEMENT", "conclusive": False}
    await desk.act("recordRelease", "release { id }", {**release, "title": "情况通报"})
    told = {"obligation": incident["by"]["UPWARD_REPORT"]["id"], "note": "电话报告"}
    await desk.act("recordFulfilment", "replayed", told)
    async with desk.database.reading() as conn:
        rows = await conn.fetch(
            """
            select distinct on (c.id) c.id, c.kind, c.body ->> 'outcome' as outcome
            from change c
            join obligation o on o.id = c.id
            where c.entity = 'obligation'
            and c.kind in ('OPENED', 'FULFILLED', 'WAIVED', 'LAPSED')
            and o.owner_code like '130121%'
            order by c.id, c.seq desc
            """
        )
    log = Counter(row["outcome"] or row["kind"] for row in rows)
    found = values((await sections(desk, "130121"))["SUMMARY"])
    names = ("ON_TIME", "DONE", "LATE", "LATE_WITH_REASON", "LATE_AT_INTAKE")
    done = Counter({name: sum(part.get(name) or 0 for part in found.values()) for name in names})
    assert done["ON_TIME"] + done["DONE"] == log["ON_TIME"]
    assert [done[name] for name in names[2:]] == [log[name] for name in names[2:]]
    assert sum(done.values()) == 2
    assert sum(part["TOTAL"] or 0 for part in found.values()) == len(rows) - log["LAPSED"]
    drill = {"limitClass": "UNTIMED", "standings": ["DONE"]}
    edges = (await desk.ask(EVIDENCE, LEADER, unit="130121", drill=drill))["reportEvidence"][
        "edges"
    ]
    (node,) = [edge["node"] for edge in edges]
    assert node["changes"][0]["kind"] == "OBLIGATION_FULFILLED"


@pytest.mark.requirement(47, 70)
async def test_an_issued_bulletin_is_frozen_numbered_and_meets_the_duty(
    desk: Desk, module_clock: ManualClock
) -> None:
    await desk.act("openPeriods", "opened", {"limit": 1000}, JOB)
    given = {"unit": "1301", "period": "2026H2", "issuer": "1301-ZFB", "idempotencyKey": "once"}
    made = await desk.act("issueBulletin", ISSUED, given, CHIEF)
    bulletin = made["bulletin"]
    assert len(made["fulfilled"]) == 1
    assert hashlib.sha256(bulletin["content"].encode()).hexdigest() == bulletin["sha256"]
    assert json.loads(bulletin["content"])["report"]["title"] == bulletin["report"]["title"]
    again = await desk.act("issueBulletin", ISSUED, given, CHIEF)
    assert (again["replayed"], again["bulletin"]["id"]) == (True, bulletin["id"])
    narrowed = {**given, "filter": {"severities": ["MAJOR"]}, "idempotencyKey": "other"}
    other = await desk.act("issueBulletin", ISSUED, narrowed, CHIEF)
    assert (other["fulfilled"], other["bulletin"]["serial"]) == ([], bulletin["serial"] + 1)
    correction = {"corrects": bulletin["id"], "reason": "补登一起事件"}
    same = {**correction, "corrects": other["bulletin"]["id"]}
    assert (await desk.act("issueBulletin", ISSUED, same, CHIEF))["code"] == "NOTHING_DIFFERS"
    await desk.open(localities=["130121"])
    second = (await desk.act("issueBulletin", ISSUED, correction, CHIEF))["bulletin"]
    assert second["corrects"] == bulletin["id"]
    assert (second["version"], second["serial"]) == (2, bulletin["serial"])
    assert {"section": "总体情况", "row": "法定有时限"}.items() <= second["differences"][0].items()
    third = await desk.act("issueBulletin", ISSUED, correction, CHIEF)
    assert third["code"] == "CORRECTED_ALREADY"
    with pytest.raises(Exception, match="append-only"):
        async with desk.database.transaction() as conn:
            await conn.execute("update bulletin set title = 'x'")


ASSESSED = """query A($unit: String, $schemes: [String!]) {
  assessment(year: 2026, unit: $unit, schemes: $schemes) { title sections { key title note
    rows { code figures { indicator value text drill { part } } } } } }"""


@pytest.mark.requirement(46, 82)
async def test_three_schemes_weigh_the_same_figures_otherwise(desk: Desk) -> None:
    query = "{ assessmentSchemes { id verified weights { indicator weight full zero } } }"
    schemes = (await desk.ask(query, LEADER))["assessmentSchemes"]
    assert [one["verified"] for one in schemes] == [False, False, False]
    found = (await desk.ask(ASSESSED, LEADER, unit="1301"))["assessment"]["sections"]
    assert {one["title"] for one in found} == {"政务公开考核", "效能建设考核", "督查督办"}
    for scheme, section in zip(schemes, found, strict=True):
        assert section["note"].startswith("样例，未经本地确认。")
        assert section["rows"]
        for row in section["rows"]:
            told = {figure["indicator"]: figure["value"] for figure in row["figures"]}
            points = weighed = 0.0
            for one in scheme["weights"]:
                value = told[one["indicator"]]
                if value is not None:
                    part = (value - one["zero"]) / (one["full"] - one["zero"])
                    points += one["weight"] * max(0, min(1, part))
                    weighed += one["weight"]
            assert told["SCORE"] == pytest.approx(100 * points / weighed, abs=0.006)
    scores = {s["key"]: [row["figures"][-1]["value"] for row in s["rows"]] for s in found}
    assert all(points == sorted(points, reverse=True) for points in scores.values())


async def test_a_report_goes_no_further_than_the_own_tree(desk: Desk) -> None:
    for unit in ("1301", "1404", "130121"):
        answer = await desk.send(BULLETIN, COUNTY, unit=unit)
        assert answer["errors"][0]["extensions"] == {"code": "NOT_FOUND", "field": "unit"}
    answer = await desk.send(EVIDENCE, COUNTY, drill={"part": "1404"})
    assert answer["errors"][0]["extensions"]["field"] == "evidence.part"
    wide = {"incidentKinds": ["OTHER"] * 60 + [str(n) for n in range(60)]}
    answer = await desk.send(BULLETIN, LEADER, filter=wide)
    assert answer["errors"][0]["extensions"]["field"] == "filter.incidentKinds"
    for period in ("2026H3", "H1", "2027"):
        answer = await desk.send(BULLETIN, LEADER, period=period)
        assert answer["errors"][0]["extensions"]["code"] == "BAD_PERIOD"
