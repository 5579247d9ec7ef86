"""Open incidents whose contacts are to be computed again."""

from uuid import UUID

from services.kit.database import Connection


async def incidents_pending_contacts(conn: Connection, first: int) -> list[UUID]:
    """List open incidents whose contacts are still to be filled in: the newest, and any others.

    Some wait for ever, for a post that nobody holds; chosen by lot, they keep no others waiting.
    """
    rows = await conn.fetch(
        """
        with newest as (
            select id
            from incident
            where contacts_pending
            and state = 'OPEN'
            order by id desc
            limit ($1 + 1) / 2
        ),
        others as (
            select i.id
            from incident i
            where i.contacts_pending
            and i.state = 'OPEN'
            and not exists (select from newest where newest.id = i.id)
            order by random()
            limit $1 / 2
        )
        select id
        from newest
        union all
        select id
        from others
        """,
        first,
    )
    return [row["id"] for row in rows]
