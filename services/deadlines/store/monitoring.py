"""What a unit tree heard, opened and handed on in a period, for its journal and reports.

Every statement takes the unit's code and ``seen_by``, the caller's; times are from ``begins``
(inclusive) to ``ends`` (exclusive). Exercises count nowhere.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.leads import Lead
from services.deadlines.domain.monitoring import Counted, LeadSource
from services.deadlines.store.leads import LEAD, lead_row
from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whose, seen by whom, and from when to when."""

    unit: str
    seen_by: str
    begins: datetime
    ends: datetime


async def leads_within(conn: Connection, span: Span, limit: int) -> list[Lead]:
    """List at most ``limit`` leads received in the span, oldest first."""
    rows = await conn.fetch(
        f"""
        select {LEAD}
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and s.known_at >= $3
        and s.known_at < $4
        and i.drill is distinct from true
        order by s.known_at, s.lead
        limit $5
        """,  # noqa: S608 - the columns are this package's constant
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [lead_row(row) for row in rows]


async def leads_decided(conn: Connection, span: Span, limit: int) -> list[Lead]:
    """List at most ``limit`` leads decided on in the span, in that order."""
    rows = await conn.fetch(
        f"""
        select {LEAD}
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and l.decided_at >= $3
        and l.decided_at < $4
        and i.drill is distinct from true
        order by l.decided_at, s.lead
        limit $5
        """,  # noqa: S608 - the columns are this package's constant
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [lead_row(row) for row in rows]


async def lead_states(conn: Connection, span: Span) -> list[Counted]:
    """Count the leads received in the span by what has become of them."""
    rows = await conn.fetch(
        """
        select l.state as name, count(*) as number, count(*) filter (where l.outside) as outside
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and s.known_at >= $3
        and s.known_at < $4
        and i.drill is distinct from true
        group by l.state
        order by l.state
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
    )
    return [Counted(**dict(row)) for row in rows]


async def lead_places(conn: Connection, span: Span, limit: int) -> list[Counted]:
    """Count the leads received in the span by place, the most first; at most ``limit`` places."""
    rows = await conn.fetch(
        """
        select coalesce(u.name, l.locality, '') as name, count(*) as number,
            count(*) filter (where l.outside) as outside
        from lead_scope s
        join lead l on l.id = s.lead
        left join incident i on i.id = l.incident
        left join mirror_unit u on u.code = l.locality
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and s.known_at >= $3
        and s.known_at < $4
        and i.drill is distinct from true
        group by 1
        order by number desc, name
        limit $5
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [Counted(**dict(row)) for row in rows]


async def lead_sources(conn: Connection, span: Span, limit: int) -> list[LeadSource]:
    """Count the reports received in the span by who sent them and platform, the most first."""
    rows = await conn.fetch(
        """
        select g.reporter_name as reporter, coalesce(g.platform, '') as platform, g.outside,
            count(*) as sightings, count(distinct g.lead) as leads
        from lead_scope s
        join lead l on l.id = s.lead and l.last_seen_at >= $3
        left join incident i on i.id = l.incident
        join sighting g on g.lead = l.id and g.received_at >= $3 and g.received_at < $4
        where s.scope = $1
        and exists (select from lead_scope c where c.lead = s.lead and c.scope = $2)
        and i.drill is distinct from true
        group by 1, 2, 3
        order by sightings desc, reporter, platform
        limit $5
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [LeadSource(**dict(row)) for row in rows]


async def incident_severities(conn: Connection, span: Span) -> list[Counted]:
    """Count the incidents opened in the span by severity; ``outside`` those still open."""
    rows = await conn.fetch(
        """
        select coalesce(i.severity_title, '') as name, count(*) as number,
            count(*) filter (where i.state = 'OPEN') as outside
        from incident_scope s
        join incident i on i.id = s.incident
        where s.scope = $1
        and exists (select from incident_scope c where c.incident = i.id and c.scope = $2)
        and not i.drill
        and i.opened_at >= $3
        and i.opened_at < $4
        group by 1
        order by number desc, name
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
    )
    return [Counted(**dict(row)) for row in rows]


async def referred_within(conn: Connection, span: Span, limit: int) -> list[UUID]:
    """List at most ``limit`` referrals handed on in the span."""
    rows = await conn.fetch(
        """
        select distinct r.id
        from incident_scope s
        join incident i on i.id = s.incident and not i.drill
        join referral r on r.incident = s.incident
        join referral_step t on t.referral = r.id and t.step = 'REFER'
        where s.scope = $1
        and exists (select from incident_scope c where c.incident = i.id and c.scope = $2)
        and t.at >= $3
        and t.at < $4
        order by r.id
        limit $5
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [row["id"] for row in rows]


async def transferred_within(conn: Connection, span: Span, limit: int) -> list[UUID]:
    """List at most ``limit`` transfers (移交) sent in the span."""
    rows = await conn.fetch(
        """
        select d.id
        from incident_scope s
        join incident i on i.id = s.incident and not i.drill
        join dispatch d on d.incident = s.incident and d.kind = 'TRANSFER'
        where s.scope = $1
        and exists (select from incident_scope c where c.incident = i.id and c.scope = $2)
        and d.sent_at >= $3
        and d.sent_at < $4
        order by d.sent_at, d.id
        limit $5
        """,
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [row["id"] for row in rows]
