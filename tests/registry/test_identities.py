"""Signing in through an OpenID provider: the linked account, or a coded refusal and nothing."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from services.kit.auth import TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.settings import Settings
from services.registry.app import build_app, signing_key
from tests.registry.api import Api
from tests.registry.conftest import QUICK
from tests.registry.entrance import login_of, new_account, refresh, send
from tests.support.provider import RSA, Provider, confused, encoded, serving_provider
from tests.support.servers import serve_app

LINKED = "IdentityPayload { identity { issuer subject accountId } }"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def provider() -> AsyncIterator[Provider]:
    async with serving_provider() as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api(
    world: Database, settings: Settings, module_clock: ManualClock, provider: Provider
) -> AsyncIterator[Api]:
    """The registry with a provider."""
    given = settings.model_copy(update={"oidc_issuer": provider.url})
    issuer = TokenIssuer(signing_key(settings.signing_key), settings.issuer)
    async with (
        serve_app(build_app(given, module_clock, world, passwords=Passwords(**QUICK))) as url,
        aiohttp.ClientSession(url) as http,
    ):
        yield Api(http=http, issuer=issuer, clock=module_clock)


async def linked(api: Api, provider: Provider, subject: str) -> dict[str, Any]:
    account = await new_account(api)
    given = {"accountId": account["id"], "issuer": provider.url, "subject": subject}
    done = await api.act("linkIdentity", LINKED, **given)
    assert done["identity"] == given, done
    return account


async def sign_in(api: Api, token: str, nonce: str | None = "n-1") -> dict[str, Any]:
    return await send(api, "signInOidc", {"idToken": token, "nonce": nonce})


async def written(world: Database) -> list[int]:
    async with world.reading() as conn:
        row = await conn.fetchrow(
            "select (select count(*) from session) + (select count(*) from refresh_token)"
            " + (select count(*) from used_id_token) + (select count(*) from account) as rows,"
            " (select count(*) from identity) + (select count(*) from account_event) as more"
        )
    return list(row or ())


async def test_a_linked_identity_is_its_account(
    api: Api, provider: Provider, module_clock: ManualClock
) -> None:
    account = await linked(api, provider, "li.si")
    signed = await sign_in(api, provider.token(module_clock.now(), sub="li.si"))
    assert await login_of(api, signed["accessToken"]) == account["login"]
    assert (await refresh(api, signed["refreshToken"]))["__typename"] == "SignInPayload"


async def test_an_id_token_opens_one_session(
    api: Api, provider: Provider, module_clock: ManualClock
) -> None:
    await linked(api, provider, "once")
    token = provider.token(module_clock.now(), sub="once")
    assert (await sign_in(api, token))["__typename"] == "SignInPayload"
    assert (await sign_in(api, token))["code"] == "ID_TOKEN_USED"


async def test_nobody_gets_an_account_by_signing_in(
    api: Api, world: Database, provider: Provider, module_clock: ManualClock
) -> None:
    before = await written(world)
    refusal = await sign_in(api, provider.token(module_clock.now(), sub="stranger"))
    assert (refusal["code"], refusal["field"]) == ("IDENTITY_NOT_LINKED", "idToken")
    assert await written(world) == before


async def test_a_revoked_account_is_refused(
    api: Api, world: Database, provider: Provider, module_clock: ManualClock
) -> None:
    account = await linked(api, provider, "gone")
    await api.act("revoke", "RevokePayload { replayed }", accountId=account["id"])
    before = await written(world)
    refusal = await sign_in(api, provider.token(module_clock.now(), sub="gone"))
    assert refusal["code"] == "ACCOUNT_REVOKED"
    assert await written(world) == before


async def test_a_bad_token_is_refused_with_its_code_and_writes_nothing(
    api: Api, world: Database, provider: Provider, module_clock: ManualClock
) -> None:
    await linked(api, provider, "wang.wu")
    now = module_clock.now()
    good: dict[str, Any] = {"sub": "wang.wu"}
    token = provider.token(now, **good)
    unsigned = f"{encoded({'alg': 'none', 'kid': 'rsa'})}.{token.split('.')[1]}."
    bad = {
        "ID_TOKEN_ISSUER": provider.token(now, iss="https://elsewhere", **good),
        "ID_TOKEN_AUDIENCE": provider.token(now, aud="another", **good),
        "ID_TOKEN_EXPIRED": provider.token(now, exp=int(now.timestamp()) - 60, **good),
        "ID_TOKEN_NONCE": provider.token(now, nonce="another", **good),
        "ID_TOKEN_ALGORITHM": confused(token, RSA.as_pem(private=False)),
        "ID_TOKEN_MALFORMED": "",
    }
    before = await written(world)
    assert {code: (await sign_in(api, token))["code"] for code, token in bad.items()} == {
        code: code for code in bad
    }
    assert (await sign_in(api, unsigned))["code"] == "ID_TOKEN_ALGORITHM"
    assert await written(world) == before


async def test_an_identity_stands_for_one_account(api: Api, provider: Provider) -> None:
    await linked(api, provider, "taken")
    other = await new_account(api)
    given = {"accountId": other["id"], "issuer": provider.url, "subject": "taken"}
    refusal = await api.act("linkIdentity", LINKED, **given)
    assert (refusal["code"], refusal["field"]) == ("IDENTITY_TAKEN", "subject")


async def test_an_unlinked_identity_is_nobody_and_its_sessions_are_over(
    api: Api, provider: Provider, module_clock: ManualClock
) -> None:
    account = await linked(api, provider, "left")
    signed = await sign_in(api, provider.token(module_clock.now(), sub="left"))
    given = {"accountId": account["id"], "issuer": provider.url, "subject": "left"}
    assert (await api.act("unlinkIdentity", LINKED, **given))["identity"] == given
    refusal = await sign_in(api, provider.token(module_clock.now(), sub="left"))
    assert refusal["code"] == "IDENTITY_NOT_LINKED"
    assert (await refresh(api, signed["refreshToken"]))["code"] == "SESSION_ENDED"
    assert (await api.act("unlinkIdentity", LINKED, **given))["code"] == "NOT_FOUND"


@pytest.mark.parametrize("subject", ["", " x", "a\nb", "x" * 256])
async def test_a_bad_identity_is_refused(api: Api, provider: Provider, subject: str) -> None:
    account = await new_account(api)
    given = {"accountId": account["id"], "issuer": provider.url, "subject": subject}
    refusal = await api.act("linkIdentity", LINKED, **given)
    assert (refusal["code"], refusal["field"]) == ("BAD_IDENTITY", "subject")


async def test_a_stranger_learns_how_to_sign_in(api: Api, provider: Provider) -> None:
    answer = await api.send("{ signInOptions { password oidc { issuer clientId } } }", token="")
    told = {"password": True, "oidc": {"issuer": provider.url, "clientId": "huiying"}}
    assert answer["data"]["signInOptions"] == told
