"""Who answers for a field in a place, as rows."""

from collections.abc import Sequence

from asyncpg import Record

from services.deadlines.domain.field_responsibilities import FieldResponsibility
from services.deadlines.law.directory import FieldRoute
from services.kit.database import Connection


async def all_routes(conn: Connection) -> list[FieldRoute]:
    """Read which department answers for which field, of every place."""
    rows = await conn.fetch(
        """
        select unit_code, field, title, department
        from field_responsibility
        where department is not null
        order by unit_code, field
        """
    )
    return [
        FieldRoute(
            place=row["unit_code"],
            field=row["field"],
            title=row["title"],
            department=row["department"],
        )
        for row in rows
    ]


async def responsibilities_of(
    conn: Connection, units: Sequence[str], *, routed: bool = False
) -> list[FieldResponsibility]:
    """List the fields of these places by place and code; ``routed``: those with a department."""
    rows = await conn.fetch(
        """
        select id, unit_code, field, title, department, department_name, note, version, set_at,
            set_by
        from field_responsibility
        where unit_code = any($1::text[])
        and (not $2 or department is not null)
        order by unit_code, field
        """,
        list(units),
        routed,
    )
    return [_responsibility(row) for row in rows]


async def save_responsibility(conn: Connection, row: FieldResponsibility) -> None:
    """Write a field's department; the same place and field are the same row."""
    await conn.execute(
        """
        insert into field_responsibility (
            id, unit_code, field, title, department, department_name, note, version, set_at,
            set_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (unit_code, field) do update
        set title = excluded.title, department = excluded.department,
            department_name = excluded.department_name, note = excluded.note,
            version = excluded.version, set_at = excluded.set_at, set_by = excluded.set_by
        """,
        row.id,
        row.unit,
        row.field,
        row.title,
        row.department,
        row.department_name,
        row.note,
        row.version,
        row.set_at,
        row.set_by,
    )


def _responsibility(row: Record) -> FieldResponsibility:
    return FieldResponsibility(
        id=row["id"],
        unit=row["unit_code"],
        field=row["field"],
        title=row["title"],
        department=row["department"],
        department_name=row["department_name"],
        note=row["note"],
        version=row["version"],
        set_at=row["set_at"],
        set_by=row["set_by"],
    )
