"""Findings as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.findings import AuditPlan, Finding, FindingKind, Found, Key

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """What listed findings have in common; the codes are a half-open range in byte order."""

    above: str = ""
    below: str | None = None
    kind: str | None = None


async def lock_audits(conn: Connection) -> None:
    """Let one audit at a time compare and write."""
    await conn.execute("select pg_advisory_xact_lock(7205)")


async def standing_findings(conn: Connection) -> dict[Key, Finding]:
    """Return every finding that was not resolved."""
    rows = await conn.fetch(
        """
        select id, unit, kind, subject, who, day, since, first_seen_at, resolved_at, version
        from finding
        where resolved_at is null
        """
    )
    found = [_finding(row) for row in rows]
    return {one.found.key: one for one in found}


async def save_audit(conn: Connection, plan: AuditPlan) -> None:
    """Write what an audit decided, each sort with one statement."""
    await conn.execute(
        """
        insert into finding (id, unit, kind, subject, who, day, since, first_seen_at, version)
        select id, unit, kind, subject, who, day, since, first_seen_at, 1
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::date[], $7::date[],
            $8::timestamptz[]
        ) as given (id, unit, kind, subject, who, day, since, first_seen_at)
        """,
        [one.id for one in plan.opened],
        [one.unit for one in plan.opened],
        [one.kind.value for one in plan.opened],
        [one.found.subject for one in plan.opened],
        [one.found.who for one in plan.opened],
        [one.found.day for one in plan.opened],
        [one.since for one in plan.opened],
        [one.first_seen_at for one in plan.opened],
    )
    written = [*plan.changed, *plan.resolved]
    await conn.execute(
        """
        update finding
        set who = given.who, day = given.day, since = given.since,
            resolved_at = given.resolved_at, version = given.version
        from unnest(
            $1::uuid[], $2::text[], $3::date[], $4::date[], $5::timestamptz[], $6::integer[]
        ) as given (id, who, day, since, resolved_at, version)
        where finding.id = given.id
        """,
        [one.id for one in written],
        [one.found.who for one in written],
        [one.found.day for one in written],
        [one.since for one in written],
        [one.resolved_at for one in written],
        [one.version for one in written],
    )


async def findings_after(
    conn: Connection, chosen: FindingFilter, after: tuple[str, str, UUID] | None, limit: int
) -> list[Finding]:
    """Return open findings behind ``after`` (exclusive) by unit, kind and entry."""
    rows = await conn.fetch(
        """
        select id, unit, kind, subject, who, day, since, first_seen_at, resolved_at, version
        from finding
        where resolved_at is null
        and unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or (unit, kind, id) > ($4, $5::text, $6::uuid))
        order by unit, kind, id
        limit $7
        """,
        *_bounds(chosen),
        *(after or (None, None, None)),
        limit,
    )
    return [_finding(row) for row in rows]


async def findings_before(
    conn: Connection, chosen: FindingFilter, before: tuple[str, str, UUID] | None, limit: int
) -> list[Finding]:
    """Return open findings before ``before`` (exclusive), in the opposite order."""
    rows = await conn.fetch(
        """
        select id, unit, kind, subject, who, day, since, first_seen_at, resolved_at, version
        from finding
        where resolved_at is null
        and unit >= $1
        and ($2::text is null or unit < $2)
        and ($3::text is null or kind = $3)
        and ($4::text is null or (unit, kind, id) < ($4, $5::text, $6::uuid))
        order by unit desc, kind desc, id desc
        limit $7
        """,
        *_bounds(chosen),
        *(before or (None, None, None)),
        limit,
    )
    return [_finding(row) for row in rows]


async def count_findings(conn: Connection, chosen: FindingFilter) -> int:
    """Count the open findings of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select
            from finding
            where resolved_at is null
            and unit >= $1
            and ($2::text is null or unit < $2)
            and ($3::text is null or kind = $3)
            limit $4
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def findings_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Finding]:
    """Return those of the findings that exist, resolved ones too, by id."""
    rows = await conn.fetch(
        """
        select id, unit, kind, subject, who, day, since, first_seen_at, resolved_at, version
        from finding
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _finding(row) for row in rows}


def _bounds(chosen: FindingFilter) -> tuple[object, ...]:
    return (chosen.above, chosen.below, chosen.kind)


def _finding(row: Record) -> Finding:
    return Finding(
        id=row["id"],
        found=Found(
            kind=FindingKind(row["kind"]),
            unit=row["unit"],
            subject=row["subject"],
            who=row["who"],
            day=row["day"],
            since=row["since"],
        ),
        first_seen_at=row["first_seen_at"],
        resolved_at=row["resolved_at"],
        version=row["version"],
    )
