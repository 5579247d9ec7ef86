"""Finding units: a list in the order of codes, and a search in the order of tiers.

Two statements per order: one reads forward, one backward, so that the index gives the order. They
are planned anew for their values each time (`plan_for_values`): a frequent character is answered
from the order's index, a rare one from the index of characters.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.kit.database import Connection
from services.registry.domain.units import Unit
from services.registry.store.units import unit_of

COUNTED = 1001
Read: TypeAlias = Callable[[Connection], Awaitable[list[Unit]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFilter:
    """What the listed units have in common; None does not filter.

    ``above`` (inclusive) and ``below`` (exclusive) bound the code in byte order.
    """

    kind: str | None = None
    level: str | None = None
    division: str | None = None
    tag: str | None = None
    above: str = ""
    below: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search looks for: the pieces a unit must have, and the text they must spell.

    ``sound`` tells to look in the initials instead of the name.
    """

    grams: Sequence[str]
    text: str
    sound: bool


async def plan_for_values(conn: Connection) -> None:
    """Plan this transaction's statements for their values, not once for all."""
    await conn.execute("set local plan_cache_mode = force_custom_plan")


async def units_after(
    conn: Connection, chosen: UnitFilter, after: str | None, limit: int
) -> list[Unit]:
    """Return at most ``limit`` units with codes after ``after`` (exclusive), ascending."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, version
        from unit
        where code >= $1
        and ($2::text is null or code < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or level = $4)
        and ($5::text is null or division = $5)
        and ($6::text is null or tags @> array[$6::text])
        and ($7::text is null or code > $7)
        order by code
        limit $8
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [unit_of(row) for row in rows]


async def units_before(
    conn: Connection, chosen: UnitFilter, before: str | None, limit: int
) -> list[Unit]:
    """Return at most ``limit`` units with codes before ``before`` (exclusive), descending."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, version
        from unit
        where code >= $1
        and ($2::text is null or code < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or level = $4)
        and ($5::text is null or division = $5)
        and ($6::text is null or tags @> array[$6::text])
        and ($7::text is null or code < $7)
        order by code desc
        limit $8
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [unit_of(row) for row in rows]


async def found_after(
    conn: Connection,
    chosen: UnitFilter,
    wanted: Wanted,
    after: tuple[int, str] | None,
    limit: int,
) -> list[Unit]:
    """Return found units after (rank, code), exclusive: higher tiers first, then by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, version
        from unit
        where grams @> $9::text[]
        and position($10 in case when $11 then initials else name end) > 0
        and code >= $1
        and ($2::text is null or code < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or level = $4)
        and ($5::text is null or division = $5)
        and ($6::text is null or tags @> array[$6::text])
        and ($7::bigint is null or (rank, code) > ($7, $8))
        order by rank, code
        limit $12
        """,
        *_bounds(chosen),
        *(after or (None, None)),
        wanted.grams,
        wanted.text,
        wanted.sound,
        limit,
    )
    return [unit_of(row) for row in rows]


async def found_before(
    conn: Connection,
    chosen: UnitFilter,
    wanted: Wanted,
    before: tuple[int, str] | None,
    limit: int,
) -> list[Unit]:
    """Return found units before (rank, code), exclusive, in reverse order."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, version
        from unit
        where grams @> $9::text[]
        and position($10 in case when $11 then initials else name end) > 0
        and code >= $1
        and ($2::text is null or code < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or level = $4)
        and ($5::text is null or division = $5)
        and ($6::text is null or tags @> array[$6::text])
        and ($7::bigint is null or (rank, code) < ($7, $8))
        order by rank desc, code desc
        limit $12
        """,
        *_bounds(chosen),
        *(before or (None, None)),
        wanted.grams,
        wanted.text,
        wanted.sound,
        limit,
    )
    return [unit_of(row) for row in rows]


async def count_units(conn: Connection, chosen: UnitFilter, wanted: Wanted | None) -> int:
    """Count the units of a list or search, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from unit
            where ($7::text[] is null or grams @> $7)
            and ($8::text is null
                or position($8 in case when $9 then initials else name end) > 0)
            and code >= $1
            and ($2::text is null or code < $2)
            and ($3::text is null or kind = $3)
            and ($4::text is null or level = $4)
            and ($5::text is null or division = $5)
            and ($6::text is null or tags @> array[$6::text])
            limit $10
        ) counted
        """,
        *_bounds(chosen),
        wanted.grams if wanted else None,
        wanted.text if wanted else None,
        bool(wanted and wanted.sound),
        COUNTED,
    )
    return count


def _bounds(chosen: UnitFilter) -> tuple[str | None, ...]:
    return (
        chosen.above,
        chosen.below,
        chosen.kind,
        chosen.level,
        chosen.division,
        chosen.tag,
    )
