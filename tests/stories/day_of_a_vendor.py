"""A monitoring vendor's day (REQUIREMENTS 6.4): what it reports, and what a system reads back."""

from datetime import datetime, timedelta
from typing import Any

from services.kit.auth import Role
from services.kit.database import Database
from tests.stories.town import Town

REPORT = """mutation R($in: ReportLeadInput!) { reportLead(input: $in) { __typename
  ... on ReportLeadPayload {
    replayed joined
    lead { id state knownAt sightingCount mergedInto { id number } }
    warnings { code field }
    provisional { kind dueAt dueClass provisional basis { clause gist assumption } }
  }
  ... on Refusal { code field message } } }"""
LEAD = """query L($id: ID!) { lead(id: $id) { state knownAt suggestedSeverity
  sightings { id url firstSeenAt } mergedInto { number } } }"""
REPORTED = """query R($after: String) { reportedLeads(first: 3, after: $after) {
  edges { node { alertId lead { id state sightingCount mergedInto { id number } } } }
  pageInfo { hasNextPage endCursor } } }"""
OWED = """query O($after: String, $filter: ObligationFilter) {
  obligations(first: 3, after: $after, filter: $filter) {
  edges { cursor node { id kind dueAt startAt } } pageInfo { hasNextPage endCursor } } }"""
SINCE = """query C($after: String) { changes(after: $after, first: 1000) {
  changes { entity id kind version at } cursor hasMore } }"""


async def whole_day(town: Town, deadlines_db: Database) -> None:
    lead = await a_report_is_a_lead_with_the_strictest_clocks(town, deadlines_db)
    await the_same_key_is_the_same_report(town, lead)
    await another_address_of_the_same_event_is_a_sighting_until_a_person_splits_it(town, lead)
    await a_vendor_sets_no_severity_and_opens_no_duty(town, lead)
    await a_fast_clock_is_kept_as_claimed(town)
    await an_officer_makes_an_incident_of_it_known_since_the_receipt(town, lead)
    await the_vendor_pulls_what_became_of_its_own_leads(town, lead)
    await a_system_reads_what_is_owed_and_what_changed(town)
    await what_may_be_asked_is_published(town)


def a_report(key: str, **overrides: Any) -> dict[str, Any]:
    source = {
        "vendor": "某某舆情",
        "alertId": key,
        "platform": "微博",
        "url": f"https://weibo.example/{key}",
        "firstSeenAt": "2026-11-21T02:58:00+08:00",
        "capturedAt": "2026-11-21T02:59:00+08:00",
        "contentHash": "9f86d081884c7d659a2feaa0c55ad015",
        **overrides.pop("source", {}),
    }
    given = {
        "idempotencyKey": key,
        "title": "正定县一工厂爆炸",
        "localityCode": "130123",
        "suggestedSeverity": "特别重大",
        "occurredAt": "2026-11-21T02:40:00+08:00",
        "occurredPrecision": "ABOUT",
        "heat": 1200,
    }
    return {"source": source, **given, **overrides}


async def report(town: Town, **given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await town.ask(REPORT, Role.VENDOR, **{"in": given}))["reportLead"]
    return answer


async def a_report_is_a_lead_with_the_strictest_clocks(town: Town, database: Database) -> str:
    """What it would call for is shown at once, provisional and owed by nobody."""
    told = await report(town, **a_report("alert-1"))
    assert (told["lead"]["state"], told["replayed"], told["joined"]) == ("NEW", False, False)
    assert moment(told["lead"]["knownAt"]) == town.clock.now()
    duties = {row["kind"]: row for row in told["provisional"]}
    assert moment(duties["FIRST_RELEASE"]["dueAt"]) == moment("2026-11-21T03:40:00+08:00")
    assert all(row["provisional"] for row in duties.values())
    assert duties["PRESS_CONFERENCE"]["basis"][0]["assumption"]
    assert duties["UPWARD_REPORT"]["dueClass"] == "STATUTORY_UNTIMED"
    async with database.reading() as conn:
        assert await conn.fetchval("select count(*) from obligation") == 0
        # the key stands or falls with the lead: both were written by one transaction
        one = await conn.fetchval(
            "select count(distinct xmin::text) from (select xmin from lead union all"
            " select xmin from idempotency where key = 'alert-1') as written"
        )
    assert one == 1
    id_: str = told["lead"]["id"]
    return id_


