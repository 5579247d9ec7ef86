"""The feed followed over graphql-transport-ws: complete, in order, from any cursor."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.registry.graphql import changes as graphql_changes
from services.registry.usecases import following
from tests.registry.api import Api
from tests.registry.lines import line
from tests.registry.test_changes import NEIGHBOUR, SYSTEM, feed
from tests.registry.world import make_principal


async def person(api: Api, name: str = "某", phone: str = "13900000001") -> str:
    made = await api.act(
        "createPerson", "PersonPayload { person { id } }", unit="130123", name=name, phone=phone
    )
    found: str = made["person"]["id"]
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(api: Api) -> list[dict[str, Any]]:
    for number in range(7):
        await person(api, f"旧{number}")
    changes: list[dict[str, Any]] = (await feed(api))["changes"]
    return changes


async def test_who_follows_from_the_start_hears_what_was_and_then_what_comes(
    api: Api, told: list[dict[str, Any]]
) -> None:
    async with line(api) as following_line:
        old = await following_line.changes(len(told))
        assert [one["cursor"] for one in old] == [one["cursor"] for one in told]
        id_ = await person(api, "新")
        (new,) = await following_line.changes(1)
        assert (new["id"], new["body"]["name"], new["version"]) == (id_, "新", 1)


async def test_a_line_cut_anywhere_goes_on_behind_the_last_change_heard(
    api: Api, told: list[dict[str, Any]]
) -> None:
    for place, one in enumerate(told[:-1]):
        async with line(api, one["cursor"]) as again:
            (next_one, *_) = await again.changes(1)
            assert next_one["cursor"] == told[place + 1]["cursor"]


async def test_one_far_behind_is_served_from_the_log_in_pages(
    api: Api, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "PAGE", 2)
    async with line(api) as slow:
        pages = [await slow.page() for _ in range(3)]
    assert [len(page["changes"]) for page in pages] == [2, 2, 2]
    assert pages[0]["hasMore"] is True
    heard = [one["cursor"] for page in pages for one in page["changes"]]
    assert heard == [one["cursor"] for one in told[:6]]


async def test_changes_reach_only_those_whose_territory_they_are_in(
    api: Api, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_changes, "HEARTBEAT_SECONDS", 0.2)
    cursor = (await feed(api))["cursor"]
    async with line(api, cursor, SYSTEM) as whole, line(api, cursor, NEIGHBOUR) as far:
        await person(api, "有号", "13900000009")
        (new,) = await whole.changes(1)
        assert new["body"]["phone"] == "13900000009"
        while (page := await far.page())["cursor"] != new["cursor"]:
            assert page["changes"] == []
        assert page["changes"] == []


async def test_silence_is_broken_by_an_empty_page_with_the_cursor(
    api: Api, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_changes, "HEARTBEAT_SECONDS", 0.2)
    cursor = (await feed(api))["cursor"]
    async with line(api, cursor) as quiet:
        assert await quiet.page() == {"cursor": cursor, "hasMore": False, "changes": []}


async def test_writers_at_once_are_heard_once_each(api: Api, told: list[dict[str, Any]]) -> None:
    cursor = (await feed(api))["cursor"]
    async with line(api, cursor) as one:
        made = await asyncio.gather(*(person(api, f"同时{number}") for number in range(20)))
        heard = await one.changes(20)
    assert sorted(change["id"] for change in heard) == sorted(made)
    again = (await feed(api, cursor))["changes"]
    assert [change["cursor"] for change in again] == [change["cursor"] for change in heard]


@pytest.mark.parametrize(
    ("role", "after", "code"),
    [(Role.VENDOR, None, "FORBIDDEN"), (Role.SYSTEM, "x", "BAD_CURSOR")],
)
async def test_a_feed_not_to_be_had_is_an_error(
    api: Api, role: Role, after: str | None, code: str
) -> None:
    async with line(api, after, make_principal(role)) as refused:
        assert code in str(await refused.page())
