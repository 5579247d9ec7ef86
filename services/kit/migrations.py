"""Forward-only migrations: numbered SQL files, applied once, never edited afterwards."""

import asyncio
import hashlib
import importlib.resources
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import asyncpg

from services.kit.database import Connection

OLDEST_SERVER = 150000
LOCK_KEY = 7203
LOCK_POLL_SECONDS = 0.1
LOCK_PATIENCE_SECONDS = 300.0
OUTSIDE_TRANSACTION = "-- no-transaction"
_NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")

SESSION = {
    "application_name": "huiying-migrate",
    "timezone": "UTC",
    "statement_timeout": "0",
    "lock_timeout": "10s",  # a waiting DDL lock stops every reader behind it
}


class MigrationError(Exception):
    """The database and the files do not fit together; nothing of the faulty file was applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file. ``name`` is its file name, with the prefix ``kit/`` for the kit's own tables."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The digest that tells an edited file from an applied one; line ends do not count."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


async def migrate(
    dsn: str,
    folder: Path | Traversable,
    *,
    on_step: Callable[[str], None] | None = None,
) -> list[str]:
    """Apply what is new in the kit's files and the folder's; return the names applied now.

    Each file runs in a transaction of its own. A file whose first line is ``-- no-transaction``
    runs statement by statement (each ends with a semicolon at the end of its line) and must bear
    being run again, since a failure leaves what was done. Several runners may start at once: one
    works, the others wait up to five minutes and find nothing to do.

    Raises:
        MigrationError: a file was edited after it was applied, sorts before an applied one, has a
            bad name, or is missing here though the database has it (the database is newer); the
            server is older than PostgreSQL 15; or the other runner does not end.
    """
    conn = await asyncpg.connect(dsn, timeout=10, server_settings=SESSION)
    try:
        await _lock(conn)
        await conn.execute(
            """
            create table if not exists schema_migration (
                name text primary key,
                sha256 text not null,
                at timestamptz not null default now()
            )
            """
        )
        done = []
        for step in await pending(conn, folder):
            if on_step:
                on_step(step.name)
            await _apply(conn, step)
            done.append(step.name)
        return done
    finally:
        await conn.close()


async def pending(conn: Connection, folder: Path | Traversable) -> list[Step]:
    """Return what is still to be applied, in order; writes nothing.

    Raises:
        MigrationError: as `migrate`, but for the lock.
    """
    if conn.get_server_version() < (15, 0):
        raise MigrationError("PostgreSQL 15 or newer is needed")
    applied = await _applied(conn)
    steps = steps_of(folder)
    if gone := applied.keys() - {step.name for step in steps}:
        raise MigrationError(f"the database is newer than this program: {', '.join(sorted(gone))}")
    for step in steps:
        if applied.get(step.name, step.sha256) != step.sha256:
            raise MigrationError(f"{step.name} was edited after it was applied")
    waiting = [step for step in steps if step.name not in applied]
    _refuse_late_comers(waiting, applied)
    return waiting


def steps_of(folder: Path | Traversable) -> list[Step]:
    """Return the kit's files, then the folder's, each by number.

    Raises:
        MigrationError: a file is not named ``NNNN_words.sql``, or two share a number.
    """
    own = importlib.resources.files("services.kit") / "migrations"
    return [*_read(own, "kit/"), *_read(folder, "")]


def _read(folder: Path | Traversable, prefix: str) -> list[Step]:
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    numbers = [file.name[:4] for file in files]
    for file in files:
        if not _NAME.fullmatch(file.name):
            raise MigrationError(f"{prefix}{file.name} is not named NNNN_words.sql")
        if numbers.count(file.name[:4]) > 1:
            raise MigrationError(f"{prefix}{file.name} shares its number with another file")
    return [Step(name=prefix + file.name, sql=file.read_text("utf-8")) for file in files]


def _refuse_late_comers(waiting: list[Step], applied: dict[str, str]) -> None:
    for step in waiting:
        ours = step.name.startswith("kit/")
        if any(name > step.name for name in applied if name.startswith("kit/") == ours):
            raise MigrationError(f"{step.name} sorts before one that is already applied")


async def _applied(conn: Connection) -> dict[str, str]:
    if await conn.fetchval("select to_regclass('schema_migration') is null"):
        return {}
    rows = await conn.fetch("select name, sha256 from schema_migration")
    return {row["name"]: row["sha256"] for row in rows}


async def _lock(conn: Connection) -> None:
    # Polled: a runner blocked inside pg_advisory_lock holds a snapshot, for which the other
    # runner's CREATE INDEX CONCURRENTLY waits for ever.
    try:
        async with asyncio.timeout(LOCK_PATIENCE_SECONDS):
            while not await conn.fetchval("select pg_try_advisory_lock($1)", LOCK_KEY):
                await asyncio.sleep(LOCK_POLL_SECONDS)
    except TimeoutError:
        raise MigrationError("another migration has been running for five minutes") from None


async def _apply(conn: Connection, step: Step) -> None:
    try:
        if step.sql.startswith(OUTSIDE_TRANSACTION):
            for statement in _statements(step):
                await conn.execute(statement)
            await _note(conn, step)
        else:
            async with conn.transaction():
                await conn.execute(step.sql)
                await _note(conn, step)
    except asyncpg.PostgresError as error:
        raise MigrationError(f"{step.name}: {error}") from error


def _statements(step: Step) -> list[str]:
    if "$$" in step.sql:
        raise MigrationError(f"{step.name}: a file without transaction holds plain statements only")
    return [text for part in re.split(r";[ \t]*(?:\n|$)", step.sql) if (text := part.strip())]


async def _note(conn: Connection, step: Step) -> None:
    await conn.execute(
        "insert into schema_migration (name, sha256) values ($1, $2)", step.name, step.sha256
    )
