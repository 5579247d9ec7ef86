"""Uploaded files in pieces, each written by itself: no transaction waits for a slow line."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from services.kit.database import Connection
from services.registry.domain.imports.runs import Upload


async def insert_upload(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    name: str,
    actor: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Begin a file; nobody finds it before `complete_upload`."""
    await conn.execute(
        """
        insert into upload (id, name, actor, at, expires_at)
        values ($1, $2, $3, $4, $5)
        """,
        id,
        name,
        actor,
        at,
        expires_at,
    )


async def add_part(conn: Connection, upload: UUID, place: int, content: bytes) -> None:
    """Write the next piece; places count from 0."""
    await conn.execute(
        """
        insert into upload_part (upload, place, content)
        values ($1, $2, $3)
        """,
        upload,
        place,
        content,
    )


async def complete_upload(conn: Connection, upload: UUID, size: int, sha256: str) -> None:
    """Note that a file is whole."""
    await conn.execute(
        """
        update upload
        set bytes = $2, sha256 = $3
        where id = $1
        """,
        upload,
        size,
        sha256,
    )


async def upload_of(conn: Connection, id: UUID, actor: str, now: datetime) -> Upload | None:  # noqa: A002 - the row's own word
    """Return a whole file of this actor that has not expired (``expires_at`` is exclusive)."""
    row = await conn.fetchrow(
        """
        select id, name, bytes, sha256, expires_at
        from upload
        where id = $1
        and actor = $2
        and sha256 is not null
        and expires_at > $3
        """,
        id,
        actor,
        now,
    )
    return Upload(**row) if row else None


async def parts_of(conn: Connection, upload: UUID) -> AsyncIterator[bytes]:
    """Yield the pieces of a file in order, one statement each."""
    place = 0
    while content := await conn.fetchval(
        """
        select content
        from upload_part
        where upload = $1
        and place = $2
        """,
        upload,
        place,
    ):
        yield content
        place += 1


async def count_uploads(conn: Connection, actor: str, now: datetime) -> int:
    """Count the files of this actor that have not expired, whole or not."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from upload
        where actor = $1
        and expires_at > $2
        """,
        actor,
        now,
    )
    return count


async def delete_upload(conn: Connection, id: UUID) -> None:  # noqa: A002 - the row's own word
    """Delete a file with its pieces."""
    await conn.execute("delete from upload where id = $1", id)


async def delete_expired(conn: Connection, now: datetime, limit: int) -> None:
    """Delete at most ``limit`` files whose time is over."""
    await conn.execute(
        """
        delete from upload
        where id in (
            select id
            from upload
            where expires_at <= $1
            order by expires_at
            limit $2
            for update skip locked
        )
        """,
        now,
        limit,
    )
