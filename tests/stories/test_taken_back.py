"""An account that is ended is out of both services within seconds, open lines included."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from services.deadlines import app as deadlines
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.registry import app as registry
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from tests.registry.world import save_world
from tests.support.servers import serve_app

WITHIN = 5.0
SIGN_IN = """mutation ($secret: String!) { signIn(input: {secret: $secret}) {
    ... on SignInPayload { accessToken } ... on Refusal { code } } }"""
CREATE = """mutation ($input: CreateAccountInput!) { createAccount(input: $input) {
    ... on CreateAccountPayload { secret account { id } } ... on Refusal { code } } }"""
REVOKE = """mutation ($input: RevokeInput!) { revoke(input: $input) {
    ... on RevokePayload { replayed } ... on Refusal { code } } }"""
ASKED = {"registry": "{ me { login } }", "deadlines": "{ boardTally { total } }"}
_NUMBERS = itertools.count(1)


@dataclass(slots=True, kw_only=True)
class Pair:
    """Both services over HTTP; ``boss`` is the administrator's secret."""

    urls: dict[str, str]
    boss: str
    http: aiohttp.ClientSession
    settings: Settings
    stop_registry: Any

    async def post(self, service: str, query: str, token: str = "", **variables: Any) -> Any:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        url = f"{self.urls[service]}/graphql"
        async with self.http.post(url, json=body, headers=headers) as response:
            return await response.json(content_type=None)

    async def sign_in(self, secret: str) -> str:
        answer = await self.post("registry", SIGN_IN, secret=secret)
        token: str = answer["data"]["signIn"]["accessToken"]
        return token

    async def officer(self) -> tuple[str, str]:
        """Make an account and return its id and secret."""
        number = next(_NUMBERS)
        given = {"login": f"duty{number}", "name": "值班员", "role": "OFFICER", "unit": "1301"}
        given["idempotencyKey"] = f"make-{number}"
        boss = await self.sign_in(self.boss)
        made = (await self.post("registry", CREATE, boss, input=given))["data"]["createAccount"]
        return made["account"]["id"], made["secret"]

    async def revoke(self, account: str) -> None:
        boss = await self.sign_in(self.boss)
        given = {"accountId": account, "idempotencyKey": f"end-{account}"}
        answer = await self.post("registry", REVOKE, boss, input=given)
        assert answer["data"]["revoke"] == {"replayed": False}

    async def refused(self, service: str, token: str) -> str:
        """Ask until the answer is no; return its code."""
        async with asyncio.timeout(WITHIN):
            while "errors" not in (answer := await self.post(service, ASKED[service], token)):
                await asyncio.sleep(0.1)
        code: str = answer["errors"][0]["extensions"]["code"]
        return code

    @asynccontextmanager
    async def line(self, service: str, token: str) -> AsyncIterator[ClientConnection]:
        address = f"ws{self.urls[service].removeprefix('http')}/graphql"
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as line:
            payload = {"authorization": f"Bearer {token}"}
            await line.send(json.dumps({"type": "connection_init", "payload": payload}))
            assert json.loads(await line.recv())["type"] == "connection_ack"
            yield line


@pytest_asyncio.fixture(loop_scope="module")
async def pair(
    clean_registry: None,
    clean_deadlines: None,
    registry_db: Database,
    deadlines_db: Database,
    clock: ManualClock,
    tmp_path: Path,
) -> AsyncIterator[Pair]:
    await save_world(registry_db)
    write_signing_key(tmp_path / "key.json", new_signing_key())
    secrets = [
        (await found_account(registry_db, who, clock.now())).secret
        for who in (
            NewAccount(login="boss", name="某", role=Role.ROSTER_ADMIN, unit="1301"),
            NewAccount(login="deadlines", name="某", role=Role.SYSTEM, unit="0"),
        )
    ]
    settings = Settings(signing_key=tmp_path / "key.json", registry_token=SecretStr(secrets[1]))
    registry_app = serve_app(registry.build_app(settings, clock, registry_db))
    registry_url = await registry_app.__aenter__()
    settings = settings.model_copy(update={"registry_url": registry_url})
    closing = asyncio.Event()

    async def stop() -> None:
        if not closing.is_set():
            closing.set()
            await registry_app.__aexit__(None, None, None)

    async with (
        serve_app(deadlines.build_app(settings, clock, deadlines_db)) as deadlines_url,
        aiohttp.ClientSession() as http,
    ):
        yield Pair(
            urls={"registry": registry_url, "deadlines": deadlines_url},
            boss=secrets[0],
            http=http,
            settings=settings,
            stop_registry=stop,
        )
    await stop()


async def test_an_ended_account_is_out_of_both_services_within_seconds(pair: Pair) -> None:
    account, secret = await pair.officer()
    token = await pair.sign_in(secret)
    async with pair.line("registry", token) as one, pair.line("deadlines", token) as other:
        begun = time.monotonic()
        await pair.revoke(account)
        async with asyncio.timeout(WITHIN):
            await asyncio.gather(one.wait_closed(), other.wait_closed())
        assert time.monotonic() - begun < WITHIN
    assert (one.close_code, other.close_code) == (4403, 4403)
    assert one.close_reason == other.close_reason == "Forbidden: TOKEN_REVOKED"
    for service in pair.urls:
        assert await pair.refused(service, token) == "TOKEN_REVOKED"


@pytest.mark.parametrize("service", ["registry", "deadlines"])
async def test_nobody_elses_line_is_closed(pair: Pair, service: str) -> None:
    account, secret = await pair.officer()
    gone = await pair.sign_in(secret)
    async with pair.line(service, await pair.sign_in((await pair.officer())[1])) as stays:
        await pair.revoke(account)
        await pair.refused(service, gone)
        await asyncio.sleep(1.2)  # the next look at every open line
        await stays.send('{"type": "ping"}')
        assert json.loads(await stays.recv()) == {"type": "pong"}


async def test_what_is_taken_back_stays_so_without_the_registry(
    pair: Pair, deadlines_db: Database, clock: ManualClock
) -> None:
    """Also in a process that starts while the registry is away, twelve hours long."""
    account, secret = await pair.officer()
    gone, stays = await pair.sign_in(secret), await pair.sign_in((await pair.officer())[1])
    await pair.revoke(account)
    await pair.refused("deadlines", gone)
    await pair.stop_registry()
    assert await pair.refused("deadlines", gone) == "TOKEN_REVOKED"
    async with serve_app(deadlines.build_app(pair.settings, clock, deadlines_db)) as url:
        pair.urls["deadlines"] = url
        clock.advance(hours=11)
        assert await pair.refused("deadlines", gone) == "TOKEN_REVOKED"
        answer = await pair.post("deadlines", ASKED["deadlines"], stays)
        assert "data" in answer, answer
