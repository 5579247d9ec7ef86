"""The board's reads: pages and the tally, each one statement on ranges of the board's indexes.

Two ranges are merged in their common order: the rows of the reader's own territory, and the rows
watched by parties of it that lie in another (obligation_watch). A watch row exists only where the
range of the territory has none, so nothing comes twice. Six territorial levels are six columns,
and a column cannot be a parameter: each statement is written for level 1 and read for the others.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from services.deadlines.domain.board import COUNTED, BoardFilter, BoardTally, ObligationOrder
from services.deadlines.domain.obligations import Obligation
from services.deadlines.store.rows import (
    INCIDENT,
    MATTER,
    OBLIGATION,
    OCCASION,
    SEEN,
    obligation_row,
)
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

UNTIMED: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Where untimed obligations stand in the order by due time: obligation.board_at's default."""

_BEGINNING: Final = (datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0))
_END: Final = (datetime(9999, 12, 31, tzinfo=UTC), UUID(int=(1 << 128) - 1))
_CHINA: Final = ZoneInfo("Asia/Shanghai")
_CONNECTION: Final = {
    ObligationOrder.DUE_AT: "obligations",
    ObligationOrder.STARTED_AT: "obligationsStarted",
}

Sort = Literal["timed", "untimed", "all"]


def connection_name(order: ObligationOrder) -> str:
    """Name the connection of an order, so that a cursor of one is refused by the other."""
    return _CONNECTION[order]


def cursor_key(order: ObligationOrder) -> Callable[[Obligation], tuple[datetime, UUID]]:
    """Give the function from a row to its cursor key in an order."""
    if order is ObligationOrder.STARTED_AT:
        return lambda row: (row.start_at, row.id)
    return lambda row: (row.due_at or UNTIMED, row.id)


def _levels(statement: str) -> tuple[str, ...]:
    return tuple(statement.replace("scope1 =", f"scope{n} =") for n in range(1, 7))


def _page(column: str, timed: str, watched: str, direction: str, beyond: str) -> tuple[str, ...]:
    # The inner limit is the largest page and one: it tells the planner that few rows come, so
    # that it never hashes or sorts, also under a generic plan.
    return _levels(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from (
            (
                select b.id, b.{column} as place
                from obligation b
                where b.scope1 = $1
                and b.state = 'OPEN'
                and b.owed
                {timed}
                and (b.{column}, b.id) {beyond} ($2, $3)
                order by b.{column} {direction}, b.id {direction}
                limit 101
            )
            union all
            (
                select w.obligation, w.{column}
                from obligation_watch w
                where w.scope = $1
                {watched}
                and (w.{column}, w.obligation) {beyond} ($2, $3)
                order by w.{column} {direction}, w.obligation {direction}
                limit 101
            )
            order by place {direction}, id {direction}
            limit $4
        ) seen
        join obligation o on o.id = seen.id
        {MATTER}
        order by seen.place {direction}, seen.id {direction}
        """  # noqa: S608 - every part is one of the words below
    )


def _pages(direction: str, beyond: str) -> dict[tuple[Sort, ObligationOrder], tuple[str, ...]]:
    due, started = ObligationOrder.DUE_AT, ObligationOrder.STARTED_AT
    timed = (f"and b.board_at < '{UNTIMED:%Y-%m-%d}'", f"and w.board_at < '{UNTIMED:%Y-%m-%d}'")
    elapsing = ("and b.due_at is null", "and not w.timed")
    return {
        ("timed", due): _page("board_at", *timed, direction, beyond),
        ("all", due): _page("board_at", "", "", direction, beyond),
        ("untimed", started): _page("start_at", *elapsing, direction, beyond),
    }


_FORWARD: Final = _pages("asc", ">")
_BACKWARD: Final = _pages("desc", "<")


def board_statement(
    timed: bool | None, order: ObligationOrder, level: int, *, backward: bool = False
) -> str | None:
    """Give the statement of a plain board page, None where the indexes hold no such order."""
    if timed is False and order is ObligationOrder.DUE_AT:
        order = ObligationOrder.STARTED_AT  # untimed ones have no other order
    sort: Sort = "all" if timed is None else "timed" if timed else "untimed"
    statements = (_BACKWARD if backward else _FORWARD).get((sort, order))
    return statements[level - 1] if statements else None


async def board_page(
    conn: Connection,
    page: PageRequest,
    wanted: BoardFilter,
    order: ObligationOrder,
    *,
    level: int,
    code: str,
) -> Page[Obligation]:
    """Return a page of what the reader of scope (``level``, ``code``) may see.

    DUE_AT puts the timed ones first, by due time; untimed ones follow in the order of their ids.
    ``page`` belongs to the connection that `connection_name` names.
    """
    statement = board_statement(wanted.timed, order, level, backward=page.backward)
    if wanted.plain and statement is not None:
        at, id_ = page.cursor or (_END if page.backward else _BEGINNING)
        rows = await conn.fetch(statement, code, at, id_, page.limit)
        return page.cut([obligation_row(row) for row in rows])
    return await _filtered_page(conn, page, wanted, order, level=level, code=code)


async def _filtered_page(
    conn: Connection,
    page: PageRequest,
    wanted: BoardFilter,
    order: ObligationOrder,
    *,
    level: int,
    code: str,
) -> Page[Obligation]:
    """Answer any other filter; costs with what the reader may see, not with the page."""
    direction, beyond = ("desc", "<") if page.backward else ("asc", ">")
    column = "start_at" if order is ObligationOrder.STARTED_AT else "board_at"
    at, id_ = page.cursor or (_END if page.backward else _BEGINNING)
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        {MATTER}
        where exists (
            select from {SEEN} s where s.scope = $1 and s.matter = coalesce(o.incident, o.occasion)
        )
        and (o.{column}, o.id) {beyond} ($2, $3)
        and o.state = any($5::text[])
        and ($6::boolean is null or o.owed = $6)
        and ($7::boolean is null or (o.due_at is not null) = $7)
        and ($8::text[] is null or o.kind = any($8))
        and ($9::text is null or o.owner_code = $9)
        and ($10::uuid is null or o.incident = $10)
        and ($11::boolean is null or (o.acknowledged_at is null) = $11)
        and ($12::timestamptz is null or o.due_at < $12)
        and ($13::boolean is null or coalesce(i.drill, false) = $13)
        and (
            $14::text is null
            or strpos(
                concat_ws(
                    ' ', coalesce(i.number, c.number), coalesce(i.title, c.title), o.title
                ), $14
            ) > 0
        )
        and ($15::uuid is null or o.occasion = $15)
        order by o.{column} {direction}, o.id {direction}
        limit $4
        """,  # noqa: S608 - direction and column are ours, not the caller's
        code,
        at,
        id_,
        page.limit,
        [state.value for state in wanted.states],
        wanted.owed,
        wanted.timed,
        list(wanted.kinds) if wanted.kinds is not None else None,
        wanted.owner,
        wanted.incident,
        wanted.unacknowledged,
        wanted.due_before,
        wanted.drill,
        wanted.search,
        wanted.occasion,
    )
    return page.cut([obligation_row(row) for row in rows])


