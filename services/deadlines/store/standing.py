"""Documents on file in the mirror, and the duties that wait for one."""

from collections.abc import Sequence
from typing import Any

from services.deadlines.domain.occasions import Occasion
from services.deadlines.store.rows import OCCASION, occasion_row
from services.kit.database import Connection


async def apply_documents(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Lay images of documents over the mirror; an older version never wins."""
    await conn.execute(
        """
        insert into mirror_document (id, version, unit, kind, begins, ends)
        select id, version, unit, kind, begins, ends
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, unit text, kind text, begins timestamptz, ends timestamptz
        )
        on conflict (id) do update
        set version = excluded.version, unit = excluded.unit, kind = excluded.kind,
            begins = excluded.begins, ends = excluded.ends
        where mirror_document.version <= excluded.version
        """,
        rows,
    )


async def open_standing(conn: Connection, units: Sequence[str]) -> list[tuple[Occasion, list[str]]]:
    """Lock what these units have not on file, each with the codes that see it."""
    rows = await conn.fetch(
        f"""
        select {OCCASION},
            array(select s.scope from occasion_scope s where s.occasion = c.id) as seen_by
        from occasion c
        where c.kind = 'STANDING'
        and c.state = 'OPEN'
        and c.rule is not null
        and c.unit_code = any($1::text[])
        order by c.id
        for update of c
        """,  # noqa: S608 - the columns are this package's constants
        list(units),
    )
    return [(occasion_row(row), list(row["seen_by"])) for row in rows]