async def the_same_key_is_the_same_report(town: Town, lead: str) -> None:
    town.clock.advance(minutes=5)
    again = await report(town, **a_report("alert-1"))
    assert (again["replayed"], again["lead"]["id"]) == (True, lead)
    assert again["lead"]["sightingCount"] == 1
    other = await report(town, **a_report("alert-1", heat=9000))
    assert (other["__typename"], other["code"]) == ("Refusal", "IDEMPOTENCY_CONFLICT")
    assert other["field"] == "idempotencyKey"


async def another_address_of_the_same_event_is_a_sighting_until_a_person_splits_it(
    town: Town, lead: str
) -> None:
    """By content, by address, by time and place; an officer may say that it was another."""
    by_hash = await report(town, **a_report("alert-2"))
    source = {"url": "https://weibo.example/alert-1", "contentHash": None}
    by_url = await report(town, **a_report("alert-3", source=source, occurredAt=None))
    source = {"url": "https://b.example/4", "contentHash": None}
    near = await report(
        town, **a_report("alert-4", source=source, occurredAt="2026-11-21T02:55:00+08:00")
    )
    joined = [by_hash, by_url, near]
    assert {each["lead"]["id"] for each in joined} == {lead}
    assert [each["lead"]["sightingCount"] for each in joined] == [2, 3, 4]
    assert all(each["joined"] for each in joined)
    sightings = (await town.ask(LEAD, id=lead))["lead"]["sightings"]
    wrong = next(row["id"] for row in sightings if row["url"] == "https://b.example/4")
    split = await town.act(
        "splitLead", "lead { id state }", {"sighting": wrong, "reason": "另一起车祸"}
    )
    assert (split["lead"]["state"], split["lead"]["id"] != lead) == ("NEW", True)
    assert len((await town.ask(LEAD, id=lead))["lead"]["sightings"]) == 3
    await town.act("dismissLead", "lead { id }", {"lead": split["lead"]["id"], "reason": "无关"})


async def a_vendor_sets_no_severity_and_opens_no_duty(town: Town, lead: str) -> None:
    for name, given in (
        ("promoteLead", {"lead": lead}),
        ("openIncident", {"facts": {"severity": "PARTICULARLY_MAJOR"}}),
    ):
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation M($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}"
        variables = {"input": {**given, "idempotencyKey": name}}
        answer = await town.send(query, Role.VENDOR, **variables)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    found = (await town.ask(LEAD, id=lead))["lead"]
    assert found["suggestedSeverity"] == "特别重大"  # what it says; not what it is


async def a_fast_clock_is_kept_as_claimed(town: Town) -> None:
    """The server's time rules; what the vendor's clock said is stored and warned of."""
    ahead = "2026-11-21T09:00:00+08:00"
    source = {"firstSeenAt": ahead, "contentHash": None}
    told = await report(town, **a_report("alert-9", source=source, localityCode="130121"))
    assert [w["code"] for w in told["warnings"]] == ["FIRST_SEEN_IN_FUTURE"]
    assert moment(told["lead"]["knownAt"]) == town.clock.now()
    kept = (await town.ask(LEAD, id=told["lead"]["id"]))["lead"]["sightings"][0]
    assert moment(kept["firstSeenAt"]) == moment(ahead)


async def an_officer_makes_an_incident_of_it_known_since_the_receipt(town: Town, lead: str) -> None:
    """The delay at the desk is the desk's: the clock runs since the server had it."""
    town.clock.advance(minutes=45)
    fields = """incident { number severity facts { knownAt }
        obligations { kind dueAt lateAtIntake } } lead { state }"""
    facts = {"emergency": True, "severity": "MAJOR"}
    made = await town.act("promoteLead", fields, {"lead": lead, "facts": facts})
    assert (made["lead"]["state"], made["incident"]["severity"]) == ("PROMOTED", "MAJOR")
    received = (await town.ask(LEAD, id=lead))["lead"]["knownAt"]
    assert made["incident"]["facts"]["knownAt"] == received
    first = next(r for r in made["incident"]["obligations"] if r["kind"] == "FIRST_RELEASE")
    assert moment(first["dueAt"]) < town.clock.now()
    assert first["lateAtIntake"] is False
    replayed = await report(town, **a_report("alert-1"))
    assert replayed["lead"]["mergedInto"]["number"] == made["incident"]["number"]


