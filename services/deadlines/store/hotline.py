"""Hotline tickets with what their callers were told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.hotline import (
    ContactKind,
    HotlineContact,
    HotlineTicket,
    TicketKind,
)
from services.deadlines.store.rows import plain
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

NEWEST = UUID(int=(1 << 128) - 1)
OLDEST = UUID(int=0)


async def save_ticket(conn: Connection, ticket: HotlineTicket) -> None:
    """Write a ticket."""
    await conn.execute(
        """
        insert into hotline_ticket (
            id, incident, place, number, kind, summary, received_at, obligations, recorded_at,
            recorded_by, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        ticket.id,
        ticket.incident_id,
        ticket.place,
        ticket.number,
        ticket.kind,
        ticket.summary,
        ticket.received_at,
        plain(ticket.obligations),
        ticket.recorded_at,
        ticket.recorded_by,
        ticket.version,
    )


async def save_contact(conn: Connection, ticket: UUID, made: HotlineContact) -> None:
    """Append what a caller was told; the first reply is noted on the ticket."""
    await conn.execute(
        """
        with noted as (
            update hotline_ticket
            set version = version + 1,
                replied_at = case when $3 = 'REPLY' then coalesce(replied_at, $4)
                    else replied_at end
            where id = $2
        )
        insert into hotline_contact (
            id, ticket, kind, at, person, means, content, satisfied, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        made.id,
        ticket,
        made.kind,
        made.at,
        made.person,
        made.means,
        made.content,
        made.satisfied,
        made.recorded_at,
        made.recorded_by,
    )


async def tickets_of(conn: Connection, incident: UUID) -> list[HotlineTicket]:
    """List an incident's tickets in the order in which they were linked."""
    return (await tickets_by_incident(conn, [incident])).get(incident, [])


async def tickets_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[HotlineTicket]]:
    """List the tickets of each of these incidents in the order in which they were linked."""
    rows = await conn.fetch(
        """
        select t.id, t.incident, i.number as incident_number, t.place, t.number, t.kind,
            t.summary, t.received_at, t.replied_at, t.obligations, t.recorded_at, t.recorded_by,
            t.version
        from hotline_ticket t
        join incident i on i.id = t.incident
        where t.incident = any($1::uuid[])
        order by t.incident, t.place
        """,
        list(incidents),
    )
    found: dict[UUID, list[HotlineTicket]] = {}
    for ticket in await _with_contacts(conn, [_ticket(row) for row in rows]):
        found.setdefault(ticket.incident_id, []).append(ticket)
    return found


async def tickets_by_id(
    conn: Connection, tickets: Sequence[UUID], seen_by: str
) -> list[HotlineTicket]:
    """Find those of these tickets whose incidents may be seen under that code."""
    rows = await conn.fetch(
        """
        select t.id, t.incident, i.number as incident_number, t.place, t.number, t.kind,
            t.summary, t.received_at, t.replied_at, t.obligations, t.recorded_at, t.recorded_by,
            t.version
        from hotline_ticket t
        join incident i on i.id = t.incident
        join incident_scope s on s.incident = t.incident and s.scope = $2
        where t.id = any($1::uuid[])
        order by t.id
        """,
        list(tickets),
        seen_by,
    )
    return await _with_contacts(conn, [_ticket(row) for row in rows])


async def unreplied_page(conn: Connection, page: PageRequest, seen_by: str) -> Page[HotlineTicket]:
    """List the complaints and reports without a reply, oldest first; drills are left out."""
    order, beyond, start = ("desc", "<", NEWEST) if page.backward else ("asc", ">", OLDEST)
    rows = await conn.fetch(
        f"""
        select t.id, t.incident, i.number as incident_number, t.place, t.number, t.kind,
            t.summary, t.received_at, t.replied_at, t.obligations, t.recorded_at, t.recorded_by,
            t.version
        from hotline_ticket t
        join incident i on i.id = t.incident and not i.drill
        join incident_scope s on s.incident = t.incident and s.scope = $1
        where t.replied_at is null
        and t.kind in ('COMPLAINT', 'REPORT')
        and t.id {beyond} $2
        order by t.id {order}
        limit $3
        """,  # noqa: S608 - the direction of reading is ours, not the caller's
        seen_by,
        page.cursor[0] if page.cursor else start,
        page.limit,
    )
    return page.cut(await _with_contacts(conn, [_ticket(row) for row in rows]))


async def unreplied_count(conn: Connection, seen_by: str) -> int:
    """Count the complaints and reports without a reply, at most to 1001."""
    return int(
        await conn.fetchval(
            """
            select count(*)
            from (
                select
                from hotline_ticket t
                join incident i on i.id = t.incident and not i.drill
                join incident_scope s on s.incident = t.incident and s.scope = $1
                where t.replied_at is null
                and t.kind in ('COMPLAINT', 'REPORT')
                limit 1001
            ) as unreplied
            """,
            seen_by,
        )
    )


async def _with_contacts(conn: Connection, tickets: list[HotlineTicket]) -> list[HotlineTicket]:
    found = await _contacts(conn, [ticket.id for ticket in tickets])
    return [replace(ticket, contacts=tuple(found.get(ticket.id, ()))) for ticket in tickets]


async def _contacts(conn: Connection, tickets: Sequence[UUID]) -> dict[UUID, list[HotlineContact]]:
    rows = await conn.fetch(
        """
        select ticket, id, kind, at, person, means, content, satisfied, recorded_at, recorded_by
        from hotline_contact
        where ticket = any($1::uuid[])
        order by ticket, at, id
        """,
        list(tickets),
    )
    found: dict[UUID, list[HotlineContact]] = {}
    for row in rows:
        found.setdefault(row["ticket"], []).append(
            HotlineContact(
                id=row["id"],
                kind=ContactKind(row["kind"]),
                at=row["at"],
                person=row["person"],
                means=row["means"],
                content=row["content"],
                satisfied=row["satisfied"],
                recorded_at=row["recorded_at"],
                recorded_by=row["recorded_by"],
            )
        )
    return found


def _ticket(row: Record) -> HotlineTicket:
    replied_at: datetime | None = row["replied_at"]
    return HotlineTicket(
        id=row["id"],
        incident_id=row["incident"],
        incident_number=row["incident_number"],
        place=row["place"],
        number=row["number"],
        kind=TicketKind(row["kind"]),
        summary=row["summary"],
        received_at=row["received_at"],
        replied_at=replied_at,
        obligations=msgspec.convert(row["obligations"], tuple[UUID, ...]),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
    )
