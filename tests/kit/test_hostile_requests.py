"""Requests that once broke GraphQL servers: each is answered, none with a server error."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
import pytest_asyncio
import strawberry

from services.kit.auth import PUBLIC, LocalKeys, Policy, TokenVerifier
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.graphql.schema import build_schema
from services.kit.web import build_web
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

POLICY = Policy({"Query.add": PUBLIC})


def add(one: int, other: str = "") -> str:
    return f"{one}{other}"


@strawberry.type(description="The root of reading.")
class Query:
    add: str = strawberry.field(resolver=add, description="Joins its arguments.")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http(kit_db: Database) -> AsyncIterator[aiohttp.ClientSession]:
    app = build_web(
        name="test",
        schema=build_schema(Query, policy=POLICY),
        database=kit_db,
        clock=ManualClock(AT_THREE_IN_THE_MORNING),
        verifier=TokenVerifier(LocalKeys(), "registry"),
        policy=POLICY,
        service=None,
    )
    async with serve_app(app) as url, aiohttp.ClientSession(url) as session:
        yield session


ASK = "query A($one: Int!, $other: String) { add(one: $one, other: $other) }"
DIGITS = b"9" * 40


def asking(**variables: Any) -> bytes:
    return orjson.dumps({"query": ASK, "variables": variables})


BODIES: list[Any] = [None, 5, "x", True, [], [{"query": "{ add(one: 1) }"}]]
QUERIES: list[Any] = [None, 5, {}, [], "", "{", "\x00", "é" * 9]
VARIABLES: list[Any] = [5, "x", True, [], [[]]]
NAMES: list[Any] = ["B", "", 5, True]
EXTENSIONS: list[Any] = [5, "x", []]

HOSTILE = [
    *map(orjson.dumps, BODIES),
    *(orjson.dumps({"query": query}) for query in QUERIES),
    *(orjson.dumps({"query": ASK, "variables": variables}) for variables in VARIABLES),
    *(orjson.dumps({"query": ASK, "operationName": name}) for name in NAMES),
    *(orjson.dumps({"query": ASK, "extensions": extensions}) for extensions in EXTENSIONS),
    orjson.dumps({"query": "query A { add(one: 1) } query B { add(one: 2) }"}),
    orjson.dumps({"query": "{ add(one: " + "9" * 5000 + ") }"}),
    orjson.dumps({"query": "{ add(one: 1, other: " + "[" * 3000 + ") }"}),
    orjson.dumps({"query": "{ a" + "{ a " * 5000 + "}" * 5001}),
    b'{"query": "' + ASK.encode() + b'", "variables": {"one": ' + DIGITS + b"}}",
    b'{"query": "' + ASK.encode() + b'", "variables": {"one": 1e' + DIGITS + b"}}",
    b'{"query": "' + ASK.encode() + b'", "variables": {"one": ' + b"[" * 5000 + b"}}",
    asking(),
    asking(one="1"),
    asking(one={"a": {"b": []}}),
    asking(one=1, other=["x"]),
    '{"query": "{ add(one: 1, other: \'名\') }"}'.encode("gbk"),
    b'{"query": "{ add(one: 1, other: \\"\\ud800\\") }"}',
    b"\x1f\x8b\x08\x00",
    b"",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_hostile_body_gets_coded_errors_and_no_server_error(
    http: aiohttp.ClientSession, body: bytes, accept: str
) -> None:
    headers = {"content-type": "application/json", "accept": accept}
    async with http.post("/graphql", data=body, headers=headers) as response:
        answer = await response.json(content_type=None)
        assert response.status in (200, 400)
    assert answer["errors"]
    assert all(error["extensions"]["code"] != "INTERNAL" for error in answer["errors"])


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": ""},
        {"query": "{"},
        {"query": ASK, "variables": "[" * 2000},
        {"query": ASK, "variables": "5"},
        {"query": ASK, "variables": "{}"},
        {"query": "mutation { add }"},
        {"query": "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")},
    ],
    ids=range(8),
)
async def test_a_hostile_query_string_gets_coded_errors_and_no_server_error(
    http: aiohttp.ClientSession, parameters: dict[str, str]
) -> None:
    async with http.get("/graphql", params=parameters) as response:
        answer = await response.json(content_type=None)
        assert response.status < 500
    assert all(error["extensions"]["code"] != "INTERNAL" for error in answer["errors"])
