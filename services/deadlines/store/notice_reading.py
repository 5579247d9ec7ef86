"""Reading notices: the page of those that nobody acknowledged, those about one duty, one alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg
from asyncpg import Record

from services.deadlines.domain import notice_refusals
from services.deadlines.domain.notice_records import Delivery, StoredNotice, TellTale
from services.deadlines.domain.notices import LISTED, NoticeKind
from services.deadlines.law.alerting import Told
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest
from services.kit.outbox import STUCK_AFTER

COUNTED = 1001
_BEGINNING: Final = (-1, datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0))
_END: Final = (99, datetime(9999, 12, 31, tzinfo=UTC), UUID(int=(1 << 128) - 1))
_COLUMNS: Final = """
    id, kind, unit, unit_name, told, person, post_title, rank, due_at, drill, at, subject, text,
    items, unrouted, climbed_from, climb_at, acknowledged_at, acknowledged_by, acknowledged_means
"""


def _levels(direction: str, beyond: str) -> tuple[str, ...]:
    statement = f"""
        select {_COLUMNS}
        from notice
        where scope1 = $1
        and acknowledged_at is null
        and (rank, due_at, id) {beyond} ($2::bigint, $3, $4)
        and ($5::text is null or unit = $5)
        order by rank {direction}, due_at {direction}, id {direction}
        limit $6
        """  # noqa: S608 - every part is one of the words below
    return tuple(statement.replace("scope1 =", f"scope{n} =") for n in range(1, 7))


_FORWARD: Final = _levels("asc", ">")
_BACKWARD: Final = _levels("desc", "<")
_COUNT: Final = tuple(
    f"""
    select count(*)
    from (
        select 1
        from notice
        where scope{level} = $1
        and acknowledged_at is null
        and ($2::text is null or unit = $2)
        limit $3
    ) as counted
    """  # noqa: S608 - a number from 1 to 6
    for level in range(1, 7)
)


async def notices_page(
    conn: Connection, page: PageRequest, unit: str | None, *, level: int, code: str
) -> Page[StoredNotice]:
    """Return a page of unacknowledged notices to units of this territory, the gravest first."""
    statement = (_BACKWARD if page.backward else _FORWARD)[level - 1]
    rank, due_at, id_ = page.cursor or (_END if page.backward else _BEGINNING)
    rows = await conn.fetch(statement, code, rank, due_at, id_, unit, page.limit)
    return page.cut([_notice(row) for row in rows])


async def notices_count(conn: Connection, unit: str | None, *, level: int, code: str) -> int:
    """Count them, to 1001."""
    statement = _COUNT[level - 1]
    count: int = await conn.fetchval(statement, code, unit, COUNTED)
    return count


async def notices_about(conn: Connection, obligation: UUID, limit: int) -> list[StoredNotice]:
    """List who was told of an obligation, acknowledged or not, the oldest first."""
    rows = await conn.fetch(
        """
        select id, kind, unit, unit_name, told, person, post_title, rank, due_at, drill, at,
            subject, text, items, unrouted, climbed_from, climb_at, acknowledged_at,
            acknowledged_by, acknowledged_means
        from notice n
        where n.id in (
            select coalesce(p.notice, i.part)
            from notice_item i
            left join notice_part p on p.part = i.part
            where i.obligation = $1
        )
        order by n.at, n.rank, n.id
        limit $2
        """,
        obligation,
        limit,
    )
    return [_notice(row) for row in rows]


async def notice_by_id(conn: Connection, notice: UUID) -> StoredNotice | None:
    """Find a notice, whoever asks."""
    row = await conn.fetchrow(
        """
        select id, kind, unit, unit_name, told, person, post_title, rank, due_at, drill, at,
            subject, text, items, unrouted, climbed_from, climb_at, acknowledged_at,
            acknowledged_by, acknowledged_means
        from notice
        where id = $1
        """,
        notice,
    )
    return _notice(row) if row else None


async def notice_for_update(conn: Connection, notice: UUID, code: str) -> StoredNotice | None:
    """Lock a notice to a unit of the territory ``code``.

    Raises Refusal BUSY where a sweep holds it for more than a second.
    """
    try:
        row = await _locked(conn, notice, code)
    except asyncpg.LockNotAvailableError:
        raise notice_refusals.notice_busy() from None
    return _notice(row) if row else None


async def _locked(conn: Connection, notice: UUID, code: str) -> Record | None:
    return await conn.fetchrow(
        """
        select id, kind, unit, unit_name, told, person, post_title, rank, due_at, drill, at,
            subject, text, items, unrouted, climbed_from, climb_at, acknowledged_at,
            acknowledged_by, acknowledged_means
        from notice
        where id = $1
        and $2 in (scope1, scope2, scope3, scope4, scope5, scope6)
        for update
        """,
        notice,
        code,
    )


async def notices_by_id(conn: Connection, notices: Sequence[UUID], code: str) -> list[StoredNotice]:
    """Find those of these notices that are to units of the territory ``code``."""
    rows = await conn.fetch(
        """
        select id, kind, unit, unit_name, told, person, post_title, rank, due_at, drill, at,
            subject, text, items, unrouted, climbed_from, climb_at, acknowledged_at,
            acknowledged_by, acknowledged_means
        from notice
        where id = any($1::uuid[])
        and $2 in (scope1, scope2, scope3, scope4, scope5, scope6)
        """,
        list(notices),
        code,
    )
    return [_notice(row) for row in rows]


async def save_notice_acknowledgement(
    conn: Connection, notice: UUID, *, at: datetime, by: str, means: str | None
) -> None:
    """Record that a notice was taken note of; it climbs no more."""
    await conn.execute(
        """
        update notice
        set acknowledged_at = $2, acknowledged_by = $3, acknowledged_means = $4, climb_at = null
        where id = $1
        """,
        notice,
        at,
        by,
        means,
    )


async def acknowledge_as_desk(
    conn: Connection, obligation: UUID, unit: str, *, at: datetime, by: str
) -> None:
    """Record that the officer who takes a duty on has read what his own desk was told of it.

    A notice that a sweep lets climb at this very moment is passed over, and climbs.
    """
    await conn.execute(
        """
        update notice n
        set acknowledged_at = $3, acknowledged_by = $4, climb_at = null
        from (
            select id
            from notice
            where id in (select i.part from notice_item i where i.obligation = $1)
            and unit = $2
            and told = 'DUTY_OFFICER'
            and kind <> 'DIGEST'
            and acknowledged_at is null
            for update skip locked
        ) as mine
        where n.id = mine.id
        """,
        obligation,
        unit,
        at,
        by,
    )


async def dressed(conn: Connection, notices: Sequence[StoredNotice]) -> list[StoredNotice]:
    """Add what each notice tells, the gravest twenty, and how it fares by each route."""
    ids = [notice.id for notice in notices]
    tells = await _tells(conn, ids)
    deliveries = await _deliveries(conn, ids)
    return [
        replace(
            notice,
            tells=tuple(tells.get(notice.id, ())),
            deliveries=tuple(deliveries.get(notice.id, ())),
        )
        for notice in notices
    ]


async def _tells(conn: Connection, notices: Sequence[UUID]) -> dict[UUID, list[TellTale]]:
    rows = await conn.fetch(
        """
        select given.notice, t.obligation, t.title, t.rung_title, t.rung_at, t.due_at, t.recorded_at
        from unnest($1::uuid[]) as given (notice)
        cross join lateral (
            select i.obligation, i.title, i.rung_title, i.rung_at, i.due_at, i.recorded_at
            from notice_item i
            where i.part in (
                select given.notice
                union all
                select p.part from notice_part p where p.notice = given.notice
            )
            order by i.rank, i.rung_at
            limit $2
        ) as t
        """,
        list(notices),
        LISTED,
    )
    found: dict[UUID, list[TellTale]] = {}
    for row in rows:
        late = int((row["recorded_at"] - row["rung_at"]).total_seconds())
        found.setdefault(row["notice"], []).append(
            TellTale(
                obligation=row["obligation"],
                title=row["title"],
                rung_title=row["rung_title"],
                rung_at=row["rung_at"],
                due_at=row["due_at"],
                late_by_seconds=max(late, 0),
            )
        )
    return found


async def _deliveries(conn: Connection, notices: Sequence[UUID]) -> dict[UUID, list[Delivery]]:
    rows = await conn.fetch(
        """
        select o.id, o.subject as notice, r.kind as route_kind, o.attempts, o.delivered_at,
            o.delivered_at is null and o.attempts >= $2 as stuck, o.error
        from outbox o
        left join notice_route r on r.id::text = o.lane
        where o.subject = any($1::uuid[])
        order by o.created_at, o.id
        """,
        list(notices),
        STUCK_AFTER,
    )
    found: dict[UUID, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row["notice"], []).append(Delivery(**dict(row)))
    return found


async def telling(conn: Connection) -> tuple[int, int]:
    """Count notices without a way out that nobody acknowledged, and the reminders held back."""
    row = await conn.fetchrow(
        """
        select
            (
                select count(*)
                from (
                    select 1 from notice where unrouted and acknowledged_at is null limit 10000
                ) as counted
            ) as unrouted,
            (
                select coalesce(sum(items), 0)
                from (select items from notice_part where notice is null limit 10000) as counted
            ) as held
        """
    )
    return (row["unrouted"], int(row["held"])) if row else (0, 0)


def _notice(row: Record) -> StoredNotice:
    return StoredNotice(**{**dict(row), "kind": NoticeKind(row["kind"]), "told": Told(row["told"])})
