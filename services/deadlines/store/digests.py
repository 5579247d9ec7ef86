"""What is gathered while reminders wait, and the digests that take it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.notices import LISTED, Item, Part, Waiting, recipient_of, told_as
from services.kit.database import Connection

COMPOSING: Final = 7203_17
"""The advisory lock of whoever puts digests together."""


async def save_parts(conn: Connection, parts: Sequence[Part]) -> None:
    """Write what was gathered, to be told later."""
    await conn.execute(
        """
        insert into notice_part (part, recipient, drill, rank, items, first_at, told)
        select part, recipient, drill, rank, items, first_at, told
        from unnest(
            $1::uuid[], $2::text[], $3::boolean[], $4::smallint[], $5::integer[],
            $6::timestamptz[], $7::jsonb[]
        ) as given (part, recipient, drill, rank, items, first_at, told)
        """,
        [part.id for part in parts],
        [part.recipient.key for part in parts],
        [part.drill for part in parts],
        [part.items[0].rank for part in parts],
        [len(part.items) for part in parts],
        [min(item.rung_at for item in part.items) for part in parts],
        [told_as(part.recipient) for part in parts],
    )


async def try_composing(conn: Connection) -> bool:
    """Become the one who puts digests together until this transaction ends; False: another is."""
    mine: bool = await conn.fetchval("select pg_try_advisory_xact_lock($1)", COMPOSING)
    return mine


async def waiting_parts(conn: Connection, held: Sequence[str], recipients: int) -> list[Waiting]:
    """Gather what waits for at most so many recipients, the gravest first, held ones left out.

    ``held`` are the territories under a planned silence. Drills are gathered apart.
    """
    rows = await conn.fetch(
        """
        select p.part, p.recipient, p.drill as of_drill, p.items, p.first_at, p.told,
            t.obligation, t.due_version, t.rung, t.rung_title, t.title, t.rank, t.rung_at,
            t.start_at, t.due_at, t.drill, t.climb
        from (
            select recipient, drill
            from notice_part
            where notice is null
            and not (told -> 'scopes' ?| $1::text[])
            group by recipient, drill
            order by min(rank), min(first_at)
            limit $2
        ) as g
        join notice_part p on p.notice is null
            and p.recipient = g.recipient
            and p.drill = g.drill
        cross join lateral (
            select i.obligation, i.due_version, i.rung, i.rung_title, i.title, i.rank, i.rung_at,
                i.start_at, i.due_at, i.drill, i.climb
            from notice_item i
            where i.part = p.part
            order by i.rank, i.rung_at
            limit $3
        ) as t
        order by p.recipient, p.drill, t.rank, t.rung_at
        """,
        list(held),
        recipients,
        LISTED,
    )
    return [
        _waiting(list(group))
        for _, group in groupby(rows, key=lambda row: (row["recipient"], row["of_drill"]))
    ]


def _waiting(rows: list[Record]) -> Waiting:
    parts = {row["part"]: row for row in rows}
    first = rows[0]
    return Waiting(
        recipient=recipient_of(first["told"]),
        drill=first["of_drill"],
        items=sum(row["items"] for row in parts.values()),
        first_at=min(row["first_at"] for row in parts.values()),
        parts=tuple(parts),
        gravest=tuple(_item(row) for row in rows[:LISTED]),
    )


def _item(row: Record) -> Item:
    return Item(
        obligation=row["obligation"],
        due_version=row["due_version"],
        rung=row["rung"],
        rung_title=row["rung_title"],
        title=row["title"],
        rank=row["rank"],
        rung_at=row["rung_at"],
        start_at=row["start_at"],
        due_at=row["due_at"],
        drill=row["drill"],
        climb=row["climb"],
        recipient=recipient_of(row["told"]),
    )


async def give_parts(conn: Connection, taken: Sequence[tuple[UUID, UUID]]) -> None:
    """Put parts into their digests: pairs of part and notice."""
    await conn.execute(
        """
        update notice_part p
        set notice = given.notice
        from unnest($1::uuid[], $2::uuid[]) as given (part, notice)
        where p.part = given.part
        """,
        [part for part, _ in taken],
        [notice for _, notice in taken],
    )
