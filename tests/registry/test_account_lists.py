"""Who administers accounts sees those of the own territory, how they stand, and their tokens."""

from datetime import timedelta
from typing import Any

import pytest

from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from tests.registry.api import Api
from tests.registry.entrance import new_account, new_person, sign_in
from tests.registry.world import NOW, make_principal

ACCOUNTS = """
query ($under: String, $revoked: Boolean, $first: Int, $after: String) {
  accounts(under: $under, revoked: $revoked, first: $first, after: $after) {
    edges { node {
      id login name role unit unitName state createdAt lastSignedInAt lockedUntil revokedAt
    } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
TOKENS = "query ($account: ID!) { apiTokens(account: $account) { name operations } }"


async def listed(api: Api, **given: Any) -> list[dict[str, Any]]:
    answer = await api.ask(ACCOUNTS, {"first": 100, **given})
    return [edge["node"] for edge in answer["accounts"]["edges"]]


async def found(api: Api, login: str, **given: Any) -> dict[str, Any]:
    (one,) = [account for account in await listed(api, **given) if account["login"] == login]
    return one


async def code_of(api: Api, query: str, given: dict[str, Any], caller: Principal) -> str | None:
    answer = await api.send(query, given, caller=caller)
    if "errors" not in answer:
        return None
    code: str = answer["errors"][0]["extensions"]["code"]
    return code


def administrator(unit: str, level: int) -> Principal:
    return make_principal(Role.ROSTER_ADMIN, unit=unit, scope_level=level, scope_code=unit)


async def test_an_account_shows_what_it_is_for_and_when_it_was_made(api: Api) -> None:
    made = await new_account(api, unit="130123", name="值班员甲")
    shown = await found(api, made["login"])
    assert shown == {
        "id": made["id"],
        "login": made["login"],
        "name": "值班员甲",
        "role": "OFFICER",
        "unit": "130123",
        "unitName": "正定县人民政府",
        "state": "ACTIVE",
        "createdAt": NOW.isoformat(),
        "lastSignedInAt": None,
        "lockedUntil": None,
        "revokedAt": None,
    }


async def test_a_list_goes_by_unit_and_login_and_a_page_follows_the_other(api: Api) -> None:
    for unit in ("130123", "1301", "130121"):
        await new_account(api, unit=unit)
    whole = [(one["unit"], one["login"]) for one in await listed(api)]
    assert whole == sorted(whole)
    first = (await api.ask(ACCOUNTS, {"first": 2}))["accounts"]
    assert first["pageInfo"]["hasNextPage"]
    rest = await listed(api, after=first["pageInfo"]["endCursor"])
    assert [(one["unit"], one["login"]) for one in rest] == whole[2:]


async def test_a_subtree_is_listed_alone(api: Api) -> None:
    await new_account(api, unit="130121")
    await new_account(api, unit="130123")
    assert {one["unit"] for one in await listed(api, under="130121")} == {"130121"}


async def test_the_last_signing_in_is_told(api: Api, module_clock: ManualClock) -> None:
    person = await new_person(api)
    module_clock.advance(hours=3)
    await sign_in(api, person["login"], person["password"])
    shown = await found(api, person["login"])
    assert shown["lastSignedInAt"] == module_clock.now().isoformat()


async def test_a_tokens_use_counts_as_signing_in(api: Api, module_clock: ManualClock) -> None:
    person = await new_person(api)
    made = await token_of(api, person, module_clock)
    module_clock.advance(minutes=5)
    query = """mutation ($secret: String!) { signIn(input: { secret: $secret }) { __typename } }"""
    await api.send(query, {"secret": made["secret"]}, token="")
    shown = await found(api, person["login"])
    assert shown["lastSignedInAt"] == module_clock.now().isoformat()


async def token_of(api: Api, person: dict[str, Any], clock: ManualClock) -> dict[str, Any]:
    owner = make_principal(Role.OFFICER, subject=person["login"])
    ends = (clock.now() + timedelta(days=30)).isoformat()
    fields = "CreateApiTokenPayload { secret }"
    given: dict[str, Any] = {"name": "大屏", "operations": ["units"], "expiresAt": ends}
    return await api.act("createApiToken", fields, caller=owner, **given)


async def test_who_failed_too_often_is_locked_for_a_while(
    api: Api, module_clock: ManualClock
) -> None:
    person = await new_person(api)
    for _ in range(5):
        await sign_in(api, person["login"], "wrong")
    shown = await found(api, person["login"])
    until = (module_clock.now() + timedelta(seconds=30)).isoformat()
    assert (shown["state"], shown["lockedUntil"]) == ("LOCKED", until)
    module_clock.advance(seconds=30)
    assert (await found(api, person["login"]))["state"] == "ACTIVE"


async def test_an_ended_account_stays_in_the_list_and_can_be_left_out(api: Api) -> None:
    made = await new_account(api)
    await api.act("revoke", "RevokePayload { replayed }", accountId=made["id"])
    assert (await found(api, made["login"]))["state"] == "REVOKED"
    assert (await found(api, made["login"], revoked=True))["revokedAt"]
    assert made["login"] not in {one["login"] for one in await listed(api, revoked=False)}


@pytest.mark.parametrize(
    ("caller", "under", "code"),
    [
        (administrator("1301", 3), "130123", None),
        (administrator("130123", 4), "130123", None),
        (administrator("130123", 4), "130121", "OUT_OF_SCOPE"),
        (administrator("130123", 4), "1301", "OUT_OF_SCOPE"),
        (administrator("1301", 3), "130199", "UNKNOWN_UNIT"),
        (administrator("1301", 3), "not a code", "BAD_CODE"),
        (make_principal(Role.OFFICER), "1301", "FORBIDDEN"),
        (make_principal(Role.LEADER), "1301", "FORBIDDEN"),
    ],
)
async def test_accounts_are_for_administrators_of_the_territory(
    api: Api, caller: Principal, under: str, code: str | None
) -> None:
    assert await code_of(api, ACCOUNTS, {"under": under}, caller) == code


async def test_without_a_unit_one_sees_no_further_than_the_own_territory(api: Api) -> None:
    await new_account(api, unit="1301")
    await new_account(api, unit="130123")
    answer = await api.ask(ACCOUNTS, {"first": 100}, caller=administrator("130123", 4))
    assert {edge["node"]["unit"] for edge in answer["accounts"]["edges"]} == {"130123"}


async def test_tokens_are_seen_by_their_owner_and_by_the_administrator(
    api: Api, module_clock: ManualClock
) -> None:
    person = await new_person(api, unit="130123")
    await token_of(api, person, module_clock)
    given = {"account": person["id"]}
    answer = await api.ask(TOKENS, given)
    assert answer["apiTokens"] == [{"name": "大屏", "operations": ["units"]}]
    own = make_principal(Role.OFFICER, subject=person["login"])
    assert await code_of(api, TOKENS, given, own) is None
    other = make_principal(Role.OFFICER, subject="somebody")
    assert await code_of(api, TOKENS, given, other) == "OUT_OF_SCOPE"
    beside = administrator("130121", 4)
    assert await code_of(api, TOKENS, given, beside) == "OUT_OF_SCOPE"
