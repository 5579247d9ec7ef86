"""Decisions on breaches, and the breaches that await one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.accountability import Accountability, Breach
from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import Measure
from services.deadlines.store.rows import (
    INCIDENT,
    OBLIGATION,
    OCCASION,
    obligation_row,
    plain,
)
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest


async def save_accountability(conn: Connection, made: Accountability) -> None:
    """Write a decision with the breaches that it decides on, in one statement."""
    await conn.execute(
        """
        with decided as (
            insert into accountability (
                id, incident, measures, reasons, reason, breaches, unit, persons, decided_by,
                decided_at, rectify_by, document, url, sha256, obligations, warnings,
                carried_out_at, recorded_at, recorded_by, version
            )
            values (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20
            )
            returning id
        )
        insert into accountability_breach (obligation, accountability)
        select breach.id, decided.id
        from decided, unnest($21::uuid[]) as breach (id)
        """,
        made.id,
        made.incident_id,
        plain(made.measures),
        plain(made.reasons),
        made.reason,
        plain(made.breaches),
        plain(made.unit),
        plain(made.persons),
        made.decided_by,
        made.decided_at,
        made.rectify_by,
        made.evidence.document,
        made.evidence.url,
        made.evidence.sha256,
        plain(made.obligations),
        plain(made.warnings),
        made.carried_out_at,
        made.recorded_at,
        made.recorded_by,
        made.version,
        [breach.obligation for breach in made.breaches],
    )


async def save_result(conn: Connection, made: Accountability) -> None:
    """Write what came of a decision."""
    await conn.execute(
        """
        update accountability
        set carried_out_at = $2, rectified = $3, result = $4, result_at = $5, version = $6
        where id = $1
        """,
        made.id,
        made.carried_out_at,
        made.rectified,
        made.result,
        made.result_at,
        made.version,
    )


async def accountabilities_of(conn: Connection, incident: UUID) -> list[Accountability]:
    """List an incident's decisions on breaches, newest first."""
    return (await accountabilities_by_incident(conn, [incident])).get(incident, [])


async def accountabilities_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Accountability]]:
    """List the decisions on breaches of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, measures, reasons, reason, breaches, unit, persons, decided_by,
            decided_at, rectify_by, document, url, sha256, obligations, warnings, carried_out_at,
            rectified, result, result_at, recorded_at, recorded_by, version
        from accountability
        where incident = any($1::uuid[])
        order by incident, decided_at desc, id desc
        """,
        list(incidents),
    )
    found: dict[UUID, list[Accountability]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(_accountability(row))
    return found


async def accountability_by_id(
    conn: Connection, accountability: UUID, seen_by: str
) -> Accountability | None:
    """Find a decision on an incident that may be seen under that code."""
    row = await conn.fetchrow(
        """
        select a.id, a.incident, a.measures, a.reasons, a.reason, a.breaches, a.unit, a.persons,
            a.decided_by, a.decided_at, a.rectify_by, a.document, a.url, a.sha256, a.obligations,
            a.warnings, a.carried_out_at, a.rectified, a.result, a.result_at, a.recorded_at,
            a.recorded_by, a.version
        from accountability a
        join incident_scope s on s.incident = a.incident and s.scope = $2
        where a.id = $1
        """,
        accountability,
        seen_by,
    )
    return _accountability(row) if row else None


async def breaches_page(
    conn: Connection, page: PageRequest, now: datetime, seen_by: str
) -> Page[Obligation]:
    """List the incidents' obligations that missed their limit and await a decision.

    By due time, oldest first; those of drills are left out, as are those decided on.
    """
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    start = (LAST if page.backward else FIRST) if page.cursor is None else page.cursor
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        join incident_scope s on s.incident = o.incident and s.scope = $1
        join incident i on i.id = o.incident and not i.drill
        left join occasion c on c.id = o.occasion
        where o.due_at is not null
        and (
            (o.state = 'OPEN' and o.owed and o.due_at < $2)
            or (
                o.state = 'FULFILLED'
                and o.outcome in ('LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE')
            )
        )
        and not exists (select from accountability_breach b where b.obligation = o.id)
        and (o.due_at, o.id) {beyond} ($3, $4)
        order by o.due_at {order}, o.id {order}
        limit $5
        """,  # noqa: S608 - the direction of reading and the columns are ours, not the caller's
        seen_by,
        now,
        start[0],
        start[1],
        page.limit,
    )
    return page.cut([obligation_row(row) for row in rows])


FIRST = (datetime.fromisoformat("1900-01-01T00:00:00+00:00"), UUID(int=0))
LAST = (datetime.fromisoformat("9999-12-31T00:00:00+00:00"), UUID(int=(1 << 128) - 1))


def _accountability(row: Record) -> Accountability:
    return Accountability(
        id=row["id"],
        incident_id=row["incident"],
        measures=msgspec.convert(row["measures"], tuple[Measure, ...]),
        reasons=msgspec.convert(row["reasons"], tuple[str, ...]),
        reason=row["reason"],
        breaches=msgspec.convert(row["breaches"], tuple[Breach, ...]),
        unit=msgspec.convert(row["unit"], UnitRef),
        persons=msgspec.convert(row["persons"], tuple[str, ...]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        rectify_by=row["rectify_by"],
        obligations=msgspec.convert(row["obligations"], tuple[UUID, ...]),
        warnings=msgspec.convert(row["warnings"], tuple[ReleaseWarning, ...]),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
        evidence=Evidence(document=row["document"], url=row["url"], sha256=row["sha256"]),
        carried_out_at=row["carried_out_at"],
        rectified=row["rectified"],
        result=row["result"],
        result_at=row["result_at"],
    )