async def paged(
    town: Town, query: str, name: str, role: Role, **variables: Any
) -> list[list[dict[str, Any]]]:
    """Read a list to its end, page by page after the cursor of the one before."""
    pages, more = list[list[dict[str, Any]]](), True
    after = None
    while more:
        page = (await town.ask(query, role, after=after, **variables))[name]
        pages.append([edge["node"] for edge in page["edges"]])
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return pages


async def the_vendor_pulls_what_became_of_its_own_leads(town: Town, lead: str) -> None:
    """State, and the incident by its number alone; cases, duties and the log stay closed."""
    pages = await paged(town, REPORTED, "reportedLeads", Role.VENDOR)
    own = {row["alertId"]: row["lead"] for page in pages for row in page}
    assert {name: row["state"] for name, row in own.items()} == {
        **dict.fromkeys(("alert-1", "alert-2", "alert-3"), "PROMOTED"),
        "alert-4": "DISMISSED",  # split off, and found to be of no matter
        "alert-9": "NEW",
    }
    assert own["alert-1"]["id"] == own["alert-3"]["id"] == lead
    assert own["alert-2"]["mergedInto"]["number"].startswith("2026-")
    assert await paged(town, REPORTED, "reportedLeads", Role.OFFICER) == [[]], "nobody else's"
    incident = own["alert-1"]["mergedInto"]["id"]
    for closed in (
        "{ obligations { edges { cursor } } }",
        "{ changes { cursor } }",
        "{ leads { edges { cursor } } }",
        f'{{ incident(id: "{incident}") {{ id }} }}',
        f'{{ lead(id: "{lead}") {{ title }} }}',
        f'{{ node(id: "{lead}") {{ id }} }}',
    ):
        answer = await town.send(closed, Role.VENDOR)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", closed


async def a_system_reads_what_is_owed_and_what_changed(town: Town) -> None:
    """Page by page after a cursor, and since a token; each time says its offset."""
    pages = await paged(town, OWED, "obligations", Role.SYSTEM)
    nodes = [node for each in pages for node in each]
    assert len(pages) > 1
    assert len({node["id"] for node in nodes}) == len(nodes)
    for node in nodes:
        times = [node["startAt"], *([node["dueAt"]] if node["dueAt"] else [])]
        assert all(moment(text).utcoffset() is not None for text in times)
    wanted = {"kind": ["CONSULTATION"], "state": ["OPEN"]}
    some = await paged(town, OWED, "obligations", Role.SYSTEM, filter=wanted)
    assert {row["kind"] for page in some for row in page} == {"CONSULTATION"}
    start = (await town.ask(SINCE, Role.SYSTEM))["changes"]
    assert {"lead", "obligation", "incident"} <= {row["entity"] for row in start["changes"]}
    last = start["cursor"]
    assert (await town.ask(SINCE, Role.SYSTEM, after=last))["changes"]["changes"] == []
    first = next(node for node in nodes if node["kind"] == "CONSULTATION")
    await town.act("waiveObligation", "replayed", {"obligation": first["id"], "reason": "演练"})
    since = (await town.ask(SINCE, Role.SYSTEM, after=last))["changes"]["changes"]
    (told,) = [row for row in since if (row["entity"], row["kind"]) == ("obligation", "WAIVED")]
    one = "query D($id: ID!) { obligation(id: $id) { id state } }"
    read = (await town.ask(one, Role.SYSTEM, id=told["id"]))["obligation"]
    assert read == {"id": first["id"], "state": "WAIVED"}


async def what_may_be_asked_is_published(town: Town) -> None:
    """The bounds can be read before one meets them, and what goes beyond them is told by code."""
    limits = (
        await town.ask("{ limits { depth rows page aliases requestsASecond } }", Role.VENDOR)
    )["limits"]
    assert limits["requestsASecond"] is None
    deep = "{ obligations { edges { node " + "{ incident " * limits["depth"] + "{ id }"
    answer = await town.send(deep + " }" * (limits["depth"] + 3), Role.OFFICER)
    assert answer["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
    wide = f"{{ obligations(first: {limits['page'] + 1}) {{ edges {{ cursor }} }} }}"
    answer = await town.send(wide, Role.OFFICER)
    assert answer["errors"][0]["extensions"]["code"]


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.utcoffset() in (timedelta(0), timedelta(hours=8))
    return found
