"""Leads and their sightings in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from asyncpg import Record

from services.deadlines.domain import lead_refusals as refusals
from services.deadlines.domain.leads import (
    EVENT_WINDOW,
    Lead,
    LeadFile,
    LeadState,
    Report,
    Sighting,
)
from services.deadlines.law.words import Precision
from services.kit.database import Connection

LEAD = """
    l.id, l.state, l.title, l.summary, l.platform, l.url, l.locality, l.suggested_severity,
    l.occurred_at, l.occurred_precision, l.heat, l.known_at, l.last_seen_at, l.first_seen_at,
    l.outside, l.reported_at, l.sightings, l.incident, l.merged_into, l.decided_at, l.decided_by,
    l.reason, l.version, i.number
"""


async def lock_keys(conn: Connection, keys: Sequence[int]) -> None:
    """Wait for others who report the same thing; held until the transaction ends.

    The keys must be sorted, so that nobody waits in a ring. Raises Refusal BUSY after a second.
    """
    if not keys:
        return
    sql = "select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as wanted (key)"
    try:
        await conn.execute(sql, list(keys))
    except asyncpg.LockNotAvailableError:
        raise refusals.lead_busy() from None


async def lead_to_join(conn: Connection, report: Report) -> Lead | None:
    """Find and lock the open lead that a report tells of again; the report's keys must be locked.

    Open is what nobody has decided, and what became of an incident that is still worked on. A mark
    in common comes before an event in common, and the oldest lead before others.
    """
    place, at = report.event or (None, None)
    try:
        row = await conn.fetchrow(
            f"""
            with candidate (id, marked) as (
                select lead, true
                from lead_mark
                where mark = any($1::text[])
                union all
                select id, false
                from lead
                where locality = $2
                and occurred_at between $3 and $4
            )
            select {LEAD}
            from candidate c
            join lead l on l.id = c.id
            left join incident i on i.id = l.incident
            where l.merged_into is null
            and (l.state = 'NEW' or l.state in ('PROMOTED', 'MERGED') and i.state = 'OPEN')
            order by c.marked desc, l.known_at, l.id
            limit 1
            for update of l
            """,  # noqa: S608 - the columns are this module's constant
            report.marks,
            place,
            at - EVENT_WINDOW if at else None,
            at + EVENT_WINDOW if at else None,
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.lead_busy() from None
    return lead_row(row) if row else None


async def save_lead(conn: Connection, lead: Lead, codes: Sequence[str]) -> None:
    """Write a lead and under which codes it may be seen."""
    await conn.execute(
        """
        with new as (
            insert into lead (
                id, state, title, summary, platform, url, locality, suggested_severity,
                occurred_at, occurred_precision, heat, known_at, last_seen_at, first_seen_at,
                outside, reported_at, sightings, version
            )
            values (
                $1, 'NEW', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, 1
            )
            returning id, known_at
        )
        insert into lead_scope (lead, scope, known_at, waiting)
        select new.id, seen.scope, new.known_at, true
        from new, unnest($16::text[]) as seen (scope)
        """,
        lead.id,
        lead.title,
        lead.summary,
        lead.platform,
        lead.url,
        lead.locality,
        lead.suggested_severity,
        lead.occurred_at,
        lead.occurred_precision,
        lead.heat,
        lead.known_at,
        lead.last_seen_at,
        lead.first_seen_at,
        lead.outside,
        lead.reported_at,
        list(codes),
    )


async def join_lead(conn: Connection, lead: UUID, seen: Sighting, codes: Sequence[str]) -> None:
    """Count another sighting on a locked lead and let its reporter and its place see it.

    What the first report left open is taken from this one; what it said stays.
    """
    await conn.execute(
        """
        with joined as (
            update lead
            set sightings = sightings + 1, version = version + 1, last_seen_at = $2,
                first_seen_at = least(first_seen_at, $3), outside = outside or $4,
                reported_at = case when $4 then reported_at
                    else coalesce(reported_at, $2) end,
                url = coalesce(url, $5), platform = coalesce(platform, $6),
                locality = coalesce(locality, $7),
                occurred_precision = case when occurred_at is null then $9
                    else occurred_precision end,
                occurred_at = coalesce(occurred_at, $8), heat = coalesce($10, heat)
            where id = $1
            returning id, known_at, state = 'NEW' as waiting
        )
        insert into lead_scope (lead, scope, known_at, waiting)
        select joined.id, seen.scope, joined.known_at, joined.waiting
        from joined, unnest($11::text[]) as seen (scope)
        on conflict do nothing
        """,
        lead,
        seen.received_at,
        seen.seen_at,
        seen.outside,
        seen.report.url,
        seen.report.platform,
        seen.report.locality,
        seen.report.occurred_at,
        seen.report.occurred_precision,
        seen.report.heat,
        list(codes),
    )


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
