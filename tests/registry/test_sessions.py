"""Sessions: each refresh token is good once, and one that comes back ends them."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.clock import ManualClock
from services.kit.database import Database
from services.registry.usecases.credentials.tidying import forget_old
from tests.registry.api import Api
from tests.registry.entrance import (
    GOOD,
    login_of,
    new_person,
    refresh,
    sign_in,
    sign_out,
)


@pytest.fixture
async def person(api: Api, world: Database) -> dict[str, str]:
    """Somebody who has just signed in; ``refresh`` is their refresh token."""
    made = await new_person(api)
    return {"login": made["login"], "id": made["id"], "refresh": made["session"]["refreshToken"]}


async def revoked(world: Database) -> int:
    async with world.reading() as conn:
        count: int = await conn.fetchval("select count(*) from revocation")
    return count


async def test_a_refresh_token_becomes_both_tokens_anew(
    api: Api, person: dict[str, str], module_clock: ManualClock
) -> None:
    module_clock.advance(minutes=14)
    signed = await refresh(api, person["refresh"])
    now = module_clock.now()
    assert signed["refreshToken"] != person["refresh"]
    assert signed["expiresAt"] == (now + timedelta(minutes=15)).isoformat()
    assert signed["refreshExpiresAt"] == (now + timedelta(hours=12)).isoformat()
    assert await login_of(api, signed["accessToken"]) == person["login"]


async def test_role_and_unit_are_those_of_now(
    api: Api, world: Database, person: dict[str, str]
) -> None:
    async with world.transaction() as conn:
        await conn.execute(
            "update account set role = 'LEADER', unit_code = '130123' where login = $1",
            person["login"],
        )
    signed = await refresh(api, person["refresh"])
    assert signed["principal"] == {"login": person["login"], "role": "LEADER", "unit": "130123"}


async def test_a_token_that_comes_back_ends_the_session(
    api: Api, world: Database, person: dict[str, str], module_clock: ManualClock
) -> None:
    before = await revoked(world)
    good = await refresh(api, person["refresh"])
    module_clock.advance(seconds=31)
    stolen = await refresh(api, person["refresh"])
    assert (stolen["code"], stolen["field"]) == ("REFRESH_TOKEN_REUSED", "refreshToken")
    assert (await refresh(api, good["refreshToken"]))["code"] == "SESSION_ENDED"
    assert await revoked(world) == before + 1
    async with asyncio.timeout(5):
        while await login_of(api, good["accessToken"]) != "TOKEN_REVOKED":
            await asyncio.sleep(0.1)
    async with world.reading() as conn:
        kind = await conn.fetchval("select kind from account_event order by id desc limit 1")
    assert kind == "REFRESH_TOKEN_REUSED"


async def test_a_lost_answer_is_forgiven_once(api: Api, person: dict[str, str]) -> None:
    lost = await refresh(api, person["refresh"])
    again = await refresh(api, person["refresh"])
    assert again["__typename"] == "SignInPayload"
    assert (await refresh(api, again["refreshToken"]))["__typename"] == "SignInPayload"
    # whoever has the lost one has a copy
    assert (await refresh(api, lost["refreshToken"]))["code"] == "REFRESH_TOKEN_REUSED"


async def test_a_lost_answer_is_not_forgiven_twice(api: Api, person: dict[str, str]) -> None:
    await refresh(api, person["refresh"])
    good = await refresh(api, person["refresh"])
    assert (await refresh(api, person["refresh"]))["code"] == "REFRESH_TOKEN_REUSED"
    assert (await refresh(api, good["refreshToken"]))["code"] == "SESSION_ENDED"


async def test_a_lost_answer_is_not_forgiven_once_its_token_was_used(
    api: Api, person: dict[str, str]
) -> None:
    second = await refresh(api, person["refresh"])
    await refresh(api, second["refreshToken"])
    assert (await refresh(api, person["refresh"]))["code"] == "REFRESH_TOKEN_REUSED"


async def test_of_two_at_once_one_is_the_forgiven_one(api: Api, person: dict[str, str]) -> None:
    done = await asyncio.gather(*(refresh(api, person["refresh"]) for _ in range(2)))
    assert [one["__typename"] for one in done] == ["SignInPayload"] * 2
    third = await refresh(api, person["refresh"])
    assert third["code"] == "REFRESH_TOKEN_REUSED"


async def test_twelve_idle_hours_end_a_session(
    api: Api, person: dict[str, str], module_clock: ManualClock
) -> None:
    module_clock.advance(hours=11, minutes=59)
    good = await refresh(api, person["refresh"])
    module_clock.advance(hours=12)
    refusal = await refresh(api, good["refreshToken"])
    assert (refusal["code"], refusal["field"]) == ("SESSION_EXPIRED", "refreshToken")


async def test_seven_days_end_a_session_that_never_rests(
    api: Api, person: dict[str, str], module_clock: ManualClock
) -> None:
    token = person["refresh"]
    for _ in range(16):
        module_clock.advance(hours=10)
        token = (await refresh(api, token))["refreshToken"]
    module_clock.advance(hours=7)
    last = await refresh(api, token)
    assert last["refreshExpiresAt"] == (module_clock.now() + timedelta(hours=1)).isoformat()
    module_clock.advance(hours=1)
    assert (await refresh(api, last["refreshToken"]))["code"] == "SESSION_EXPIRED"


async def test_signing_out_ends_the_session_and_its_tokens(
    api: Api, world: Database, person: dict[str, str]
) -> None:
    before = await revoked(world)
    assert await sign_out(api, person["refresh"]) is True
    assert await sign_out(api, person["refresh"]) is False
    assert (await refresh(api, person["refresh"]))["code"] == "SESSION_ENDED"
    assert await revoked(world) == before + 1
    assert (await sign_in(api, person["login"], GOOD))["__typename"] == "SignInPayload"


async def test_a_revoked_account_goes_on_no_more(api: Api, person: dict[str, str]) -> None:
    await api.act("revoke", "RevokePayload { replayed }", accountId=person["id"])
    assert (await refresh(api, person["refresh"]))["code"] == "BAD_REFRESH_TOKEN"


@pytest.mark.parametrize("token", ["", "hyr_", "hyr_" + "x" * 43, "hy_x", "hyr_" + "x" * 100_000])
async def test_rubbish_is_no_refresh_token(api: Api, world: Database, token: str) -> None:
    before = await revoked(world)
    assert (await refresh(api, token))["code"] == "BAD_REFRESH_TOKEN"
    assert await sign_out(api, token) is False
    assert await revoked(world) == before


async def test_refresh_tokens_are_kept_as_digests(
    api: Api, world: Database, person: dict[str, str]
) -> None:
    async with world.reading() as conn:
        sizes = await conn.fetch("select distinct length(sha256) as size from refresh_token")
        told = await conn.fetchval(
            "select count(*) from refresh_token r, session s where (r::text || s::text) like $1",
            f"%{person['refresh'][4:]}%",
        )
    assert ([row["size"] for row in sizes], told) == ([32], 0)


async def test_what_is_over_is_deleted(
    api: Api, world: Database, person: dict[str, str], module_clock: ManualClock
) -> None:
    await sign_in(api, "nobody", "wrong")
    await sign_out(api, person["refresh"])
    module_clock.advance(days=31)
    await forget_old(world, module_clock.now())
    async with world.reading() as conn:
        left = await conn.fetchval(
            "select (select count(*) from session) + (select count(*) from refresh_token)"
            " + (select count(*) from sign_in_attempt) + (select count(*) from revocation)"
        )
    assert left == 0
    assert (await refresh(api, person["refresh"]))["code"] == "BAD_REFRESH_TOKEN"
