"""Lists of leads: the queue of a desk, what a reporter told, what was told late."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from services.deadlines.domain.leads import Lead, LeadState, Sighting, Timeliness, Untimely
from services.deadlines.law.words import REPORTS
from services.deadlines.store.leads import LEAD, lead_row
from services.deadlines.store.sightings import sighting_row
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

FIRST = (datetime(1, 1, 2, tzinfo=UTC), UUID(int=0))
LAST = (datetime(9999, 12, 30, tzinfo=UTC), UUID(int=(1 << 128) - 1))


async def leads_page(
    conn: Connection,
    page: PageRequest,
    seen_by: str,
    *,
    state: LeadState | None,
    locality: str | None,
    since: datetime | None,
    oldest_first: bool,
) -> Page[Lead]:
    """List the leads that may be seen under that code, by receipt.

    ``locality`` takes all places below it, ``since`` is inclusive.
    """
    ascending = oldest_first != page.backward
    order, beyond = ("asc", ">") if ascending else ("desc", "<")
    waiting = "and s.waiting" if state is LeadState.NEW else ""
    start = FIRST if ascending else LAST
    rows = await conn.fetch(
        f"""
        select {LEAD}
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        where s.scope = $1
        {waiting}
        and (s.known_at, s.lead) {beyond} ($2, $3)
        and ($5::text is null or l.state = $5)
        and ($6::text is null or starts_with(l.locality, $6))
        and ($7::timestamptz is null or s.known_at >= $7)
        order by s.known_at {order}, s.lead {order}
        limit $4
        """,  # noqa: S608 - the direction of reading and the columns are ours, not the caller's
        seen_by,
        *(page.cursor or start),
        page.limit,
        state.value if state else None,
        locality,
        since,
    )
    return page.cut([lead_row(row) for row in rows])


async def leads_count(conn: Connection, seen_by: str) -> int:
    """Count the leads that may be seen under that code, at most to 1001."""
    sql = "select count(*) from (select from lead_scope where scope = $1 limit 1001) as seen"
    return int(await conn.fetchval(sql, seen_by))


async def leads_by_id(conn: Connection, leads: Sequence[UUID], seen_by: str | None) -> list[Lead]:
    """Find those of these leads that may be seen under that code; None sees all."""
    rows = await conn.fetch(
        f"""
        select {LEAD}
        from lead l
        left join incident i on i.id = l.incident
        where l.id = any($1::uuid[])
        and ($2::text is null or exists (
            select from lead_scope s where s.lead = l.id and s.scope = $2
        ))
        """,  # noqa: S608 - the columns are this package's constant
        list(leads),
        seen_by,
    )
    return [lead_row(row) for row in rows]


async def reports_page(conn: Connection, page: PageRequest, reporter: str) -> Page[Sighting]:
    """List what a reporter told, newest first."""
    order, beyond, start = ("asc", ">", FIRST) if page.backward else ("desc", "<", LAST)
    rows = await conn.fetch(
        f"""
        select id, lead, received_at, reporter, reporter_name, unit_code, outside, vendor, alert_id,
            platform, url, content_hash, first_seen_at, captured_at, seen_at, locality,
            suggested_severity, occurred_at, occurred_precision, heat, title, summary, warnings,
            marks
        from sighting
        where reporter = $1
        and (received_at, id) {beyond} ($2, $3)
        order by received_at {order}, id {order}
        limit $4
        """,  # noqa: S608 - the direction of reading is ours, not the caller's
        reporter,
        *(page.cursor or start),
        page.limit,
    )
    return page.cut([sighting_row(row) for row in rows])


async def untimely_page(
    conn: Connection,
    page: PageRequest,
    kind: Timeliness | None,
    *,
    seen_by: str,
    unit: str,
    since: datetime | None,
    until: datetime | None,
) -> Page[Untimely]:
    """List the leads of a unit tree that it missed or told late, oldest first.

    Leads received from ``since`` (inclusive) to ``until`` (exclusive), None without bound, seen
    under both codes and not dismissed. Missed: reported from outside, and neither by a unit's own
    people nor, as an incident, upward. Late: reported by either, after the first sight. ``kind``
    None lists both. Exercises count nowhere.
    """
    order, beyond, start = ("desc", "<", LAST) if page.backward else ("asc", ">", FIRST)
    rows = await conn.fetch(
        f"""
        select {LEAD}, t.reported_at as told_at
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        cross join lateral (
            select least(l.reported_at, (
                select min(o.done_at)
                from obligation o
                where o.incident = l.incident
                and o.state = 'FULFILLED'
                and o.kind = any($8::text[])
            )) as reported_at
        ) t
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and (s.known_at, s.lead) {beyond} ($3, $4)
        and ($6::timestamptz is null or s.known_at >= $6)
        and ($7::timestamptz is null or s.known_at < $7)
        and l.state <> 'DISMISSED'
        and l.merged_into is null
        and i.drill is distinct from true
        and (
            $9::text is distinct from 'LATE' and l.outside and t.reported_at is null
            or $9 is distinct from 'MISSED' and t.reported_at > l.first_seen_at
        )
        order by s.known_at {order}, s.lead {order}
        limit $5
        """,  # noqa: S608 - the direction of reading and the columns are ours, not the caller's
        unit,
        seen_by,
        *(page.cursor or start),
        page.limit,
        since,
        until,
        list(REPORTS),
        kind.value if kind else None,
    )
    return page.cut([Untimely(lead=lead_row(row), reported_at=row["told_at"]) for row in rows])
