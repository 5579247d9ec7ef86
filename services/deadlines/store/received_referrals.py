"""What was referred into a territory from elsewhere and still waits there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.referrals import IncidentName, Referral
from services.deadlines.domain.report_counts import subtree
from services.deadlines.store.referrals import referral_of, with_steps
from services.kit.database import Connection

Place = tuple[datetime, UUID]


async def received_after(
    conn: Connection, unit: str, seen_by: str, after: Place | None, limit: int
) -> list[Referral]:
    """List what was referred to the unit or below it by units that are not, by arrival.

    Neither returned nor completed, and of incidents that may be seen under ``seen_by``.
    """
    rows = await conn.fetch(
        """
        select r.id, r.incident, r.request, r.sender, r.receiver, r.received_at, r.document,
            r.report_title, r.report_url, r.report_sha256, r.late_reason, r.state, r.recorded_at,
            r.recorded_by, r.opened, r.version
        from referral r
        where r.receiver_code >= $1
        and r.receiver_code < $2
        and r.state in ('REFERRED', 'SIGNED', 'ANSWERED')
        and (r.sender_code < $1 or r.sender_code >= $2)
        and exists (
            select from incident_scope s where s.incident = r.incident and s.scope = $3
        )
        and ($4::timestamptz is null or (r.received_at, r.id) > ($4, $5::uuid))
        order by r.received_at, r.id
        limit $6
        """,
        *subtree(unit),
        seen_by,
        *(after or (None, None)),
        limit,
    )
    return await with_steps(conn, [referral_of(row) for row in rows])


async def received_before(
    conn: Connection, unit: str, seen_by: str, before: Place | None, limit: int
) -> list[Referral]:
    """Do as `received_after`, in the opposite order."""
    rows = await conn.fetch(
        """
        select r.id, r.incident, r.request, r.sender, r.receiver, r.received_at, r.document,
            r.report_title, r.report_url, r.report_sha256, r.late_reason, r.state, r.recorded_at,
            r.recorded_by, r.opened, r.version
        from referral r
        where r.receiver_code >= $1
        and r.receiver_code < $2
        and r.state in ('REFERRED', 'SIGNED', 'ANSWERED')
        and (r.sender_code < $1 or r.sender_code >= $2)
        and exists (
            select from incident_scope s where s.incident = r.incident and s.scope = $3
        )
        and ($4::timestamptz is null or (r.received_at, r.id) < ($4, $5::uuid))
        order by r.received_at desc, r.id desc
        limit $6
        """,
        *subtree(unit),
        seen_by,
        *(before or (None, None)),
        limit,
    )
    return await with_steps(conn, [referral_of(row) for row in rows])


async def received_count(conn: Connection, unit: str, seen_by: str) -> int:
    """Count what `received_after` lists, at most to 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select
            from referral r
            where r.receiver_code >= $1
            and r.receiver_code < $2
            and r.state in ('REFERRED', 'SIGNED', 'ANSWERED')
            and (r.sender_code < $1 or r.sender_code >= $2)
            and exists (
                select from incident_scope s where s.incident = r.incident and s.scope = $3
            )
            limit 1001
        ) as received
        """,
        *subtree(unit),
        seen_by,
    )
    return count


async def incident_names(
    conn: Connection, incidents: Sequence[UUID], seen_by: str
) -> dict[UUID, IncidentName]:
    """Name those of these incidents that may be seen under the code."""
    rows = await conn.fetch(
        """
        select i.id, i.number, i.title
        from incident i
        join incident_scope s on s.incident = i.id and s.scope = $2
        where i.id = any($1::uuid[])
        """,
        list(incidents),
        seen_by,
    )
    return {row["id"]: IncidentName(row["id"], row["number"], row["title"]) for row in rows}
