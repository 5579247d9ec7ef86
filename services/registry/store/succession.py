"""Who came after whom as rows, and what goes over from the one to the other."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.succession import Moving, Succession, SuccessionKind
from services.registry.domain.units import Unit
from services.registry.store.units import unit_of

COUNTED = 1001


async def insert_succession(conn: Connection, one: Succession) -> None:
    """Write who came after whom."""
    await conn.execute(
        """
        insert into unit_succession (
            id, predecessor, successor, kind, effective_on, moves, moved_on, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        one.id,
        one.predecessor,
        one.successor,
        one.kind.value,
        one.effective_on,
        [moving.value for moving in one.moves],
        one.moved_on,
        one.version,
    )


async def save_moved(conn: Connection, one: Succession) -> None:
    """Write the day on which everything went over."""
    await conn.execute(
        """
        update unit_succession
        set moved_on = $2, version = $3
        where id = $1
        """,
        one.id,
        one.moved_on,
        one.version,
    )


async def successions_from(
    conn: Connection, predecessors: Sequence[str]
) -> dict[str, list[Succession]]:
    """Return who came after these units, by predecessor, in the order of days and codes."""
    rows = await conn.fetch(
        """
        select id, predecessor, successor, kind, effective_on, moves, moved_on, version
        from unit_succession
        where predecessor = any($1::text[])
        order by effective_on, successor
        """,
        list(predecessors),
    )
    return _grouped(rows, "predecessor")


async def successions_to(
    conn: Connection, successors: Sequence[str]
) -> dict[str, list[Succession]]:
    """Return whom these units came after, by successor, in the order of days and codes."""
    rows = await conn.fetch(
        """
        select id, predecessor, successor, kind, effective_on, moves, moved_on, version
        from unit_succession
        where successor = any($1::text[])
        order by effective_on, predecessor
        """,
        list(successors),
    )
    return _grouped(rows, "successor")


async def successions_waiting(conn: Connection, today: date) -> list[Succession]:
    """Return those whose day has come and whose moves are not done, locked; the oldest first."""
    rows = await conn.fetch(
        """
        select id, predecessor, successor, kind, effective_on, moves, moved_on, version
        from unit_succession
        where moved_on is null
        and effective_on <= $1
        order by effective_on, predecessor
        for update
        """,
        today,
    )
    return [_succession(row) for row in rows]


async def count_active_below(
    conn: Connection, above: str, below: str | None, since: date, but: Sequence[str]
) -> int:
    """Count units of a range of codes that are active on the day or later, stopping at 1001.

    ``above`` is inclusive, ``below`` exclusive; the units of ``but`` are left out.
    """
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from unit
            where code >= $1
            and ($2::text is null or code < $2)
            and (active_to is null or active_to >= $3)
            and code <> all($4::text[])
            limit $5
        ) counted
        """,
        above,
        below,
        since,
        list(but),
        COUNTED,
    )
    return count


async def units_supervised_by(conn: Connection, codes: Sequence[str], since: date) -> list[Unit]:
    """Return the units led by these that are active on the day or later, locked, by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where supervising = any($1::text[])
        and (active_to is null or active_to >= $2)
        order by code
        for no key update
        """,
        list(codes),
        since,
    )
    return [unit_of(row) for row in rows]


async def move_persons(conn: Connection, home: str, successor: str) -> list[UUID]:
    """Give everybody of one home unit another; return who moved."""
    rows = await conn.fetch(
        """
        update person
        set unit = $2, version = version + 1
        where unit = $1
        returning id
        """,
        home,
        successor,
    )
    return [row["id"] for row in rows]


async def move_channels(conn: Connection, unit: str, successor: str, since: date) -> list[UUID]:
    """Hand over a unit's channels that are open on the day; return which."""
    rows = await conn.fetch(
        """
        update channel
        set unit = $2, version = version + 1
        where unit = $1
        and (closed_on is null or closed_on > $3)
        returning id
        """,
        unit,
        successor,
        since,
    )
    return [row["id"] for row in rows]


async def move_experts(conn: Connection, unit: str, successor: str, since: date) -> list[UUID]:
    """Hand over the experts of a unit's pool on the day; return whom."""
    rows = await conn.fetch(
        """
        update expert
        set unit = $2, version = version + 1
        where unit = $1
        and (removed_on is null or removed_on > $3)
        returning id
        """,
        unit,
        successor,
        since,
    )
    return [row["id"] for row in rows]


async def count_roster(conn: Connection, unit: str, on: date) -> dict[str, int]:
    """Count what a unit has on the day, under ``persons``, ``appointments``, ``channels``, ….

    Persons count by home unit, ``supervised`` the units it leads.
    """
    row = await conn.fetchrow(
        """
        select
            (select count(*) from person where unit = $1) as persons,
            (
                select count(*)
                from appointment
                where unit = $1
                and (ends_on is null or ends_on >= $2)
            ) as appointments,
            (
                select count(*)
                from channel
                where unit = $1
                and (closed_on is null or closed_on > $2)
            ) as channels,
            (
                select count(*)
                from expert
                where unit = $1
                and (removed_on is null or removed_on > $2)
            ) as experts,
            (
                select count(*)
                from unit
                where supervising = $1
                and (active_to is null or active_to >= $2)
            ) as supervised
        """,
        unit,
        on,
    )
    return dict(row) if row else {}


def _grouped(rows: Sequence[Record], column: str) -> dict[str, list[Succession]]:
    found: dict[str, list[Succession]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(_succession(row))
    return found


def _succession(row: Record) -> Succession:
    return Succession(
        id=row["id"],
        predecessor=row["predecessor"],
        successor=row["successor"],
        kind=SuccessionKind(row["kind"]),
        effective_on=row["effective_on"],
        moves=tuple(Moving(moving) for moving in row["moves"]),
        moved_on=row["moved_on"],
        version=row["version"],
    )
