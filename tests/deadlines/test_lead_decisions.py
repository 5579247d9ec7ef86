"""What a desk makes of leads: nothing is lost, and the time of the first report stays."""

import asyncio
from typing import Any

from tests.deadlines.desk import ELSEWHERE, VENDOR, Desk
from tests.deadlines.leads import OTHER_VENDOR, a_report, read, report, reported

PROMOTED = """lead { id state mergedInto { id number } } replayed
  incident { id number title severity
    facts { knownAt occurredAt localities sourcePlatform sourceUrl }
    timeline { kind } obligations { kind dueAt startAt lateAtIntake } }"""
DECIDED = "lead { id state reason mergedIntoLead mergedInto { number } sightingCount } replayed"


async def test_a_place_that_is_none_is_refused_until_an_officer_states_one(desk: Desk) -> None:
    # first here: only a mirror that was fed lately is a witness
    lead = await reported(desk, localityCode="130199")
    refusal = await desk.act("promoteLead", PROMOTED, {"lead": lead})
    assert (refusal["code"], refusal["field"]) == ("BAD_LOCALITY", "facts.localities")
    given = {"lead": lead, "facts": {"localities": ["130123"]}}
    assert (await desk.act("promoteLead", PROMOTED, given))["incident"]["number"]


async def test_a_promoted_lead_is_an_incident_known_since_its_receipt(desk: Desk) -> None:
    source = {"url": "https://weibo.example/first"}
    lead = await reported(desk, source=source, occurredAt="2026-11-21T02:40:00+08:00")
    desk.clock.advance(minutes=50)
    given = {"lead": lead, "facts": {"emergency": True, "severity": "PARTICULARLY_MAJOR"}}
    incident = (await desk.act("promoteLead", PROMOTED, given))["incident"]
    assert incident["facts"] == {
        "knownAt": "2026-11-20T19:02:00+00:00",
        "occurredAt": "2026-11-20T18:40:00+00:00",
        "localities": ["130123"],
        "sourcePlatform": "微博",
        "sourceUrl": "https://weibo.example/first",
    }
    first = next(row for row in incident["obligations"] if row["kind"] == "FIRST_RELEASE")
    # owed at 03:40, promoted at 03:52: late at the desk, not before it knew
    assert (first["dueAt"], first["lateAtIntake"]) == ("2026-11-20T19:40:00+00:00", False)
    after = await read(desk, lead)
    assert (after["state"], after["mergedInto"]["id"]) == ("PROMOTED", incident["id"])


async def test_a_promotion_takes_no_severity_from_a_vendor_and_no_later_receipt(
    desk: Desk,
) -> None:
    lead = await reported(desk, suggestedSeverity="PARTICULARLY_MAJOR")
    desk.clock.advance(minutes=10)
    later = {"knownAt": desk.clock.now().isoformat()}
    refusal = await desk.act("promoteLead", PROMOTED, {"lead": lead, "facts": later})
    assert (refusal["code"], refusal["field"]) == ("KNOWN_LATER", "facts.knownAt")
    assert (await read(desk, lead))["state"] == "NEW"
    payload = await desk.act("promoteLead", PROMOTED, {"lead": lead, "title": "更正标题"})
    assert (payload["incident"]["severity"], payload["incident"]["title"]) == (None, "更正标题")


async def test_two_who_promote_at_once_make_one_incident(desk: Desk) -> None:
    lead = await reported(desk)
    acts = [desk.act("promoteLead", PROMOTED, {"lead": lead}) for _ in range(3)]
    answers = await asyncio.gather(*acts)
    done = [one for one in answers if one["__typename"] == "PromoteLeadPayload"]
    assert len(done) == 1
    assert {one["code"] for one in answers if one not in done} <= {"LEAD_DECIDED", "BUSY"}


async def test_what_is_told_again_of_an_open_incident_joins_its_lead(desk: Desk) -> None:
    source = {"url": "https://weibo.example/again"}
    lead = await reported(desk, source=source)
    await desk.act("promoteLead", PROMOTED, {"lead": lead})
    again = await report(desk, OTHER_VENDOR, source=source)
    assert (again["lead"]["id"], again["lead"]["state"]) == (lead, "PROMOTED")
    assert again["lead"]["mergedInto"]["number"]


async def test_a_dismissal_gives_its_reason_and_the_same_thing_again_is_new(desk: Desk) -> None:
    source = {"url": "https://weibo.example/noise"}
    lead = await reported(desk, source=source)
    refusal = await desk.act("dismissLead", DECIDED, {"lead": lead, "reason": " "})
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.reason")
    given = {"lead": lead, "reason": "与本地无关", "idempotencyKey": "dismiss 1"}
    payload = await desk.act("dismissLead", DECIDED, given)
    assert (payload["lead"]["state"], payload["lead"]["reason"]) == ("DISMISSED", "与本地无关")
    assert (await desk.act("dismissLead", DECIDED, given))["replayed"]
    refusal = await desk.act("dismissLead", DECIDED, {"lead": lead, "reason": "再次"})
    assert refusal["code"] == "LEAD_DECIDED"
    assert await reported(desk, source=source) != lead


