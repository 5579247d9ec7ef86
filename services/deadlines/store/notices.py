"""Notices, their items and what waits to be told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.notices import (
    Climbing,
    Item,
    Notice,
    NoticeKind,
)
from services.deadlines.domain.sweep import Waking
from services.deadlines.law.directory import Directory, Holder
from services.deadlines.law.words import Post
from services.kit.database import Connection

COUNTED = 10_000


async def save_items(conn: Connection, told: Sequence[tuple[UUID, Item]], at: datetime) -> None:
    """Write items with their notice or part; what somebody was told already stays as it is.

    An item is written with its rung and by whoever recorded that, so a conflict is a climb's:
    its recipient knows of the rung already.
    """
    await conn.execute(
        """
        insert into notice_item (
            obligation, due_version, rung, recipient, rung_title, title, rank, rung_at, start_at,
            due_at, recorded_at, drill, climb, part
        )
        select obligation, due_version, rung, recipient, rung_title, title, rank, rung_at,
            start_at, due_at, $14, drill, climb, part
        from unnest(
            $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
            $7::smallint[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[],
            $11::boolean[], $12::interval[], $13::uuid[]
        ) as given (
            obligation, due_version, rung, recipient, rung_title, title, rank, rung_at, start_at,
            due_at, drill, climb, part
        )
        on conflict do nothing
        """,
        [item.obligation for _, item in told],
        [item.due_version for _, item in told],
        [item.rung for _, item in told],
        [item.recipient.key for _, item in told],
        [item.rung_title for _, item in told],
        [item.title for _, item in told],
        [item.rank for _, item in told],
        [item.rung_at for _, item in told],
        [item.start_at for _, item in told],
        [item.due_at for _, item in told],
        [item.drill for _, item in told],
        [item.climb for _, item in told],
        [part for part, _ in told],
        at,
    )


async def save_notices(conn: Connection, notices: Sequence[Notice], unrouted: set[UUID]) -> None:
    """Write notices; ``unrouted`` are those that nothing carries out of the house (无处可送)."""
    scopes = [notice.scope for notice in notices]
    await conn.execute(
        """
        insert into notice (
            id, kind, recipient, unit, unit_name, told, person, post_title, rank, due_at, drill,
            at, subject, text, items, unrouted, step, climbed_from, climb_at,
            scope1, scope2, scope3, scope4, scope5, scope6
        )
        select id, kind, recipient, unit, unit_name, told, person, post_title, rank, due_at, drill,
            at, subject, text, items, unrouted, step, climbed_from, climb_at,
            scope1, scope2, scope3, scope4, scope5, scope6
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::smallint[], $10::timestamptz[], $11::boolean[], $12::timestamptz[],
            $13::text[], $14::text[], $15::integer[], $16::boolean[], $17::integer[], $18::uuid[],
            $19::timestamptz[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[],
            $25::text[]
        ) as given (
            id, kind, recipient, unit, unit_name, told, person, post_title, rank, due_at, drill,
            at, subject, text, items, unrouted, step, climbed_from, climb_at,
            scope1, scope2, scope3, scope4, scope5, scope6
        )
        """,
        [each.id for each in notices],
        [each.kind.value for each in notices],
        [each.recipient.key for each in notices],
        [each.recipient.unit for each in notices],
        [each.recipient.unit_name for each in notices],
        [each.recipient.told.value for each in notices],
        [each.recipient.person for each in notices],
        [each.recipient.title for each in notices],
        [each.rank for each in notices],
        [each.due_at for each in notices],
        [each.drill for each in notices],
        [each.at for each in notices],
        [each.subject for each in notices],
        [each.text for each in notices],
        [each.items for each in notices],
        [each.id in unrouted for each in notices],
        [each.step for each in notices],
        [each.climbed_from for each in notices],
        [each.climb_at for each in notices],
        *([scope.at(level) for scope in scopes] for level in range(1, 7)),
    )


async def due_climbs(conn: Connection, at: datetime, limit: int) -> list[Record]:
    """Lock at most ``limit`` notices that climb (inclusive), each with its gravest open reminder.

    That is one that can climb further; its columns are null where every such duty is done. Each
    notice's items are walked by their index to the first that is open (``offset 0`` is a fence): a
    plan that joins them all at once reads everybody's for each notice.
    """
    return await conn.fetch(
        """
        select n.id as notice, n.kind, n.step, n.items, n.drill, top.obligation, top.rung,
            top.rung_at,
            array(
                select k.recipient
                from notice_item k
                where k.obligation = top.obligation
                and k.due_version = top.due_version
                and k.rung = top.rung
            ) as told
        from (
            select id
            from notice
            where climb_at <= $1
            order by rank, climb_at, id
            limit $2
            for update skip locked
        ) as due
        join notice n on n.id = due.id
        left join lateral (
            select i.obligation, i.due_version, i.rung, i.rung_at
            from (
                select n.id as part
                union all
                select p.part
                from notice_part p
                where p.notice = n.id
            ) as own
            cross join lateral (
                select i.obligation, i.due_version, i.rung, i.rung_at, i.rank
                from notice_item i
                where i.part = own.part
                and i.climb is not null
                and exists (
                    select
                    from obligation o
                    where o.id = i.obligation
                    and o.due_version = i.due_version
                    and o.state = 'OPEN'
                    and o.owed
                    offset 0
                )
                order by i.rank, i.rung_at
                limit 1
            ) as i
            order by i.rank, i.rung_at
            limit 1
        ) as top on true
        order by n.rank, n.climb_at, n.id
        """,
        at,
        limit,
    )


async def climbs_waiting(conn: Connection, at: datetime) -> int:
    """Count the notices that should have climbed by ``at`` (inclusive), to ten thousand."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (select from notice where climb_at <= $1 limit $2) as due
        """,
        at,
        COUNTED,
    )
    return count


def climbing(row: Record, waking: Waking | None) -> Climbing:
    """Make what `due_climbs` found, with the duty as the sweep reads it (None: it is done)."""
    return Climbing(
        notice=row["notice"],
        kind=NoticeKind(row["kind"]),
        step=row["step"],
        rung=row["rung"],
        rung_at=row["rung_at"],
        items=row["items"],
        drill=row["drill"],
        told=frozenset(row["told"]),
        waking=waking,
    )


async def set_climbs(conn: Connection, notices: Sequence[UUID], at: datetime | None) -> None:
    """Set when these notices climb; None: never again."""
    await conn.execute(
        """
        update notice
        set climb_at = $2
        where id = any($1::uuid[])
        """,
        list(notices),
        at,
    )


async def heads_of(conn: Connection, units: Sequence[str], at: datetime) -> Directory:
    """Read who heads these units at ``at``, and whether they are there."""
    rows = await conn.fetch(
        """
        select p.unit, coalesce(n.name, p.person) as person, p.title, p.begins, p.ends,
            a.begins as away_from, a.ends as away_to
        from mirror_post p
        left join mirror_person n on n.id = p.person_id
        left join lateral (
            select v.begins, v.ends, v.present
            from mirror_availability v
            where v.person_id = p.person_id
            and v.begins <= $2
            and (v.ends is null or v.ends > $2)
            order by v.id desc
            limit 1
        ) a on not a.present
        where p.unit = any($1::text[])
        and p.post = 'HEAD'
        and (p.begins is null or p.begins <= $2)
        and (p.ends is null or p.ends > $2)
        """,
        list(units),
        at,
    )
    return Directory(
        holders=tuple(
            Holder(
                unit=row["unit"],
                post=Post.HEAD,
                person=row["person"],
                title=row["title"],
                begins=row["begins"],
                ends=row["ends"],
                absences=((row["away_from"], row["away_to"]),) if row["away_from"] else (),
            )
            for row in rows
        )
    )
