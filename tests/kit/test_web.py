"""A whole application over real HTTP: GraphQL behind the gate, health, metrics, keys."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import strawberry

from services.kit.auth import ANY_ROLE, LocalKeys, Policy, Role, TokenIssuer, TokenVerifier
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.graphql.context import Info
from services.kit.graphql.schema import build_schema
from services.kit.signing import new_signing_key
from services.kit.web import JWKS_PATH, Problem, build_web, jwks_route
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

KEY = new_signing_key()
ISSUER = TokenIssuer(KEY, "registry")
POLICY = Policy({"Query.whoAmI": ANY_ROLE})


async def who_am_i(info: Info) -> str:
    async with info.context.database.reading() as conn:
        one = await conn.fetchval("select 1")
    return f"{info.context.caller.name} {one} {info.context.service}"


@strawberry.type(description="The root of reading.")
class Query:
    who_am_i: str = strawberry.field(resolver=who_am_i, description="The caller and the database.")


class Readiness:
    """What the service says about itself; a test sets it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    async def __call__(self) -> Sequence[Problem]:
        return self.problems


@pytest.fixture(scope="module")
def readiness() -> Readiness:
    return Readiness()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def base(kit_db: Database, readiness: Readiness) -> AsyncIterator[str]:
    app = build_web(
        name="test",
        schema=build_schema(Query, policy=POLICY),
        database=kit_db,
        clock=ManualClock(AT_THREE_IN_THE_MORNING),
        verifier=TokenVerifier(LocalKeys(KEY), "registry"),
        policy=POLICY,
        service="part",
        ready=readiness,
        routes=[jwks_route(ISSUER)],
    )
    async with serve_app(app) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="module")
async def http(base: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base) as session:
        yield session


def token() -> str:
    return ISSUER.issue(
        subject="account:1",
        name="李值班",
        role=Role.OFFICER,
        unit="130100",
        scope_level=3,
        scope_code="1301",
        now=AT_THREE_IN_THE_MORNING,
    )


async def get(http: aiohttp.ClientSession, path: str) -> tuple[int, Any]:
    async with http.get(path) as response:
        return response.status, await response.json(content_type=None)


async def test_a_query_runs_with_its_caller_database_and_service(
    http: aiohttp.ClientSession,
) -> None:
    headers = {"authorization": f"Bearer {token()}"}
    async with http.post("/graphql", json={"query": "{ whoAmI }"}, headers=headers) as response:
        assert response.status == 200
        assert await response.json() == {"data": {"whoAmI": "李值班 1 part"}}


async def test_a_guarded_field_is_refused_to_nobody(http: aiohttp.ClientSession) -> None:
    async with http.post("/graphql", json={"query": "{ whoAmI }"}) as response:
        (error,) = (await response.json())["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"


async def test_liveness_says_only_that_the_process_answers(http: aiohttp.ClientSession) -> None:
    assert await get(http, "/health/live") == (200, {"status": "live"})


async def test_readiness_asks_the_database_and_the_service(
    http: aiohttp.ClientSession, readiness: Readiness
) -> None:
    assert await get(http, "/health/ready") == (200, {"status": "ready", "problems": []})
    readiness.problems = [Problem(code="MIRROR_EMPTY", message="no units yet")]
    problem = {"code": "MIRROR_EMPTY", "message": "no units yet"}
    expected = (503, {"status": "unready", "problems": [problem]})
    assert await get(http, "/health/ready") == expected
    readiness.problems = []


async def test_readiness_fails_while_the_database_is_away(
    http: aiohttp.ClientSession, kit_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Any:
        raise ConnectionRefusedError

    monkeypatch.setattr(kit_db, "reading", away)
    status, body = await get(http, "/health/ready")
    assert (status, body["problems"][0]["code"]) == (503, "NOT_ANSWERING")


async def test_the_keys_are_published_and_may_be_cached(http: aiohttp.ClientSession) -> None:
    async with http.get(JWKS_PATH) as response:
        assert response.headers["cache-control"] == "public, max-age=600"
        assert await response.json(content_type=None) == ISSUER.jwks()


async def test_metrics_are_in_the_text_format(http: aiohttp.ClientSession) -> None:
    async with http.get("/metrics") as response:
        assert response.content_type == "text/plain"
        text = await response.text()
    assert 'target_info{service_name="test"} 1.0' in text
    assert "huiying_http_request_seconds_bucket" in text


@pytest.mark.parametrize("path", ["/", "/graphql/", "/health", "/../etc/passwd"])
async def test_an_unknown_address_is_a_coded_404(http: aiohttp.ClientSession, path: str) -> None:
    status, body = await get(http, path)
    assert (status, body["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")


async def test_a_wrong_method_is_a_coded_405(http: aiohttp.ClientSession) -> None:
    async with http.delete("/health/live") as response:
        assert response.status == 405
        assert (await response.json())["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"
