"""What makes up an incident's timeline."""

from collections.abc import Sequence
from uuid import UUID

from services.kit.changes import Change, changes_about
from services.kit.database import Connection

LONGEST = 100


async def timelines_by_incident(
    conn: Connection, incidents: Sequence[UUID], first: int = LONGEST
) -> dict[UUID, list[Change]]:
    """List the newest changes of each of these incidents and of all that hangs on it."""
    return await changes_about(conn, await parts_of(conn, incidents), first)


async def parts_of(conn: Connection, incidents: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """List each of these incidents with each thing that hangs on it, itself included."""
    rows = await conn.fetch(
        """
        select id as incident, id
        from unnest($1::uuid[]) as given (id)
        union all
        select incident, id
        from obligation
        where incident = any($1::uuid[])
        union all
        select incident, id
        from party
        where incident = any($1::uuid[])
        union all
        select incident, id
        from release
        where incident = any($1::uuid[])
        union all
        select incident, id
        from statement
        where incident = any($1::uuid[])
        union all
        select incident, id
        from gate_decision
        where incident = any($1::uuid[])
        union all
        select incident, id
        from progress
        where incident = any($1::uuid[])
        union all
        select incident, id
        from dispatch
        where incident = any($1::uuid[])
        union all
        select incident, id
        from consultation
        where incident = any($1::uuid[])
        union all
        select incident, id
        from referral
        where incident = any($1::uuid[])
        union all
        select incident, id
        from accountability
        where incident = any($1::uuid[])
        union all
        select incident, id
        from review
        where incident = any($1::uuid[])
        union all
        select incident, id
        from directive
        where incident = any($1::uuid[])
        union all
        select incident, id
        from hotline_ticket
        where incident = any($1::uuid[])
        """,
        list(incidents),
    )
    return [(row["incident"], row["id"]) for row in rows]
