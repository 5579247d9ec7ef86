"""Passwords: from the first one to one's own, and what happens to those who guess."""

from typing import Any

import pytest

from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.refusal import Refusal
from services.registry.domain.credentials.passwords import check_new, new_initial_password
from tests.registry.api import Api
from tests.registry.entrance import (
    GOOD,
    change,
    login_of,
    new_account,
    new_person,
    send,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("forgotten_attempts")


@pytest.fixture
async def forgotten_attempts(world: Database) -> None:
    """Let no test wait for the failures of another."""
    async with world.transaction() as conn:
        await conn.execute("delete from sign_in_attempt")


async def test_a_first_password_opens_only_the_way_to_ones_own(api: Api) -> None:
    account = await new_account(api)
    assert account["secret"] is None
    first = await sign_in(api, account["login"], account["initial"])
    assert (first["mustChangePassword"], first["refreshToken"]) == (True, None)
    answer = await api.send('{ unit(code: "1301") { code } }', token=first["accessToken"])
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    own = await change(api, first["accessToken"], account["initial"], GOOD)
    assert own["mustChangePassword"] is False
    assert await login_of(api, own["accessToken"]) == account["login"]
    assert (await sign_in(api, account["login"], account["initial"]))["code"] == "BAD_CREDENTIALS"
    assert (await sign_in(api, account["login"], GOOD))["principal"]["unit"] == "1301"


async def test_a_first_password_is_shown_once_and_holds_seven_days(
    api: Api, module_clock: ManualClock
) -> None:
    given: dict[str, Any] = {"login": "shown", "name": "某", "role": "OFFICER", "unit": "1301"}
    fields = "CreateAccountPayload { initialPassword }"
    made = [
        await api.act("createAccount", fields, key="shown", withPassword=True, **given)
        for _ in range(2)
    ]
    assert made[1]["initialPassword"] is None
    module_clock.advance(days=7)
    refusal = await sign_in(api, "shown", made[0]["initialPassword"])
    assert refusal["code"] == "BAD_CREDENTIALS"


async def test_what_is_kept_is_argon2id_and_nowhere_else(api: Api, world: Database) -> None:
    person = await new_person(api)
    async with world.reading() as conn:
        kept = await conn.fetchval(
            "select hash from account_password p join account a on a.id = account_id"
            " where login = $1",
            person["login"],
        )
        told = await conn.fetchval(
            "select string_agg(i::text, '') || (select string_agg(e::text, '')"
            " from account_event e) from idempotency i"
        )
    assert kept.startswith("$argon2id$v=19$")
    assert GOOD not in told
    assert person["initial"] not in told


async def test_full_width_letters_are_the_same_letters(api: Api) -> None:
    person = await new_person(api, "GoodPassword 27 见")
    wide = "ＧｏｏｄＰａｓｓｗｏｒｄ　２７　见"
    assert (await sign_in(api, person["login"], wide))["__typename"] == "SignInPayload"


async def test_nobody_learns_why_it_was_refused(api: Api) -> None:
    person, machine = await new_person(api), await new_account(api, withPassword=False)
    gone = await new_person(api)
    await api.act("revoke", "RevokePayload { replayed }", accountId=gone["id"])
    tried = [
        (person["login"], "a wrong password"),
        ("nobody", GOOD),
        (machine["login"], machine["secret"]),
        (gone["login"], GOOD),
        ("", ""),
        ("x" * 50_000, "y" * 50_000),
    ]
    answers = [await sign_in(api, *one) for one in tried]
    same = {"__typename": "Refusal", "code": "BAD_CREDENTIALS", "field": "password"}
    assert answers == [same | {"retryAfter": None}] * len(tried)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"login": "duty"},
        {"password": GOOD},
        {"secret": "hy_x", "login": "duty", "password": GOOD},
        {"secret": "hy_x", "password": GOOD},
    ],
)
async def test_exactly_one_credential_is_taken(api: Api, given: dict[str, Any]) -> None:
    refusal = await send(api, "signIn", given)
    assert (refusal["code"], refusal["field"]) == ("ONE_CREDENTIAL", "secret")


async def test_after_five_failures_one_waits_longer_each_time(
    api: Api, module_clock: ManualClock
) -> None:
    person = await new_person(api)
    for _ in range(5):
        assert (await sign_in(api, person["login"], "wrong"))["code"] == "BAD_CREDENTIALS"
    for seconds in (30, 60, 120):
        refusal = await sign_in(api, person["login"], GOOD)  # right, and yet too early
        assert (refusal["code"], refusal["retryAfter"]) == ("TOO_MANY_ATTEMPTS", seconds)
        module_clock.advance(seconds=seconds)
        assert (await sign_in(api, person["login"], "wrong"))["code"] == "BAD_CREDENTIALS"
    module_clock.advance(seconds=240)
    assert (await sign_in(api, person["login"], GOOD))["__typename"] == "SignInPayload"
    assert (await sign_in(api, person["login"], "wrong"))["code"] == "BAD_CREDENTIALS"


