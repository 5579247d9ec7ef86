"""Orders from above on incidents."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.directives import Directive
from services.deadlines.store.rows import plain
from services.kit.database import Connection


async def save_directive(conn: Connection, order: Directive) -> None:
    """Write an order."""
    await conn.execute(
        """
        insert into directive (
            id, incident, superior, document, content, ordered_at, due_at, url, sha256,
            obligations, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        order.id,
        order.incident_id,
        order.superior,
        order.document,
        order.content,
        order.ordered_at,
        order.due_at,
        order.evidence.url,
        order.evidence.sha256,
        plain(order.obligations),
        order.recorded_at,
        order.recorded_by,
    )


async def directives_of(conn: Connection, incident: UUID) -> list[Directive]:
    """List an incident's orders, newest first."""
    return (await directives_by_incident(conn, [incident])).get(incident, [])


async def directives_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Directive]]:
    """List the orders on each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, superior, document, content, ordered_at, due_at, url, sha256,
            obligations, recorded_at, recorded_by
        from directive
        where incident = any($1::uuid[])
        order by incident, ordered_at desc, id desc
        """,
        list(incidents),
    )
    found: dict[UUID, list[Directive]] = {}
    for row in rows:
        order = Directive(
            id=row["id"],
            incident_id=row["incident"],
            superior=row["superior"],
            document=row["document"],
            content=row["content"],
            ordered_at=row["ordered_at"],
            due_at=row["due_at"],
            obligations=msgspec.convert(row["obligations"], tuple[UUID, ...]),
            recorded_at=row["recorded_at"],
            recorded_by=row["recorded_by"],
            evidence=Evidence(document=row["document"], url=row["url"], sha256=row["sha256"]),
        )
        found.setdefault(order.incident_id, []).append(order)
    return found
