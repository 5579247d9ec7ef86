"""Finding units: a list in the order of codes, and a search in the order of tiers.

Two statements per order: one reads forward, one backward, so that the index gives the order. Lists
are planned anew for their values each time (`plan_for_values`).

A search goes tier by tier and stops when the page is full. In a tier it reads the first WINDOW
units in their order, which answers what is frequent; the rest it takes from the index of terms,
which answers what is rare. So it needs no statistics, and neither reading is ever long.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.kit.database import Connection
from services.registry.domain.searching import LAST_RANK, marked, ranks_of
from services.registry.domain.units import Unit, UnitLevel
from services.registry.store.units import unit_of

COUNTED = 1001
WINDOW = 100
"""How many units of a tier are read in their order before the index of terms is asked."""

FEW = 1500
"""From so many units of a tier that have the terms on, they are met by reading on in order."""

EVERYTHING = 1 << 31
END = "~"
"""Follows every code in byte order."""

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
    below: str = END


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search looks for: the terms a unit must have, and the text they must spell.

    ``sound`` tells to look in the initials instead of the name.
    """

    terms: Sequence[str]
    text: str
    sound: bool


async def plan_for_values(conn: Connection) -> None:
    """Plan this transaction's statements for their values, not once for all."""
    await conn.execute("set local plan_cache_mode = force_custom_plan")


async def plan_once(conn: Connection) -> None:
    """Keep this transaction's plans as they are for any values: planning costs more than finding.

    Each reading of a search can be done in one way only, so there is nothing to choose.
    """
    await conn.execute("set local plan_cache_mode = force_generic_plan")


