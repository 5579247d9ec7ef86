"""The report of an import row by row, and what it wrote, by which it is undone."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.imports.outcomes import Outcome, RowResult
from services.registry.domain.imports.runs import Effect, ImportRow
from services.registry.domain.imports.words import SheetKind
from services.registry.store.import_writing import LONG

COUNTED = 1001
_BATCH = 10_000


async def clear_report(conn: Connection, id: UUID) -> None:  # noqa: A002 - the row's own word
    """Delete the report of a try that did not come to its end."""
    await conn.execute("delete from import_row where import = $1", id, timeout=LONG)
    await conn.execute("delete from import_effect where import = $1", id, timeout=LONG)


async def copy_rows(conn: Connection, id: UUID, results: Sequence[RowResult]) -> None:  # noqa: A002 - the row's own word
    """Write the report row by row, in the file's order."""
    for start in range(0, len(results), _BATCH):
        await conn.copy_records_to_table(
            "import_row",
            records=[
                (
                    id,
                    place,
                    one.source.sheet,
                    one.source.line,
                    one.kind.value,
                    one.outcome.value,
                    one.label,
                    one.subject,
                    list(one.changed),
                    one.code,
                    one.reason,
                )
                for place, one in enumerate(results[start : start + _BATCH], start=start)
            ],
            columns=(
                "import",
                "place",
                "sheet",
                "line",
                "kind",
                "outcome",
                "label",
                "subject",
                "changed",
                "code",
                "reason",
            ),
        )


async def rows_after(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    outcome: Outcome | None,
    after: int | None,
    limit: int,
) -> list[ImportRow]:
    """Return rows of a report with places after ``after`` (exclusive), in the file's order."""
    rows = await conn.fetch(
        """
        select place, sheet, line, kind, outcome, label, subject, changed, code, reason
        from import_row
        where import = $1
        and ($2::text is null or outcome = $2)
        and ($3::integer is null or place > $3)
        order by place
        limit $4
        """,
        id,
        outcome.value if outcome else None,
        after,
        limit,
    )
    return [_row(row) for row in rows]


async def rows_before(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    outcome: Outcome | None,
    before: int | None,
    limit: int,
) -> list[ImportRow]:
    """Return rows of a report with places before ``before`` (exclusive), the last first."""
    rows = await conn.fetch(
        """
        select place, sheet, line, kind, outcome, label, subject, changed, code, reason
        from import_row
        where import = $1
        and ($2::text is null or outcome = $2)
        and ($3::integer is null or place < $3)
        order by place desc
        limit $4
        """,
        id,
        outcome.value if outcome else None,
        before,
        limit,
    )
    return [_row(row) for row in rows]


async def count_rows(conn: Connection, id: UUID, outcome: Outcome | None) -> int:  # noqa: A002 - the row's own word
    """Count rows of a report, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from import_row
            where import = $1
            and ($2::text is null or outcome = $2)
            limit $3
        ) counted
        """,
        id,
        outcome.value if outcome else None,
        COUNTED,
    )
    return count


async def reasons_of(conn: Connection, id: UUID) -> dict[tuple[str, int], str]:  # noqa: A002 - the row's own word
    """Return why rows were rejected, by sheet and line."""
    rows = await conn.fetch(
        """
        select sheet, line, reason
        from import_row
        where import = $1
        and outcome = 'REJECTED'
        order by place
        """,
        id,
    )
    return {(row["sheet"], row["line"]): row["reason"] for row in rows}


async def copy_effects(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    effects: Sequence[Effect],
    *,
    first: int = 0,
) -> None:
    """Write what an import does, in the order in which it does it; ``first`` is the first place."""
    for start in range(0, len(effects), _BATCH):
        await conn.copy_records_to_table(
            "import_effect",
            records=[
                (id, place, one.entity, one.id, one.version, one.before)
                for place, one in enumerate(effects[start : start + _BATCH], start=first + start)
            ],
            columns=("import", "place", "entity", "id", "version", "before"),
        )


async def effects_of(conn: Connection, id: UUID) -> list[Effect]:  # noqa: A002 - the row's own word
    """Return what an import did, in the order in which it did it."""
    rows = await conn.fetch(
        """
        select entity, id, version, before
        from import_effect
        where import = $1
        order by place
        """,
        id,
        timeout=LONG,
    )
    return [
        Effect(entity=row["entity"], id=row["id"], version=row["version"], before=row["before"])
        for row in rows
    ]


def _row(row: Record) -> ImportRow:
    return ImportRow(
        place=row["place"],
        sheet=row["sheet"],
        line=row["line"],
        kind=SheetKind(row["kind"]),
        outcome=Outcome(row["outcome"]),
        label=row["label"],
        subject=row["subject"],
        changed=tuple(row["changed"]),
        code=row["code"],
        reason=row["reason"],
    )
