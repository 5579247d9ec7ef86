"""Imports: how far each is, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.imports.outcomes import Outcome, RowResult
from services.registry.domain.imports.runs import (
    ImportPhase,
    ImportState,
    RosterImport,
)
from services.registry.domain.imports.tables import SheetReport
from services.registry.store.import_writing import LONG

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFilter:
    """Imports of units in a half-open range of codes, in byte order."""

    above: str = ""
    below: str | None = None


async def insert_import(conn: Connection, one: RosterImport) -> None:
    """Write a new import."""
    await conn.execute(
        """
        insert into roster_import (
            id, unit, upload, file_name, sha256, bytes, dry_run, state, phase, rows_done,
            rows_total, heartbeat_at, sheets, new_rows, changed_rows, unchanged_rows,
            rejected_rows, started_at, started_by
        )
        values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, 0, null, $10, '[]', 0, 0, 0, 0, $11, $12
        )
        """,
        one.id,
        one.unit,
        one.upload,
        one.file_name,
        one.sha256,
        one.bytes,
        one.dry_run,
        one.state.value,
        one.phase.value,
        one.heartbeat_at,
        one.started_at,
        one.started_by,
    )


async def imports_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, RosterImport]:
    """Return those of the imports that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, upload, file_name, sha256, bytes, dry_run, state, phase, rows_done,
            rows_total, heartbeat_at, sheets, new_rows, changed_rows, unchanged_rows,
            rejected_rows, problem_code, problem, started_at, started_by, finished_at,
            undone_at, undone_by
        from roster_import
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _import(row) for row in rows}


async def imports_after(
    conn: Connection, chosen: ImportFilter, after: UUID | None, limit: int
) -> list[RosterImport]:
    """Return imports with ids before ``after`` (exclusive): newest first."""
    rows = await conn.fetch(
        """
        select id, unit, upload, file_name, sha256, bytes, dry_run, state, phase, rows_done,
            rows_total, heartbeat_at, sheets, new_rows, changed_rows, unchanged_rows,
            rejected_rows, problem_code, problem, started_at, started_by, finished_at,
            undone_at, undone_by
        from roster_import
        where unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::uuid is null or id < $3)
        order by id desc
        limit $4
        """,
        chosen.above,
        chosen.below,
        after,
        limit,
    )
    return [_import(row) for row in rows]


async def imports_before(
    conn: Connection, chosen: ImportFilter, before: UUID | None, limit: int
) -> list[RosterImport]:
    """Return imports with ids after ``before`` (exclusive): oldest first."""
    rows = await conn.fetch(
        """
        select id, unit, upload, file_name, sha256, bytes, dry_run, state, phase, rows_done,
            rows_total, heartbeat_at, sheets, new_rows, changed_rows, unchanged_rows,
            rejected_rows, problem_code, problem, started_at, started_by, finished_at,
            undone_at, undone_by
        from roster_import
        where unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::uuid is null or id > $3)
        order by id
        limit $4
        """,
        chosen.above,
        chosen.below,
        before,
        limit,
    )
    return [_import(row) for row in rows]


async def count_imports(conn: Connection, chosen: ImportFilter) -> int:
    """Count imports, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from roster_import
            where unit >= $1
            and ($2::text is null or unit < $2)
            limit $3
        ) counted
        """,
        chosen.above,
        chosen.below,
        COUNTED,
    )
    return count


async def save_progress(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    phase: ImportPhase,
    done: int,
    total: int | None,
    now: datetime,
) -> None:
    """Note how far a running import is, and that it lives."""
    await conn.execute(
        """
        update roster_import
        set phase = $2, rows_done = $3, rows_total = $4, heartbeat_at = $5
        where id = $1
        and state in ('RUNNING', 'UNDOING')
        """,
        id,
        phase.value,
        done,
        total,
        now,
    )


