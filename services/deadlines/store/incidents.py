"""Incidents in the database: numbers, the row and its lock, assessments, parties, who may see."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from services.deadlines.domain import refusals
from services.deadlines.domain.assessments import Judgement
from services.deadlines.domain.incidents import (
    Assessment,
    Factors,
    Incident,
    IncidentFile,
    StatedFacts,
    trace_of,
)
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.results import Calculation, TraceLine
from services.deadlines.store.rows import INCIDENT, incident_row, plain, scope_row, stated_row
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

NEWEST = UUID(int=(1 << 128) - 1)
OLDEST = UUID(int=0)


def pinned(calculation: Calculation) -> list[str]:
    """Name the packs of a calculation with the versions that made it."""
    return [f"{pack}@{version}" for pack, version in calculation.packs]


async def lock_incident(
    conn: Connection, incident: UUID, seen_by: str | None
) -> IncidentFile | None:
    """Lock an incident for a decision, if it may be seen under that code; None sees all.

    Every writer of an incident or its obligations takes this lock first; it waits a second for
    the one before and then raises Refusal BUSY.
    """
    try:
        return await _locked(conn, incident, seen_by)
    except asyncpg.LockNotAvailableError:
        raise refusals.busy() from None


async def _locked(conn: Connection, incident: UUID, seen_by: str | None) -> IncidentFile | None:
    row = await conn.fetchrow(
        f"""
        select {INCIDENT}, i.facts, i.desk, i.assessment, i.scope1, i.scope2, i.scope3, i.scope4,
            i.scope5, i.scope6
        from incident i
        where i.id = $1
        and ($2::text is null or exists (
            select from incident_scope s where s.scope = $2 and s.incident = i.id
        ))
        for update of i
        """,  # noqa: S608 - the columns are this package's constant
        incident,
        seen_by,
    )
    if row is None:
        return None
    # a statement of its own: the one that waits for the lock sees the codes as before the wait
    sql = "select scope from incident_scope where incident = $1"
    codes = await conn.fetch(sql, incident)
    return IncidentFile(
        incident=incident_row(row),
        stated=stated_row(row["facts"]),
        desk=row["desk"],
        assessment=row["assessment"],
        scope=scope_row(row),
        seen_by=tuple(sorted(code["scope"] for code in codes)),
    )


async def save_assessment(
    conn: Connection,
    file: IncidentFile,
    *,
    stated: StatedFacts,
    calculation: Calculation,
    contacts_pending: bool,
    scope: Scope,
    seen_by: Sequence[str],
    at: datetime,
    actor: str,
    judged: Judgement,
) -> None:
    """Append the next assessment and make it the incident's present one."""
    await conn.execute(
        """
        with assessed as (
            insert into assessment (
                incident, version, at, actor, reason, facts, factors, decided_by
            )
            values ($1, $2, $3, $4, $5, $6, $7, $23)
        )
        update incident
        set facts = $6, assessment = $2, version = version + 1, severity = $8, severity_title = $9,
            kind = $10, kind_title = $11, drill = $12, contacts_pending = $13, packs = $14,
            responsibility = $15, notes = $16, scope1 = $17, scope2 = $18, scope3 = $19,
            scope4 = $20, scope5 = $21, scope6 = $22
        where id = $1
        """,
        file.incident.id,
        file.assessment + 1,
        at,
        actor,
        judged.reason,
        plain(stated),
        dict(judged.factors),
        stated.facts.severity,
        stated.severity_title,
        stated.facts.kind,
        stated.kind_title,
        stated.facts.drill,
        contacts_pending,
        pinned(calculation),
        plain(calculation.responsibility.trace),
        list(calculation.notes),
        *scope.codes,
        judged.decided_by,
    )
    await save_seen_by(conn, file.incident.id, seen_by)


async def save_contacts(
    conn: Connection,
    file: IncidentFile,
    *,
    calculation: Calculation,
    contacts_pending: bool,
    scope: Scope,
    seen_by: Sequence[str],
    version: int,
) -> None:
    """Keep the facts and renew who answers, after the registry came back or under another law.

    ``version`` is the incident's then: a new one where the change log tells of it, else the same.
    """
    await conn.execute(
        """
        update incident
        set contacts_pending = $2, responsibility = $3, notes = $4,
            scope1 = $5, scope2 = $6, scope3 = $7, scope4 = $8, scope5 = $9, scope6 = $10,
            version = $11
        where id = $1
        """,
        file.incident.id,
        contacts_pending,
        plain(calculation.responsibility.trace),
        list(calculation.notes),
        *scope.codes,
        version,
    )
    await save_seen_by(conn, file.incident.id, seen_by)


async def save_rebasing(
    conn: Connection, incident: UUID, packs: Sequence[str], at: datetime
) -> None:
    """Pin an incident to other packs ("id@version"), whose law governs it from ``at`` on."""
    await conn.execute(
        "update incident set packs = $2, rebased_at = $3 where id = $1", incident, list(packs), at
    )


