"""Signing in and out by hand: a password, a browser, or a code for another machine."""

import getpass
import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from clients.cli import openid, saved
from clients.cli.config import Config
from clients.cli.exchange import Refused, execute
from clients.cli.locale import t

_SESSION = """
    __typename
    ... on SignInPayload {
      accessToken expiresAt refreshToken mustChangePassword principal { name login unit }
    }
    ... on Refusal { code message field }
"""
SIGN_IN = f"mutation SignIn($input: SignInInput!) {{ signIn(input: $input) {{ {_SESSION} }} }}"
SIGN_IN_OIDC = f"""
mutation SignInOidc($input: SignInOidcInput!) {{
  signInOidc(input: $input) {{ {_SESSION} }}
}}
"""
REFRESH = f"mutation Refresh($input: RefreshInput!) {{ refresh(input: $input) {{ {_SESSION} }} }}"
CHANGE_PASSWORD = f"""
mutation ChangePassword($input: ChangePasswordInput!) {{
  changePassword(input: $input) {{ {_SESSION} }}
}}
"""
SIGN_OUT = """
mutation SignOut($input: SignOutInput!) {
  signOut(input: $input) {
    __typename
    ... on SignOutPayload { ended }
    ... on Refusal { code message field }
  }
}
"""
OPTIONS = "query SignInOptions { signInOptions { password oidc { issuer clientId } } }"

Say = Callable[[str], None]


class Way(StrEnum):
    """How somebody signs in."""

    PASSWORD = "PASSWORD"  # noqa: S105 - a word, no password
    BROWSER = "BROWSER"
    DEVICE = "DEVICE"


def sign_in(config: Config, way: Way | None, say: Say) -> saved.Saved:
    """Sign in, by the provider where there is one and nothing else is asked for; keep the session.

    Raises Refused, Unreachable.
    """
    provider = execute(config.registry_url, OPTIONS, {}).get("oidc")
    if way is None:
        way = Way.BROWSER if provider else Way.PASSWORD
    if way is Way.PASSWORD:
        return _keep(config, _by_password(config, say))
    if not provider:
        raise Refused("OIDC_NOT_CONFIGURED", t("login.no_provider"))
    found = openid.discover(provider["issuer"], provider["clientId"])
    proof = openid.by_browser(found, say) if way is Way.BROWSER else openid.by_device(found, say)
    given = {"idToken": proof.id_token, "nonce": proof.nonce}
    return _keep(config, execute(config.registry_url, SIGN_IN_OIDC, {"input": given}))


def change_password(config: Config, token: str, say: Say) -> saved.Saved:
    """Ask for both passwords and change them. Raises Refused, Unreachable."""
    return _keep(config, _change(config, token, _ask(t("login.ask_current"), hidden=True), say))


def refresh(config: Config, kept: saved.Saved) -> saved.Saved:
    """Exchange the refresh token; its caller holds the lock. Raises Refused, Unreachable."""
    given = {"refreshToken": kept.refresh_token}
    return _session(execute(config.registry_url, REFRESH, {"input": given}))


def sign_out(config: Config) -> bool:
    """End the session kept here, at the registry too; False where there was none.

    Raises Refused, Unreachable; the file is gone all the same.
    """
    file = saved.session_file(config)
    with saved.locked(file):
        kept = saved.read(file, unsafe=True)
        saved.forget(file)
        if kept is None:
            return False
        execute(config.registry_url, SIGN_OUT, {"input": {"refreshToken": kept.refresh_token}})
        return True


def _by_password(config: Config, say: Say) -> dict[str, Any]:
    login = _ask(t("login.ask_login"), hidden=False)
    password = _ask(t("login.ask_password"), hidden=True)
    given = {"login": login, "password": password}
    answer: dict[str, Any] = execute(config.registry_url, SIGN_IN, {"input": given})
    if not answer["mustChangePassword"]:
        return answer
    say(t("login.initial"))
    return _change(config, answer["accessToken"], password, say)


def _change(config: Config, token: str, current: str, say: Say) -> dict[str, Any]:
    new = _ask(t("login.ask_new"), hidden=True)
    if _ask(t("login.ask_again"), hidden=True) != new:
        raise Refused("NOT_THE_SAME", t("login.not_same"))
    given = {"currentPassword": current, "newPassword": new}
    answer: dict[str, Any] = execute(config.registry_url, CHANGE_PASSWORD, {"input": given}, token)
    say(t("login.changed"))
    return answer


def _keep(config: Config, answer: dict[str, Any]) -> saved.Saved:
    session, file = _session(answer), saved.session_file(config)
    with saved.locked(file):
        saved.write(file, session)
    return session


def _session(answer: dict[str, Any]) -> saved.Saved:
    return saved.of_answer(answer, datetime.fromisoformat(answer["expiresAt"]).timestamp())


def _ask(prompt: str, *, hidden: bool) -> str:
    """Ask at the terminal, or read a line where there is none."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(prompt) if hidden else input(prompt)
