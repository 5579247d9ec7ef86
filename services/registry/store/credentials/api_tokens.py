"""API tokens as rows, found by the digest of what was shown once."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.credentials.api_tokens import ApiToken


async def insert_api_token(conn: Connection, token: ApiToken, sha256: bytes) -> None:
    """Write a new token."""
    await conn.execute(
        """
        insert into api_token (id, account_id, name, sha256, operations, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        token.id,
        token.account_id,
        token.name,
        sha256,
        list(token.operations),
        token.created_at,
        token.expires_at,
    )


async def use_api_token(conn: Connection, sha256: bytes, now: datetime) -> ApiToken | None:
    """Return the token that holds now and note its use, None where there is none."""
    row = await conn.fetchrow(
        """
        update api_token
        set last_used_at = $2
        where sha256 = $1
        and revoked_at is null
        and expires_at > $2
        returning id, account_id, name, operations, created_at, expires_at, last_used_at,
            revoked_at
        """,
        sha256,
        now,
    )
    return _token(row) if row else None


async def lock_api_token(conn: Connection, id: UUID) -> ApiToken | None:  # noqa: A002 - the row's own word
    """Return a token, locked against other writers until the transaction ends."""
    row = await conn.fetchrow(
        """
        select id, account_id, name, operations, created_at, expires_at, last_used_at, revoked_at
        from api_token
        where id = $1
        for no key update
        """,
        id,
    )
    return _token(row) if row else None


async def api_tokens_of(conn: Connection, account_id: UUID, first: int) -> list[ApiToken]:
    """Return the newest tokens of an account, those that no longer hold too."""
    rows = await conn.fetch(
        """
        select id, account_id, name, operations, created_at, expires_at, last_used_at, revoked_at
        from api_token
        where account_id = $1
        order by id desc
        limit $2
        """,
        account_id,
        first,
    )
    return [_token(row) for row in rows]


async def live_api_tokens(conn: Connection, account_id: UUID, now: datetime) -> int:
    """Count the tokens of an account that hold now."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from api_token
        where account_id = $1
        and revoked_at is null
        and expires_at > $2
        """,
        account_id,
        now,
    )
    return count


async def save_token_end(conn: Connection, id: UUID, at: datetime) -> None:  # noqa: A002 - the row's own word
    """Write when a token was revoked."""
    await conn.execute(
        """
        update api_token
        set revoked_at = $2
        where id = $1
        """,
        id,
        at,
    )


def _token(row: Record) -> ApiToken:
    return ApiToken(
        id=row["id"],
        account_id=row["account_id"],
        name=row["name"],
        operations=tuple(row["operations"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        last_used_at=row["last_used_at"],
        revoked_at=row["revoked_at"],
    )
