"""Accounts: who signs in, as what, and how far it sees. The secret is shown once, never kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.kit.auth import Principal, Role, new_secret, secret_digest
from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.units import LEVELS, Unit, UnitLevel

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_OPERATION = re.compile(r"[a-z][A-Za-z]{1,59}")
SECRETS_BEGIN = "hy"
MACHINES = (Role.JOB, Role.SYSTEM, Role.VENDOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account 账号. ``scope_level`` (1 to 6) and ``scope_code`` name the subtree it sees.

    ``operations`` are the root fields that a machine's account is for, None where the role decides.
    """

    id: UUID
    login: str
    name: str
    role: Role
    unit: str
    scope_level: int
    scope_code: str
    operations: tuple[str, ...] | None
    introspect: bool
    created_at: datetime
    revoked_at: datetime | None


class AccountState(StrEnum):
    """Whether one can sign in with an account."""

    ACTIVE = "ACTIVE"
    LOCKED = "LOCKED"
    REVOKED = "REVOKED"


def account_state(account: Account, locked_until: datetime | None) -> AccountState:
    """Return how an account stands; ``locked_until`` is None where no attempt has to wait."""
    if account.revoked_at is not None:
        return AccountState.REVOKED
    return AccountState.LOCKED if locked_until else AccountState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What a caller tells about an account."""

    login: str
    name: str
    role: Role
    unit: str
    operations: tuple[str, ...] | None = None
    introspect: bool = False
    with_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An account with its secret, which nobody can read again."""

    account: Account
    secret: str


def create_account(command: NewAccount, unit: Unit, id: UUID, now: datetime) -> Issued:  # noqa: A002 - the row's own word
    """Decide a new account; raises BAD_LOGIN, BAD_OPERATION or NO_PASSWORD_FOR_MACHINES.

    It sees the subtree of its unit: a territorial unit's own tier, otherwise the department's.
    """
    if not _LOGIN.fullmatch(command.login):
        raise Refusal(
            "BAD_LOGIN", "登录名须为 2 至 40 位小写字母、数字、点、横线或下划线。", "login"
        )
    if command.with_password:
        refuse_password_of_machine(command.role, "withPassword")
    level = scope_level(unit)
    account = Account(
        id=id,
        login=command.login,
        name=fields.text(command.name, "name", most=50),
        role=command.role,
        unit=unit.code,
        scope_level=level,
        scope_code=unit.scope[level - 1] or unit.code,
        operations=_operations(command.operations),
        introspect=command.introspect,
        created_at=now,
        revoked_at=None,
    )
    return Issued(account=account, secret=new_secret(SECRETS_BEGIN))


def scope_level(unit: Unit) -> int:
    """Return the place, 1 to 6, of a unit's own subtree in its scope."""
    if not unit.is_territorial:
        return LEVELS.index(UnitLevel.INTERNAL) + 1
    return LEVELS.index(unit.level) + 1


def grantable(granter: Principal, account: Account) -> bool:
    """Whether the granter may make or revoke such an account: only SYSTEM grants SYSTEM."""
    return granter.role is Role.SYSTEM or account.role is not Role.SYSTEM


def digest(secret: str) -> bytes:
    """Return what is stored of a secret; the longest that is looked at has 200 characters."""
    return secret_digest(secret[:200])


def _operations(names: Sequence[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    if not names or len(names) > 50 or not all(_OPERATION.fullmatch(name) for name in names):
        raise Refusal("BAD_OPERATION", "操作名须为接口的字段名，至少一个。", "operations")
    return tuple(dict.fromkeys(names))


def refuse_password_of_machine(role: Role, field: str) -> None:
    """Raise NO_PASSWORD_FOR_MACHINES: what nobody remembers need not be guessable."""
    if role in MACHINES:
        message = "系统、任务和厂商账号使用密钥，不设密码。"
        raise Refusal("NO_PASSWORD_FOR_MACHINES", message, field)


def refuse_revoked(account: Account, field: str) -> None:
    """Raise ALREADY_REVOKED where the account has ended."""
    if account.revoked_at is not None:
        raise Refusal("ALREADY_REVOKED", "该账号已经停用。", field)


def revoke_account(account: Account, now: datetime) -> Account:
    """Decide the end of an account; raises ALREADY_REVOKED."""
    refuse_revoked(account, "id")
    return replace(account, revoked_at=now)
