"""Access tokens that must not hold, over HTTP: a coded refusal each, and nothing is written."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.kit.auth import TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.revocations import revoke_credential
from services.kit.signing import new_signing_key
from tests.registry.api import Api
from tests.registry.entrance import login_of, new_person
from tests.support.provider import encoded

CREATE = """mutation { createUnit(input: {
    code: "1301-HUAI", name: "坏令牌局", kind: DEPARTMENT, parent: "1301", idempotencyKey: "bad"
}) { __typename } }"""


def bad_tokens(api: Api) -> dict[str, str]:
    """Return tokens by the code they are refused with; all but one thing of each is right."""
    good, now = api.token(), api.clock.now()
    key = new_signing_key()
    stranger = TokenIssuer(key, "huiying-registry")
    elsewhere = TokenIssuer(api.issuer._key, "another-registry")
    as_me: dict[str, Any] = {
        "subject": api.principal.subject,
        "name": "某人",
        "role": api.principal.role,
        "unit": "1301",
        "scope_level": 3,
        "scope_code": "1301",
        "now": now,
    }
    header, claims, signature = good.split(".")
    unsigned = encoded({"alg": "none", "kid": api.issuer._key.kid})
    return {
        "TOKEN_ISSUER_WRONG": elsewhere.issue(**as_me),
        "TOKEN_KEY_UNKNOWN": stranger.issue(**as_me),
        "TOKEN_EXPIRED": api.token(now=now - timedelta(minutes=17)),
        "TOKEN_NOT_YET_VALID": api.token(now=now + timedelta(minutes=2)),
        "TOKEN_MALFORMED": f"{unsigned}.{claims}.",
        "TOKEN_SIGNATURE_WRONG": f"{header}.{claims}.{signature[:-4]}AAAA",
        "TOKEN_REVOKED": api.token(sid="taken-back"),
    }


@pytest.mark.parametrize(
    "code",
    [
        "TOKEN_ISSUER_WRONG",
        "TOKEN_KEY_UNKNOWN",
        "TOKEN_EXPIRED",
        "TOKEN_NOT_YET_VALID",
        "TOKEN_MALFORMED",
        "TOKEN_SIGNATURE_WRONG",
        "TOKEN_REVOKED",
    ],
)
async def test_a_bad_token_is_refused_with_its_code_and_writes_nothing(
    taken_back: Api, world: Database, code: str
) -> None:
    answer = await taken_back.send(CREATE, token=bad_tokens(taken_back)[code])
    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]
    assert "data" not in answer
    async with world.reading() as conn:
        assert not await conn.fetchval("select exists (select from unit where code = '1301-HUAI')")
        assert not await conn.fetchval("select exists (select from idempotency)")


@pytest.fixture
async def taken_back(api: Api, world: Database, module_clock: ManualClock) -> Api:
    """The registry when it knows that the credential ``taken-back`` is."""
    async with world.transaction() as conn:
        await revoke_credential(conn, "taken-back", module_clock.now())
    async with asyncio.timeout(5):
        while await login_of(api, api.token(sid="taken-back")) != "TOKEN_REVOKED":
            await asyncio.sleep(0.1)
    return api


async def test_a_token_of_a_revoked_account_is_refused_and_writes_nothing(
    api: Api, world: Database
) -> None:
    person = await new_person(api, role="ROSTER_ADMIN")
    token = person["session"]["accessToken"]
    await api.act("revoke", "RevokePayload { replayed }", accountId=person["id"])
    async with asyncio.timeout(5):
        while await login_of(api, token) != "TOKEN_REVOKED":
            await asyncio.sleep(0.1)
    answer = await api.send(CREATE, token=token)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOKEN_REVOKED"]
    async with world.reading() as conn:
        assert not await conn.fetchval("select exists (select from unit where code = '1301-HUAI')")
