"""The change log: one append-only table for timelines, audit, subscriptions and mirrors.

The order of changes is the order of their transactions' ids and, inside one transaction, of
``seq``. A cursor is the ``seq`` of the last change seen; it names a place in that order and must
be compared with nothing: a later change may bear a smaller ``seq`` (a transaction that got its id
early may draw its numbers late). Readers stop below the oldest running transaction, so whatever
they have passed is complete for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection

_LOAD_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to one entity.

    ``version`` is the entity's version after the change, ``scope`` the codes under which it may be
    seen, ``actor`` the principal's subject, ``at`` the moment of the act by the service's clock.
    """

    seq: int
    at: datetime
    entity: str
    id: UUID
    version: int
    kind: str
    actor: str
    scope: tuple[str, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChange:
    """A change that has no place in the order yet; the parameters of `record`."""

    at: datetime
    entity: str
    id: UUID
    version: int
    kind: str
    actor: str
    scope: tuple[str, ...]
    body: Mapping[str, Any]


async def record(
    conn: Connection,
    *,
    at: datetime,
    entity: str,
    id: UUID,  # noqa: A002 - named as the column and the field of Change
    version: int,
    kind: str,
    actor: str,
    scope: Sequence[str],
    body: Mapping[str, Any],
) -> None:
    """Append one change to the running transaction; readers see it once that commits."""
    await conn.execute(
        """
        insert into change (at, scope, entity, id, version, kind, actor, body)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        at,
        list(scope),
        entity,
        id,
        version,
        kind,
        actor,
        body,
    )


async def record_many(conn: Connection, changes: Sequence[NewChange]) -> None:
    """Append many changes in their order with one statement; for loaders."""
    await conn.copy_records_to_table(
        "change",
        records=(
            (one.at, one.scope, one.entity, one.id, one.version, one.kind, one.actor, one.body)
            for one in changes
        ),
        columns=("at", "scope", "entity", "id", "version", "kind", "actor", "body"),
        timeout=_LOAD_SECONDS,
    )


async def changes_after(
    conn: Connection, after: int, first: int, *, scope: str | None = None
) -> list[Change]:
    """Return at most ``first`` complete changes after the cursor, oldest first.

    ``after`` is exclusive; 0 begins at the beginning, and so does a cursor that this log never
    gave out. With ``scope``, only changes that carry that code.
    """
    rows = await conn.fetch(
        """
        select seq, at, entity, id, version, kind, actor, scope, body
        from change
        where (xid, seq) > (coalesce((select xid from change where seq = $1), '0'::xid8), $1)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
        and ($3::text is null or scope @> array[$3::text])
        order by change.xid, change.seq
        limit $2
        """,
        after,
        first,
        scope,
    )
    return [_change(row) for row in rows]


async def latest_changes(conn: Connection, last: int) -> list[Change]:
    """Return the ``last`` newest complete changes, oldest first."""
    rows = await conn.fetch(
        """
        select seq, at, entity, id, version, kind, actor, scope, body
        from change
        where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by change.xid desc, change.seq desc
        limit $1
        """,
        last,
    )
    return [_change(row) for row in reversed(rows)]


async def cursor_now(conn: Connection) -> int:
    """Return the cursor of the newest complete change, 0 when there is none.

    Read it before the rows it shall stand for: what happens between comes twice, never not at all.
    """
    seq = await conn.fetchval(
        """
        select seq
        from change
        where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by change.xid desc, change.seq desc
        limit 1
        """
    )
    return int(seq or 0)


async def changes_about(
    conn: Connection, parts: Sequence[tuple[UUID, UUID]], first: int
) -> dict[UUID, list[Change]]:
    """Return at most ``first`` changes of each whole, newest first: its timeline.

    ``parts`` names each whole with each entity that belongs to it. Changes of one entity stand in
    the order of their versions, since its writers wait for each other. Shows all that is
    committed, also above the horizon.
    """
    rows = await conn.fetch(
        """
        select whole, seq, at, entity, id, version, kind, actor, scope, body
        from (
            select given.whole, change.seq, change.at, change.entity, change.id, change.version,
                change.kind, change.actor, change.scope, change.body,
                row_number() over (partition by given.whole order by change.seq desc) as place
            from unnest($1::uuid[], $2::uuid[]) as given (whole, id)
            join change on change.id = given.id
        ) ranked
        where place <= $3
        order by whole, seq desc
        """,
        [whole for whole, _ in parts],
        [id_ for _, id_ in parts],
        first,
    )
    found: dict[UUID, list[Change]] = {}
    for row in rows:
        found.setdefault(row["whole"], []).append(_change(row))
    return found


async def changes_between(
    conn: Connection, ids: Sequence[UUID], begins: datetime, ends: datetime, first: int
) -> list[Change]:
    """Return at most ``first`` changes of these entities, oldest first.

    From ``begins`` (inclusive) to ``ends`` (exclusive) by the moments of the acts; all that is
    committed, as `changes_about`.
    """
    rows = await conn.fetch(
        """
        select seq, at, entity, id, version, kind, actor, scope, body
        from change
        where id = any($1::uuid[])
        and at >= $2
        and at < $3
        order by seq
        limit $4
        """,
        list(ids),
        begins,
        ends,
        first,
    )
    return [_change(row) for row in rows]


def _change(row: Record) -> Change:
    return Change(
        seq=row["seq"],
        at=row["at"],
        entity=row["entity"],
        id=row["id"],
        version=row["version"],
        kind=row["kind"],
        actor=row["actor"],
        scope=tuple(row["scope"]),
        body=row["body"],
    )