_COUNT: Final = _levels(
    f"""
    select count(*)
    from (
        (
            select 1
            from obligation b
            where b.scope1 = $1
            and b.state = 'OPEN'
            and b.owed
            and ($2::boolean is null or (b.due_at is not null) = $2)
            limit {COUNTED + 1}
        )
        union all
        (
            select 1
            from obligation_watch w
            where w.scope = $1
            and ($2::boolean is null or w.timed = $2)
            limit {COUNTED + 1}
        )
    ) as seen
    """  # noqa: S608 - the only part is our number
)


async def board_count(conn: Connection, wanted: BoardFilter, *, level: int, code: str) -> int:
    """Count a plain board, at least to 1001; ``timed`` is the one part of the filter looked at."""
    return int(await conn.fetchval(_COUNT[level - 1], code, wanted.timed))


# "offset 0" keeps each lookup a lookup: joined freely, a merge would walk the whole primary key.
_TALLY: Final = _levels(
    f"""
    with timed as (
        (
            select b.due_at, b.acknowledged_at
            from obligation b
            where b.scope1 = $1
            and b.state = 'OPEN'
            and b.owed
            and b.board_at < '{UNTIMED:%Y-%m-%d}'
            order by b.board_at, b.id
            limit {COUNTED + 1}
        )
        union all
        (
            select o.due_at, o.acknowledged_at
            from (
                select w.obligation
                from obligation_watch w
                where w.scope = $1
                and w.board_at < '{UNTIMED:%Y-%m-%d}'
                order by w.board_at, w.obligation
                limit {COUNTED + 1}
            ) w
            cross join lateral (
                select o.due_at, o.acknowledged_at
                from obligation o
                where o.id = w.obligation
                offset 0
            ) o
        )
    ),
    untimed as (
        (
            select b.acknowledged_at
            from obligation b
            where b.scope1 = $1
            and b.state = 'OPEN'
            and b.owed
            and b.due_at is null
            order by b.start_at, b.id
            limit {COUNTED + 1}
        )
        union all
        (
            select o.acknowledged_at
            from (
                select w.obligation
                from obligation_watch w
                where w.scope = $1
                and not w.timed
                order by w.start_at, w.obligation
                limit {COUNTED + 1}
            ) w
            cross join lateral (
                select o.due_at, o.acknowledged_at
                from obligation o
                where o.id = w.obligation
                offset 0
            ) o
        )
    ),
    fulfilled as (
        select 1
        from obligation f
        where f.state = 'FULFILLED'
        and f.closed_at >= $3
        and f.closed_at < $3 + interval '1 day'
        and f.scope1 = $1
        order by f.closed_at
        limit {COUNTED + 1}
    )
    select
        count(*) filter (where due_at < $2) as overdue,
        count(*) filter (where due_at >= $2 and due_at <= $2 + interval '15 minutes')
            as within15m,
        count(*) filter (
            where due_at > $2 + interval '15 minutes' and due_at <= $2 + interval '1 hour'
        ) as within_hour,
        count(*) filter (
            where due_at > $2 + interval '1 hour' and due_at <= $2 + interval '24 hours'
        ) as today,
        count(*) filter (where due_at > $2 + interval '24 hours') as later,
        count(*) filter (where acknowledged_at is null) as unacknowledged,
        count(*) as timed,
        (select count(*) from untimed) as untimed,
        (select count(*) from untimed where acknowledged_at is null) as untimed_unacknowledged,
        (select count(*) from fulfilled) as fulfilled_today
    from timed
    """  # noqa: S608 - the only part is our number
)