async def units_after(
    conn: Connection, chosen: UnitFilter, after: str | None, limit: int
) -> list[Unit]:
    """Return at most ``limit`` units with codes after ``after`` (exclusive), ascending."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code >= $1
        and code < $2
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
            scope6, work_body, credit_code, version
        from unit
        where code >= $1
        and code < $2
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
        select unit.id, unit.code, unit.name, unit.short_name, unit.initials, unit.kind, unit.level,
            unit.division, unit.parent, unit.supervising, unit.management, unit.tags,
            unit.active_from, unit.active_to, unit.scope1, unit.scope2, unit.scope3, unit.scope4,
            unit.scope5, unit.scope6, unit.work_body, unit.credit_code, unit.version
        from (
            select seen.id
            from generate_series($6::integer, $7::integer) as tier (rank)
            cross join lateral (
                select front.id
                from (
                    select id, code, kind, division, tags, case
                        when $12 then initials
                        when rank % 2 = 0 then short_name
                        else name
                    end as spoken
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code > case when tier.rank = $8 then $9 else '' end
                    order by code
                    limit $13
                ) front
                where true
                and position($11 in spoken) > 0
                and ($3::text is null or kind = $3)
                and ($4::text is null or division = $4)
                and ($5::text is null or tags @> array[$5::text])
                union all
                select rest.id
                from (
                    select code
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code > case when tier.rank = $8 then $9 else '' end
                    order by code
                    offset $13 - 1
                    limit 1
                ) edge
                cross join lateral (
                    with found as materialized (
                        select id, code, kind, division, tags, case
                            when $12 then initials
                            when rank % 2 = 0 then short_name
                            else name
                        end as spoken
                        from unit
                        where grams @> array(
                            select to_hex(tier.rank) || term
                            from unnest($10::text[]) as term
                        )
                        limit $14
                    )
                    (
                        select id
                        from found
                        where (select count(*) from found) < $14
                        and code >= $1
                        and code < $2
                        and code > edge.code
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code
                        limit $15
                    )
                    union all
                    (
                        select id
                        from (
                            select id, code, kind, division, tags, case
                                when $12 then initials
                                when rank % 2 = 0 then short_name
                                else name
                            end as spoken
                            from unit
                            where (select count(*) from found) >= $14
                            and rank = tier.rank
                            and code >= $1
                            and code < $2
                            and code > edge.code
                        ) later
                        where true
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code
                        limit $15
                    )
                ) rest
            ) seen
            limit $15
        ) found
        join unit on unit.id = found.id
        order by unit.rank, unit.code
        """,
        *_sought(chosen, wanted, after, limit, backward=False),
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
        select unit.id, unit.code, unit.name, unit.short_name, unit.initials, unit.kind, unit.level,
            unit.division, unit.parent, unit.supervising, unit.management, unit.tags,
            unit.active_from, unit.active_to, unit.scope1, unit.scope2, unit.scope3, unit.scope4,
            unit.scope5, unit.scope6, unit.work_body, unit.credit_code, unit.version
        from (
            select seen.id
            from generate_series($7::integer, $6::integer, -1) as tier (rank)
            cross join lateral (
                select front.id
                from (
                    select id, code, kind, division, tags, case
                        when $12 then initials
                        when rank % 2 = 0 then short_name
                        else name
                    end as spoken
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code < case when tier.rank = $8 then $9 else '~' end
                    order by code desc
                    limit $13
                ) front
                where true
                and position($11 in spoken) > 0
                and ($3::text is null or kind = $3)
                and ($4::text is null or division = $4)
                and ($5::text is null or tags @> array[$5::text])
                union all
                select rest.id
                from (
                    select code
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code < case when tier.rank = $8 then $9 else '~' end
                    order by code desc
                    offset $13 - 1
                    limit 1
                ) edge
                cross join lateral (
                    with found as materialized (
                        select id, code, kind, division, tags, case
                            when $12 then initials
                            when rank % 2 = 0 then short_name
                            else name
                        end as spoken
                        from unit
                        where grams @> array(
                            select to_hex(tier.rank) || term
                            from unnest($10::text[]) as term
                        )
                        limit $14
                    )
                    (
                        select id
                        from found
                        where (select count(*) from found) < $14
                        and code >= $1
                        and code < $2
                        and code < edge.code
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code desc
                        limit $15
                    )
                    union all
                    (
                        select id
                        from (
                            select id, code, kind, division, tags, case
                                when $12 then initials
                                when rank % 2 = 0 then short_name
                                else name
                            end as spoken
                            from unit
                            where (select count(*) from found) >= $14
                            and rank = tier.rank
                            and code >= $1
                            and code < $2
                            and code < edge.code
                        ) later
                        where true
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code desc
                        limit $15
                    )
                ) rest
            ) seen
            limit $15
        ) found
        join unit on unit.id = found.id
        order by unit.rank desc, unit.code desc
        """,
        *_sought(chosen, wanted, before, limit, backward=True),
    )
    return [unit_of(row) for row in rows]


async def count_found(conn: Connection, chosen: UnitFilter, wanted: Wanted) -> int:
    """Count the units of a search, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select seen.id
            from generate_series($6::integer, $7::integer) as tier (rank)
            cross join lateral (
                select front.id
                from (
                    select id, code, kind, division, tags, case
                        when $12 then initials
                        when rank % 2 = 0 then short_name
                        else name
                    end as spoken
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code > case when tier.rank = $8 then $9 else '' end
                    order by code
                    limit $13
                ) front
                where true
                and position($11 in spoken) > 0
                and ($3::text is null or kind = $3)
                and ($4::text is null or division = $4)
                and ($5::text is null or tags @> array[$5::text])
                union all
                select rest.id
                from (
                    select code
                    from unit
                    where rank = tier.rank
                    and code >= $1
                    and code < $2
                    and code > case when tier.rank = $8 then $9 else '' end
                    order by code
                    offset $13 - 1
                    limit 1
                ) edge
                cross join lateral (
                    with found as materialized (
                        select id, code, kind, division, tags, case
                            when $12 then initials
                            when rank % 2 = 0 then short_name
                            else name
                        end as spoken
                        from unit
                        where grams @> array(
                            select to_hex(tier.rank) || term
                            from unnest($10::text[]) as term
                        )
                        limit $14
                    )
                    (
                        select id
                        from found
                        where (select count(*) from found) < $14
                        and code >= $1
                        and code < $2
                        and code > edge.code
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code
                        limit $15
                    )
                    union all
                    (
                        select id
                        from (
                            select id, code, kind, division, tags, case
                                when $12 then initials
                                when rank % 2 = 0 then short_name
                                else name
                            end as spoken
                            from unit
                            where (select count(*) from found) >= $14
                            and rank = tier.rank
                            and code >= $1
                            and code < $2
                            and code > edge.code
                        ) later
                        where true
                        and position($11 in spoken) > 0
                        and ($3::text is null or kind = $3)
                        and ($4::text is null or division = $4)
                        and ($5::text is null or tags @> array[$5::text])
                        order by code
                        limit $15
                    )
                ) rest
            ) seen
            limit $15
        ) found
        """,
        *_sought(chosen, wanted, None, COUNTED, backward=False),
    )
    return count


async def count_units(conn: Connection, chosen: UnitFilter) -> int:
    """Count the units of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from unit
            where code >= $1
            and code < $2
            and ($3::text is null or kind = $3)
            and ($4::text is null or level = $4)
            and ($5::text is null or division = $5)
            and ($6::text is null or tags @> array[$6::text])
            limit $7
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


def _sought(
    chosen: UnitFilter,
    wanted: Wanted,
    place: tuple[int, str] | None,
    limit: int,
    *,
    backward: bool,
) -> tuple[object, ...]:
    first, last = ranks_of(UnitLevel(chosen.level) if chosen.level else None)
    rank, code = place or (None, None)
    if rank is not None:
        rank = max(-1, min(rank, LAST_RANK + 1))  # a cursor may hold any number
        first, last = (first, min(last, rank)) if backward else (max(first, rank), last)
    marks = [marked(mark) for mark in (chosen.kind, chosen.tag) if mark]
    terms = [*wanted.terms, *marks]
    return (
        chosen.above,
        chosen.below,
        chosen.kind,
        chosen.division,
        chosen.tag,
        first,
        last,
        rank,
        code,
        terms,
        wanted.text,
        wanted.sound,
        max(WINDOW, limit) if terms else EVERYTHING,
        FEW,
        limit,
    )


def _bounds(chosen: UnitFilter) -> tuple[str | None, ...]:
    return (
        chosen.above,
        chosen.below,
        chosen.kind,
        chosen.level,
        chosen.division,
        chosen.tag,
    )
