"""Every connection of both services is walked over HTTP, both ways, and with cursors it refuses."""

import asyncio
import base64
import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import pytest_asyncio
from graphql import GraphQLObjectType, get_named_type

from tests.contracts.services import NAMES, Caller, Served, caller_of, schema_of

ARGUMENTS = {
    # further orders and filters under which a list is walked too
    "obligations": ["", "orderBy: STARTED_AT", "filter: {timed: true}", "filter: {timed: false}"],
    "units": ["", 'under: "1301"', 'search: "局"'],
}
ARGUMENTS["obligations"] += [
    "filter: {state: [OPEN, FULFILLED, LAPSED]}",
    'filter: {search: "发布"}',
]
NESTED = {
    # lists of a row: the way to one, and what tells its rows apart
    "RosterImport.rows": ("rosterImports(first: 1) { edges { node { %s } } }", "line"),
}
ARGUMENTS["RosterImport.rows"] = ["", "outcome: NEW"]
PAGE = ("first", "after", "last", "before")
SIZE = 3


def lists(service: str) -> Iterator[str]:
    """Name each list of a service: a root field, or a type's field as ``Type.field``."""
    schema = schema_of(service)
    for kind in schema.type_map.values():
        for name, field in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            if get_named_type(field.type).name.endswith("Connection"):
                yield name if kind is schema.query_type else f"{kind.name}.{name}"


WALKS = [
    (service, name, arguments)
    for service in NAMES
    for name in lists(service)
    for arguments in ARGUMENTS.get(name, [""])
]


