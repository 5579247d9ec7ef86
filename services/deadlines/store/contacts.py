"""Open incidents whose contacts are to be computed again."""

from collections.abc import Sequence
from datetime import datetime
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


async def mark_recheck(
    conn: Connection,
    persons: Sequence[UUID],
    units: Sequence[str],
    *,
    since: datetime | None,
    now: datetime,
) -> int:
    """Mark the open incidents for which these persons, or people of these units, answer.

    Beside them those whose people came, left or were away from a moment after ``since`` up to
    ``now``, which no change tells. For a unit that was merged its successor's people answer.
    Returns how many incidents were touched.
    """
    tag = await conn.execute(
        """
        with recursive person (id) as (
            select id
            from unnest($1::uuid[]) as given (id)
            union
            select person_id
            from mirror_availability
            where begins > $3
            and begins <= $4
            union
            select person_id
            from mirror_availability
            where ends > $3
            and ends <= $4
        ),
        changed (unit) as (
            select p.unit
            from mirror_post p
            join person on person.id = p.person_id
            union
            select unit
            from unnest($2::text[]) as given (unit)
            union
            select unit
            from mirror_post
            where begins > $3
            and begins <= $4
            union
            select unit
            from mirror_post
            where ends > $3
            and ends <= $4
            union
            select s.predecessor
            from changed
            join mirror_succession s on s.successor = changed.unit
                and s.kind = 'MERGED'
        )
        insert into incident_recheck (incident, since)
        select p.incident, $4
        from incident i
        join party p on p.incident = i.id
        join changed on changed.unit = p.unit_code
        where i.state = 'OPEN'
        and p.ended_at is null
        union
        select o.incident, $4
        from incident i
        join obligation o on o.incident = i.id
        join changed on changed.unit = o.owner_code
        where i.state = 'OPEN'
        and o.state = 'OPEN'
        on conflict (incident) do update
        set since = excluded.since
        """,
        list(persons),
        list(units),
        since or now,
        now,
    )
    return int(tag.split()[-1])


async def incidents_to_recheck(conn: Connection, first: int) -> list[UUID]:
    """List incidents whose people changed, those that wait longest first."""
    rows = await conn.fetch(
        """
        select incident
        from incident_recheck
        order by since, incident
        limit $1
        """,
        first,
    )
    return [row["incident"] for row in rows]


async def forget_recheck(conn: Connection, incident: UUID) -> None:
    """Take the mark away; what changes from here on marks the incident anew."""
    await conn.execute("delete from incident_recheck where incident = $1", incident)
