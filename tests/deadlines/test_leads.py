"""Leads from outside: taken once, joined to what they tell of again, opening nothing."""

import asyncio
from typing import Any

import pytest

from services.kit.auth import Role
from tests.deadlines.desk import COUNTY, ELSEWHERE, LEADER, OFFICER, VENDOR, Desk, Who
from tests.deadlines.leads import LEADS, OTHER_VENDOR, REPORTED, a_report, found, report

PROVISIONAL = "provisional { kind dueAt dueClass provisional basis { clause assumption } }"
TOKEN = Who(role=Role.VENDOR, unit="1301-WXB", operations=frozenset(("reportLead",)))


async def test_a_lead_is_known_at_the_servers_receipt_whatever_it_claims(desk: Desk) -> None:
    payload = await report(desk, suggestedSeverity="特别重大")
    lead = payload["lead"]
    assert lead["knownAt"] == "2026-11-20T19:02:00+00:00"
    assert (lead["state"], lead["sightingCount"], payload["joined"]) == ("NEW", 1, False)
    assert (await found(desk))[lead["id"]]["suggestedSeverity"] == "特别重大"


async def test_a_report_shows_the_strictest_clocks_as_provisional_and_writes_none(
    desk: Desk,
) -> None:
    given = a_report(occurredAt="2026-11-21T02:40:00+08:00", suggestedSeverity="一般")
    tables = "select (select count(*) from obligation), (select count(*) from incident)"
    async with desk.database.reading() as conn:
        before = await conn.fetchrow(tables)
    payload = await desk.act("reportLead", PROVISIONAL, given, VENDOR)
    duties = {row["kind"]: row for row in payload["provisional"]}
    assert duties["FIRST_RELEASE"]["dueAt"] == "2026-11-20T19:40:00+00:00"
    assert duties["PRESS_CONFERENCE"]["basis"][0]["assumption"]
    assert all(row["provisional"] for row in duties.values())
    async with desk.database.reading() as conn:
        assert await conn.fetchrow(tables) == before


async def test_the_same_key_replays_and_another_payload_conflicts(desk: Desk) -> None:
    given = {**a_report(), "idempotencyKey": "vendor 1"}
    first = await desk.act("reportLead", REPORTED, given, VENDOR)
    again = await desk.act("reportLead", REPORTED, given, VENDOR)
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert {**again, "replayed": False} == first
    refusal = await desk.act("reportLead", REPORTED, {**given, "heat": 1.0}, VENDOR)
    assert (refusal["code"], refusal["field"]) == ("IDEMPOTENCY_CONFLICT", "idempotencyKey")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"url": "https://a.example/p/7?x=1#top"}, {"url": "https://A.example:443/p/7?x=1"}),
        ({"url": None, "contentHash": "AB" * 32}, {"contentHash": "ab" * 32}),
    ],
)
async def test_the_same_address_or_content_is_another_sighting(
    desk: Desk, first: dict[str, Any], second: dict[str, Any]
) -> None:
    one = await report(desk, source=first)
    two = await report(desk, OTHER_VENDOR, source=second)
    assert two["joined"]
    assert two["lead"]["id"] == one["lead"]["id"]
    lead = (await found(desk))[one["lead"]["id"]]
    assert lead["sightingCount"] == len(lead["sightings"]) == 2


async def test_one_event_in_one_county_within_half_an_hour_is_one_lead(desk: Desk) -> None:
    def at(minute: int) -> str:
        return f"2026-10-01T10:{minute:02}:00+08:00"

    one = await report(desk, occurredAt=at(0))
    near = await report(desk, occurredAt=at(30))
    late = await report(desk, occurredAt=at(31))
    place = await report(desk, occurredAt=at(0), localityCode="130121")
    vague = await report(desk, occurredAt=at(0), occurredPrecision="DAY")
    city = [await report(desk, occurredAt=at(0), localityCode="130100") for _ in range(2)]
    ids = [each["lead"]["id"] for each in (one, near, late, place, vague, *city)]
    assert near["lead"]["id"] == one["lead"]["id"]
    assert len(set(ids)) == len(ids) - 1