def walks(*, plain: bool = False) -> pytest.MarkDecorator:
    """Run a test for each list under each of its orders and filters, or for each list as it is."""
    chosen = [walk for walk in WALKS if not (plain and walk[2])]
    return pytest.mark.parametrize(
        ("served", "name", "arguments"), chosen, indirect=["served"], ids=str
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def reported(registry: Served) -> None:
    """Wait until the imports of the filling have their reports."""
    async with asyncio.timeout(60):
        query = "{ rosterImports { edges { node { state } } } }"
        while "RUNNING" in (await registry.send(query)).text:
            await asyncio.sleep(0.1)


async def page(served: Served, name: str, arguments: str, **given: Any) -> dict[str, Any]:
    reply = await ask(served, name, arguments, **given)
    found: Any = reply.data
    if name in NESTED:
        ((found,),) = (one.values() for one in _nodes(found))
    else:
        found = found[name]
    page: dict[str, Any] = found
    return page


def _nodes(data: dict[str, Any]) -> list[dict[str, Any]]:
    (outer,) = data.values()
    return [edge["node"] for edge in outer["edges"]]


async def ask(served: Served, name: str, arguments: str, **given: Any) -> Any:
    way, key = NESTED.get(name, ("%s", "id"))
    field = f"""{name.rpartition(".")[2]}(
      {arguments} first: $first, after: $after, last: $last, before: $before
    ) {{
      edges {{ cursor node {{ id: {key} }} }}
      pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
      totalCount totalCountCapped
    }}"""
    variables = "$first: Int, $after: String, $last: Int, $before: String"
    caller = Caller() if name in NESTED else caller_of(served, name)
    return await served.send(f"query ({variables}) {{ {way % field} }}", given, caller)


async def forward(served: Served, name: str, arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        got = await page(served, name, arguments, first=SIZE, after=cursor)
        info = got["pageInfo"]
        assert info["hasPreviousPage"] == (cursor is not None)
        assert len(got["edges"]) == SIZE or not info["hasNextPage"]
        found += got["edges"]
        if not info["hasNextPage"]:
            return found
        assert info["endCursor"] == got["edges"][-1]["cursor"]
        cursor = info["endCursor"]


async def backward(served: Served, name: str, arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        got = await page(served, name, arguments, last=SIZE, before=cursor)
        info = got["pageInfo"]
        assert info["hasNextPage"] == (cursor is not None)
        found = got["edges"] + found
        if not info["hasPreviousPage"]:
            return found
        assert info["startCursor"] == got["edges"][0]["cursor"]
        cursor = info["startCursor"]


@walks()
async def test_a_walk_forward_and_a_walk_backward_meet_the_same_rows(
    served: Served, name: str, arguments: str
) -> None:
    there = await forward(served, name, arguments)
    back = await backward(served, name, arguments)
    assert there == back
    assert len({edge["node"]["id"] for edge in there}) == len(there) > SIZE
    whole = await page(served, name, arguments, first=100)
    assert whole["edges"] == there
    assert (whole["totalCount"], whole["totalCountCapped"]) in ((len(there), False), (None, None))


@walks()
async def test_a_cursor_is_exclusive_whichever_row_it_names(
    served: Served, name: str, arguments: str
) -> None:
    rows = (await page(served, name, arguments, first=100))["edges"]
    for place, edge in enumerate(rows[:5]):
        after = await page(served, name, arguments, first=2, after=edge["cursor"])
        before = await page(served, name, arguments, last=2, before=edge["cursor"])
        assert after["edges"] == rows[place + 1 : place + 3]
        assert before["edges"] == rows[max(place - 2, 0) : place]


BAD = ["", "x", "Og==", "=" * 9, "é", base64.b64encode(b"[]").decode(), "1" * 5000]


@walks(plain=True)
async def test_a_bad_cursor_is_refused_and_named(served: Served, name: str, arguments: str) -> None:
    """A cursor of this very list whose key is of another type, too."""
    ours = (await page(served, name, arguments, first=1))["pageInfo"]["endCursor"]
    (own, *_) = orjson.loads(base64.urlsafe_b64decode(ours))
    keys = ([own], [own, {"u": 5}], [own, None, None, None], [own, [], {}], [own, 10**30])
    forged = [base64.urlsafe_b64encode(json.dumps(key).encode()).decode() for key in keys]
    for cursor in BAD + forged:
        for given in ({"first": 2, "after": cursor}, {"last": 2, "before": cursor}):
            reply = await ask(served, name, arguments, **given)
            (error,) = reply.body["errors"]
            told = (error["extensions"]["code"], error["extensions"]["field"])
            assert told == ("BAD_CURSOR", list(given)[1]), cursor


EXTREME: dict[type, list[Any]] = {
    str: ["", "\0", "\ud800", "é" * 2000],
    int: [10**30, 2**31, -(2**63), 32768],
    dict: [
        {"t": "0001-01-01T00:00:00+14:00"},
        {"t": "9999-12-31T23:59:59-14:00"},
        {"d": "0001-01-01"},
        {"u": "0" * 32},
    ],
}


@walks()
async def test_a_forged_cursor_breaks_nothing(served: Served, name: str, arguments: str) -> None:
    """One of this list with a key of the right type and an impossible value."""
    ours = (await page(served, name, arguments, first=1))["pageInfo"]["endCursor"]
    own, *key = orjson.loads(base64.urlsafe_b64decode(ours))
    for place, part in enumerate(key):
        for extreme in EXTREME[type(part)]:
            changed = [own, *key[:place], extreme, *key[place + 1 :]]
            cursor = base64.urlsafe_b64encode(json.dumps(changed).encode()).decode()
            for given in ({"first": 2, "after": cursor}, {"last": 2, "before": cursor}):
                reply = await ask(served, name, arguments, **given)
                assert reply.codes in ([], ["BAD_CURSOR"]), changed


@walks()
async def test_a_cursor_of_another_list_is_refused(
    served: Served, name: str, arguments: str
) -> None:
    """A cursor tells its list, so one of another cannot be misread as a place in this one."""
    others = [one for service, one, _ in WALKS if service == served.name and one != name]
    for other in dict.fromkeys(others):
        cursor = (await page(served, other, "", first=1))["pageInfo"]["endCursor"]
        reply = await ask(served, name, arguments, first=2, after=cursor)
        assert reply.codes == ["CURSOR_OF_OTHER_CONNECTION"]


NO_PAGE: list[dict[str, Any]] = [
    {"first": 0},
    {"first": -1},
    {"first": 101},
    {"last": 0},
    {"last": 101},
    {"first": 2, "last": 2},
    {"last": 2, "after": "x"},
    {"before": "x"},
]


@walks(plain=True)
async def test_a_page_that_is_none_is_refused_and_named(
    served: Served, name: str, arguments: str
) -> None:
    for given in NO_PAGE:
        reply = await ask(served, name, arguments, **given)
        (error,) = reply.body["errors"]
        assert error["extensions"]["code"] in ("BAD_PAGE", "LIMIT_EXCEEDED"), given
        assert error["extensions"]["field"] in PAGE, given


@walks(plain=True)
async def test_a_list_asked_for_without_a_size_begins_at_its_front(
    served: Served, name: str, arguments: str
) -> None:
    got = await page(served, name, arguments)
    whole = await page(served, name, arguments, first=100)
    assert got["edges"] == whole["edges"][:20]
