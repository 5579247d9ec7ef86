"""A token for whoever calls: bought with the secret, or that of the session signed in here.

Both are kept: a job each minute need not sign in each time.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from clients.cli import login, saved
from clients.cli.config import Config
from clients.cli.exchange import Refused, Unreachable, ask, execute, value_of

SIGN_IN = """
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignInPayload { accessToken expiresAt principal { name role unit } }
    ... on Refusal { code message field }
  }
}
"""
_RESERVE = 120.0  # seconds before its end at which a token is renewed
_SESSION_RESERVE = 360.0  # more than the desk's own five minutes, which asks again by then


class NoSecret(Exception):
    """The configuration names no secret, and nobody is signed in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """``expires_at`` is in seconds since 1970; ``who`` is the name of the account."""

    text: str
    expires_at: float
    who: str
    unit: str = ""


def token(config: Config) -> Token:
    """Return a token that is good for two minutes at least, from the cache where it can be.

    With the registry out of reach the last token is returned though it may have run out: a service
    accepts it for a while when it cannot reach the registry either.
    Raises NoSecret, Refused, Unreachable, BadConfig.
    """
    secret = config.secret()
    if not secret:
        return _of_session(config)
    file = _cache_file(config, secret)
    kept = _kept(file)
    if kept and kept.expires_at - _RESERVE > wall_clock():
        return kept
    try:
        fresh = sign_in(config, secret)
    except Unreachable:
        if kept:
            return kept
        raise
    _keep(file, fresh)
    return fresh


def signed_ask(config: Config, url: str) -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
    """Return ``ask`` at ``url`` with our token; one that is no longer accepted is renewed once.

    Raises what `token` raises.
    """

    def call(document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return ask(url, document, variables, token(config).text)
        except Refused as refused:
            if not _is_about_the_token(refused.code):
                raise
        _drop(config)
        return ask(url, document, variables, token(config).text)

    return call


def signed_call(config: Config, url: str) -> Callable[[str, Mapping[str, Any]], Any]:
    """Return ``execute`` at ``url`` with our token; see `signed_ask`."""
    signed = signed_ask(config, url)
    return lambda document, variables: value_of(signed(document, variables))


def _is_about_the_token(code: str) -> bool:
    return code == "UNAUTHENTICATED" or code.startswith("TOKEN_")


def _drop(config: Config) -> None:
    """Make the next call fetch another token."""
    if secret := config.secret():
        _cache_file(config, secret).unlink(missing_ok=True)
    else:
        _of_session(config, afresh=True)


def _of_session(config: Config, *, afresh: bool = False) -> Token:
    """Return the session's access token, refreshed where it ends soon; see `token`."""
    file = saved.session_file(config)
    with saved.locked(file):
        kept = saved.read(file)
        if kept is None:
            raise NoSecret
        if afresh or kept.expires_at - _SESSION_RESERVE <= wall_clock():
            kept = _refreshed(config, file, kept)
    return Token(text=kept.access_token, expires_at=kept.expires_at, who=kept.who, unit=kept.unit)


def _refreshed(config: Config, file: Path, kept: saved.Saved) -> saved.Saved:
    try:
        fresh = login.refresh(config, kept)
    except Unreachable:
        return kept
    except Refused as refused:
        if refused.field == "refreshToken":  # this session is over, whatever the reason
            saved.forget(file)
        raise
    saved.write(file, fresh)
    return fresh


def sign_in(config: Config, secret: str) -> Token:
    """Exchange ``secret`` now. Raises Refused, Unreachable."""
    answer: dict[str, Any] = execute(config.registry_url, SIGN_IN, {"input": {"secret": secret}})
    return Token(
        text=answer["accessToken"],
        expires_at=datetime.fromisoformat(answer["expiresAt"]).timestamp(),
        who=answer["principal"]["name"],
        unit=answer["principal"]["unit"],
    )


def told(found: Token) -> dict[str, Any]:
    """Return the token as the desk reads it."""
    return {
        "accessToken": found.text,
        "expiresAt": datetime.fromtimestamp(found.expires_at, UTC).isoformat(),
        "principal": {"name": found.who, "unit": found.unit},
    }


def as_json(found: Token) -> str:
    return json.dumps(told(found), ensure_ascii=False)


def _cache_file(config: Config, secret: str) -> Path:
    mark = sha256(f"{config.registry_url} {secret}".encode()).hexdigest()[:16]
    return config.state_home / f"token-{mark}.json"


def _kept(file: Path) -> Token | None:
    try:
        return Token(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _keep(file: Path, fresh: Token) -> None:
    kept = asdict(fresh)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent)  # readable by its owner alone
        with os.fdopen(descriptor, "w") as out:
            json.dump(kept, out)
        Path(draft).replace(file)
    except OSError:
        return  # without a cache each run signs in anew


def wall_clock() -> float:
    """Return the machine's seconds since 1970."""
    return time.time()  # noqa: TID251 - when to renew a token is no question of law
