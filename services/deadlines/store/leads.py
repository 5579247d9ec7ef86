"""Leads and their sightings in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from asyncpg import Record

from services.deadlines.domain import lead_refusals as refusals
from services.deadlines.domain.leads import (
    Lead,
    LeadFile,
    LeadState,
)
from services.deadlines.law.words import Precision
from services.kit.database import Connection

LEAD = """
    l.id, l.state, l.title, l.summary, l.platform, l.url, l.locality, l.suggested_severity,
    l.occurred_at, l.occurred_precision, l.heat, l.known_at, l.last_seen_at, l.first_seen_at,
    l.outside, l.reported_at, l.sightings, l.incident, l.merged_into, l.decided_at, l.decided_by,
    l.reason, l.version, i.number
"""


async def lock_lead(conn: Connection, lead: UUID, seen_by: str) -> LeadFile | None:
    """Lock a lead for a decision, if it may be seen under that code; raises Refusal BUSY."""
    try:
        row = await conn.fetchrow(
            f"""
            select {LEAD}
            from lead l
            left join incident i on i.id = l.incident
            where l.id = $1
            and exists (select from lead_scope s where s.lead = l.id and s.scope = $2)
            for update of l
            """,  # noqa: S608 - the columns are this module's constant
            lead,
            seen_by,
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.lead_busy() from None
    if row is None:
        return None
    # a statement of its own: the one that waits for the lock sees the codes as before the wait
    codes = await conn.fetch("select scope from lead_scope where lead = $1", lead)
    return LeadFile(lead=lead_row(row), seen_by=tuple(sorted(code["scope"] for code in codes)))


async def save_decision(
    conn: Connection,
    lead: UUID,
    state: LeadState,
    *,
    at: datetime,
    by: str,
    reason: str | None,
    incident: UUID | None = None,
    into: UUID | None = None,
) -> None:
    """Decide a locked lead, and take it from the queues; those merged into it follow it."""
    await conn.execute(
        """
        with decided as (
            update lead
            set state = $2, incident = $3, merged_into = $4, decided_at = $5, decided_by = $6,
                reason = $7, version = version + 1
            where id = $1
        ),
        followed as (
            update lead
            set incident = $3, merged_into = coalesce($4, merged_into), version = version + 1
            where merged_into = $1
        )
        update lead_scope
        set waiting = false
        where lead = $1
        """,
        lead,
        state.value,
        incident,
        into,
        at,
        by,
        reason,
    )


async def recount(conn: Connection, lead: UUID) -> None:
    """Make a locked lead what the sightings it has now tell: figures, marks, the first's words."""
    await conn.execute(
        """
        update lead
        set sightings = n.sightings, known_at = n.known_at, last_seen_at = n.last_seen_at,
            first_seen_at = n.first_seen_at, outside = n.outside, reported_at = n.reported_at,
            title = f.title, summary = f.summary, platform = f.platform, url = f.url,
            locality = f.locality, suggested_severity = f.suggested_severity,
            occurred_at = f.occurred_at, occurred_precision = f.occurred_precision,
            version = version + 1
        from (
            select count(*) as sightings, min(received_at) as known_at,
                max(received_at) as last_seen_at, min(seen_at) as first_seen_at,
                bool_or(outside) as outside,
                min(received_at) filter (where not outside) as reported_at
            from sighting
            where lead = $1
        ) n,
        (
            select title, summary, platform, url, locality, suggested_severity, occurred_at,
                occurred_precision
            from sighting
            where lead = $1
            order by received_at, id
            limit 1
        ) f
        where id = $1
        """,
        lead,
    )
    await conn.execute("delete from lead_mark where lead = $1", lead)
    await conn.execute(
        """
        insert into lead_mark (mark, lead)
        select distinct borne.mark, s.lead
        from sighting s
        cross join lateral unnest(s.marks) as borne (mark)
        where s.lead = $1
        """,
        lead,
    )


async def save_codes(conn: Connection, lead: UUID, codes: Sequence[str]) -> None:
    """Let a lead be seen under these codes too, and place it by its present receipt everywhere."""
    await conn.execute(
        """
        insert into lead_scope (lead, scope, known_at, waiting)
        select l.id, seen.scope, l.known_at, l.state = 'NEW'
        from lead l
        cross join (
            select unnest($2::text[])
            union
            select scope
            from lead_scope
            where lead = $1
        ) as seen (scope)
        where l.id = $1
        on conflict (lead, scope) do update
        set known_at = excluded.known_at
        """,
        lead,
        list(codes),
    )


def lead_row(row: Record) -> Lead:
    """Make a lead of the LEAD columns."""
    return Lead(
        id=row["id"],
        state=LeadState(row["state"]),
        title=row["title"],
        summary=row["summary"],
        platform=row["platform"],
        url=row["url"],
        locality=row["locality"],
        suggested_severity=row["suggested_severity"],
        occurred_at=row["occurred_at"],
        occurred_precision=_precision(row["occurred_precision"]),
        heat=row["heat"],
        known_at=row["known_at"],
        last_seen_at=row["last_seen_at"],
        first_seen_at=row["first_seen_at"],
        outside=row["outside"],
        reported_at=row["reported_at"],
        sightings=row["sightings"],
        incident_id=row["incident"],
        number=row["number"],
        merged_into=row["merged_into"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        reason=row["reason"],
        version=row["version"],
    )


def _precision(word: str | None) -> Precision | None:
    return Precision(word) if word else None
