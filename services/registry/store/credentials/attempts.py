"""Failed attempts to sign in, counted across processes and restarts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.kit.database import Connection
from services.registry.domain.credentials.attempts import Attempts


async def lock_attempts(conn: Connection, fresh: Sequence[Attempts]) -> list[Attempts]:
    """Return what is counted under these keys, each locked until the transaction ends.

    ``fresh`` are the counts of names that never failed; they are written where there is none.
    Locked in the order of keys, so that two who try the same names do not wait for each other.
    """
    await conn.execute(
        """
        insert into sign_in_attempt (key, failures, last_at)
        select key, 0, last_at
        from unnest($1::bytea[], $2::timestamptz[]) as fresh (key, last_at)
        order by key
        on conflict (key) do nothing
        """,
        [one.key for one in fresh],
        [one.last_at for one in fresh],
    )
    rows = await conn.fetch(
        """
        select key, failures, last_at
        from sign_in_attempt
        where key = any ($1::bytea[])
        order by key
        for update
        """,
        [one.key for one in fresh],
    )
    kept = {row["key"]: (row["failures"], row["last_at"]) for row in rows}
    return [replace(one, failures=kept[one.key][0], last_at=kept[one.key][1]) for one in fresh]


async def attempts_of(conn: Connection, fresh: Sequence[Attempts]) -> list[Attempts]:
    """Return what is counted under the keys of ``fresh``; those that never failed are left out."""
    rows = await conn.fetch(
        """
        select key, failures, last_at
        from sign_in_attempt
        where key = any ($1::bytea[])
        """,
        [one.key for one in fresh],
    )
    names = {one.key: one for one in fresh}
    return [
        replace(names[row["key"]], failures=row["failures"], last_at=row["last_at"]) for row in rows
    ]


async def save_attempts(conn: Connection, attempts: Sequence[Attempts]) -> None:
    """Write counts whose rows are locked."""
    await conn.execute(
        """
        update sign_in_attempt kept
        set failures = told.failures,
            last_at = told.last_at
        from unnest($1::bytea[], $2::integer[], $3::timestamptz[])
            as told (key, failures, last_at)
        where kept.key = told.key
        """,
        [one.key for one in attempts],
        [one.failures for one in attempts],
        [one.last_at for one in attempts],
    )


async def take_back(conn: Connection, key: bytes) -> None:
    """Count one failure less: the attempt succeeded, or was not made."""
    await conn.execute(
        """
        update sign_in_attempt
        set failures = greatest(failures - 1, 0)
        where key = $1
        """,
        key,
    )


async def clear_attempts(conn: Connection, key: bytes) -> None:
    """Forget the failures of one name."""
    await conn.execute(
        """
        delete from sign_in_attempt
        where key = $1
        """,
        key,
    )


async def forget_attempts(conn: Connection, moment: datetime) -> None:
    """Delete counts that ended before the moment (exclusive), a thousand at most."""
    await conn.execute(
        """
        delete from sign_in_attempt
        where key in (
            select key
            from sign_in_attempt
            where last_at < $1
            limit 1000
            for update skip locked
        )
        """,
        moment,
    )
