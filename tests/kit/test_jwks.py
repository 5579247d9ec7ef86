"""Keys of a remote issuer, over real HTTP, while it lives, dies and returns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.kit.auth import TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.jwks import JwksKeys, KeysInDatabase
from services.kit.signing import new_signing_key
from tests.support.servers import serve_app

KEY = new_signing_key()
KID = str(KEY.kid)


class Issuer:
    """Serves a key set that the test can replace."""

    def __init__(self) -> None:
        self.answer: Response = JSONResponse(TokenIssuer(KEY, "registry").jwks())
        self.asked = 0
        self.url = ""

    async def jwks(self, request: Request) -> Response:
        self.asked += 1
        return self.answer


@pytest_asyncio.fixture(loop_scope="module")
async def issuer() -> AsyncIterator[Issuer]:
    issuer = Issuer()
    async with serve_app(Starlette(routes=[Route("/jwks.json", issuer.jwks)])) as base:
        issuer.url = f"{base}/jwks.json"
        yield issuer


@asynccontextmanager
async def watching(
    url: str, clock: ManualClock, memory: KeysInDatabase | None = None
) -> AsyncIterator[JwksKeys]:
    keys = JwksKeys(url, clock, memory)
    await keys.start()
    try:
        yield keys
    finally:
        await keys.stop()


async def test_a_published_key_is_found_without_asking_again(
    issuer: Issuer, clock: ManualClock
) -> None:
    async with watching(issuer.url, clock) as keys:
        for _ in range(3):
            found = await keys.key(KID, clock.now())
            assert found is not None
            assert not found.is_private
    assert issuer.asked == 1
    assert keys.unreachable_since is None


async def test_an_unknown_key_is_looked_for_at_most_once_a_minute(
    issuer: Issuer, clock: ManualClock
) -> None:
    async with watching(issuer.url, clock) as keys:
        rotated = new_signing_key()
        issuer.answer = JSONResponse(TokenIssuer(rotated, "registry", retired=[KEY]).jwks())
        assert await keys.key(str(rotated.kid), clock.now()) is None
        clock.advance(minutes=1)
        assert await keys.key(str(rotated.kid), clock.now()) is not None
        assert await keys.key("nobody's", clock.now()) is None
        assert await keys.key(KID, clock.now()) is not None
    assert issuer.asked == 2


async def test_known_keys_serve_for_a_day_after_the_issuer_died(
    issuer: Issuer, clock: ManualClock
) -> None:
    async with watching(issuer.url, clock) as keys:
        issuer.answer = Response(status_code=503)
        clock.advance(minutes=3)
        died = clock.now()
        await keys.look(died)
        clock.advance(hours=5)
        await keys.look(clock.now())
        assert keys.unreachable_since == died
        assert await keys.key(KID, clock.now()) is not None
        clock.advance(hours=19)
        assert await keys.key(KID, clock.now()) is None


async def test_the_issuers_return_is_noticed(issuer: Issuer, clock: ManualClock) -> None:
    good, issuer.answer = issuer.answer, Response(status_code=502)
    async with watching(issuer.url, clock) as keys:
        assert keys.unreachable_since == clock.now()
        issuer.answer = good
        clock.advance(minutes=1)
        assert await keys.key(KID, clock.now()) is not None
        assert keys.unreachable_since is None


async def test_nobody_listening_is_unreachable(clock: ManualClock) -> None:
    async with watching("http://127.0.0.1:1/jwks.json", clock) as keys:
        assert keys.unreachable_since == clock.now()
        assert await keys.key(KID, clock.now()) is None


async def test_an_issuer_that_swallows_the_question_is_unreachable(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.jwks.FETCH_SECONDS", 0.1)

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    stalled = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = stalled.sockets[0].getsockname()[1]
    async with watching(f"http://127.0.0.1:{port}/jwks.json", clock) as keys:
        assert keys.unreachable_since == clock.now()
    stalled.close()
    await stalled.wait_closed()


PRIVATE = KEY.as_dict(private=True)


@pytest.mark.parametrize(
    "answer",
    [
        Response(b"<html>"),
        Response(status_code=404),
        Response(status_code=302, headers={"location": "/elsewhere"}),
        Response(b" " * (65 << 10)),
        JSONResponse(None),
        JSONResponse({"keys": None}),
        JSONResponse({"keys": [5, {"kty": "OKP", "crv": "Ed25519"}]}),
        JSONResponse({"keys": [PRIVATE]}),
    ],
)
async def test_an_answer_without_keys_is_no_outage_and_takes_no_key_away(
    issuer: Issuer, clock: ManualClock, answer: Response
) -> None:
    async with watching(issuer.url, clock) as keys:
        issuer.answer = answer
        clock.advance(minutes=1)
        await keys.look(clock.now())
        assert keys.unreachable_since is None
        assert await keys.key(KID, clock.now()) is not None


async def test_a_restart_during_an_outage_keeps_the_keys_and_its_beginning(
    issuer: Issuer, clock: ManualClock, kit_db: Database
) -> None:
    memory = KeysInDatabase(kit_db)
    async with watching(issuer.url, clock, memory) as keys:
        issuer.answer = Response(status_code=503)
        clock.advance(minutes=2)
        died = clock.now()
        await keys.look(died)
    clock.advance(hours=3)
    async with watching(issuer.url, clock, memory) as restarted:
        assert restarted.unreachable_since == died
        assert await restarted.key(KID, clock.now()) is not None


async def test_what_is_kept_is_renewed_every_hour(
    issuer: Issuer, clock: ManualClock, kit_db: Database
) -> None:
    memory = KeysInDatabase(kit_db)
    async with watching(issuer.url, clock, memory) as keys:
        begun = clock.now()
        for _ in range(12):
            clock.advance(minutes=10)
            await keys.look(clock.now())
    kept = await memory.load(issuer.url)
    assert kept is not None
    assert kept.fetched_at - begun == timedelta(hours=2)


class BrokenMemory(KeysInDatabase):
    def __init__(self) -> None:
        pass

    async def load(self, url: str) -> Any:
        raise OSError

    async def save(self, url: str, known: object) -> None:
        raise OSError


async def test_a_memory_that_fails_stops_nothing(issuer: Issuer, clock: ManualClock) -> None:
    async with watching(issuer.url, clock, BrokenMemory()) as keys:
        assert await keys.key(KID, clock.now()) is not None


async def test_who_starts_before_the_issuer_knows_the_keys_soon_after_it_has_come(
    issuer: Issuer, clock: ManualClock
) -> None:
    good, issuer.answer = issuer.answer, Response(status_code=503)
    async with watching(issuer.url, clock) as keys:
        assert await keys.key(KID, clock.now()) is None
        issuer.answer = good
        for _ in range(60):
            if await keys.key(KID, clock.now()):
                break
            await asyncio.sleep(0.05)
        assert await keys.key(KID, clock.now()) is not None
        assert keys.unreachable_since is None
