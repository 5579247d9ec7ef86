"""GraphQL over HTTP, over a real socket; `make audit-http` runs the 61 public audits besides."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.kit.graphql.serving import make_app
from tests.support.servers import serve_app

GRAPHQL = "application/graphql-response+json"


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with serve_app(make_app()) as url:
        headers = {"authorization": "Bearer officer"}
        async with aiohttp.ClientSession(base_url=url, headers=headers) as session:
            yield session


async def post(
    client: aiohttp.ClientSession, body: object, accept: str = GRAPHQL
) -> tuple[int, Any]:
    async with client.post("/graphql", json=body, headers={"accept": accept}) as response:
        expected = accept if accept == GRAPHQL else "application/json"
        assert response.content_type == expected
        assert response.charset == "utf-8"
        return response.status, await response.json(content_type=None)


async def test_a_query_is_answered_in_the_accepted_media_type(client: Any) -> None:
    for accept in (GRAPHQL, "application/json", "*/*"):
        assert await post(client, {"query": "{ hello }"}, accept) == (
            200,
            {"data": {"hello": "hello"}},
        )


@pytest.mark.parametrize(
    "query", ["{", "{ nope }", "query($n: Int!) { hello }", "{ tasks(first: 101) { __typename } }"]
)
async def test_what_was_not_begun_is_400_without_data(client: Any, query: str) -> None:
    status, body = await post(client, {"query": query})
    assert (status, "data" in body) == (400, False)
    status, body = await post(client, {"query": query}, "application/json")
    assert (status, "data" in body) == (200, False)


async def test_a_failed_field_is_200_with_data(client: Any) -> None:
    status, body = await post(client, {"query": "{ maybeTasks { id } broken }"})
    assert (status, body["data"]) == (200, None)
    assert body["errors"][0]["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize("accept", [GRAPHQL, "application/json"])
async def test_several_operations_without_a_name_are_400(client: Any, accept: str) -> None:
    status, body = await post(client, {"query": "query A {hello} query B {hello}"}, accept)
    assert (status, body["errors"][0]["extensions"]["field"]) == (400, "operationName")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": ""},
        {"query": None},
        {"query": 5},
        {"query": "{ hello }", "variables": []},
        {"query": "{ hello }", "operationName": 1},
        {"query": "{ hello }", "extensions": "x"},
        [{"query": "{ hello }"}],
        "x",
        5,
    ],
)
async def test_wrong_parameters_are_400(client: Any, body: object) -> None:
    async with client.post("/graphql", json=body) as response:
        assert response.status == 400
        assert (await response.json())["errors"][0]["extensions"]["code"]


async def test_get_runs_queries_only(client: Any) -> None:
    async with client.get("/graphql", params={"query": "{ hello }"}) as response:
        assert (response.status, await response.json()) == (200, {"data": {"hello": "hello"}})
    for query in ("mutation { __typename }", "subscription { ticks { id } }"):
        async with client.get("/graphql", params={"query": query}) as response:
            assert (response.status, response.headers["allow"]) == (405, "GET, POST")


async def test_get_takes_variables_as_json(client: Any) -> None:
    params = {"query": "query($n: Int) { log(first: $n) { id } }", "variables": '{"n": 2}'}
    async with client.get("/graphql", params=params) as response:
        assert len((await response.json())["data"]["log"]) == 2
    for variables in ("{", "[]", "[" * 5000, '{"n": ' + "9" * 5000 + "}"):
        async with client.get("/graphql", params={**params, "variables": variables}) as response:
            assert response.status == 400


async def test_other_methods_are_405_and_no_ide_is_served(client: Any) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        async with client.request(method, "/graphql") as response:
            assert response.status == 405
    async with client.get("/graphql", headers={"accept": "text/html"}) as response:
        assert response.status == 400
        assert "html" not in await response.text()


async def test_a_subscription_is_refused_over_http(client: Any) -> None:
    status, body = await post(client, {"query": "subscription { ticks { id } }"})
    assert (status, body["errors"][0]["extensions"]["code"]) == (405, "METHOD_NOT_ALLOWED")


async def test_introspection_without_the_right_is_403(client: Any) -> None:
    status, _ = await post(client, {"query": "{ __schema { types { name } } }"})
    assert status == 403
    headers = {"authorization": "Bearer introspector"}
    body = {"query": "{ __schema { types { name } } }"}
    async with client.post("/graphql", json=body, headers=headers) as response:
        assert response.status == 200


async def test_a_token_that_does_not_hold_is_401(client: Any) -> None:
    headers = {"authorization": "Bearer stranger"}
    async with client.post("/graphql", json={"query": "{hello}"}, headers=headers) as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("application/graphql-response+json;q=0, application/json", "application/json"),
        ("application/json;q=0.5, application/graphql-response+json;charset=utf-8", GRAPHQL),
        ("text/html", "application/json"),
    ],
)
async def test_the_newer_media_type_is_used_only_where_named(
    client: Any, accept: str, expected: str
) -> None:
    headers = {"accept": accept}
    async with client.post("/graphql", json={"query": "{hello}"}, headers=headers) as response:
        assert response.content_type == expected