async def test_a_digest_of_nothing_joins_nothing(desk: Desk) -> None:
    source = {"contentHash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    one, two = [await report(desk, source=source) for _ in range(2)]
    assert one["lead"]["id"] != two["lead"]["id"]


async def test_a_time_ahead_is_kept_as_claimed_with_a_warning(desk: Desk) -> None:
    source = {"firstSeenAt": "2031-01-01T00:00:00Z"}
    payload = await report(desk, source=source, occurredAt="2026-11-21T04:00:00+08:00")
    assert payload["warnings"] == [
        {"code": "FIRST_SEEN_IN_FUTURE", "field": "input.source.firstSeenAt"},
        {"code": "OCCURRED_IN_FUTURE", "field": "input.occurredAt"},
    ]
    assert payload["lead"]["knownAt"] == "2026-11-20T19:02:00+00:00"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"source": {"url": "javascript:alert(1)"}}, "BAD_URL", "source.url"),
        ({"source": {"url": "https://a:b@c.example/"}}, "BAD_URL", "source.url"),
        ({"source": {"url": "https://[::1/"}}, "BAD_URL", "source.url"),
        ({"source": {"url": "https://a.example:99999999/"}}, "BAD_URL", "source.url"),
        ({"source": {"url": "https://a.example/" + "x" * 2000}}, "TOO_LONG", "source.url"),
        ({"source": {"contentHash": "x y" * 9}}, "BAD_HASH", "source.contentHash"),
        ({"source": {"firstSeenAt": "1999-12-31T00:00:00Z"}}, "TIME_TOO_EARLY", None),
        ({"source": {"firstSeenAt": "2100-01-01T00:00:00Z"}}, "TIME_OUT_OF_BOUNDS", None),
        ({"source": {"vendor": "\u202e商服"}}, "BAD_TEXT", "source.vendor"),
        ({"source": {"alertId": "a\nb"}}, "BAD_TEXT", "source.alertId"),
        ({"title": "\x9b31m红"}, "BAD_TEXT", "title"),
        ({"title": "长" * 201}, "TOO_LONG", "title"),
        ({"localityCode": "13; drop"}, "BAD_LOCALITY", "localityCode"),
        ({"heat": -1.0}, "NEGATIVE", "heat"),
        ({"title": " ", "source": {"url": None}}, "MISSING", "title"),
    ],
)
async def test_a_bad_claim_is_refused_by_its_field_and_nothing_kept(
    desk: Desk, given: dict[str, Any], code: str, field: str | None
) -> None:
    sql = "select count(*) from sighting"
    async with desk.database.reading() as conn:
        before = await conn.fetchval(sql)
    refusal = await desk.act("reportLead", REPORTED, a_report(**given), VENDOR)
    assert (refusal["__typename"], refusal["code"]) == ("Refusal", code)
    assert field is None or refusal["field"] == f"input.{field}"
    async with desk.database.reading() as conn:
        assert await conn.fetchval(sql) == before


async def test_reports_of_one_thing_at_once_are_one_lead_with_all_their_sightings(
    desk: Desk,
) -> None:
    source = {"url": "https://viral.example/1", "contentHash": "0123456789abcdef"}
    reports = [report(desk, (VENDOR, OTHER_VENDOR)[i % 2], source=source) for i in range(12)]
    payloads = await asyncio.gather(*reports)
    assert len({payload["lead"]["id"] for payload in payloads}) == 1
    assert sorted(payload["joined"] for payload in payloads) == [False] + [True] * 11
    assert (await found(desk))[payloads[0]["lead"]["id"]]["sightingCount"] == 12


async def test_a_lead_is_seen_in_its_place_and_nowhere_else(desk: Desk) -> None:
    lead = (await report(desk, localityCode="130123"))["lead"]["id"]
    for who, sees in ((OFFICER, True), (COUNTY, True), (LEADER, True), (ELSEWHERE, False)):
        assert (lead in await found(desk, who)) is sees
        answer = await desk.ask("query L($id: ID!) { lead(id: $id) { id } }", who, id=lead)
        assert (answer["lead"] is not None) is sees


async def test_a_lead_without_a_place_is_seen_where_its_sender_is(desk: Desk) -> None:
    lead = (await report(desk, localityCode=None))["lead"]["id"]
    assert lead in await found(desk)
    assert lead not in await found(desk, COUNTY)


async def test_a_vendor_reads_back_its_own_reports_and_nothing_else(desk: Desk) -> None:
    query = """{ reportedLeads(first: 100) { edges { node {
      alertId url lead { id state mergedInto { number } } } } } }"""
    one = await report(desk, OTHER_VENDOR, source={"alertId": "mine"})
    await report(desk, VENDOR, source={"alertId": "theirs"})
    rows = (await desk.ask(query, OTHER_VENDOR))["reportedLeads"]["edges"]
    assert rows[0]["node"]["lead"]["id"] == one["lead"]["id"]
    assert "theirs" not in {row["node"]["alertId"] for row in rows}
    answer = await desk.send(LEADS, OTHER_VENDOR)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_token_for_reporting_does_nothing_else(desk: Desk) -> None:
    assert (await report(desk, TOKEN))["lead"]["state"] == "NEW"
    answer = await desk.send("{ reportedLeads { edges { cursor } } }", TOKEN)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_queue_can_be_read_by_place_state_time_and_waiting(desk: Desk) -> None:
    old = (await report(desk, localityCode="140400"))["lead"]["id"]
    desk.clock.advance(minutes=5)
    new = (await report(desk, localityCode="140421"))["lead"]["id"]
    assert list(await found(desk, ELSEWHERE)) == [new, old]
    rows = await desk.ask(LEADS, ELSEWHERE, filter={"state": "NEW"}, order="WAITING")
    assert [row["node"]["id"] for row in rows["leads"]["edges"]] == [old, new]
    assert list(await found(desk, ELSEWHERE, locality="140421")) == [new]
    since = desk.clock.now().isoformat()
    assert list(await found(desk, ELSEWHERE, since=since)) == [new]
    assert await found(desk, ELSEWHERE, state="DISMISSED") == {}
