"""Progress of the work, and since when the public is owed an update."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.publishing import ConferenceDecision, Progress
from services.kit.database import Connection


async def save_progress(conn: Connection, progress: Progress) -> None:
    """Append a step of the work."""
    await conn.execute(
        """
        insert into progress (id, incident, at, text, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6)
        """,
        progress.id,
        progress.incident_id,
        progress.at,
        progress.text,
        progress.recorded_at,
        progress.recorded_by,
    )


async def progress_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Progress]]:
    """List the steps of the work of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident as incident_id, at, text, recorded_at, recorded_by
        from progress
        where incident = any($1::uuid[])
        order by incident, at desc, id desc
        """,
        list(incidents),
    )
    found: dict[UUID, list[Progress]] = {}
    for row in rows:
        found.setdefault(row["incident_id"], []).append(Progress(**dict(row)))
    return found


async def updates_owed(conn: Connection, incidents: Sequence[UUID]) -> dict[UUID, datetime]:
    """Tell since when an update is owed: the first progress after the last release."""
    rows = await conn.fetch(
        """
        select p.incident, min(p.at) as since
        from progress p
        where p.incident = any($1::uuid[])
        and p.at > all (
            select r.released_at
            from release r
            where r.incident = p.incident
        )
        group by p.incident
        """,
        list(incidents),
    )
    return {row["incident"]: row["since"] for row in rows}


async def save_conference_decision(conn: Connection, decision: ConferenceDecision) -> None:
    """Append what was decided after a press conference."""
    await conn.execute(
        """
        insert into conference_decision (
            id, obligation, incident, another, suggested_at, reason, decider, decided_at,
            recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        decision.id,
        decision.obligation_id,
        decision.incident_id,
        decision.another,
        decision.suggested_at,
        decision.reason,
        decision.decider,
        decision.decided_at,
        decision.recorded_at,
        decision.recorded_by,
    )


async def conference_decisions_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[ConferenceDecision]]:
    """List what was decided after the conferences of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, obligation as obligation_id, incident as incident_id, another, suggested_at,
            reason, decider, decided_at, recorded_at, recorded_by
        from conference_decision
        where incident = any($1::uuid[])
        order by incident, decided_at desc, id desc
        """,
        list(incidents),
    )
    found: dict[UUID, list[ConferenceDecision]] = {}
    for row in rows:
        found.setdefault(row["incident_id"], []).append(ConferenceDecision(**dict(row)))
    return found
