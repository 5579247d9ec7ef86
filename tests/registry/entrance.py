"""Signing in and going on over HTTP, as the tests of credentials do it."""

import itertools
from typing import Any

from tests.registry.api import Api

GOOD = "一个很好的密码 2y7k"
SIGNED = """__typename
    ... on SignInPayload {
      accessToken expiresAt refreshToken refreshExpiresAt mustChangePassword
      principal { login role unit }
    }
    ... on Refusal { code field retryAfter }"""
CREATED = "CreateAccountPayload { secret initialPassword account { id login } }"
_NUMBERS = itertools.count(1)


async def send(api: Api, name: str, given: dict[str, Any], token: str = "") -> dict[str, Any]:
    """Run one of the mutations that answer a session; return its payload or refusal."""
    query = f"""mutation M($input: {name[0].upper()}{name[1:]}Input!) {{
        {name}(input: $input) {{ {SIGNED} }} }}"""
    answer = await api.send(query, {"input": given}, token=token)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"][name]
    return found


async def sign_in(api: Api, login: str, password: str) -> dict[str, Any]:
    return await send(api, "signIn", {"login": login, "password": password})


async def refresh(api: Api, token: str) -> dict[str, Any]:
    return await send(api, "refresh", {"refreshToken": token})


async def sign_out(api: Api, token: str) -> bool:
    query = """mutation M($input: SignOutInput!) { signOut(input: $input) {
        ... on SignOutPayload { ended } } }"""
    answer = await api.send(query, {"input": {"refreshToken": token}}, token="")
    ended: bool = answer["data"]["signOut"]["ended"]
    return ended


async def change(api: Api, token: str, current: str, new: str) -> dict[str, Any]:
    given = {"currentPassword": current, "newPassword": new}
    return await send(api, "changePassword", given, token)


async def new_account(api: Api, **given: Any) -> dict[str, Any]:
    """Make an account with a first password; return login, id and that password."""
    login = f"person{next(_NUMBERS)}"
    told: dict[str, Any] = {"login": login, "name": "某", "role": "OFFICER", "unit": "1301"}
    made = await api.act("createAccount", CREATED, **told | {"withPassword": True} | given)
    return {
        "login": login,
        "id": made["account"]["id"],
        "initial": made["initialPassword"],
        "secret": made["secret"],
    }


async def new_person(api: Api, password: str = GOOD, **given: Any) -> dict[str, Any]:
    """Make an account that has chosen its password; ``session`` is what choosing it gave."""
    account = await new_account(api, **given)
    first = await sign_in(api, account["login"], account["initial"])
    session = await change(api, first["accessToken"], account["initial"], password)
    assert session["__typename"] == "SignInPayload", session
    return account | {"session": session, "password": password}


async def login_of(api: Api, token: str) -> str:
    """Return who the token says one is, or the code of the error."""
    answer = await api.send("{ me { login } }", token=token)
    if "errors" in answer:
        code: str = answer["errors"][0]["extensions"]["code"]
        return code
    login: str = answer["data"]["me"]["login"]
    return login
