"""Sessions and the refresh tokens they gave out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.credentials.sessions import Ended, Method, Session


async def insert_session(conn: Connection, session: Session) -> None:
    """Write a new session."""
    await conn.execute(
        """
        insert into session (
            id, account_id, method, generation, rotated_at, forgiving, opened_at
        )
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        session.id,
        session.account_id,
        session.method.value,
        session.generation,
        session.rotated_at,
        session.forgiving,
        session.opened_at,
    )


async def insert_refresh_token(conn: Connection, session: Session, sha256: bytes) -> None:
    """Write the digest of the token of the session's generation."""
    await conn.execute(
        """
        insert into refresh_token (sha256, session_id, generation)
        values ($1, $2, $3)
        """,
        sha256,
        session.id,
        session.generation,
    )


async def generation_of(conn: Connection, sha256: bytes) -> tuple[UUID, int] | None:
    """Return the session a refresh token belongs to and its generation there."""
    row = await conn.fetchrow(
        """
        select session_id, generation
        from refresh_token
        where sha256 = $1
        """,
        sha256,
    )
    return (row["session_id"], row["generation"]) if row else None


async def lock_session(conn: Connection, id: UUID) -> Session | None:  # noqa: A002 - the row's own word
    """Return a session, locked against other writers until the transaction ends."""
    row = await conn.fetchrow(
        """
        select id, account_id, method, generation, rotated_at, forgiving, opened_at, ended_at
        from session
        where id = $1
        for no key update
        """,
        id,
    )
    return _session(row) if row else None


async def save_rotation(conn: Connection, session: Session) -> None:
    """Write which refresh token of a locked session is good now."""
    await conn.execute(
        """
        update session
        set generation = $2,
            rotated_at = $3,
            forgiving = $4
        where id = $1
        """,
        session.id,
        session.generation,
        session.rotated_at,
        session.forgiving,
    )


async def end_session(conn: Connection, id: UUID, why: Ended, at: datetime) -> bool:  # noqa: A002 - the row's own word
    """Write that a session is over; return False where it was already."""
    ended = await conn.fetchval(
        """
        update session
        set ended_at = $2,
            ended_because = $3
        where id = $1
        and ended_at is null
        returning true
        """,
        id,
        at,
        why.value,
    )
    return bool(ended)


async def open_sessions(conn: Connection, account_id: UUID) -> Sequence[UUID]:
    """Return the sessions of an account that did not end before their time, in order of age."""
    rows = await conn.fetch(
        """
        select id
        from session
        where account_id = $1
        and ended_at is null
        order by id
        """,
        account_id,
    )
    return [row["id"] for row in rows]


async def last_signed_in(conn: Connection, account_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when accounts last opened a session or exchanged an API token, as far as is kept.

    Sessions are kept 30 days; the exchange of a machine's secret leaves no trace.
    """
    rows = await conn.fetch(
        """
        select asked.id, greatest(opened.at, used.at) as at
        from unnest($1::uuid[]) as asked (id)
        cross join lateral (
            select max(opened_at) as at
            from session
            where account_id = asked.id
        ) opened
        cross join lateral (
            select max(last_used_at) as at
            from api_token
            where account_id = asked.id
        ) used
        """,
        list(account_ids),
    )
    return {row["id"]: row["at"] for row in rows if row["at"] is not None}


async def forget_sessions(conn: Connection, moment: datetime) -> None:
    """Delete sessions opened before the moment (exclusive), a hundred at most."""
    await conn.execute(
        """
        delete from session
        where id in (
            select id
            from session
            where opened_at < $1
            limit 100
            for update skip locked
        )
        """,
        moment,
    )


def _session(row: Record) -> Session:
    return Session(
        id=row["id"],
        account_id=row["account_id"],
        method=Method(row["method"]),
        generation=row["generation"],
        rotated_at=row["rotated_at"],
        forgiving=row["forgiving"],
        opened_at=row["opened_at"],
        ended_at=row["ended_at"],
    )
