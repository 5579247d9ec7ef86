"""Links between accounts and identities elsewhere, and the id tokens that were used."""

from datetime import datetime
from uuid import UUID

from services.kit.database import Connection
from services.registry.domain.credentials.identities import Identity


async def account_of_identity(conn: Connection, issuer: str, subject: str) -> UUID | None:
    """Return the account the identity stands for."""
    found: UUID | None = await conn.fetchval(
        """
        select account_id
        from identity
        where issuer = $1
        and subject = $2
        """,
        issuer,
        subject,
    )
    return found


async def insert_identity(conn: Connection, identity: Identity) -> bool:
    """Write a link; return False, writing nothing, where the identity stands for an account."""
    inserted = await conn.fetchval(
        """
        insert into identity (issuer, subject, account_id, linked_at)
        values ($1, $2, $3, $4)
        on conflict (issuer, subject) do nothing
        returning true
        """,
        identity.issuer,
        identity.subject,
        identity.account_id,
        identity.linked_at,
    )
    return bool(inserted)


async def delete_identity(
    conn: Connection, issuer: str, subject: str, account_id: UUID
) -> Identity | None:
    """Delete a link and return it, None where there was none."""
    row = await conn.fetchrow(
        """
        delete from identity
        where issuer = $1
        and subject = $2
        and account_id = $3
        returning issuer, subject, account_id, linked_at
        """,
        issuer,
        subject,
        account_id,
    )
    return Identity(**row) if row else None


async def use_id_token(conn: Connection, sha256: bytes, expires_at: datetime) -> bool:
    """Note that an id token was used; return False where it was used before."""
    inserted = await conn.fetchval(
        """
        insert into used_id_token (sha256, expires_at)
        values ($1, $2)
        on conflict (sha256) do nothing
        returning true
        """,
        sha256,
        expires_at,
    )
    return bool(inserted)


async def forget_id_tokens(conn: Connection, moment: datetime) -> None:
    """Delete id tokens that expired before the moment (exclusive), a thousand at most."""
    await conn.execute(
        """
        delete from used_id_token
        where sha256 in (
            select sha256
            from used_id_token
            where expires_at < $1
            limit 1000
            for update skip locked
        )
        """,
        moment,
    )
