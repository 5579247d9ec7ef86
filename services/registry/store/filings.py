"""Filings as rows; what is FILED is written once and never again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.filed_lists import ListEntry
from services.registry.domain.filings import Filing, FilingState, FilingSubject, ListedChange
from services.registry.domain.units import UnitKind

COUNTED = 1001
_LONG = 60.0  # an import files for thousands of units


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingFilter:
    """What listed filings have in common; the codes are a half-open range in byte order."""

    above: str = ""
    below: str | None = None
    state: str | None = None
    subject: str | None = None


async def filings_after(
    conn: Connection, chosen: FilingFilter, after: UUID | None, limit: int
) -> list[Filing]:
    """Return filings with ids after ``after`` (exclusive): oldest first."""
    rows = await conn.fetch(
        """
        select id, unit, subject, state, opened_at, opened_by, recipient, recipient_kind,
            recipient_trace, changes, filed_on, receipt_number, file_sha256, file_name, snapshot,
            snapshot_digest, recorded_at, recorded_by, version
        from filing
        where unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::text is null or state = $3)
        and ($4::text is null or subject = $4)
        and ($5::uuid is null or id > $5)
        order by id
        limit $6
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_filing(row) for row in rows]


async def filings_before(
    conn: Connection, chosen: FilingFilter, before: UUID | None, limit: int
) -> list[Filing]:
    """Return filings with ids before ``before`` (exclusive): newest first."""
    rows = await conn.fetch(
        """
        select id, unit, subject, state, opened_at, opened_by, recipient, recipient_kind,
            recipient_trace, changes, filed_on, receipt_number, file_sha256, file_name, snapshot,
            snapshot_digest, recorded_at, recorded_by, version
        from filing
        where unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::text is null or state = $3)
        and ($4::text is null or subject = $4)
        and ($5::uuid is null or id < $5)
        order by id desc
        limit $6
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_filing(row) for row in rows]


async def count_filings(conn: Connection, chosen: FilingFilter) -> int:
    """Count the filings of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from filing
            where unit >= $1
            and ($2::text is null or unit < $2)
            and ($3::text is null or state = $3)
            and ($4::text is null or subject = $4)
            limit $5
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def filings_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Filing]:
    """Return those of the filings that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, subject, state, opened_at, opened_by, recipient, recipient_kind,
            recipient_trace, changes, filed_on, receipt_number, file_sha256, file_name, snapshot,
            snapshot_digest, recorded_at, recorded_by, version
        from filing
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _filing(row) for row in rows}


async def open_filings(
    conn: Connection, units: Sequence[str], subject: FilingSubject
) -> dict[str, Filing]:
    """Return the filings of this list that await their receipt, by unit."""
    rows = await conn.fetch(
        """
        select id, unit, subject, state, opened_at, opened_by, recipient, recipient_kind,
            recipient_trace, changes, filed_on, receipt_number, file_sha256, file_name, snapshot,
            snapshot_digest, recorded_at, recorded_by, version
        from filing
        where unit = any($1::text[])
        and subject = $2
        and state = 'OPEN'
        """,
        list(units),
        subject.value,
        timeout=_LONG,
    )
    return {row["unit"]: _filing(row) for row in rows}


async def last_filings(
    conn: Connection, units: Sequence[str], subject: FilingSubject, day: date
) -> dict[str, Filing]:
    """Return the last copy of this list that was filed by the day (inclusive), by unit."""
    rows = await conn.fetch(
        """
        select distinct on (unit) id, unit, subject, state, opened_at, opened_by, recipient,
            recipient_kind, recipient_trace, changes, filed_on, receipt_number, file_sha256,
            file_name, snapshot, snapshot_digest, recorded_at, recorded_by, version
        from filing
        where unit = any($1::text[])
        and subject = $2
        and state = 'FILED'
        and filed_on <= $3
        order by unit, filed_on desc, recorded_at desc
        """,
        list(units),
        subject.value,
        day,
    )
    return {row["unit"]: _filing(row) for row in rows}


async def lists_turned(conn: Connection, today: date) -> list[tuple[str, FilingSubject]]:
    """Return the lists of active units from which somebody or something went since their last copy.

    What is to come stands on a list already. Lists that have no copy, or whose filing is open, are
    left out.
    """
    rows = await conn.fetch(
        """
        with turned (unit, subject, day) as (
            select unit, 'SPOKESPERSONS', ends_on + 1
            from appointment
            where post = 'SPOKESPERSON'
            union all
            select unit, 'EXPERT_POOL', removed_on
            from expert
            union all
            select unit, 'CHANNELS', closed_on
            from channel
            where kind in ('WEIBO', 'WECHAT')
        ),
        copies as (
            select unit, subject, max(recorded_at) as recorded_at
            from filing
            group by unit, subject
            having bool_and(state = 'FILED')
        )
        select distinct copies.unit, copies.subject
        from copies
        join turned on turned.unit = copies.unit and turned.subject = copies.subject
        join unit on unit.code = copies.unit
        where turned.day > (copies.recorded_at at time zone 'Asia/Shanghai')::date
        and turned.day <= $1
        and (active_to is null or $1 <= active_to)
        order by copies.unit, copies.subject
        """,
        today,
        timeout=_LONG,
    )
    return [(row["unit"], FilingSubject(row["subject"])) for row in rows]


async def save_filing(conn: Connection, filing: Filing) -> None:
    """Write a filing, new or still open until now."""
    await save_filings(conn, [filing])


async def save_filings(conn: Connection, many: Sequence[Filing]) -> None:
    """Write filings, new or still open until now, sent as one."""
    await conn.executemany(
        """
        insert into filing (
            id, unit, subject, state, opened_at, opened_by, recipient, recipient_kind,
            recipient_trace, changes, filed_on, receipt_number, file_sha256, file_name, snapshot,
            snapshot_digest, recorded_at, recorded_by, version
        )
        values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
        )
        on conflict (id) do update
        set state = excluded.state, recipient = excluded.recipient,
            recipient_trace = excluded.recipient_trace, changes = excluded.changes,
            filed_on = excluded.filed_on, receipt_number = excluded.receipt_number,
            file_sha256 = excluded.file_sha256, file_name = excluded.file_name,
            snapshot = excluded.snapshot, snapshot_digest = excluded.snapshot_digest,
            recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
            version = excluded.version
        where filing.state = 'OPEN'
        """,
        [_values(filing) for filing in many],
        timeout=_LONG,
    )


async def copy_filings(conn: Connection, many: Sequence[Filing]) -> None:
    """Write many new filings at once, of units that have none open for the list."""
    await conn.copy_records_to_table(
        "filing",
        records=map(_values, many),
        columns=(
            "id",
            "unit",
            "subject",
            "state",
            "opened_at",
            "opened_by",
            "recipient",
            "recipient_kind",
            "recipient_trace",
            "changes",
            "filed_on",
            "receipt_number",
            "file_sha256",
            "file_name",
            "snapshot",
            "snapshot_digest",
            "recorded_at",
            "recorded_by",
            "version",
        ),
        timeout=_LONG,
    )


async def delete_filings(conn: Connection, ids: Sequence[UUID]) -> None:
    """Delete filings that await their receipt; only an undo does, of those its import opened."""
    await conn.execute(
        """
        delete from filing
        where id = any($1::uuid[])
        and state = 'OPEN'
        """,
        list(ids),
    )


def _bounds(chosen: FilingFilter) -> tuple[object, ...]:
    return (chosen.above, chosen.below, chosen.state, chosen.subject)


def _values(filing: Filing) -> tuple[object, ...]:
    return (
        filing.id,
        filing.unit,
        filing.subject.value,
        filing.state.value,
        filing.opened_at,
        filing.opened_by,
        filing.recipient,
        filing.recipient_kind.value,
        list(filing.recipient_trace),
        msgspec.to_builtins(filing.changes),
        filing.filed_on,
        filing.receipt_number,
        filing.file_sha256,
        filing.file_name,
        None if filing.snapshot is None else msgspec.to_builtins(filing.snapshot),
        filing.snapshot_digest,
        filing.recorded_at,
        filing.recorded_by,
        filing.version,
    )


def _filing(row: Record) -> Filing:
    return Filing(
        id=row["id"],
        unit=row["unit"],
        subject=FilingSubject(row["subject"]),
        state=FilingState(row["state"]),
        opened_at=row["opened_at"],
        opened_by=row["opened_by"],
        recipient=row["recipient"],
        recipient_kind=UnitKind(row["recipient_kind"]),
        recipient_trace=tuple(row["recipient_trace"]),
        changes=msgspec.convert(row["changes"], tuple[ListedChange, ...]),
        filed_on=row["filed_on"],
        receipt_number=row["receipt_number"],
        file_sha256=row["file_sha256"],
        file_name=row["file_name"],
        snapshot=_snapshot(row["snapshot"]),
        snapshot_digest=row["snapshot_digest"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
    )


def _snapshot(kept: Any) -> tuple[ListEntry, ...] | None:
    return None if kept is None else msgspec.convert(kept, tuple[ListEntry, ...])
