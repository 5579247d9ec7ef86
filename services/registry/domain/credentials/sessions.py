"""Sessions: a line of refresh tokens, each good for one use, ended whole when one is used twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.kit.auth import new_secret
from services.kit.refusal import Refusal
from services.registry.domain.accounts import Account

REFRESH_BEGINS = "hyr"
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
FORGIVEN = timedelta(seconds=30)

CHANGE_ONLY = frozenset({"changePassword", "me"})
"""What a first password opens: the way to one's own."""


class Method(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "PASSWORD"  # noqa: S105 - a word, no password
    OIDC = "OIDC"


class Ended(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "SIGNED_OUT"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 - a word, no password
    REUSED = "REUSED"
    UNLINKED = "UNLINKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session 会话, its id the ``sid`` of its access tokens.

    ``generation`` numbers the refresh token that is good now, given out at ``rotated_at``;
    ``forgiving`` tells whether the one before it may still be shown once (see `refreshed`).
    """

    id: UUID
    account_id: UUID
    method: Method
    generation: int
    rotated_at: datetime
    forgiving: bool
    opened_at: datetime
    ended_at: datetime | None

    @property
    def expires_at(self) -> datetime:
        """The end (exclusive) unless it is refreshed before: 12 h idle, 7 days at most."""
        return min(self.rotated_at + IDLE, self.opened_at + LONGEST)


class Reused(Exception):
    """A refresh token came back that had been exchanged before: somebody has a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What signing in gives: a bearer token, its end (exclusive) and whom it names.

    ``refresh_token`` is None where the credential itself can be exchanged again.
    """

    token: str
    expires_at: datetime
    account: Account
    refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    must_change_password: bool = False


def open_session(account: Account, method: Method, id: UUID, now: datetime) -> Session:  # noqa: A002 - the row's own word
    """Return a new session of an account."""
    return Session(
        id=id,
        account_id=account.id,
        method=method,
        generation=1,
        rotated_at=now,
        forgiving=False,
        opened_at=now,
        ended_at=None,
    )


def refreshed(session: Session, generation: int, now: datetime) -> Session:
    """Decide what the refresh token of that generation gives: the session with its next one.

    Each is good once. But an answer can be lost on its way, and its client then shows the token
    before: within 30 s and once this is forgiven, if the lost one was not used meanwhile, and
    the lost one is void. Whoever then shows that one has a copy.

    Raises:
        Refusal: SESSION_ENDED, SESSION_EXPIRED.
        Reused: the session has to end.
    """
    if session.ended_at is not None:
        raise Refusal("SESSION_ENDED", "此登录已结束，请重新登录。", "refreshToken")
    if now >= session.expires_at:
        raise Refusal("SESSION_EXPIRED", "登录已过期，请重新登录。", "refreshToken")
    forgiven = _is_forgiven(session, generation, now)
    if generation != session.generation and not forgiven:
        raise Reused
    return replace(
        session, generation=session.generation + 1, rotated_at=now, forgiving=not forgiven
    )


def _is_forgiven(session: Session, generation: int, now: datetime) -> bool:
    return (
        session.forgiving
        and generation == session.generation - 1
        and now - session.rotated_at <= FORGIVEN
    )


def new_refresh_token() -> str:
    """Return a refresh token of 256 random bits; only its SHA-256 is kept."""
    return new_secret(REFRESH_BEGINS)


def bad_refresh_token() -> Refusal:
    """No session ever gave out this token, or it is forgotten."""
    return Refusal("BAD_REFRESH_TOKEN", "登录凭证无效，请重新登录。", "refreshToken")


def reused_refresh_token() -> Refusal:
    """The token had been exchanged before, and its session has been ended for that."""
    message = "此登录凭证已被使用过，可能泄露；该登录已注销，请重新登录并告知管理员。"
    return Refusal("REFRESH_TOKEN_REUSED", message, "refreshToken")
