"""The mirror: fed by the registry, kept without it, and what that means for incidents."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.deadlines.law.cases import parse_world
from services.deadlines.packs import world_text
from services.deadlines.store.contacts import incidents_pending_contacts
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import COUNTY, ELSEWHERE, JOB, Desk, make_facts, serving
from tests.deadlines.feed import change_of_person, change_of_post, change_of_unit
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

SYNCED = "applied cursor hasMore reachable replayed"
FAULTS = "{ mirrorStatus { units faults { entity id reason cursor at } } }"
STATUS = "{ mirrorStatus { units reachable cursor lastSyncAt } }"
WORLD = parse_world(world_text())


class Registry:
    """A registry that answers what it is told to, over real HTTP."""

    def __init__(self) -> None:
        changes = [change_of_unit(n, u) for n, u in enumerate(WORLD.units.values(), start=1)]
        place = len(changes) + 1
        people = dict.fromkeys(holder.person for holder in WORLD.holders)
        changes += [change_of_person(n, name) for n, name in enumerate(people, start=place)]
        place = len(changes) + 1
        changes += [change_of_post(n, h) for n, h in enumerate(WORLD.holders, start=place)]
        self.changes: list[dict[str, Any]] = changes
        self.answer: Response | None = None
        self.asked = 0
        self.hangs = False
        self.app = Starlette(routes=[Route("/graphql", self.graphql, methods=["POST"])])

    async def graphql(self, request: Request) -> Response:
        self.asked += 1
        while self.hangs:
            await asyncio.sleep(0.1)
        if self.answer is not None:
            return self.answer
        body = await request.json()
        if "signIn" in body["query"]:
            session = {"accessToken": "t", "expiresAt": "2099-01-01T00:00:00+00:00"}
            return JSONResponse({"data": {"signIn": session}})
        after, first = int(body["variables"]["after"] or 0), body["variables"]["first"]
        page = self.changes[after : after + first]
        answer = {
            "changes": page,
            "cursor": str(after + len(page)),
            "hasMore": after + len(page) < len(self.changes),
        }
        return JSONResponse({"data": {"changes": answer}})


@asynccontextmanager
async def pair(database: Database) -> AsyncIterator[tuple[Desk, Registry]]:
    registry = Registry()
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with (
        serve_app(registry.app) as url,
        serving(database, clock, registry_url=url, registry_token="hy_x") as desk,
    ):
        yield desk, registry


@pytest_asyncio.fixture(loop_scope="module")
async def both(
    clean_deadlines: None, deadlines_db: Database
) -> AsyncIterator[tuple[Desk, Registry]]:
    async with pair(deadlines_db) as found:
        yield found


Both = tuple[Desk, Registry]


async def sync(desk: Desk, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("syncRegistry", SYNCED, given, JOB)
    return payload


async def test_a_sync_applies_the_feed_and_keeps_its_place(both: Both) -> None:
    desk, registry = both
    first = await sync(desk, limit=10)
    assert (first["applied"], first["cursor"], first["hasMore"]) == (10, "10", True)
    rest = await sync(desk)
    assert (rest["applied"], rest["hasMore"]) == (len(registry.changes) - 10, False)
    assert (await sync(desk))["applied"] == 0
    status = (await desk.ask(STATUS))["mirrorStatus"]
    assert status["units"] == len(WORLD.units)
    assert status["reachable"] is True


@pytest.mark.parametrize(
    "answer",
    [
        Response("bad gateway", status_code=502),
        Response("<html>", media_type="text/html"),
        JSONResponse({"data": None, "errors": [{"message": "x"}]}),
        JSONResponse({"data": {"signIn": {"code": "UNKNOWN_SECRET"}}}),
        JSONResponse([1, 2]),
        Response("x" * (9 << 20)),
    ],
)
async def test_a_registry_that_answers_nonsense_changes_nothing(
    both: Both, answer: Response
) -> None:
    desk, registry = both
    await sync(desk, limit=5)
    registry.answer = answer
    failed = await sync(desk)
    assert (failed["applied"], failed["reachable"], failed["cursor"]) == (0, False, "5")
    registry.answer = None
    assert (await sync(desk))["applied"] == len(registry.changes) - 5


async def test_a_malformed_change_is_shown_and_the_rest_of_the_feed_is_mirrored(both: Both) -> None:
    desk, registry = both
    good = registry.changes[3]
    registry.changes[3] = {**good, "body": {"id": good["body"]["id"]}}
    answer = await sync(desk)
    assert (answer["reachable"], answer["applied"]) == (True, len(registry.changes) - 1)
    status = (await desk.ask(FAULTS))["mirrorStatus"]
    (fault,) = status["faults"]
    assert (fault["entity"], fault["id"]) == ("unit", good["body"]["id"])
    assert (fault["reason"], status["units"]) == ("KeyError 'code'", len(WORLD.units) - 1)
    registry.changes.append({**good, "version": 2})
    await sync(desk)
    status = (await desk.ask(FAULTS))["mirrorStatus"]
    assert (status["faults"], status["units"]) == ([], len(WORLD.units))


async def test_a_mirror_that_lacks_a_unit_calls_none_unknown(both: Both) -> None:
    desk, registry = both
    registry.changes[3] = {**registry.changes[3], "body": {"id": "broken"}}
    await sync(desk)
    facts = make_facts(units=["1301-NOPE"])
    opened = await desk.act("openIncident", "incident { contactsPending }", {"facts": facts})
    assert opened["__typename"] == "OpenIncidentPayload"


async def test_a_feed_of_nothing_but_faults_is_not_passed_over(both: Both) -> None:
    desk, registry = both
    registry.changes = [{"entity": "unit", "body": {"id": str(n)}} for n in range(101)]
    assert (await sync(desk))["reachable"] is False


async def test_what_the_registry_took_back_is_gone_and_stays_gone(both: Both) -> None:
    desk, registry = both
    await sync(desk)
    last = registry.changes[-1]
    registry.changes.append({**last, "cursor": "x", "kind": "removed"})
    registry.changes.append({**registry.changes[0], "cursor": "y", "kind": "removed"})
    assert (await sync(desk))["reachable"] is True
    assert (await desk.ask(STATUS))["mirrorStatus"]["units"] == len(WORLD.units) - 1
    async with desk.database.reading() as conn:
        post = await conn.fetchval("select 1 from mirror_post where id = $1", last["body"]["id"])
    assert post is None


@pytest.mark.requirement(8)
async def test_without_the_registry_an_incident_opens_and_is_completed_when_it_returns(
    both: Both,
) -> None:
    desk, registry = both
    registry.answer = Response("away", status_code=503)
    await sync(desk)
    incident = await desk.open()
    first = incident["by"]["FIRST_RELEASE"]
    assert incident["contactsPending"] is True
    assert (first["owner"]["known"], first["person"]) == (False, None)
    assert first["dueAt"] == "2026-11-20T19:40:00+00:00"

    registry.answer = None
    await sync(desk)
    after = await desk.file(incident["id"])
    first = after["by"]["FIRST_RELEASE"]
    assert after["contactsPending"] is False
    assert first["owner"] == {"code": "130123", "name": "正定县人民政府", "known": True}
    assert first["person"]["phone"] == "13900000001"
    assert len(first["versions"]) == 1
    assert any(entry["kind"] == "INCIDENT_CONTACTS_COMPLETED" for entry in after["timeline"])


async def test_whoever_comes_to_see_an_incident_hears_why(both: Both) -> None:
    desk, registry = both
    registry.answer = Response("away", status_code=503)
    await sync(desk)
    facts: dict[str, Any] = {"localities": ["130123"], "units": ["130102-JYJ"]}
    await desk.open(**facts)
    registry.answer = None
    await sync(desk)
    async with desk.database.reading() as conn:
        unheard = await conn.fetchval(
            """
            select count(*)
            from change c
            join incident_scope s on s.incident = (c.body ->> 'incident')::uuid
            where c.kind in ('CONTACTS_CHANGED', 'CONTACTS_COMPLETED')
            and not c.scope @> array[s.scope]
            """
        )
        told = await conn.fetchval("select count(*) from change where kind = 'CONTACTS_CHANGED'")
    assert (unheard, told > 0) == (0, True)


async def test_a_registry_that_hangs_is_recorded_as_silent(both: Both) -> None:
    desk, registry = both
    await sync(desk, limit=5)
    registry.hangs = True
    silent = await sync(desk)
    assert (silent["reachable"], silent["cursor"]) == (False, "5")
    assert (await desk.ask(STATUS))["mirrorStatus"]["reachable"] is False
    registry.hangs = False


async def test_an_unknown_unit_is_refused_only_while_the_mirror_can_tell(both: Both) -> None:
    desk, _ = both
    facts = make_facts(units=["1301-NOPE"])
    opened = await desk.act("openIncident", "incident { contactsPending }", {"facts": facts})
    assert opened["__typename"] == "OpenIncidentPayload"
    await sync(desk)
    refused = await desk.act("openIncident", "replayed", {"facts": facts})
    assert (refused["code"], refused["field"]) == ("UNKNOWN_UNIT", "facts.units")
    desk.clock.advance(minutes=11)
    stale = await desk.act("openIncident", "replayed", {"facts": facts})
    assert stale["__typename"] == "OpenIncidentPayload"


async def test_a_person_on_leave_is_said_and_one_who_left_is_gone(both: Both) -> None:
    desk, registry = both
    await sync(desk)
    head = next(h for h in WORLD.holders if h.unit == "130123" and h.post.value == "HEAD")
    post = change_of_post(1, head)
    registry.changes.append(
        {
            "cursor": "x",
            "entity": "availability",
            "version": 1,
            "body": {
                "id": "00000000-0000-7000-8000-000000000001",
                "person_id": post["body"]["person_id"],
                "from": "2026-11-20",
                "to": None,
                "present": False,
            },
        }
    )
    await sync(desk)
    query = """query P($f: IncidentFactsInput!) { previewIncident(facts: $f) {
      parties { person { name present note } } } }"""
    found = (await desk.ask(query, f=make_facts()))["previewIncident"]["parties"][0]["person"]
    assert (found["present"], found["note"]) == (False, "请假中")
    gone = {**post, "version": 2, "body": {**post["body"], "to": "2026-11-19"}}
    registry.changes.append(gone)
    await sync(desk)
    found = (await desk.ask(query, f=make_facts()))["previewIncident"]["parties"][0]["person"]
    assert found is None or found["name"] != head.person


async def test_a_new_number_and_a_new_name_show_at_once_whatever_the_post_said(both: Both) -> None:
    desk, registry = both
    head = next(h for h in WORLD.holders if h.unit == "130123" and h.post.value == "HEAD")
    for change in registry.changes:
        if change["entity"] == "appointment":
            change["body"]["phone"] = "13900000001"
    await sync(desk)
    moved = change_of_person(1, head.person, name="新名字", phone="13911112222")
    registry.changes.append({**moved, "version": 2})
    await sync(desk)
    query = """query P($f: IncidentFactsInput!) { previewIncident(facts: $f) {
      parties { person { name phone } speaker { name phone } } } }"""
    found = (await desk.ask(query, f=make_facts()))["previewIncident"]["parties"][0]["person"]
    assert found == {"name": "新名字", "phone": "13911112222"}


@pytest.mark.parametrize(
    ("search", "code"), [("130123", "130123"), ("正定", "130123"), ("1301", "1301")]
)
async def test_a_place_is_found_with_the_registry_down(both: Both, search: str, code: str) -> None:
    desk, registry = both
    await sync(desk)
    registry.answer = Response("away", status_code=503)
    query = "query L($s: String!) { localities(search: $s) { code } }"
    found = (await desk.ask(query, s=search))["localities"]
    assert found[0]["code"] == code


@pytest.mark.parametrize(
    "garbage",
    [
        {"id": "no uuid"},
        {"name": "正定\0县"},
        {"name": None},
        {"scope": "1301"},
        {"scope": [None, "13"]},
        {"scope": ["0", "13", "1301", "130123", None, None, "x"]},
        {"code": 7},
        {"code": "1301"},
    ],
)
async def test_a_unit_that_is_garbage_is_not_mirrored_and_that_is_said(
    both: Both, garbage: dict[str, Any]
) -> None:
    desk, registry = both
    await sync(desk)
    before = (await desk.ask(FAULTS))["mirrorStatus"]
    change = change_of_unit(len(registry.changes) + 1, WORLD.units["130123"])
    change["body"] |= {"id": "01a200d4-7547-7a44-99cd-09c6f592544b", **garbage}
    registry.changes.append(change)
    answer = await sync(desk)
    assert (answer["applied"], answer["reachable"]) == (0, True)
    after = (await desk.ask(FAULTS))["mirrorStatus"]
    assert (after["units"], len(after["faults"])) == (before["units"], 1)


async def test_a_unit_fed_without_a_place_is_placed_by_its_code(both: Both) -> None:
    desk, registry = both
    for change in registry.changes:
        change["body"].pop("scope", None)
    await sync(desk)
    incident = await desk.open()
    rows = await desk.ask(
        "query B($i: ID!) { boardTally { total } obligations(first: 50, filter: {incident: $i}) {"
        " edges { node { id } } } }",
        i=incident["id"],
    )
    assert rows["obligations"]["edges"]
    assert rows["boardTally"]["total"] > 0


async def test_a_place_of_the_own_territory_comes_before_others_of_its_kind(both: Both) -> None:
    desk, _ = both
    await sync(desk)
    query = "query L($s: String!) { localities(search: $s, first: 1) { code } }"
    for search in ("人民政府", "1"):
        for who, code in ((COUNTY, "130123"), (ELSEWHERE, "1404")):
            found = (await desk.ask(query, who, s=search))["localities"]
            assert found == [{"code": code}], search


async def test_incidents_that_wait_for_ever_keep_no_other_from_its_contacts(both: Both) -> None:
    desk, _ = both
    await sync(desk)
    async with desk.database.reading() as conn:
        chosen = set()
        opened = [await desk.open() for _ in range(4)]
        await conn.execute("update incident set contacts_pending = true")
        for _ in range(60):
            chosen |= set(await incidents_pending_contacts(conn, 2))
    assert len(chosen) >= len(opened)
