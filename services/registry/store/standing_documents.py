"""Standing documents as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.standing_documents import DocumentKind, StandingDocument

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """What listed documents have in common; ``on`` is a day on which they hold."""

    unit: str | None = None
    kind: str | None = None
    on: date | None = None


async def documents_after(
    conn: Connection, chosen: DocumentFilter, after: UUID | None, limit: int
) -> list[StandingDocument]:
    """Return documents with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, kind, title, number, dated, withdrawn_on, url, file_sha256, recorded_at,
            recorded_by, version
        from standing_document
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (dated <= $3 and (withdrawn_on is null or $3 < withdrawn_on)))
        and ($4::uuid is null or id > $4)
        order by id
        limit $5
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_document(row) for row in rows]


async def documents_before(
    conn: Connection, chosen: DocumentFilter, before: UUID | None, limit: int
) -> list[StandingDocument]:
    """Return documents with ids before ``before`` (exclusive): newest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, kind, title, number, dated, withdrawn_on, url, file_sha256, recorded_at,
            recorded_by, version
        from standing_document
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (dated <= $3 and (withdrawn_on is null or $3 < withdrawn_on)))
        and ($4::uuid is null or id < $4)
        order by id desc
        limit $5
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_document(row) for row in rows]


async def count_documents(conn: Connection, chosen: DocumentFilter) -> int:
    """Count the documents of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select
            from standing_document
            where ($1::text is null or unit = $1)
            and ($2::text is null or kind = $2)
            and ($3::date is null or (dated <= $3 and (withdrawn_on is null or $3 < withdrawn_on)))
            limit $4
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def documents_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, StandingDocument]:
    """Return those of the documents that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, kind, title, number, dated, withdrawn_on, url, file_sha256, recorded_at,
            recorded_by, version
        from standing_document
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _document(row) for row in rows}


async def save_document(conn: Connection, document: StandingDocument) -> None:
    """Write a document; of one that is there only its end changes."""
    await conn.execute(
        """
        insert into standing_document (
            id, unit, kind, title, number, dated, withdrawn_on, url, file_sha256, recorded_at,
            recorded_by, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update
        set withdrawn_on = excluded.withdrawn_on, version = excluded.version
        """,
        document.id,
        document.unit,
        document.kind.value,
        document.title,
        document.number,
        document.dated,
        document.withdrawn_on,
        document.url,
        document.file_sha256,
        document.recorded_at,
        document.recorded_by,
        document.version,
    )


def _bounds(chosen: DocumentFilter) -> tuple[object, ...]:
    return (chosen.unit, chosen.kind, chosen.on)


def _document(row: Record) -> StandingDocument:
    return StandingDocument(
        id=row["id"],
        unit=row["unit"],
        kind=DocumentKind(row["kind"]),
        title=row["title"],
        number=row["number"],
        dated=row["dated"],
        withdrawn_on=row["withdrawn_on"],
        url=row["url"],
        file_sha256=row["file_sha256"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
    )
