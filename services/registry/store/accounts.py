"""Accounts as rows; a secret is only ever compared by its digest."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.kit.auth import Role
from services.kit.database import Connection
from services.registry.domain.accounts import Account


async def insert_account(conn: Connection, account: Account, secret_sha256: bytes | None) -> bool:
    """Write a new account; return False, writing nothing, where its login is taken.

    The secret's digest is None where it signs in by other means.
    """
    inserted = await conn.fetchval(
        """
        insert into account (
            id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            secret_sha256, created_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (login) do nothing
        returning true
        """,
        account.id,
        account.login,
        account.name,
        account.role.value,
        account.unit,
        account.scope_level,
        account.scope_code,
        None if account.operations is None else list(account.operations),
        account.introspect,
        secret_sha256,
        account.created_at,
    )
    return bool(inserted)


async def account_of_secret(conn: Connection, secret_sha256: bytes) -> Account | None:
    """Return the account that the secret opens, None where there is none or it is revoked."""
    row = await conn.fetchrow(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where secret_sha256 = $1
        and revoked_at is null
        """,
        secret_sha256,
    )
    return account_of(row) if row else None


async def account_of_login(conn: Connection, login: str) -> Account | None:
    """Return the account of that login, revoked ones too."""
    row = await conn.fetchrow(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where login = $1
        """,
        login,
    )
    return account_of(row) if row else None


async def accounts_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Account]:
    """Return those of the accounts that exist, by id, revoked ones too."""
    rows = await conn.fetch(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: account_of(row) for row in rows}


async def account_in_force(conn: Connection, id: UUID) -> Account | None:  # noqa: A002 - the row's own word
    """Return the account unless it is revoked, and let nobody revoke it until the transaction ends.

    What is given out meanwhile is thus known to whoever revokes it next.
    """
    row = await conn.fetchrow(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where id = $1
        and revoked_at is null
        for share
        """,
        id,
    )
    return account_of(row) if row else None


async def lock_account(conn: Connection, id: UUID) -> Account | None:  # noqa: A002 - the row's own word
    """Return the account, locked against other writers until the transaction ends."""
    row = await conn.fetchrow(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where id = $1
        for no key update
        """,
        id,
    )
    return account_of(row) if row else None


async def save_operations(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    operations: Sequence[str] | None,
) -> None:
    """Write what the account may do of what its role may."""
    await conn.execute(
        """
        update account
        set operations = $2
        where id = $1
        """,
        id,
        None if operations is None else list(operations),
    )


async def save_revocation(conn: Connection, id: UUID, at: datetime) -> None:  # noqa: A002 - the row's own word
    """Write when the account ended; its tokens are taken back by a revocation."""
    await conn.execute(
        """
        update account
        set revoked_at = $2
        where id = $1
        """,
        id,
        at,
    )


def account_of(row: Record) -> Account:
    """Return the account of a row that has all of its columns."""
    return Account(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        unit=row["unit_code"],
        scope_level=row["scope_level"],
        scope_code=row["scope_code"],
        operations=None if row["operations"] is None else tuple(row["operations"]),
        introspect=row["introspect"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
    )