def tally_statement(level: int) -> str:
    """Give the statement of the tally for a territorial level."""
    return _TALLY[level - 1]


async def board_tally(conn: Connection, now: datetime, *, level: int, code: str) -> BoardTally:
    """Count the reader's board by urgency at ``now``; one statement, at most a thousand a sort.

    "Today" of ``fulfilled_today`` begins at midnight in China; it counts the reader's own
    territory, not what it watches elsewhere.
    """
    midnight = now.astimezone(_CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    row = await conn.fetchrow(tally_statement(level), code, now, midnight)
    assert row is not None  # noqa: S101 - an aggregate without group always answers one row
    figures = (row["timed"], row["untimed"], row["fulfilled_today"])
    return BoardTally(
        overdue=row["overdue"],
        within15m=row["within15m"],
        untimed=min(row["untimed"], COUNTED),
        within_hour=row["within_hour"],
        today=row["today"],
        later=row["later"],
        fulfilled_today=min(row["fulfilled_today"], COUNTED),
        unacknowledged=row["unacknowledged"] + row["untimed_unacknowledged"],
        total=row["timed"] + row["untimed"],
        capped=any(figure > COUNTED for figure in figures),
        as_of=now,
    )


async def rewatch_occasions(conn: Connection, occasions: Sequence[UUID]) -> None:
    """Renew the watch rows of occasions; called after every change of their obligations."""
    await conn.execute(
        """
        delete from obligation_watch
        where occasion = any($1::uuid[])
        """,
        occasions,
    )
    await conn.execute(
        """
        insert into obligation_watch (scope, obligation, occasion, board_at, start_at, timed)
        select s.scope, o.id, o.occasion, o.board_at, o.start_at, o.due_at is not null
        from obligation o
        join occasion_scope s on s.occasion = o.occasion
        where o.occasion = any($1::uuid[])
        and o.state = 'OPEN'
        and o.owed
        and s.scope not in (
            o.scope1, coalesce(o.scope2, ''), coalesce(o.scope3, ''), coalesce(o.scope4, ''),
            coalesce(o.scope5, ''), coalesce(o.scope6, '')
        )
        """,
        occasions,
    )


async def rewatch(conn: Connection, incident: UUID) -> None:
    """Renew the watch rows of an incident; called after every change of its obligations."""
    await conn.execute("delete from obligation_watch where incident = $1", incident)
    await conn.execute(
        """
        insert into obligation_watch (scope, obligation, incident, board_at, start_at, timed)
        select s.scope, o.id, o.incident, o.board_at, o.start_at, o.due_at is not null
        from obligation o
        join incident_scope s on s.incident = o.incident
        where o.incident = $1
        and o.state = 'OPEN'
        and o.owed
        and s.scope not in (
            o.scope1, coalesce(o.scope2, ''), coalesce(o.scope3, ''), coalesce(o.scope4, ''),
            coalesce(o.scope5, ''), coalesce(o.scope6, '')
        )
        """,
        incident,
    )
