"""What a journal tells of incidents and duties; see `store.monitoring` for the span."""

from collections.abc import Sequence
from uuid import UUID

from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.obligations import Obligation
from services.deadlines.store.monitoring import Span
from services.deadlines.store.rows import (
    INCIDENT,
    MATTER,
    OBLIGATION,
    OCCASION,
    incident_row,
    obligation_row,
)
from services.kit.database import Connection


async def incidents_active(conn: Connection, span: Span, limit: int) -> list[Incident]:
    """List at most ``limit`` incidents that were open in the span or decided on, oldest first."""
    rows = await conn.fetch(
        f"""
        select {INCIDENT}
        from incident_scope s
        join incident i on i.id = s.incident
        where s.scope = $1
        and exists (select from incident_scope c where c.incident = i.id and c.scope = $2)
        and not i.drill
        and i.opened_at < $4
        and (
            i.closed_at is null
            or i.closed_at >= $3
            or exists (
                select from accountability a
                where a.incident = i.id
                and greatest(a.recorded_at, a.result_at) >= $3
            )
        )
        order by i.opened_at, i.id
        limit $5
        """,  # noqa: S608 - the columns are this package's constant
        span.unit,
        span.seen_by,
        span.begins,
        span.ends,
        limit,
    )
    return [incident_row(row) for row in rows]


async def duties_due(
    conn: Connection, incidents: Sequence[UUID], span: Span, limit: int
) -> list[Obligation]:
    """List at most ``limit`` duties whose limits lie in the span, by limit.

    Those of these incidents, and those of the unit tree's occasions (policies, periods, dates).
    """
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from (
            select id
            from obligation
            where incident = any($1::uuid[])
            and due_at >= $2
            and due_at < $3
            union all
            select d.id
            from occasion_scope s
            join obligation d on d.occasion = s.occasion
            where s.scope = $5
            and exists (
                select from occasion_scope c where c.occasion = s.occasion and c.scope = $6
            )
            and d.due_at >= $2
            and d.due_at < $3
        ) due
        join obligation o on o.id = due.id
        {MATTER}
        where o.state <> 'LAPSED'
        order by o.due_at, o.id
        limit $4
        """,  # noqa: S608 - the columns are this package's constants
        list(incidents),
        span.begins,
        span.ends,
        limit,
        span.unit,
        span.seen_by,
    )
    return [obligation_row(row) for row in rows]
