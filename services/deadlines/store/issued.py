"""Issued reports in the database: numbered without gaps, appended, never changed."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.issued import Difference, Issued
from services.deadlines.domain.report_counts import subtree
from services.deadlines.domain.reports import ReportKind
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import plain
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

OLDEST: Final = UUID(int=0)
NEWEST: Final = UUID(int=(1 << 128) - 1)
_COLUMNS: Final = """
    b.id, b.kind, b.title, b.number, b.year, b.serial, b.version, b.corrects, b.reason,
    b.differences, b.issuer, b.unit_code, b.begins_at, b.ends_at, b.asked, b.content, b.sha256,
    b.act, b.issued_at, b.issued_by
"""


async def next_serial(conn: Connection, issuer: str, year: int) -> int:
    """Give an issuer's next number of a year; those after wait until the transaction ends."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended($1, $2))", issuer, year)
    serial: int = await conn.fetchval(
        """
        select coalesce(max(serial), 0) + 1
        from bulletin
        where issuer_code = $1
        and year = $2
        """,
        issuer,
        year,
    )
    return serial


async def save_issued(conn: Connection, made: Issued) -> None:
    """Append an issued report."""
    await conn.execute(
        """
        insert into bulletin (
            id, kind, title, number, year, serial, version, corrects, reason, differences,
            issuer_code, issuer, unit_code, begins_at, ends_at, asked, content, sha256, act,
            issued_at, issued_by
        )
        values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21
        )
        """,
        made.id,
        made.kind,
        made.title,
        made.number,
        made.year,
        made.serial,
        made.version,
        made.corrects,
        made.reason,
        plain(made.differences),
        made.issuer.code,
        plain(made.issuer),
        made.unit,
        made.begins,
        made.ends,
        made.asked,
        made.content,
        made.sha256,
        made.act,
        made.issued_at,
        made.issued_by,
    )


async def issued_by_id(conn: Connection, id_: UUID) -> Issued | None:
    """Find an issued report; who may see it is told by its unit."""
    row = await conn.fetchrow(
        f"select {_COLUMNS} from bulletin b where b.id = $1",  # noqa: S608 - own columns
        id_,
    )
    return _issued(row) if row else None


async def corrected(conn: Connection, id_: UUID) -> bool:
    """Tell whether a later version corrects this one; its serial must be locked."""
    return bool(
        await conn.fetchval("select exists (select from bulletin where corrects = $1)", id_)
    )


async def issued_page(conn: Connection, page: PageRequest, unit: str) -> Page[Issued]:
    """List what was issued on a unit and all below it, newest first."""
    order, beyond, start = ("asc", ">", OLDEST) if page.backward else ("desc", "<", NEWEST)
    rows = await conn.fetch(
        f"""
        select {_COLUMNS}
        from bulletin b
        where b.unit_code collate "C" >= $1
        and b.unit_code collate "C" < $2
        and b.id {beyond} $3
        order by b.id {order}
        limit $4
        """,  # noqa: S608 - direction and columns are ours, not the caller's
        *subtree(unit),
        page.cursor[0] if page.cursor else start,
        page.limit,
    )
    return page.cut([_issued(row) for row in rows])


async def period_owed(
    conn: Connection, issuer: str, kinds: list[str], begins: datetime, ends: datetime
) -> UUID | None:
    """Find the open period for which the issuer owes such a report: exactly these two moments.

    One that has no end is met by whatever is issued, and need not be named.
    """
    found: UUID | None = await conn.fetchval(
        """
        select c.id
        from occasion c
        join obligation o on o.occasion = c.id
        where c.unit_code = $1
        and c.rule is not null
        and c.state = 'OPEN'
        and o.kind = any($2::text[])
        and o.state = 'OPEN'
        and c.begins_at = $3
        and c.ends_at = $4
        order by c.id
        limit 1
        """,
        issuer,
        kinds,
        begins,
        ends,
    )
    return found


def _issued(row: Record) -> Issued:
    return Issued(
        id=row["id"],
        kind=ReportKind(row["kind"]),
        title=row["title"],
        number=row["number"],
        year=row["year"],
        serial=row["serial"],
        version=row["version"],
        corrects=row["corrects"],
        reason=row["reason"],
        differences=msgspec.convert(row["differences"], tuple[Difference, ...]),
        issuer=msgspec.convert(row["issuer"], UnitRef),
        unit=row["unit_code"],
        begins=row["begins_at"],
        ends=row["ends_at"],
        asked=row["asked"],
        content=row["content"],
        sha256=row["sha256"],
        act=row["act"],
        issued_at=row["issued_at"],
        issued_by=row["issued_by"],
    )
