"""Reviews of incidents, and what units told of their people and money: appended, never changed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.resources import ToldResources
from services.deadlines.domain.reviews import Review, ReviewOutcome
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import by_incident, plain
from services.kit.database import Connection


async def save_review(conn: Connection, made: Review) -> None:
    """Append a review of an incident."""
    await conn.execute(
        """
        insert into review (
            id, incident, version, outcomes, tolerated, obligations, reason, decided_by, decided_at,
            unit, document, url, sha256, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        made.id,
        made.incident_id,
        made.version,
        plain(made.outcomes),
        made.tolerated,
        plain(made.obligations),
        made.reason,
        made.decided_by,
        made.decided_at,
        plain(made.unit),
        made.evidence.document,
        made.evidence.url,
        made.evidence.sha256,
        made.recorded_at,
        made.recorded_by,
    )


async def reviews_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Review]]:
    """List the reviews of each of these incidents, newest first; the first holds."""
    rows = await conn.fetch(
        """
        select id, incident, version, outcomes, tolerated, obligations, reason, decided_by,
            decided_at, unit, document, url, sha256, recorded_at, recorded_by
        from review
        where incident = any($1::uuid[])
        order by incident, version desc
        """,
        list(incidents),
    )
    return by_incident(rows, _review)


def _review(row: Record) -> Review:
    return Review(
        id=row["id"],
        incident_id=row["incident"],
        version=row["version"],
        outcomes=msgspec.convert(row["outcomes"], tuple[ReviewOutcome, ...]),
        tolerated=row["tolerated"],
        obligations=msgspec.convert(row["obligations"], tuple[UUID, ...]),
        reason=row["reason"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        unit=msgspec.convert(row["unit"], UnitRef),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        evidence=Evidence(document=row["document"], url=row["url"], sha256=row["sha256"]),
    )


async def save_resources(conn: Connection, told: ToldResources) -> int:
    """Append what a unit told of a year and return its version.

    Two at once are told apart by waiting for each other on the unit and year.
    """
    await conn.execute(
        "select pg_advisory_xact_lock(hashtextextended($1, $2))", told.unit.code, told.year
    )
    version: int = await conn.fetchval(
        """
        insert into resource_figure (
            id, unit_code, unit, year, version, full_time, part_time, funds_yuan, source,
            recorded_at, recorded_by
        )
        select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7, $8, $9, $10
        from resource_figure
        where unit_code = $2
        and year = $4
        returning version
        """,
        told.id,
        told.unit.code,
        plain(told.unit),
        told.year,
        told.full_time,
        told.part_time,
        told.funds_yuan,
        told.source,
        told.recorded_at,
        told.recorded_by,
    )
    return version
