"""Accounts of a bureau as an administrator finds them: in use, locked, ended, one with tokens."""

from typing import Any

from services.kit.auth import Role
from tests.stories.town import Town

CREATE = """mutation ($input: CreateAccountInput!) { createAccount(input: $input) {
    ... on CreateAccountPayload { secret account { id } } ... on Refusal { message } } }"""
REVOKE = """mutation ($input: RevokeInput!) { revoke(input: $input) { __typename } }"""
MADE = """mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
    __typename ... on Refusal { message } } }"""
WRONG = """mutation ($login: String!) { signIn(input: { login: $login, password: "wrong" }) {
    __typename } }"""
STAFF = (
    ("yj-wangzhi", "虚构王值", Role.OFFICER),
    ("yj-lidai", "虚构李带", Role.DUTY_CHIEF),
    ("yj-chenshen", "虚构陈审", Role.APPROVER),
    ("yj-zhaosuo", "虚构赵锁", Role.OFFICER),
    ("yj-liuli", "虚构刘离", Role.OFFICER),
)


async def staffed(town: Town, unit: str) -> None:
    """Give the unit five accounts; whoever approves has made two tokens."""
    for login, name, role in STAFF:
        made = await _made(town, {"login": login, "name": name, "role": role, "unit": unit})
        if role is Role.APPROVER:
            town.secrets[role] = made["secret"]
    await _ended(town, made["account"]["id"])
    for name, day in (("值守大屏", "2026-12-31"), ("月报脚本", "2027-02-28")):
        given = {"name": name, "operations": ["obligations"], "idempotencyKey": name}
        ends = f"{day}T00:00:00+08:00"
        await town.ask_registry(MADE, Role.APPROVER, input=given | {"expiresAt": ends})
    for _ in range(5):
        await town.ask_registry(WRONG, Role.ROSTER_ADMIN, login="yj-zhaosuo")


async def _made(town: Town, given: dict[str, Any]) -> dict[str, Any]:
    told = given | {"idempotencyKey": given["login"]}
    answer = await town.ask_registry(CREATE, Role.ROSTER_ADMIN, input=told)
    made: dict[str, Any] = answer["createAccount"]
    return made


async def _ended(town: Town, account: str) -> None:
    given = {"accountId": account, "idempotencyKey": f"end {account}"}
    await town.ask_registry(REVOKE, Role.ROSTER_ADMIN, input=given)
