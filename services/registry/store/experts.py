"""Experts as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.experts import Expert

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFilter:
    """What listed experts have in common; those taken out of the pool are never listed."""

    unit: str | None = None
    field: str | None = None


async def experts_after(
    conn: Connection, chosen: ExpertFilter, after: UUID | None, limit: int
) -> list[Expert]:
    """Return experts with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, name, fields, affiliation, available, added_on, removed_on, version
        from expert
        where removed_on is null
        and ($1::text is null or unit = $1)
        and ($2::text is null or fields @> array[$2::text])
        and ($3::uuid is null or id > $3)
        order by id
        limit $4
        """,
        chosen.unit,
        chosen.field,
        after,
        limit,
    )
    return [_expert(row) for row in rows]


async def experts_before(
    conn: Connection, chosen: ExpertFilter, before: UUID | None, limit: int
) -> list[Expert]:
    """Return experts with ids before ``before`` (exclusive): newest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, name, fields, affiliation, available, added_on, removed_on, version
        from expert
        where removed_on is null
        and ($1::text is null or unit = $1)
        and ($2::text is null or fields @> array[$2::text])
        and ($3::uuid is null or id < $3)
        order by id desc
        limit $4
        """,
        chosen.unit,
        chosen.field,
        before,
        limit,
    )
    return [_expert(row) for row in rows]


async def count_experts(conn: Connection, chosen: ExpertFilter) -> int:
    """Count the experts of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from expert
            where removed_on is null
            and ($1::text is null or unit = $1)
            and ($2::text is null or fields @> array[$2::text])
            limit $3
        ) counted
        """,
        chosen.unit,
        chosen.field,
        COUNTED,
    )
    return count


async def experts_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Expert]:
    """Return those of the experts that exist, by id, former ones too."""
    rows = await conn.fetch(
        """
        select id, unit, name, fields, affiliation, available, added_on, removed_on, version
        from expert
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _expert(row) for row in rows}


async def experts_to_ask(
    conn: Connection, unit: str, field: str | None, limit: int
) -> list[Expert]:
    """Return the experts of a unit's pool, of a field if given: available ones first."""
    rows = await conn.fetch(
        """
        select id, unit, name, fields, affiliation, available, added_on, removed_on, version
        from expert
        where removed_on is null
        and unit = $1
        and ($2::text is null or fields @> array[$2::text])
        order by available desc, id
        limit $3
        """,
        unit,
        field,
        limit,
    )
    return [_expert(row) for row in rows]


async def experts_of(conn: Connection, units: Sequence[str]) -> list[Expert]:
    """Return all who are or were in the pools of these units, as entered."""
    rows = await conn.fetch(
        """
        select id, unit, name, fields, affiliation, available, added_on, removed_on, version
        from expert
        where unit = any($1::text[])
        order by id
        """,
        list(units),
    )
    return [_expert(row) for row in rows]


async def insert_expert(conn: Connection, expert: Expert) -> None:
    """Write a new expert."""
    await conn.execute(
        """
        insert into expert (
            id, unit, name, fields, affiliation, available, added_on, removed_on, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        *_values(expert),
    )


async def save_expert(conn: Connection, expert: Expert) -> None:
    """Write what may change in an expert: all but the pool and the day of entering it."""
    await conn.execute(
        """
        update expert
        set name = $2, fields = $3, affiliation = $4, available = $5, removed_on = $6, version = $7
        where id = $1
        """,
        expert.id,
        expert.name,
        list(expert.fields),
        expert.affiliation,
        expert.available,
        expert.removed_on,
        expert.version,
    )


async def copy_experts(conn: Connection, experts: Sequence[Expert]) -> None:
    """Write many new experts at once."""
    await conn.copy_records_to_table(
        "expert",
        records=[_values(expert) for expert in experts],
        columns=(
            "id",
            "unit",
            "name",
            "fields",
            "affiliation",
            "available",
            "added_on",
            "removed_on",
            "version",
        ),
    )


def _values(expert: Expert) -> tuple[object, ...]:
    return (
        expert.id,
        expert.unit,
        expert.name,
        list(expert.fields),
        expert.affiliation,
        expert.available,
        expert.added_on,
        expert.removed_on,
        expert.version,
    )


def _expert(row: Record) -> Expert:
    return Expert(
        id=row["id"],
        unit=row["unit"],
        name=row["name"],
        fields=tuple(row["fields"]),
        affiliation=row["affiliation"],
        available=row["available"],
        added_on=row["added_on"],
        removed_on=row["removed_on"],
        version=row["version"],
    )
