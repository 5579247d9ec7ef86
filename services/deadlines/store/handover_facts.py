"""What a handover sheet tells of, as one desk may see it."""

from datetime import datetime
from typing import Final

from asyncpg import Record

from services.deadlines.domain.duty_rules import SourceKind
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.sheets import IncidentLine, OverrideLine
from services.deadlines.domain.silences import Heard
from services.deadlines.law.words import GATE_TITLES, GateKind
from services.deadlines.store.canary import canary
from services.deadlines.store.rows import (
    INCIDENT,
    MATTER,
    OBLIGATION,
    OCCASION,
    SEEN,
    obligation_row,
)
from services.deadlines.store.sweep import last_run
from services.kit.database import Connection

MOST: Final = 100


def _ended(state: str) -> str:
    return f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        {MATTER}
        where o.state = '{state}'
        and o.closed_at > $2
        and o.closed_at <= $3
        and exists (
            select from {SEEN} s where s.scope = $1 and s.matter = coalesce(o.incident, o.occasion)
        )
        order by o.closed_at, o.id
        limit {MOST}
        """  # noqa: S608 - every part is a constant of ours


_FULFILLED: Final = _ended("FULFILLED")
_WAIVED: Final = _ended("WAIVED")


async def fulfilled_between(
    conn: Connection, code: str, begins: datetime, ends: datetime
) -> list[Obligation]:
    """List the duties met in (begins, ends], the earliest first, at most a hundred."""
    return [obligation_row(row) for row in await conn.fetch(_FULFILLED, code, begins, ends)]


async def waived_between(
    conn: Connection, code: str, begins: datetime, ends: datetime
) -> list[Obligation]:
    """List the duties waived in (begins, ends], the earliest first, at most a hundred."""
    return [obligation_row(row) for row in await conn.fetch(_WAIVED, code, begins, ends)]


async def opened_between(
    conn: Connection, code: str, begins: datetime, ends: datetime
) -> list[IncidentLine]:
    """List the incidents written down in (begins, ends], the earliest first, at most a hundred."""
    rows = await conn.fetch(
        """
        select i.id, i.number, i.title, i.severity_title as severity, i.drill, i.opened_at as at,
            i.opened_by as by
        from incident i
        join incident_scope s on s.incident = i.id
            and s.scope = $1
        where i.opened_at > $2
        and i.opened_at <= $3
        order by i.opened_at, i.id
        limit $4
        """,
        code,
        begins,
        ends,
        MOST,
    )
    return [IncidentLine(**dict(row)) for row in rows]


async def closed_between(
    conn: Connection, code: str, begins: datetime, ends: datetime
) -> list[IncidentLine]:
    """List the incidents closed in (begins, ends], the earliest first, at most a hundred."""
    rows = await conn.fetch(
        """
        select i.id, i.number, i.title, i.severity_title as severity, i.drill, i.closed_at as at,
            coalesce(i.closed_by, '') as by
        from incident i
        join incident_scope s on s.incident = i.id
            and s.scope = $1
        where i.closed_at > $2
        and i.closed_at <= $3
        order by i.closed_at, i.id
        limit $4
        """,
        code,
        begins,
        ends,
        MOST,
    )
    return [IncidentLine(**dict(row)) for row in rows]


async def overrides_of(
    conn: Connection, code: str, begins: datetime, ends: datetime
) -> list[OverrideLine]:
    """List the gates passed by in (begins, ends], and earlier ones not made good, newest last."""
    rows = await conn.fetch(
        """
        select d.id, i.number, i.title as matter, d.gate, d.approver ->> 'name' as approver,
            d.person, coalesce(d.note, '') as reason, d.recorded_at as at, i.drill,
            owed.done_at as made_good_at
        from gate_decision d
        join incident i on i.id = d.incident
        join incident_scope s on s.incident = i.id
            and s.scope = $1
        left join lateral (
            select o.state, coalesce(o.done_at, o.closed_at) as done_at
            from obligation o
            where o.incident = d.incident
            and o.kind = 'AFTER_APPROVAL'
            and o.start_at = d.recorded_at
            and starts_with(
                o.key, 'AFTER_APPROVAL:' || d.gate || '@' || (d.approver ->> 'code') || '#'
            )
            order by o.key
            limit 1
        ) owed on true
        where d.verdict = 'OVERRIDDEN'
        and d.recorded_at <= $3
        and (d.recorded_at > $2 or owed.state = 'OPEN')
        order by d.recorded_at, d.id
        limit $4
        """,
        code,
        begins,
        ends,
        MOST,
    )
    return [_override(row) for row in rows]


async def heard_by(conn: Connection, code: str, at: datetime) -> list[Heard]:
    """Tell when the registry, the jobs and each vendor of the last 30 days were last heard."""
    fed = await conn.fetchval("select applied_at from mirror_cursor")
    run, bird = await last_run(conn, at), await canary(conn)
    rows = await conn.fetch(
        """
        with recursive name (reporter) as (
            (select reporter from sighting order by reporter limit 1)
            union all
            select (
                select s.reporter
                from sighting s
                where s.reporter > name.reporter
                order by s.reporter
                limit 1
            )
            from name
            where name.reporter is not null
        )
        select name.reporter, last.reporter_name, last.received_at
        from name
        cross join lateral (
            select s.reporter_name, s.received_at
            from sighting s
            where s.reporter = name.reporter
            and s.outside
            and s.received_at <= $2
            and s.received_at > $2 - interval '30 days'
            and exists (select from lead_scope l where l.lead = s.lead and l.scope = $1)
            order by s.received_at desc, s.id desc
            limit 1
        ) last
        order by name.reporter
        """,
        code,
        at,
    )
    vendors = [
        Heard(
            kind=SourceKind.VENDOR,
            subject=row["reporter"],
            name=row["reporter_name"],
            last_at=row["received_at"],
        )
        for row in rows
    ]
    return [
        Heard(kind=SourceKind.REGISTRY, last_at=fed),
        Heard(kind=SourceKind.SWEEP, last_at=run["at"] if run else None),
        Heard(kind=SourceKind.DELIVERY, last_at=bird["delivered_at"] if bird else None),
        *vendors,
    ]


def _override(row: Record) -> OverrideLine:
    return OverrideLine(**{**dict(row), "gate": GATE_TITLES[GateKind(row["gate"])]})
