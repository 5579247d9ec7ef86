"""Accounts: a secret for a token, whose bearer is who the account says."""

from datetime import timedelta
from typing import Any

import pytest

from services.kit.auth import Role
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from tests.registry.api import Api
from tests.registry.world import NOW, make_principal

ACCOUNT = "CreateAccountPayload { secret account { id login role scopeLevel scopeCode } }"
SIGN_IN = """
mutation ($secret: String!) {
  signIn(input: { secret: $secret }) {
    ... on SignInPayload {
      accessToken expiresAt principal { login role unit scopeLevel scopeCode }
    }
    ... on Refusal { code field }
  }
}
"""


async def sign_in(api: Api, secret: str) -> dict[str, Any]:
    answer = await api.send(SIGN_IN, {"secret": secret}, token="")
    signed: dict[str, Any] = answer["data"]["signIn"]
    return signed


async def test_a_secret_becomes_a_token_of_fifteen_minutes(api: Api, world: Any) -> None:
    command = NewAccount(login="duty", name="值班员", role=Role.OFFICER, unit="1301")
    issued = await found_account(world, command, NOW)
    signed = await sign_in(api, issued.secret)
    assert signed["expiresAt"] == (NOW + timedelta(minutes=15)).isoformat()
    assert signed["principal"] == {
        "login": "duty",
        "role": "OFFICER",
        "unit": "1301",
        "scopeLevel": 3,
        "scopeCode": "1301",
    }
    me = await api.send("{ me { login name } }", token=signed["accessToken"])
    assert me["data"]["me"] == {"login": "duty", "name": "值班员"}


async def test_a_wrong_secret_is_refused_without_a_reason(api: Api) -> None:
    for secret in ("", "hy_wrong", "x" * 100_000):
        assert await sign_in(api, secret) == {"code": "BAD_SECRET", "field": "secret"}


async def test_a_revoked_account_signs_in_no_more(api: Api) -> None:
    made = await api.act(
        "createAccount", ACCOUNT, login="gone", name="离任", role="OFFICER", unit="130123"
    )
    fields = "RevokePayload { account { revokedAt } }"
    ended = await api.act("revoke", fields, accountId=made["account"]["id"])
    assert ended["account"]["revokedAt"] == NOW.isoformat()
    assert (await sign_in(api, made["secret"]))["code"] == "BAD_SECRET"


async def test_a_secret_is_shown_once_and_kept_nowhere(api: Api, world: Any) -> None:
    given: dict[str, Any] = {"login": "once", "name": "一次", "role": "OFFICER", "unit": "130123"}
    first = await api.act("createAccount", ACCOUNT, key="once", **given)
    again = await api.act("createAccount", ACCOUNT, key="once", **given)
    assert first["secret"].startswith("hy_")
    assert len(first["secret"]) == 46
    assert again["secret"] is None
    assert again["account"] == first["account"]
    async with world.reading() as conn:
        kept = await conn.fetchval(
            "select count(*) from idempotency where answer::text like '%' || $1 || '%'",
            first["secret"],
        )
    assert kept == 0


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"role": "SYSTEM"}, "ROLE_NOT_GRANTABLE", "role"),
        ({"unit": "13"}, "OUT_OF_SCOPE", "unit"),
        ({"unit": "9999"}, "UNKNOWN_UNIT", "unit"),
        ({"login": "A B"}, "BAD_LOGIN", "login"),
        ({"operations": []}, "BAD_OPERATION", "operations"),
        ({"operations": ["drop table"]}, "BAD_OPERATION", "operations"),
    ],
)
async def test_a_bad_account_is_refused_with_its_field(
    api: Api, given: dict[str, Any], code: str, field: str
) -> None:
    told: dict[str, Any] = {"login": "bad", "name": "某", "role": "OFFICER", "unit": "1301"} | given
    refusal = await api.act("createAccount", ACCOUNT, **told)
    assert (refusal["code"], refusal["field"]) == (code, field)


async def test_a_login_is_taken_once(api: Api) -> None:
    given: dict[str, Any] = {"login": "twice", "name": "某", "role": "OFFICER", "unit": "1301"}
    await api.act("createAccount", ACCOUNT, **given)
    refusal = await api.act("createAccount", ACCOUNT, **given)
    assert (refusal["code"], refusal["field"]) == ("DUPLICATE_LOGIN", "login")


async def test_an_account_of_a_department_sees_the_department(api: Api) -> None:
    await api.act(
        "createUnit",
        "UnitPayload { replayed }",
        code="1301-JYJ",
        name="石家庄市教育局",
        kind="DEPARTMENT",
        parent="1301",
    )
    made = await api.act(
        "createAccount", ACCOUNT, login="school", name="某", role="OFFICER", unit="1301-JYJ"
    )
    assert (made["account"]["scopeLevel"], made["account"]["scopeCode"]) == (6, "1301-JYJ")


async def test_a_machine_reaches_only_its_operations(api: Api) -> None:
    narrow = make_principal(Role.SYSTEM, operations=frozenset({"changes"}))
    assert await api.ask("{ changes { cursor } }", caller=narrow)
    answer = await api.send("{ me { login } }", caller=narrow)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_published_key_is_public_and_verifies(api: Api) -> None:
    async with api.http.get("/.well-known/jwks.json") as response:
        keys = (await response.json(content_type=None))["keys"]
    assert [key["crv"] for key in keys] == ["Ed25519"]
    assert all("d" not in key for key in keys)


async def test_without_a_token_nothing_is_told(api: Api) -> None:
    answer = await api.send('{ unit(code: "1301") { code } }', token="")
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
