"""The edge and the gate over real HTTP, with an endpoint that tells what reached it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from services.kit.auth import LocalKeys, Role, TokenIssuer, TokenVerifier
from services.kit.clock import ManualClock
from services.kit.database import DatabaseUnavailable
from services.kit.edge import Edge
from services.kit.gate import Gate, identifier
from services.kit.signing import new_signing_key
from services.kit.telemetry import Telemetry
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

KEY = new_signing_key()
INSIDE = "postgres://u:p@db/x"
HERE = "/graphql"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what the gate found; ``do`` in the body makes it fail."""
    state = scope["state"]
    match state.get("json", {}).get("do"):
        case "raise":
            raise LookupError(INSIDE)
        case "outage":
            raise DatabaseUnavailable(INSIDE)
        case "sleep":
            await asyncio.sleep(30)
    principal = state["principal"]
    seen = {"subject": principal and principal.subject, "json": state.get("json")}
    body = await Request(scope, receive).body()
    await JSONResponse(seen | {"length": len(body)})(scope, receive, send)


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return Telemetry("test")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def base(telemetry: Telemetry) -> AsyncIterator[str]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    identify = identifier(TokenVerifier(LocalKeys(KEY), "registry"), clock)
    edge = Middleware(Edge, telemetry=telemetry, paths={HERE}, seconds=0.5)
    app = Starlette(routes=[Route(HERE, Gate(echo, identify))], middleware=[edge])
    async with serve_app(app) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="module")
async def http(base: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base) as session:
        yield session


async def post(http: aiohttp.ClientSession, **given: Any) -> tuple[int, Any, Any]:
    async with http.post(HERE, **given) as response:
        return response.status, await response.json(), response.headers


def code_of(answer: Any) -> Any:
    return answer["errors"][0]["extensions"]["code"]


def token() -> str:
    return TokenIssuer(KEY, "registry").issue(
        subject="account:1",
        name="李值班",
        role=Role.OFFICER,
        unit="130100",
        scope_level=3,
        scope_code="1301",
        now=AT_THREE_IN_THE_MORNING,
    )


async def test_a_good_request_reaches_the_endpoint_with_caller_and_object(
    http: aiohttp.ClientSession,
) -> None:
    headers = {"authorization": f"bearer {token()}"}
    status, seen, _ = await post(http, json={"query": "名"}, headers=headers)
    assert status == 200
    assert seen["subject"] == "account:1"
    assert seen["json"] == {"query": "名"}
    assert seen["length"] > 0  # the body can still be read


async def test_without_a_token_the_caller_is_nobody(http: aiohttp.ClientSession) -> None:
    assert (await post(http, json={}))[1]["subject"] is None


@pytest.mark.parametrize(
    "given", ["Bearer x", "Bearer ", "Basic dTpw", "Bearer", "Bearer " + "x" * 5000]
)
async def test_a_token_that_does_not_hold_is_401_and_coded(
    http: aiohttp.ClientSession, given: str
) -> None:
    status, answer, headers = await post(http, json={}, headers={"authorization": given})
    assert (status, code_of(answer)) == (401, "TOKEN_MALFORMED")
    assert headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_every_answer_has_safe_headers_and_names_no_server(
    http: aiohttp.ClientSession,
) -> None:
    cases: list[dict[str, Any]] = [{"json": {}}, {"data": b"null"}]
    for given in cases:
        _, _, headers = await post(http, **given)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert len(headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    ("given", "kept"), [("trace-1.a_b:c", True), ("a" * 65, False), ("a b", False)]
)
async def test_a_request_id_is_kept_when_it_is_harmless(
    http: aiohttp.ClientSession, given: str, kept: bool
) -> None:
    _, _, headers = await post(http, json={}, headers={"x-request-id": given})
    assert (headers["x-request-id"] == given) is kept


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        (b"null", "application/json", 400, "BODY_NOT_OBJECT"),
        (b"\xff{}", "application/json", 400, "BODY_NOT_UTF8"),
        (b"[" * 100_000, "application/json", 400, "JSON_TOO_DEEP"),
        (b'{"v":' + b"7" * 5000 + b"}", "application/json", 400, "NUMBER_TOO_LONG"),
        (b"{}", "application/jsonfoo", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b" " * (256 * 1024 - 1) + b"{}", "application/json", 413, "BODY_TOO_LARGE"),
        (b"x" * (1 << 20), "application/json", 413, "BODY_TOO_LARGE"),
    ],
)
async def test_a_hostile_body_gets_its_code(
    http: aiohttp.ClientSession, body: bytes, media: str, status: int, code: str
) -> None:
    found, answer, _ = await post(http, data=body, headers={"content-type": media})
    assert (found, code_of(answer)) == (status, code)


async def test_the_largest_body_passes(http: aiohttp.ClientSession) -> None:
    body = b" " * (256 * 1024 - 2) + b"{}"
    status, seen, _ = await post(http, data=body, headers={"content-type": "application/json"})
    assert (status, seen["length"]) == (200, 256 * 1024)


async def test_a_chunked_body_is_counted_as_it_comes(base: str) -> None:
    head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    answer = await raw(base, head.encode() + b"transfer-encoding: chunked\r\n\r\n" + chunk * 9)
    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_body_that_does_not_come_is_not_waited_for(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.bodies.BODY_SECONDS", 0.1)
    head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    answer = await raw(base, head.encode() + b"content-length: 10\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408 ")


async def raw(base: str, request: bytes) -> bytes:
    where = urlsplit(base)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(request)
    async with asyncio.timeout(5):
        answer = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return answer


async def test_an_endless_query_string_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.get(HERE, params={"query": "x" * (16 << 10)}) as response:
        assert (response.status, code_of(await response.json())) == (414, "QUERY_STRING_TOO_LONG")


@pytest.mark.parametrize(
    ("do", "status", "code"),
    [("raise", 500, "INTERNAL"), ("outage", 503, "UNAVAILABLE"), ("sleep", 503, "TIMEOUT")],
)
async def test_a_failure_is_coded_and_tells_nothing_of_the_inside(
    http: aiohttp.ClientSession, do: str, status: int, code: str
) -> None:
    with capture_logs() as logs:
        found, answer, headers = await post(http, json={"do": do})
    assert (found, code_of(answer)) == (status, code)
    assert INSIDE not in str(answer)
    assert ("retry-after" in headers) is (status == 503)
    if code == "INTERNAL":
        correlation = answer["errors"][0]["extensions"]["correlationId"]
        assert correlation in [entry.get("correlation_id") for entry in logs]


async def test_each_request_is_one_log_line_with_its_id_and_caller(
    http: aiohttp.ClientSession,
) -> None:
    headers = {"authorization": f"Bearer {token()}", "x-request-id": "trace-7"}
    with capture_logs() as logs:
        await post(http, json={}, headers=headers)
        await asyncio.sleep(0.02)
    (line,) = [entry for entry in logs if entry["event"] == "answered"]
    assert (line["method"], line["path"], line["status"]) == ("POST", HERE, 200)
    assert (line["subject"], line["stale"]) == ("account:1", False)
    assert line["ms"] >= 0


async def test_requests_are_counted_by_known_paths_only(
    http: aiohttp.ClientSession, telemetry: Telemetry
) -> None:
    async with http.get("/no/such/page/4711"):
        pass
    await asyncio.sleep(0.02)
    text = telemetry.page()[0].decode()
    assert 'huiying_http_requests_total{path="/graphql",status="200"}' in text
    assert 'huiying_http_requests_total{path="other",status="404"}' in text
    assert "4711" not in text
    assert "huiying_http_requests_running 0.0" in text
