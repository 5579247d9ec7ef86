"""What makes up an incident's timeline."""

from uuid import UUID

from services.kit.changes import Change, changes_about
from services.kit.database import Connection

LONGEST = 100


async def timeline_of(conn: Connection, incident: UUID, first: int = LONGEST) -> list[Change]:
    """List the newest changes of an incident, its obligations, parties, releases, gates."""
    rows = await conn.fetch(
        """
        select $1::uuid as id
        union all
        select id
        from obligation
        where incident = $1
        union all
        select id
        from party
        where incident = $1
        union all
        select id
        from release
        where incident = $1
        union all
        select id
        from statement
        where incident = $1
        union all
        select id
        from gate_decision
        where incident = $1
        union all
        select id
        from dispatch
        where incident = $1
        union all
        select id
        from consultation
        where incident = $1
        union all
        select id
        from referral
        where incident = $1
        union all
        select id
        from hotline_ticket
        where incident = $1
        """,
        incident,
    )
    return await changes_about(conn, [row["id"] for row in rows], first)
