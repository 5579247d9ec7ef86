"""The feed that other services mirror."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.database import Database
from services.kit.ids import new_id
from services.registry.domain import bodies
from services.registry.domain.bodies import Body
from tests.registry.api import Api
from tests.registry.world import (
    make_appointment,
    make_channel,
    make_expert,
    make_filing,
    make_leave,
    make_principal,
    make_training,
)

SYSTEM = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")
CITY = make_principal(Role.OFFICER, unit="1301", scope_level=3, scope_code="1301")
NEIGHBOUR = make_principal(Role.OFFICER, unit="130121", scope_level=4, scope_code="130121")
FEED = """
query ($after: String, $first: Int!) {
  changes(after: $after, first: $first) {
    cursor hasMore changes { cursor entity kind version at body }
  }
}
"""


async def feed(api: Api, after: str | None = None, first: int = 1000, **who: Any) -> dict[str, Any]:
    data = await api.ask(FEED, {"after": after, "first": first}, **who)
    page: dict[str, Any] = data["changes"]
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(api: Api) -> str:
    """Register a person, appoint and end; return the cursor before."""
    before: str = (await feed(api))["cursor"]
    made = await api.act(
        "createPerson",
        "PersonPayload { person { id } }",
        unit="130123",
        name="甲",
        phone="13900000001",
    )
    appointed = await api.act(
        "appoint",
        "AppointmentPayload { appointment { id } }",
        unit="130123",
        personId=made["person"]["id"],
        post="HEAD",
        title="县长",
        startsOn="2026-01-01",
    )
    await api.act(
        "endAppointment",
        "AppointmentPayload { replayed }",
        id=appointed["appointment"]["id"],
        endsOn="2026-11-30",
        reason="调任",
    )
    return before


async def test_changes_come_in_order_and_whole(api: Api, story: str) -> None:
    page = await feed(api, story)
    told = [(one["entity"], one["kind"], one["version"]) for one in page["changes"]]
    assert told == [
        ("person", "created", 1),
        ("appointment", "created", 1),
        ("appointment", "ended", 2),
    ]
    body = page["changes"][2]["body"]
    assert body | {"id": "", "person_id": ""} == {
        "id": "",
        "unit": "130123",
        "person_id": "",
        "person": "甲",
        "post": "HEAD",
        "title": "县长",
        "rank": None,
        "qualification": None,
        "employment": None,
        "phone": "13900000001",
        "from": "2026-01-01",
        "to": "2026-11-30",
        "end_reason": "调任",
        "filed_on": None,
    }


async def test_numbers_are_added_only_for_those_who_may_see_them(api: Api, story: str) -> None:
    seen = [
        [one["body"]["phone"] for one in (await feed(api, story, caller=caller))["changes"]]
        for caller in (SYSTEM, CITY)
    ]
    assert seen == [["13900000001"] * 3, ["13900000001"] * 3]


async def test_nobody_is_told_of_changes_elsewhere(api: Api, story: str) -> None:
    """Why somebody left or is away stands in the bodies."""
    whole = await feed(api, story, caller=SYSTEM)
    page = await feed(api, story, caller=NEIGHBOUR)
    assert (len(whole["changes"]), page["changes"], page["hasMore"]) == (3, [], False)
    assert page["cursor"] == whole["cursor"]


async def test_no_number_is_kept_in_the_log(api: Api, story: str, world: Any) -> None:
    async with world.reading() as conn:
        kept = await conn.fetchval("select count(*) from change where body::text like '%139000%'")
    assert kept == 0


async def test_pages_follow_each_other_without_loss(api: Api, story: str) -> None:
    whole = [one["cursor"] for one in (await feed(api, story))["changes"]]
    cursor, seen = story, []
    while (page := await feed(api, cursor, 1))["changes"]:
        cursor = page["cursor"]
        seen.append(page["changes"][0]["cursor"])
        assert page["hasMore"] is (seen != whole)
    assert seen == whole
    assert page["cursor"] == cursor


async def test_a_refused_mutation_leaves_no_change(api: Api, story: str) -> None:
    before = (await feed(api))["cursor"]
    await api.act("createPerson", "PersonPayload { replayed }", unit="9999", name="乙")
    assert (await feed(api, before))["changes"] == []


@pytest.mark.parametrize("after", ["x", "-1", "9" * 25, "１"])
async def test_a_bad_cursor_is_refused(api: Api, after: str) -> None:
    answer = await api.send(FEED, {"after": after, "first": 10})
    assert answer["errors"][0]["extensions"] == {"code": "BAD_CURSOR", "field": "after"}


@pytest.mark.parametrize("first", [0, 1001])
async def test_a_page_beyond_1000_is_refused(api: Api, first: int) -> None:
    answer = await api.send(FEED, {"first": first})
    assert answer["errors"][0]["extensions"]["code"] in {"BAD_PAGE", "LIMIT_EXCEEDED"}


async def test_a_vendor_reads_no_feed(api: Api) -> None:
    answer = await api.send(FEED, {"first": 1}, caller=make_principal(Role.VENDOR))
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


NAMED_OTHERWISE = {
    # as the feed has called them from its beginning
    "appointment": {"starts_on": "from", "ends_on": "to"},
    "availability": {"starts_at": "from", "ends_at": "to"},
    "channel": {"chat_group": "group"},
}


BODIES: dict[str, Callable[[], Body]] = {
    "appointment": lambda: bodies.appointment_body(make_appointment()),
    "availability": lambda: bodies.availability_body(make_leave(new_id())),
    "channel": lambda: bodies.channel_body(make_channel()),
    "expert": lambda: bodies.expert_body(make_expert()),
    "filing": lambda: bodies.filing_body(make_filing()),
    "training": lambda: bodies.training_body(make_training()),
}


@pytest.mark.parametrize(
    ("entity", "made"),
    [
        ("appointment", {"person", "phone"}),
        ("availability", {"person"}),
        ("channel", set()),
        ("expert", set()),
        ("filing", set()),
        ("training", {"attendees"}),
    ],
)
async def test_a_body_holds_every_column_of_its_row(
    world: Database, entity: str, made: set[str]
) -> None:
    """So that whoever follows the feed has the registry; the version stands beside the body."""
    body = BODIES[entity]()
    async with world.reading() as conn:
        columns = await conn.fetch(
            "select column_name from information_schema.columns where table_name = $1", entity
        )
    renamed = NAMED_OTHERWISE.get(entity, {})
    wanted = {renamed.get(one["column_name"], one["column_name"]) for one in columns}
    assert set(body) == wanted - {"version"} | made