async def test_unknown_logins_wait_like_known_ones(api: Api) -> None:
    codes = [(await sign_in(api, "nobody", "wrong"))["code"] for _ in range(6)]
    assert codes == ["BAD_CREDENTIALS"] * 5 + ["TOO_MANY_ATTEMPTS"]


async def test_one_address_does_not_try_many_logins(api: Api) -> None:
    codes = [(await sign_in(api, f"user{n}", "wrong"))["code"] for n in range(21)]
    assert codes == ["BAD_CREDENTIALS"] * 20 + ["TOO_MANY_ATTEMPTS"]


async def test_another_process_counts_on(api: Api, world: Database) -> None:
    """The count lies in the database: neither a restart nor a balancer gives five more."""
    for _ in range(5):
        await sign_in(api, "nobody", "wrong")
    async with world.reading() as conn:
        rows = await conn.fetch("select key, failures from sign_in_attempt order by failures")
    assert [row["failures"] for row in rows] == [5, 5]
    assert all(b"nobody" not in row["key"] for row in rows)


async def test_a_changed_password_ends_the_other_sessions(api: Api, world: Database) -> None:
    person = await new_person(api)
    elsewhere = await sign_in(api, person["login"], GOOD)
    now = await change(api, person["session"]["accessToken"], GOOD, "Another 好的 password")
    for old in (person["session"], elsewhere):
        refusal = await send(api, "refresh", {"refreshToken": old["refreshToken"]})
        assert refusal["code"] == "SESSION_ENDED"
    assert (await send(api, "refresh", {"refreshToken": now["refreshToken"]}))["accessToken"]
    async with world.reading() as conn:
        assert await conn.fetchval("select count(*) from revocation where sid is not null") >= 2


async def test_the_current_password_is_asked_for(api: Api) -> None:
    person = await new_person(api)
    token = person["session"]["accessToken"]
    refusal = await change(api, token, "not the one", "Another 好的 password")
    assert refusal["code"] == "BAD_CREDENTIALS"
    assert (await change(api, token, GOOD, GOOD))["code"] == "SAME_PASSWORD"


async def test_an_administrator_gives_a_first_password_anew(api: Api) -> None:
    person = await new_person(api)
    fields = "ResetPasswordPayload { initialPassword }"
    made = await api.act("resetPassword", fields, accountId=person["id"])
    assert (await sign_in(api, person["login"], GOOD))["code"] == "BAD_CREDENTIALS"
    first = await sign_in(api, person["login"], made["initialPassword"])
    assert first["mustChangePassword"] is True
    ended = await send(api, "refresh", {"refreshToken": person["session"]["refreshToken"]})
    assert ended["code"] == "SESSION_ENDED"


async def test_machines_have_no_passwords(api: Api) -> None:
    given: dict[str, Any] = {"login": "robot", "name": "厂商", "role": "VENDOR", "unit": "1301"}
    refusal = await api.act(
        "createAccount", "CreateAccountPayload { secret }", **given, withPassword=True
    )
    assert (refusal["code"], refusal["field"]) == ("NO_PASSWORD_FOR_MACHINES", "withPassword")


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "eleven char",
        "x" * 129,
        "zhangsan2026",
        "ZhangSan-123",
        "aaaaaaaaaaaaaa",
        "ababababababab",
        "Password2026!",
        "P@ssw0rd-2026",
        "admin123456789",
        "123456789012",
        "qwertyuiopas",
        "1qaz2wsx3edc",
        "woaini1314520",
        "１２３４５６７８９０１２",
        "good password\x00",
        "good pass\nword 77",
    ],
)
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_new(weak, "zhangsan", "newPassword")
    assert (caught.value.code, caught.value.field) == ("WEAK_PASSWORD", "newPassword")


@pytest.mark.parametrize(
    "good", [GOOD, "correct horse battery", "x7Kq-29fe-Lmt4", "春眠不觉晓处处闻啼鸟夜来"]
)
def test_a_good_password_is_taken(good: str) -> None:
    assert check_new(good, "zhangsan", "newPassword") == good


def test_first_passwords_are_good_and_differ() -> None:
    made = {new_initial_password() for _ in range(100)}
    assert len(made) == 100
    assert all(check_new(one, "zhangsan", "x") == one for one in made)
