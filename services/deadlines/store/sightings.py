"""Sightings in the database: each report of a lead as it was received."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.leads import LeadWarning, Report, Sighting
from services.deadlines.law.words import Precision
from services.kit.database import Connection

NEWEST = 20
"""How many sightings are shown with a lead; what spreads is sighted thousands of times."""


async def sighting_lead(conn: Connection, sighting: UUID) -> UUID | None:
    """Tell to which lead a sighting belongs now."""
    found: UUID | None = await conn.fetchval("select lead from sighting where id = $1", sighting)
    return found


async def sighting_by_id(conn: Connection, sighting: UUID, lead: UUID) -> Sighting | None:
    """Read a sighting of that lead."""
    row = await conn.fetchrow(
        """
        select id, lead, received_at, reporter, reporter_name, unit_code, outside, vendor, alert_id,
            platform, url, content_hash, first_seen_at, captured_at, seen_at, locality,
            suggested_severity, occurred_at, occurred_precision, heat, title, summary, warnings,
            marks
        from sighting
        where id = $1
        and lead = $2
        """,
        sighting,
        lead,
    )
    return sighting_row(row) if row else None


async def move_sightings(
    conn: Connection, source: UUID, target: UUID, only: UUID | None = None
) -> None:
    """Hand all sightings of a locked lead to another one, or ``only`` that one."""
    await conn.execute(
        """
        update sighting
        set lead = $2
        where lead = $1
        and ($3::uuid is null or id = $3)
        """,
        source,
        target,
        only,
    )


async def newest_sightings(
    conn: Connection, leads: Sequence[UUID]
) -> Mapping[UUID, tuple[Sighting, ...]]:
    """Read the newest sightings of each lead, newest first, by one statement."""
    rows = await conn.fetch(
        """
        select s.id, s.lead, s.received_at, s.reporter, s.reporter_name, s.unit_code, s.outside,
            s.vendor, s.alert_id, s.platform, s.url, s.content_hash, s.first_seen_at,
            s.captured_at, s.seen_at, s.locality, s.suggested_severity, s.occurred_at,
            s.occurred_precision, s.heat, s.title, s.summary, s.warnings, s.marks
        from unnest($1::uuid[]) as wanted (lead)
        cross join lateral (
            select id, lead, received_at, reporter, reporter_name, unit_code, outside, vendor,
                alert_id, platform, url, content_hash, first_seen_at, captured_at, seen_at,
                locality, suggested_severity, occurred_at, occurred_precision, heat, title,
                summary, warnings, marks
            from sighting
            where lead = wanted.lead
            order by received_at desc, id desc
            limit $2
        ) s
        order by s.lead, s.received_at desc, s.id desc
        """,
        list(leads),
        NEWEST,
    )
    found: dict[UUID, list[Sighting]] = {}
    for row in rows:
        found.setdefault(row["lead"], []).append(sighting_row(row))
    return {lead: tuple(each) for lead, each in found.items()}


def sighting_row(row: Record) -> Sighting:
    """Make a sighting of its columns."""
    precision = row["occurred_precision"]
    return Sighting(
        id=row["id"],
        lead_id=row["lead"],
        received_at=row["received_at"],
        reporter=row["reporter"],
        reporter_name=row["reporter_name"],
        unit_code=row["unit_code"],
        outside=row["outside"],
        seen_at=row["seen_at"],
        report=Report(
            vendor=row["vendor"],
            alert_id=row["alert_id"],
            platform=row["platform"],
            url=row["url"],
            content_hash=row["content_hash"],
            first_seen_at=row["first_seen_at"],
            captured_at=row["captured_at"],
            locality=row["locality"],
            suggested_severity=row["suggested_severity"],
            occurred_at=row["occurred_at"],
            occurred_precision=Precision(precision) if precision else None,
            heat=row["heat"],
            title=row["title"],
            summary=row["summary"],
            marks=tuple(row["marks"]),
        ),
        warnings=msgspec.convert(row["warnings"], tuple[LeadWarning, ...]),
    )
