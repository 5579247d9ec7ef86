"""PostgreSQL: one pool per process, bounded waits, jsonb as plain Python values."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson

if TYPE_CHECKING:
    from asyncpg.pool import Pool, PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
"""The first parameter of every store function, always named ``conn``."""

SESSION = {
    "application_name": "huiying",
    "timezone": "UTC",
    "default_transaction_isolation": "read committed",
    "statement_timeout": "3s",
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "5s",
    "jit": "off",  # compiling costs more than any of our short statements
    "gin_pending_list_limit": "256kB",  # every search of such an index reads that list whole
}
CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 5.0
ACQUIRE_SECONDS = 3.0

# asyncpg prints a traceback for each failed refill of the pool while the server is away.
logging.getLogger("asyncpg.pool").setLevel(logging.CRITICAL)


class DatabaseUnavailable(Exception):
    """The database cannot take this request now: away, full, read-only, or no connection is free.

    Nothing was committed, unless the connection broke while the commit was under way; a caller
    repeats the request with the same idempotency key either way. ``sqlstate`` is None where the
    server could not be asked at all.
    """

    def __init__(self, reason: str, sqlstate: str | None = None) -> None:
        super().__init__(reason)
        self.sqlstate = sqlstate


# 08 connection, 53 resources (disk full, too many connections), 57P0x shut down or starting,
# 58 system error, 25006 read-only after a failover
_UNAVAILABLE = ("08", "53", "57P", "58", "25006")


def _unavailable(error: Exception, *, lent: bool) -> DatabaseUnavailable | None:
    if isinstance(error, asyncpg.PostgresError):
        state = error.sqlstate or ""
        return DatabaseUnavailable(str(error), state) if state.startswith(_UNAVAILABLE) else None
    if isinstance(error, asyncpg.InterfaceError):
        # Every misuse is an InterfaceError too; an outage is a pool or connection that was closed
        # under us, which asyncpg also calls "released back to the pool" while it is lent.
        text = str(error)
        return DatabaseUnavailable(text) if "clos" in text or "released back" in text else None
    # While the connection is lent, the block's own errors pass through here as well.
    outage = (ConnectionError, TimeoutError) if lent else OSError
    broken = isinstance(error, (outage, asyncpg.InternalClientError))
    return DatabaseUnavailable(type(error).__name__) if broken else None


class Database:
    """The pool of one process."""

    def __init__(self, pool: "Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, dsn: str, *, size: int = 10, role: str | None = None) -> "Database":
        """Open a pool of at most ``size`` connections; one is opened now, the others on demand.

        A statement may take 3 s, a lock 1 s, an idle transaction 5 s and a reply 5 s. With
        ``role`` every statement runs under the rights of that role of the server.

        Raises:
            DatabaseUnavailable: the server does not answer within 5 s.
        """
        try:
            pool = await asyncpg.create_pool(
                dsn,
                min_size=1,
                max_size=size,
                timeout=CONNECT_SECONDS,
                command_timeout=COMMAND_SECONDS,
                statement_cache_size=500,
                max_cached_statement_lifetime=0,
                server_settings=SESSION if role is None else {**SESSION, "role": role},
                init=use_plain_json,
                reset=_keep_session,
            )
        except Exception as error:
            if outage := _unavailable(error, lent=False):
                raise outage from error
            raise
        return cls(pool)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Lend a connection outside any transaction; each statement sees its own snapshot.

        One per concurrent read: a connection runs one statement at a time.

        Raises:
            DatabaseUnavailable: see there; none free within 3 s counts.
        """
        lent = False
        try:
            async with self._pool.acquire(timeout=ACQUIRE_SECONDS) as conn:
                lent = True
                try:
                    yield conn
                except asyncpg.InternalClientError:
                    # A server that goes away says so before it hangs up; between the two asyncpg
                    # takes the connection for busy, and the pool would lend it again.
                    conn.terminate()
                    raise
        except Exception as error:
            if outage := _unavailable(error, lent=lent):
                raise outage from error
            raise

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Lend a connection inside a read-committed transaction; one per mutation.

        Commits at the end of the block, rolls back when it raises. Serialization failures,
        deadlocks and constraint violations reach the caller as asyncpg raised them.

        Raises:
            DatabaseUnavailable: see there; none free within 3 s counts.
        """
        async with self.reading() as conn, conn.transaction():
            yield conn

    async def close(self) -> None:
        """Close every connection; those still lent get two seconds to come back."""
        try:
            async with asyncio.timeout(2.0):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()


async def _keep_session(conn: object) -> None:
    """Spare the round trip of asyncpg's reset; an open transaction is rolled back all the same.

    Nothing here outlives a transaction: settings are ``set local``, locks are of the transaction.
    """


async def use_plain_json(conn: "asyncpg.Connection[Any]") -> None:
    """Make ``jsonb`` parameters and columns plain Python values on this connection.

    Dates, UUIDs, enums and dataclasses are written as orjson writes them and read back as text.
    """
    await conn.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=_encode_jsonb,
        decoder=_decode_jsonb,
    )


def _encode_jsonb(value: object) -> bytes:
    return b"\x01" + orjson.dumps(value, default=_plain)  # the wire format's version byte


def _plain(value: object) -> str:
    # asyncpg reads a uuid as a subclass of UUID, which orjson does not know
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as jsonb")


def _decode_jsonb(raw: bytes) -> Any:
    return orjson.loads(raw[1:])
