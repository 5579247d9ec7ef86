"""API tokens: some of what their owner may, until a day that is named."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.registry.api import Api
from tests.registry.entrance import login_of, new_person, send
from tests.registry.world import make_principal

CREATED = """CreateApiTokenPayload { secret replayed apiToken {
    id name operations createdAt expiresAt lastUsedAt revokedAt } }"""
LIST = "{ apiTokens { name operations lastUsedAt revokedAt } }"


@pytest.fixture
async def owner(api: Api) -> Any:
    """A roster administrator with an account of their own."""
    person = await new_person(api, role="ROSTER_ADMIN")
    return make_principal(Role.ROSTER_ADMIN, subject=person["login"])


async def make(api: Api, owner: Any, now: datetime, **given: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": "夜间导出",
        "operations": ["me", "unit", "createUnit"],
        "expiresAt": (now + timedelta(days=30)).isoformat(),
    }
    return await api.act("createApiToken", CREATED, caller=owner, **told | given)


async def exchanged(api: Api, secret: str) -> dict[str, Any]:
    return await send(api, "signIn", {"secret": secret})


async def test_a_token_reaches_its_operations_and_nothing_else(
    api: Api, owner: Any, module_clock: ManualClock
) -> None:
    made = await make(api, owner, module_clock.now())
    assert made["secret"].startswith("hyt_")
    signed = await exchanged(api, made["secret"])
    assert (signed["refreshToken"], signed["principal"]["role"]) == (None, "ROSTER_ADMIN")
    assert signed["expiresAt"] == (module_clock.now() + timedelta(minutes=15)).isoformat()
    assert await login_of(api, signed["accessToken"]) == owner.subject
    answer = await api.send("{ units { edges { cursor } } }", token=signed["accessToken"])
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_it_is_shown_once_and_kept_as_a_digest(
    api: Api, world: Database, owner: Any, module_clock: ManualClock
) -> None:
    first = await make(api, owner, module_clock.now(), key=f"once-{owner.subject}")
    again = await make(api, owner, module_clock.now(), key=f"once-{owner.subject}")
    assert (again["secret"], again["replayed"]) == (None, True)
    async with world.reading() as conn:
        found = await conn.fetchval(
            "select count(*) from api_token t, idempotency i, account_event e"
            " where (t::text || i::text || e::text) like $1",
            f"%{first['secret'][4:]}%",
        )
    assert found == 0


async def test_its_owner_sees_when_it_was_last_used(
    api: Api, owner: Any, module_clock: ManualClock
) -> None:
    made = await make(api, owner, module_clock.now())
    (before,) = (await api.ask(LIST, caller=owner))["apiTokens"]
    module_clock.advance(minutes=5)
    await exchanged(api, made["secret"])
    (after,) = (await api.ask(LIST, caller=owner))["apiTokens"]
    assert before["lastUsedAt"] is None
    assert after["lastUsedAt"] == module_clock.now().isoformat()


async def test_nobody_sees_the_tokens_of_others(
    api: Api, owner: Any, module_clock: ManualClock
) -> None:
    await make(api, owner, module_clock.now())
    other = make_principal(Role.ROSTER_ADMIN, subject="somebody-else")
    assert (await api.ask(LIST, caller=other))["apiTokens"] == []


async def test_its_end_is_its_end(api: Api, owner: Any, module_clock: ManualClock) -> None:
    ends = module_clock.now() + timedelta(minutes=5)
    made = await make(api, owner, module_clock.now(), expiresAt=ends.isoformat())
    signed = await exchanged(api, made["secret"])
    assert signed["expiresAt"] == ends.isoformat()  # what it bought does not outlive it
    module_clock.advance(minutes=5)
    assert (await exchanged(api, made["secret"]))["code"] == "BAD_SECRET"


async def test_a_revoked_token_and_what_it_bought_are_refused(
    api: Api, world: Database, owner: Any, module_clock: ManualClock
) -> None:
    made = await make(api, owner, module_clock.now())
    await exchanged(api, made["secret"])
    fields = "RevokeApiTokenPayload { apiToken { revokedAt } }"
    given = {"id": made["apiToken"]["id"]}
    ended = await api.act("revokeApiToken", fields, caller=owner, **given)
    assert ended["apiToken"]["revokedAt"] == module_clock.now().isoformat()
    assert (await exchanged(api, made["secret"]))["code"] == "BAD_SECRET"
    again = await api.act("revokeApiToken", fields, caller=owner, **given)
    assert again["code"] == "ALREADY_REVOKED"
    async with world.reading() as conn:
        assert await conn.fetchval("select count(*) from revocation where sid is not null") > 0


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (make_principal(Role.OFFICER, subject="stranger"), "OUT_OF_SCOPE"),
        (
            make_principal(Role.ROSTER_ADMIN, unit="130123", scope_level=4, scope_code="130123"),
            "OUT_OF_SCOPE",
        ),
        (make_principal(Role.ROSTER_ADMIN, subject="their-administrator"), None),
    ],
)
async def test_a_token_of_somebody_else_is_ended_by_their_administrator_alone(
    api: Api, owner: Any, module_clock: ManualClock, caller: Any, code: str | None
) -> None:
    made = await make(api, owner, module_clock.now())
    fields = "RevokeApiTokenPayload { replayed }"
    done = await api.act("revokeApiToken", fields, caller=caller, id=made["apiToken"]["id"])
    assert done.get("code") == code


async def test_a_revoked_account_takes_its_tokens_along(
    api: Api, module_clock: ManualClock
) -> None:
    person = await new_person(api, role="ROSTER_ADMIN")
    owner = make_principal(Role.ROSTER_ADMIN, subject=person["login"])
    made = await make(api, owner, module_clock.now())
    await api.act("revoke", "RevokePayload { replayed }", accountId=person["id"])
    assert (await exchanged(api, made["secret"]))["code"] == "BAD_SECRET"


YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"operations": []}, "BAD_OPERATION", "operations"),
        ({"operations": ["drop table"]}, "BAD_OPERATION", "operations"),
        ({"operations": ["createApiToken"]}, "BAD_OPERATION", "operations"),
        ({"operations": ["changePassword"]}, "BAD_OPERATION", "operations"),
        ({"operations": ["revocations"]}, "OPERATION_NOT_YOURS", "operations"),
        ({"operations": ["me"] * 51}, "BAD_OPERATION", "operations"),
        ({"days": 0}, "BAD_EXPIRY", "expiresAt"),
        ({"days": -1}, "BAD_EXPIRY", "expiresAt"),
        ({"days": 366}, "BAD_EXPIRY", "expiresAt"),
        ({"name": " "}, "BLANK_TEXT", "name"),
    ],
)
async def test_a_bad_token_is_refused_with_its_field(
    api: Api,
    owner: Any,
    module_clock: ManualClock,
    given: dict[str, Any],
    code: str,
    field: str,
) -> None:
    if "days" in given:
        moment = module_clock.now() + timedelta(days=given["days"])
        given = {"expiresAt": moment.isoformat()}
    refusal = await make(api, owner, module_clock.now(), **given)
    assert refusal["field"] == field
    assert refusal["code"] == code or code == "BLANK_TEXT"


async def test_a_token_makes_no_token(api: Api, owner: Any, module_clock: ManualClock) -> None:
    narrow = make_principal(
        Role.ROSTER_ADMIN, subject=owner.subject, operations=frozenset({"createApiToken"})
    )
    refusal = await make(api, narrow, module_clock.now())
    assert refusal["code"] == "TOKEN_MAKES_NO_TOKEN"


async def test_an_account_has_twenty_tokens_at_most(
    api: Api, owner: Any, module_clock: ManualClock
) -> None:
    made = [await make(api, owner, module_clock.now()) for _ in range(21)]
    assert [one.get("code") for one in made] == [None] * 20 + ["TOO_MANY_TOKENS"]


async def test_an_operation_of_the_other_service_is_left_to_it(
    api: Api, owner: Any, module_clock: ManualClock
) -> None:
    made = await make(api, owner, module_clock.now(), operations=["incidents", "incidents"])
    assert made["apiToken"]["operations"] == ["incidents"]