async def save_seen_by(conn: Connection, incident: UUID, codes: Sequence[str]) -> None:
    """Let the incident be seen under these codes too; codes are never taken away again.

    Whoever once had a part in an incident can look up later what became of it.
    """
    await conn.execute(
        """
        insert into incident_scope (scope, incident)
        select scope, $1
        from unnest($2::text[]) as seen (scope)
        on conflict do nothing
        """,
        incident,
        list(codes),
    )


async def save_closing(
    conn: Connection, incident: UUID, *, at: datetime, by: str, note: str | None
) -> None:
    """Close an incident."""
    await conn.execute(
        """
        update incident
        set state = 'CLOSED', closed_at = $2, closed_by = $3, close_note = $4,
            version = version + 1
        where id = $1
        """,
        incident,
        at,
        by,
        note,
    )


async def incidents_by_id(
    conn: Connection, incidents: Sequence[UUID], seen_by: str
) -> list[Incident]:
    """Find those of these incidents that may be seen under that code."""
    rows = await conn.fetch(
        f"""
        select {INCIDENT}
        from incident_scope s
        join incident i on i.id = s.incident
        where s.scope = $2
        and s.incident = any($1::uuid[])
        """,  # noqa: S608 - the columns are this package's constant
        list(incidents),
        seen_by,
    )
    return [incident_row(row) for row in rows]


async def incident_by_number(conn: Connection, number: str, seen_by: str) -> Incident | None:
    """Find an incident by its number ("2026-0117"), if it may be seen under that code."""
    row = await conn.fetchrow(
        f"""
        select {INCIDENT}
        from incident i
        join incident_scope s on s.incident = i.id and s.scope = $2
        where i.number = $1
        """,  # noqa: S608 - the columns are this package's constant
        number,
        seen_by,
    )
    return incident_row(row) if row else None


async def incidents_page(
    conn: Connection,
    page: PageRequest,
    seen_by: str,
    *,
    state: str | None = None,
    severity: str | None = None,
    drill: bool | None = None,
    search: str | None = None,
) -> Page[Incident]:
    """List the incidents that may be seen under that code, newest first, by id."""
    order, beyond, start = ("asc", ">", OLDEST) if page.backward else ("desc", "<", NEWEST)
    rows = await conn.fetch(
        f"""
        select {INCIDENT}
        from incident_scope s
        join incident i on i.id = s.incident
        where s.scope = $1
        and s.incident {beyond} $2
        and ($4::text is null or i.state = $4)
        and ($5::text is null or i.severity = $5)
        and ($6::boolean is null or i.drill = $6)
        and ($7::text is null or strpos(i.number || ' ' || i.title, $7) > 0)
        order by s.incident {order}
        limit $3
        """,  # noqa: S608 - the direction of reading and the columns are ours, not the caller's
        seen_by,
        page.cursor[0] if page.cursor else start,
        page.limit,
        state,
        severity,
        drill,
        search,
    )
    return page.cut([incident_row(row) for row in rows])


async def incidents_count(conn: Connection, seen_by: str) -> int:
    """Count the incidents that may be seen under that code, at most to 1001."""
    sql = "select count(*) from (select from incident_scope where scope = $1 limit 1001) as seen"
    return int(await conn.fetchval(sql, seen_by))


async def facts_of(conn: Connection, incident: UUID) -> StatedFacts:
    """Read the facts of an incident's newest assessment."""
    return (await facts_by_incident(conn, [incident]))[incident]


async def facts_by_incident(conn: Connection, incidents: Sequence[UUID]) -> dict[UUID, StatedFacts]:
    """Read the facts of the newest assessment of each of these incidents."""
    sql = "select id, facts from incident where id = any($1::uuid[])"
    rows = await conn.fetch(sql, list(incidents))
    return {row["id"]: stated_row(row["facts"]) for row in rows}


async def traces_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, tuple[TraceLine, ...]]:
    """Read how the responsible units of each of these incidents were found."""
    sql = "select id, responsibility from incident where id = any($1::uuid[])"
    rows = await conn.fetch(sql, list(incidents))
    return {row["id"]: trace_of(row["responsibility"]) for row in rows}


async def assessments_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Assessment]]:
    """List the assessments of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select incident, version, at, actor, reason, facts, factors, decided_by
        from assessment
        where incident = any($1::uuid[])
        order by incident, version desc
        """,
        list(incidents),
    )
    found: dict[UUID, list[Assessment]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(
            Assessment(
                version=row["version"],
                at=row["at"],
                actor=row["actor"],
                reason=row["reason"],
                stated=stated_row(row["facts"]),
                factors=Factors(**row["factors"]) if row["factors"] else None,
                decided_by=row["decided_by"] or row["actor"],
            )
        )
    return found
