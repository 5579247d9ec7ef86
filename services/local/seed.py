"""What the local system starts with: the demo register and three accounts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from services.kit.auth import Role, new_secret
from services.kit.clock import SystemClock
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.local.databases import Databases
from services.local.home import Home, write_private
from services.registry.domain.accounts import SECRETS_BEGIN, Account, digest, scope_level
from services.registry.store.accounts import account_of_secret, insert_account, save_operations
from services.registry.store.units import units_by_code
from services.registry.usecases.demo import load_demo


class ForeignAccount(Exception):
    """The database holds an account of ours with a secret that we do not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAccount:
    """An account of the local system; its secret lies in the home's file of the same name."""

    login: str
    name: str
    role: Role
    unit: str
    operations: tuple[str, ...] | None = None


ACCOUNTS = (
    LocalAccount(login="duty", name="值班员", role=Role.OFFICER, unit="1301"),
    LocalAccount(login="admin", name="名录管理员", role=Role.ROSTER_ADMIN, unit="1301"),
    LocalAccount(
        login="jobs",
        name="定时任务",
        role=Role.JOB,
        unit="0",
        operations=(
            "sweepObligations",
            "deliverNotifications",
            "syncRegistry",
            "openPeriods",
            "auditRosters",
        ),
    ),
    LocalAccount(
        login="mirror",
        name="时限服务",
        role=Role.SYSTEM,
        unit="0",
        operations=("changes", "revocations"),
    ),
)


def prepare_secrets(home: Home) -> None:
    """Make a secret for each account that has none yet; nobody but the owner reads them."""
    for account in ACCOUNTS:
        file: Path = home.secret(account.login)
        if not file.exists():
            write_private(file, new_secret(SECRETS_BEGIN) + "\n")


async def load_register(found: Databases) -> None:
    """Load what is missing of the demo register: first the divisions, then the rest."""
    database = await Database.connect(found.registry, size=2)
    try:
        await load_demo(database, SystemClock().now())
    finally:
        await database.close()


async def has_divisions(found: Databases) -> bool:
    """Tell whether the divisions are there: accounts hang on them, a mirror can follow."""
    connection = await asyncpg.connect(found.registry)
    try:
        return bool(await connection.fetchval("select exists (select from unit)"))
    finally:
        await connection.close()


async def ensure_accounts(home: Home, found: Databases) -> None:
    """Make the accounts that are missing, each with the secret of its file.

    One that is there may do what this version asks of it. Raises ForeignAccount.
    """
    now = SystemClock().now()
    database = await Database.connect(found.registry, size=1)
    try:
        async with database.transaction() as conn:
            for account in ACCOUNTS:
                secret = home.secret(account.login).read_text().strip()
                await _ensure(conn, account, digest(secret), now)
    finally:
        await database.close()


async def _ensure(
    conn: Connection, account: LocalAccount, secret_sha256: bytes, now: datetime
) -> None:
    if there := await account_of_secret(conn, secret_sha256):
        if there.operations != account.operations:
            await save_operations(conn, there.id, account.operations)
        return
    unit = (await units_by_code(conn, [account.unit]))[account.unit]
    level = scope_level(unit)
    row = Account(
        id=new_id(),
        login=account.login,
        name=account.name,
        role=account.role,
        unit=unit.code,
        scope_level=level,
        scope_code=unit.scope[level - 1] or unit.code,
        operations=account.operations,
        introspect=False,
        created_at=now,
        revoked_at=None,
    )
    if not await insert_account(conn, row, secret_sha256):
        raise ForeignAccount(
            f"the registry has an account {account.login} whose secret is not in this home; "
            "revoke it there, or use another database"
        )
