"""API tokens: for a script that does some of what a person may, until a day that is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.kit.auth import Principal, new_secret
from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.access import POLICY
from services.registry.domain.accounts import Account

API_TOKENS_BEGIN = "hyt"
LONGEST = timedelta(days=365)
MOST = 20
MOST_OPERATIONS = 50
_OPERATION = re.compile(r"[a-z][A-Za-z]{1,59}")
_ROOTS = ("Query", "Mutation", "Subscription")
_NEVER = frozenset({"createApiToken", "revokeApiToken", "changePassword"})
"""A token makes no tokens: it would outlive itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """An API token 接口令牌 of an account, for these root fields, until ``expires_at`` (exclusive).

    ``last_used_at`` is when it was last exchanged for a token of 15 minutes.
    """

    id: UUID
    account_id: UUID
    name: str
    operations: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiToken:
    """What a caller tells about a token."""

    name: str
    operations: tuple[str, ...]
    expires_at: datetime


def create_api_token(
    command: NewApiToken,
    account: Account,
    caller: Principal,
    live: int,
    id: UUID,  # noqa: A002 - the row's own word
    now: datetime,
) -> ApiToken:
    """Decide a new token; ``live`` is how many the account has that still hold.

    Raises:
        Refusal: TOKEN_MAKES_NO_TOKEN, BAD_OPERATION, OPERATION_NOT_YOURS, BAD_EXPIRY,
            TOO_MANY_TOKENS.
    """
    if caller.operations is not None:
        message = "接口令牌不能再生成令牌，请先登录。"
        raise Refusal("TOKEN_MAKES_NO_TOKEN", message)
    if not now < command.expires_at <= now + LONGEST:
        message = "有效期须晚于现在，最长一年。"
        raise Refusal("BAD_EXPIRY", message, "expiresAt")
    if live >= MOST:
        message = f"一个账号最多有 {MOST} 个有效令牌，请先撤销不用的。"
        raise Refusal("TOO_MANY_TOKENS", message)
    return ApiToken(
        id=id,
        account_id=account.id,
        name=fields.text(command.name, "name", most=50),
        operations=_operations(command.operations, caller),
        created_at=now,
        expires_at=command.expires_at,
        last_used_at=None,
        revoked_at=None,
    )


def revoke_api_token(token: ApiToken, now: datetime) -> ApiToken:
    """Decide the end of a token; raises ALREADY_REVOKED."""
    if token.revoked_at is not None:
        raise Refusal("ALREADY_REVOKED", "该令牌已经撤销。", "id")
    return replace(token, revoked_at=now)


def new_api_token() -> str:
    """Return a token of 256 random bits; only its SHA-256 is kept."""
    return new_secret(API_TOKENS_BEGIN)


def _operations(names: Sequence[str], caller: Principal) -> tuple[str, ...]:
    """Return the names without doubles.

    Those of the registry must be the caller's by role. Those of another service cannot be judged
    here: that service asks role and token alike, whatever is written in the token.
    """
    good = 0 < len(names) <= MOST_OPERATIONS and all(map(_OPERATION.fullmatch, names))
    if not good or not _NEVER.isdisjoint(names):
        message = "操作名须为接口的字段名，一至五十个，且不能是生成令牌或修改密码。"
        raise Refusal("BAD_OPERATION", message, "operations")
    for name in names:
        rules = [rule for root in _ROOTS if (rule := POLICY.rules.get(f"{root}.{name}"))]
        if rules and not any(caller.role in rule.roles or rule.public for rule in rules):
            message = f"您的角色不能进行 {name}。"
            raise Refusal("OPERATION_NOT_YOURS", message, "operations")
    return tuple(dict.fromkeys(names))
