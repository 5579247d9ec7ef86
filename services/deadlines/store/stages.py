"""The four stages of an incident, read off what was recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.law.words import REPORTS
from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """When an incident was collected, reported upward, assessed and answered (四个环节).

    The texts say 第一时间 and give no number (某市制度 四, 某省 2013 八): stages are measured and
    never due. Each is the first time that it was done, None while it was not. ``assessed_at`` is
    the first assessment that knew the severity.
    """

    collected_at: datetime
    reported_at: datetime | None
    assessed_at: datetime | None
    responded_at: datetime | None


async def stages_by_incident(conn: Connection, incidents: Sequence[UUID]) -> dict[UUID, Stages]:
    """Return the stages of those of these incidents that exist."""
    rows = await conn.fetch(
        """
        select
            id,
            (facts #>> '{facts,known_at}')::timestamptz as collected_at,
            (
                select min(done_at)
                from obligation
                where obligation.incident = incident.id
                and state = 'FULFILLED'
                and kind = any($2::text[])
            ) as reported_at,
            (
                select min(at)
                from assessment
                where assessment.incident = incident.id
                and assessment.facts #>> '{facts,severity}' is not null
            ) as assessed_at,
            (
                select min(released_at)
                from release
                where release.incident = incident.id
            ) as responded_at
        from incident
        where id = any($1::uuid[])
        """,
        list(incidents),
        list(REPORTS),
    )
    return {
        row["id"]: Stages(
            collected_at=row["collected_at"],
            reported_at=row["reported_at"],
            assessed_at=row["assessed_at"],
            responded_at=row["responded_at"],
        )
        for row in rows
    }
