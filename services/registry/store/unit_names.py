"""Names of units by date as rows."""

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.unit_names import UnitName


async def names_by_unit(conn: Connection, codes: Sequence[str]) -> dict[str, list[UnitName]]:
    """Return the names of those of the units that were ever renamed, the oldest first."""
    rows = await conn.fetch(
        """
        select id, unit, from_day, name, short_name, version
        from unit_name
        where unit = any($1::text[])
        order by unit, from_day nulls first
        """,
        list(codes),
    )
    found: dict[str, list[UnitName]] = {}
    for row in rows:
        found.setdefault(row["unit"], []).append(_name(row))
    return found


async def save_name(conn: Connection, name: UnitName) -> None:
    """Write a name, new or corrected; its unit and day never change."""
    await conn.execute(
        """
        insert into unit_name (id, unit, from_day, name, short_name, version)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update
        set name = excluded.name, short_name = excluded.short_name, version = excluded.version
        """,
        name.id,
        name.unit,
        name.from_day,
        name.name,
        name.short_name,
        name.version,
    )


async def units_to_rename(conn: Connection, today: date) -> list[str]:
    """Return the codes of units whose row does not yet bear today's name, by code."""
    rows = await conn.fetch(
        """
        select u.code
        from unit u
        join (
            select distinct on (unit) unit, name, short_name
            from unit_name
            where from_day <= $1
            order by unit, from_day desc
        ) n on n.unit = u.code
        where (u.name, u.short_name) is distinct from (n.name, n.short_name)
        order by u.code
        """,
        today,
    )
    return [row["code"] for row in rows]


def _name(row: Record) -> UnitName:
    return UnitName(
        id=row["id"],
        unit=row["unit"],
        from_day=row["from_day"],
        name=row["name"],
        short_name=row["short_name"],
        version=row["version"],
    )
