"""Expert pools, read from the experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.expert_pools import ExpertPool

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFilter:
    """What listed pools have in common; the codes are a half-open range in byte order.

    ``field`` is one for which the pool has an expert now.
    """

    above: str = ""
    below: str | None = None
    field: str | None = None


async def pools_after(
    conn: Connection, chosen: PoolFilter, after: str | None, limit: int
) -> list[ExpertPool]:
    """Return pools of units with codes after ``after`` (exclusive), by code."""
    rows = await conn.fetch(
        """
        select unit.id, code, min(added_on) as established_on
        from expert
        join unit on code = expert.unit
        where expert.unit >= $1
        and ($2::text is null or expert.unit < $2)
        and ($4::text is null or expert.unit > $4)
        group by unit.id, code
        having bool_or(removed_on is null and ($3::text is null or fields @> array[$3::text]))
        order by code
        limit $5
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_pool(row) for row in rows]


async def pools_before(
    conn: Connection, chosen: PoolFilter, before: str | None, limit: int
) -> list[ExpertPool]:
    """Return pools of units with codes before ``before`` (exclusive), by code backward."""
    rows = await conn.fetch(
        """
        select unit.id, code, min(added_on) as established_on
        from expert
        join unit on code = expert.unit
        where expert.unit >= $1
        and ($2::text is null or expert.unit < $2)
        and ($4::text is null or expert.unit < $4)
        group by unit.id, code
        having bool_or(removed_on is null and ($3::text is null or fields @> array[$3::text]))
        order by code desc
        limit $5
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_pool(row) for row in rows]


async def count_pools(conn: Connection, chosen: PoolFilter) -> int:
    """Count the pools of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from expert
            where unit >= $1
            and ($2::text is null or unit < $2)
            group by unit
            having bool_or(removed_on is null and ($3::text is null or fields @> array[$3::text]))
            limit $4
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def pools_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, ExpertPool]:
    """Return the pools of these units, by the unit's id; also one whose experts all left."""
    rows = await conn.fetch(
        """
        select unit.id, code, min(added_on) as established_on
        from unit
        join expert on expert.unit = code
        where unit.id = any($1::uuid[])
        group by unit.id, code
        """,
        list(ids),
    )
    return {row["id"]: _pool(row) for row in rows}


def _bounds(chosen: PoolFilter) -> tuple[object, ...]:
    return (chosen.above, chosen.below, chosen.field)


def _pool(row: Record) -> ExpertPool:
    return ExpertPool(id=row["id"], unit=row["code"], established_on=row["established_on"])
