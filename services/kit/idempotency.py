"""One act per key: a repeated mutation gets the first answer and does nothing again."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import asyncpg
import msgspec
from strawberry.types.unset import UnsetType

from services.kit.database import Connection
from services.kit.refusal import Refusal

T = TypeVar("T")

FIELD = "idempotencyKey"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Once(Generic[T]):
    """An answer, and whether it was given before (``replayed``)."""

    value: T
    replayed: bool


async def once(
    conn: Connection,
    *,
    principal: str,
    key: str,
    operation: str,
    request: object,
    now: datetime,
    answer: type[T],
    act: Callable[[], Awaitable[T]],
    foreseen: T | None = None,
) -> Once[T]:
    """Run ``act`` unless this principal has used this key; then return what it answered.

    The key is written before the act and the answer after it, all in the caller's transaction: if
    the act raises and the transaction rolls back, the key is free again. A second caller waits for
    the first one's transaction. ``request`` and the answer are anything msgspec can write: frozen
    dataclasses, enums, dates, UUIDs.

    Raises:
        Refusal: IDEMPOTENCY_CONFLICT, the key stands for another operation or request;
            IDEMPOTENCY_IN_PROGRESS, the first call still runs after the lock timeout;
            BAD_IDEMPOTENCY_KEY, not 1 to 200 printable characters.
        RuntimeError: ``conn`` is not in a transaction.
    """
    if not conn.is_in_transaction():
        raise RuntimeError("idempotency needs the mutation's transaction")
    refuse_bad_key(key)
    digest = request_digest(operation, request)
    kept = None if foreseen is None else msgspec.to_builtins(foreseen)
    if await _claim(conn, principal, key, operation, digest, now, kept):
        value = await act()
        if value != foreseen:
            await _keep(conn, principal, key, msgspec.to_builtins(value))
        return Once(value=value, replayed=False)
    stored = await _stored(conn, principal, key, digest)
    return Once(value=msgspec.convert(stored, type=answer), replayed=True)


def request_digest(operation: str, request: object) -> bytes:
    """Return the SHA-256 of the operation and its input; the order of keys does not count."""
    text = msgspec.json.encode([operation, request], enc_hook=_plain, order="deterministic")
    return hashlib.sha256(text).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One of several calls under keys of their own; ``digest`` is its `request_digest`."""

    principal: str
    key: str
    digest: bytes


async def claim_each(
    conn: Connection, calls: Sequence[Call], operation: str, now: datetime
) -> set[tuple[str, str]]:
    """Write the keys that nobody has used, as `once` does; return whose act is still to be done.

    The calls must differ in principal or key. Keys are claimed in one order, so that two who claim
    several never wait in a ring; each act keeps its answer by `keep_each` in the same transaction.

    Raises:
        Refusal: IDEMPOTENCY_IN_PROGRESS, another transaction still holds one of them after a
            second; nobody can tell which.
    """
    try:
        rows = await conn.fetch(
            """
            insert into idempotency (principal, key, operation, request_sha256, at)
            select principal, key, $4, digest, $5
            from unnest($1::text[], $2::text[], $3::bytea[]) as given (principal, key, digest)
            order by principal, key
            on conflict (principal, key) do nothing
            returning principal, key
            """,
            [call.principal for call in calls],
            [call.key for call in calls],
            [call.digest for call in calls],
            operation,
            now,
        )
    except asyncpg.LockNotAvailableError:
        raise in_progress() from None
    return {(row["principal"], row["key"]) for row in rows}


async def keep_each(conn: Connection, answers: Sequence[tuple[Call, object]]) -> None:
    """Keep the answer of each act whose key was claimed in this transaction."""
    await conn.execute(
        """
        update idempotency i
        set answer = given.answer
        from unnest($1::text[], $2::text[], $3::jsonb[]) as given (principal, key, answer)
        where i.principal = given.principal
        and i.key = given.key
        and i.principal = any($1::text[])
        and i.key = any($2::text[])
        """,
        [call.principal for call, _ in answers],
        [call.key for call, _ in answers],
        [msgspec.to_builtins(answer) for _, answer in answers],
    )


async def replayed(conn: Connection, call: Call, answer: type[T]) -> Once[T]:
    """Return what was answered to a key that is not ours; raises Refusal IDEMPOTENCY_CONFLICT."""
    stored = await _stored(conn, call.principal, call.key, call.digest)
    return Once(value=msgspec.convert(stored, type=answer), replayed=True)


async def forget_before(conn: Connection, moment: datetime, limit: int) -> int:
    """Delete at most ``limit`` keys used before the moment (exclusive); return how many."""
    tag = await conn.execute(
        """
        delete from idempotency
        where (principal, key) in (
            select principal, key
            from idempotency
            where at < $1
            order by at
            limit $2
            for update skip locked
        )
        """,
        moment,
        limit,
    )
    return int(tag.split()[-1])


def refuse_bad_key(key: str) -> None:
    """Refuse BAD_IDEMPOTENCY_KEY: not 1 to 200 printable characters."""
    if not (0 < len(key) <= LONGEST_KEY and key.isprintable() and key.strip()):
        raise Refusal("BAD_IDEMPOTENCY_KEY", "幂等键应为1至200个可见字符。", FIELD)


def _plain(value: object) -> object:
    if isinstance(value, UnsetType):
        return {"unset": True}  # not given is another request than given as null
    raise TypeError(f"{type(value).__name__} cannot be part of a request's digest")


async def _claim(
    conn: Connection,
    principal: str,
    key: str,
    operation: str,
    digest: bytes,
    now: datetime,
    answer: object,
) -> bool:
    try:
        claimed = await conn.fetchval(
            """
            insert into idempotency (principal, key, operation, request_sha256, at, answer)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (principal, key) do nothing
            returning true
            """,
            principal,
            key,
            operation,
            digest,
            now,
            answer,
        )
    except asyncpg.LockNotAvailableError:
        raise in_progress() from None
    return bool(claimed)


def in_progress() -> Refusal:
    """Refuse a key whose first call still runs."""
    message = "同一请求正在办理，请稍候用同一幂等键重试。"
    return Refusal("IDEMPOTENCY_IN_PROGRESS", message, FIELD)


async def _keep(conn: Connection, principal: str, key: str, answer: object) -> None:
    await conn.execute(
        """
        update idempotency
        set answer = $3
        where principal = $1
        and key = $2
        """,
        principal,
        key,
        answer,
    )


async def _stored(conn: Connection, principal: str, key: str, digest: bytes) -> Any:
    row = await conn.fetchrow(
        """
        select request_sha256, answer
        from idempotency
        where principal = $1
        and key = $2
        """,
        principal,
        key,
    )
    if row is None or row["request_sha256"] != digest:
        message = "该幂等键已用于另一请求，请换用新的幂等键。"
        raise Refusal("IDEMPOTENCY_CONFLICT", message, FIELD)
    return row["answer"]