async def save_finish(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    sheets: Sequence[SheetReport],
    results: Sequence[RowResult],
    now: datetime,
) -> bool:
    """Note what came out; return False, writing nothing, where it was given up meanwhile."""
    counts = dict.fromkeys(Outcome, 0)
    for result in results:
        counts[result.outcome] += 1
    finished = await conn.fetchval(
        """
        update roster_import
        set state = 'DONE', phase = 'FINISHED', sheets = $2, new_rows = $3, changed_rows = $4,
            unchanged_rows = $5, rejected_rows = $6, rows_done = $7, rows_total = $7,
            finished_at = $8
        where id = $1
        and state = 'RUNNING'
        returning true
        """,
        id,
        msgspec.to_builtins(sheets),
        counts[Outcome.NEW],
        counts[Outcome.CHANGED],
        counts[Outcome.UNCHANGED],
        counts[Outcome.REJECTED],
        len(results),
        now,
    )
    return bool(finished)


async def save_failure(
    conn: Connection,
    id: UUID,  # noqa: A002 - the row's own word
    code: str,
    message: str,
    now: datetime,
) -> None:
    """Note why a running import wrote nothing, or why an undo left it as it was."""
    await conn.execute(
        """
        update roster_import
        set state = case state when 'UNDOING' then 'DONE' else 'FAILED' end, phase = 'FINISHED',
            problem_code = $2, problem = $3, finished_at = coalesce(finished_at, $4)
        where id = $1
        and state in ('RUNNING', 'UNDOING')
        """,
        id,
        code,
        message,
        now,
    )


async def give_up_silent(
    conn: Connection, silent_since: datetime, code: str, message: str, now: datetime
) -> None:
    """Note of running imports not heard of since then that they are over, as `save_failure`."""
    await conn.execute(
        """
        update roster_import
        set state = case state when 'UNDOING' then 'DONE' else 'FAILED' end, phase = 'FINISHED',
            problem_code = $2, problem = $3, finished_at = coalesce(finished_at, $4)
        where state in ('RUNNING', 'UNDOING')
        and heartbeat_at < $1
        """,
        silent_since,
        code,
        message,
        now,
    )


async def begin_undo(conn: Connection, id: UUID, now: datetime) -> bool:  # noqa: A002 - the row's own word
    """Let one undo run at a time; return False where the import is not there to be undone."""
    begun = await conn.fetchval(
        """
        update roster_import
        set state = 'UNDOING', phase = 'WAITING', rows_done = 0, heartbeat_at = $2,
            problem_code = null, problem = null
        where id = $1
        and state = 'DONE'
        and not dry_run
        returning true
        """,
        id,
        now,
    )
    return bool(begun)


async def save_undone(conn: Connection, id: UUID, actor: str, now: datetime) -> bool:  # noqa: A002 - the row's own word
    """Note that an import was undone; return False, writing nothing, where it was given up."""
    undone = await conn.fetchval(
        """
        update roster_import
        set state = 'UNDONE', phase = 'FINISHED', undone_at = $2, undone_by = $3,
            rows_done = coalesce(rows_total, 0)
        where id = $1
        and state = 'UNDOING'
        returning true
        """,
        id,
        now,
        actor,
    )
    return bool(undone)


async def delete_dry_runs(conn: Connection, before: datetime, limit: int) -> None:
    """Delete at most ``limit`` reports of dry runs that began before the moment (exclusive)."""
    await conn.execute(
        """
        with passed as (
            delete from roster_import
            where id in (
                select id
                from roster_import
                where dry_run
                and started_at < $1
                order by started_at
                limit $2
                for update skip locked
            )
            returning id
        )
        delete from import_row
        where import in (select id from passed)
        """,
        before,
        limit,
        timeout=LONG,
    )


def _import(row: Record) -> RosterImport:
    return RosterImport(
        id=row["id"],
        unit=row["unit"],
        upload=row["upload"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        bytes=row["bytes"],
        dry_run=row["dry_run"],
        state=ImportState(row["state"]),
        phase=ImportPhase(row["phase"]),
        rows_done=row["rows_done"],
        rows_total=row["rows_total"],
        heartbeat_at=row["heartbeat_at"],
        sheets=msgspec.convert(row["sheets"], tuple[SheetReport, ...]),
        new_rows=row["new_rows"],
        changed_rows=row["changed_rows"],
        unchanged_rows=row["unchanged_rows"],
        rejected_rows=row["rejected_rows"],
        problem_code=row["problem_code"],
        problem=row["problem"],
        started_at=row["started_at"],
        started_by=row["started_by"],
        finished_at=row["finished_at"],
        undone_at=row["undone_at"],
        undone_by=row["undone_by"],
    )
