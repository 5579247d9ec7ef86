"""People who change in the registry while an incident is open."""

from typing import Any

import pytest_asyncio

from services.kit.database import Database
from tests.deadlines.desk import Desk
from tests.deadlines.feed import change_of_person, change_of_post
from tests.deadlines.test_mirror import WORLD, Registry, pair, sync

TIMELINE = "query T($i: ID!) { incident(id: $i) { timeline { kind } } }"
HEAD = next(h for h in WORLD.holders if h.unit == "130123" and h.post.value == "HEAD")


@pytest_asyncio.fixture(loop_scope="module")
async def opened(clean_deadlines: None, deadlines_db: Database) -> Any:
    """An incident of 正定县 all of whose parties and duties are taken on."""
    async with pair(deadlines_db) as both:
        desk, _ = both
        await sync(desk)
        incident = await desk.open()
        for party in incident["parties"]:
            await desk.act("acknowledge", "replayed", {"party": party["id"], "by": "王某"})
        for row in incident["obligations"]:
            await desk.act("acknowledge", "replayed", {"obligation": row["id"], "by": "王某"})
        yield desk, incident["id"], both[1]


def person(incident: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = incident["by"]["FIRST_RELEASE"]["person"]
    return found


async def test_a_new_number_reaches_the_open_incident_and_keeps_what_was_taken_on(
    opened: tuple[Desk, str, Registry],
) -> None:
    desk, id_, registry = opened
    moved = change_of_person(1, HEAD.person, phone="13911112222")
    registry.changes.append({**moved, "version": 2})
    await sync(desk)
    after = await desk.file(id_)
    assert person(after)["phone"] == "13911112222"
    assert after["parties"][0]["person"]["phone"] == "13911112222"
    assert all(party["acknowledgedAt"] for party in after["parties"])
    assert all(row["acknowledgedBy"] for row in after["obligations"])
    assert [len(row["versions"]) for row in after["obligations"]].count(1) == len(after["by"])


async def test_another_person_has_taken_on_nothing_yet(opened: tuple[Desk, str, Registry]) -> None:
    desk, id_, registry = opened
    leaves = change_of_post(1, HEAD)
    registry.changes.append(
        {**leaves, "version": 2, "body": {**leaves["body"], "to": "2026-11-19"}}
    )
    await sync(desk)
    after = await desk.file(id_)
    now = person(after)
    assert now is None or now["name"] != HEAD.person
    assert after["by"]["FIRST_RELEASE"]["acknowledgedBy"] is None
    untouched = [p for p in after["parties"] if p["unit"]["code"] != "130123"]
    assert after["parties"][0]["acknowledgedAt"] is None
    assert untouched
    assert all(party["acknowledgedAt"] for party in untouched)


async def test_leave_that_begins_by_itself_is_seen_at_the_next_sync(
    opened: tuple[Desk, str, Registry],
) -> None:
    desk, id_, registry = opened
    body = {
        "id": "00000000-0000-7000-8000-000000000002",
        "person_id": change_of_post(1, HEAD)["body"]["person_id"],
        "from": "2026-11-21T04:00:00+08:00",
        "to": None,
        "present": False,
    }
    registry.changes.append({"cursor": "x", "entity": "availability", "version": 1, "body": body})
    await sync(desk)
    assert person(await desk.file(id_))["name"] == HEAD.person
    desk.clock.advance(hours=2)
    await sync(desk)
    after = person(await desk.file(id_))
    changes = await desk.ask(TIMELINE, i=id_)
    assert after["name"] != HEAD.person or any(
        entry["kind"] == "OBLIGATION_CONTACTS_CHANGED" for entry in changes["incident"]["timeline"]
    )