async def test_merged_leads_keep_every_report_and_the_earliest_receipt(desk: Desk) -> None:
    early = await reported(desk, source={"url": "https://weibo.example/early"})
    first = (await read(desk, early))["knownAt"]
    desk.clock.advance(minutes=5)
    target = await reported(desk, source={"url": "https://weibo.example/target"})
    payload = await desk.act("mergeLead", DECIDED, {"lead": early, "intoLead": target})
    assert (payload["lead"]["state"], payload["lead"]["mergedIntoLead"]) == ("MERGED", target)
    merged = await read(desk, target)
    assert (merged["sightingCount"], merged["knownAt"]) == (2, first)
    assert await reported(desk, source={"url": "https://weibo.example/early"}) == target
    await desk.act("promoteLead", PROMOTED, {"lead": target})
    assert (await read(desk, early))["mergedInto"] == (await read(desk, target))["mergedInto"]


async def test_a_lead_merged_into_an_incident_says_when_it_was_known_earlier(desk: Desk) -> None:
    lead = await reported(desk)
    desk.clock.advance(minutes=5)
    incident = await desk.open(knownAt=desk.clock.now().isoformat())
    given = {"lead": lead, "intoIncident": incident["id"], "reason": "同一事件"}
    payload = await desk.act("mergeLead", f"{DECIDED} warnings {{ code }}", given)
    assert payload["lead"]["mergedInto"]["number"] == incident["number"]
    assert payload["warnings"] == [{"code": "KNOWN_EARLIER"}]
    timeline = (await desk.file(incident["id"]))["timeline"]
    assert ("INCIDENT_LEAD_JOINED", "线索") in {(e["kind"], e["kindTitle"]) for e in timeline}


async def test_a_merge_needs_one_other_target(desk: Desk) -> None:
    lead, gone = await reported(desk), await reported(desk)
    await desk.act("dismissLead", DECIDED, {"lead": gone, "reason": "重复"})
    for target, code in (
        ({}, "ONE_OF"),
        ({"intoLead": lead}, "SAME_LEAD"),
        ({"intoLead": gone}, "LEAD_DECIDED"),
    ):
        refusal = await desk.act("mergeLead", DECIDED, {"lead": lead, **target})
        assert refusal["code"] == code


async def test_a_report_joined_wrongly_becomes_a_lead_of_its_own(desk: Desk) -> None:
    digest = {"contentHash": "fedcba9876543210"}
    lead = await reported(desk, source={"url": "https://a.example/one", **digest})
    await reported(desk, source={"url": "https://a.example/two", **digest})
    sightings = {row["url"]: row["id"] for row in (await read(desk, lead))["sightings"]}
    given = {"sighting": sightings["https://a.example/two"], "reason": "另一件事"}
    new = (await desk.act("splitLead", DECIDED, given))["lead"]
    assert (new["state"], new["sightingCount"], new["id"] != lead) == ("NEW", 1, True)
    old = await read(desk, lead)
    assert (old["sightingCount"], old["url"]) == (1, "https://a.example/one")
    assert await reported(desk, source={"url": "https://a.example/two"}) == new["id"]
    last = {"sighting": sightings["https://a.example/one"], "reason": "再拆"}
    assert (await desk.act("splitLead", DECIDED, last))["code"] == "LAST_SIGHTING"


async def test_decisions_on_leads_elsewhere_are_not_found(desk: Desk) -> None:
    lead = await reported(desk)
    sighting = (await read(desk, lead))["sightings"][0]["id"]
    acts: dict[str, dict[str, Any]] = {
        "promoteLead": {"lead": lead},
        "mergeLead": {"lead": lead, "intoLead": await reported(desk, localityCode="140400")},
        "splitLead": {"sighting": sighting, "reason": "拆"},
        "dismissLead": {"lead": lead, "reason": "无关"},
    }
    for name, given in acts.items():
        assert (await desk.act(name, "replayed", given, ELSEWHERE))["code"] == "NOT_FOUND", name


async def test_desks_follow_leads_by_the_change_log(desk: Desk) -> None:
    lead = await reported(desk)
    await desk.act("dismissLead", DECIDED, {"lead": lead, "reason": "无关"})
    query = "{ changes(first: 1000) { changes { id entity kind version } } }"
    feed = (await desk.ask(query))["changes"]["changes"]
    assert [(row["entity"], row["kind"], row["version"]) for row in feed if row["id"] == lead] == [
        ("lead", "REPORTED", 1),
        ("lead", "DISMISSED", 2),
    ]
    elsewhere = (await desk.ask(query, ELSEWHERE))["changes"]["changes"]
    assert lead not in {row["id"] for row in elsewhere}
    answer = await desk.send(query, VENDOR)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_lead_replays_to_its_vendor_as_it_stands_now(desk: Desk) -> None:
    given = {**a_report(), "idempotencyKey": "vendor keeps asking"}
    shape = "replayed lead { id state mergedInto { number } }"
    lead = (await desk.act("reportLead", shape, given, VENDOR))["lead"]
    await desk.act("promoteLead", PROMOTED, {"lead": lead["id"]})
    again = await desk.act("reportLead", shape, given, VENDOR)
    assert (again["replayed"], again["lead"]["id"]) == (True, lead["id"])
    assert again["lead"]["mergedInto"]["number"]
