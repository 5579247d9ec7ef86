"""Passwords as slow hashes."""

from uuid import UUID

from services.kit.database import Connection
from services.registry.domain.credentials.passwords import Password


async def password_of(conn: Connection, account_id: UUID) -> Password | None:
    """Return what is kept of an account's password, None where it has none."""
    row = await conn.fetchrow(
        """
        select account_id, hash, must_change, usable_until, changed_at
        from account_password
        where account_id = $1
        """,
        account_id,
    )
    return Password(**row) if row else None


async def save_password(conn: Connection, password: Password) -> None:
    """Replace an account's password."""
    await conn.execute(
        """
        insert into account_password (account_id, hash, must_change, usable_until, changed_at)
        values ($1, $2, $3, $4, $5)
        on conflict (account_id) do update
        set hash = excluded.hash,
            must_change = excluded.must_change,
            usable_until = excluded.usable_until,
            changed_at = excluded.changed_at
        """,
        password.account_id,
        password.hash,
        password.must_change,
        password.usable_until,
        password.changed_at,
    )


async def save_hash(conn: Connection, account_id: UUID, was: str, hash: str) -> None:  # noqa: A002 - the column
    """Replace a hash by one of the same password with other costs, unless it changed meanwhile."""
    await conn.execute(
        """
        update account_password
        set hash = $3
        where account_id = $1
        and hash = $2
        """,
        account_id,
        was,
        hash,
    )
