"""The parties of an incident: who has which role, and who took note."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.incidents import Party, party_id
from services.deadlines.law.results import PartyRef, PersonRef, UnitRef
from services.deadlines.store.rows import plain
from services.kit.database import Connection


async def save_parties(
    conn: Connection, incident: UUID, parties: Sequence[PartyRef], at: datetime
) -> None:
    """Make these the parties that the rules call for, others end at ``at``.

    A lead that an office designated and a receiver of a referral are no rule's, and stay.

    Those that stay keep their acknowledgement while the same person answers for them: another has
    been told of nothing yet.
    """
    await conn.execute(
        """
        with given as (
            select *
            from unnest(
                $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[]
            ) as given (id, place, role, unit_code, unit, person)
        ),
        ended as (
            update party
            set ended_at = $8
            where incident = $1
            and ended_at is null
            and role not in ('LEAD', 'RECIPIENT')
            and not exists (select from given where given.id = party.id)
        )
        insert into party (id, incident, place, role, unit_code, unit, person)
        select id, $1, place, role, unit_code, unit, person
        from given
        on conflict (id) do update
        set place = excluded.place, unit = excluded.unit, person = excluded.person, ended_at = null,
            acknowledged_at = case
                when party.person is null or party.person ->> 'name' = excluded.person ->> 'name'
                    then party.acknowledged_at end,
            acknowledged_by = case
                when party.person is null or party.person ->> 'name' = excluded.person ->> 'name'
                    then party.acknowledged_by end
        """,
        incident,
        [party_id(incident, party.role, party.unit.code) for party in parties],
        list(range(len(parties))),
        [party.role for party in parties],
        [party.unit.code for party in parties],
        [plain(party.unit) for party in parties],
        [plain(party.person) if party.person else None for party in parties],
        at,
    )


async def join_party(
    conn: Connection, incident: UUID, party: PartyRef, at: datetime, *, alone: bool
) -> UUID:
    """Make a unit a party beside those that the rules call for, and return the party's id.

    ``alone`` ends the others in that role: there is one lead.
    """
    id_ = party_id(incident, party.role, party.unit.code)
    await conn.execute(
        """
        with ended as (
            update party
            set ended_at = $5
            where $6
            and incident = $2
            and role = $3
            and id <> $1
            and ended_at is null
        )
        insert into party (id, incident, place, role, unit_code, unit, person)
        select $1, $2, 100 + count(*), $3, $4, $7, $8
        from party
        where incident = $2
        on conflict (id) do update
        set unit = excluded.unit, person = excluded.person, ended_at = null
        """,
        id_,
        incident,
        party.role,
        party.unit.code,
        at,
        alone,
        plain(party.unit),
        plain(party.person) if party.person else None,
    )
    return id_


async def renew_parties(
    conn: Connection, incident: UUID, parties: Sequence[PartyRef]
) -> list[Party]:
    """Renew the persons of those that are parties already; returns whose changed.

    None is added or ended, and an acknowledgement stays while the same person answers.
    """
    rows = await conn.fetch(
        """
        update party p
        set person = given.person,
            acknowledged_at = case
                when p.person is null or p.person ->> 'name' = given.person ->> 'name'
                    then p.acknowledged_at end,
            acknowledged_by = case
                when p.person is null or p.person ->> 'name' = given.person ->> 'name'
                    then p.acknowledged_by end
        from unnest($2::uuid[], $3::jsonb[]) as given (id, person)
        where p.id = given.id
        and p.incident = $1
        and p.ended_at is null
        and p.person is distinct from given.person
        returning p.id, p.incident, p.role, p.unit, p.person, p.acknowledged_at, p.acknowledged_by
        """,
        incident,
        [party_id(incident, party.role, party.unit.code) for party in parties],
        [plain(party.person) if party.person else None for party in parties],
    )
    return [party_row(row) for row in rows]


async def parties_of(conn: Connection, incident: UUID) -> list[Party]:
    """List an incident's present parties: subjects, then coordinators."""
    return (await parties_by_incident(conn, [incident])).get(incident, [])


async def parties_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Party]]:
    """List the present parties of each of these incidents: subjects, then coordinators."""
    rows = await conn.fetch(
        """
        select id, incident, role, unit, person, acknowledged_at, acknowledged_by
        from party
        where incident = any($1::uuid[])
        and ended_at is null
        order by incident, place
        """,
        list(incidents),
    )
    found: dict[UUID, list[Party]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(party_row(row))
    return found


async def party_by_id(conn: Connection, party: UUID, seen_by: str) -> Party | None:
    """Find a present party, with a whole number, of an incident that may be seen under the code."""
    row = await conn.fetchrow(
        """
        select p.id, p.incident, p.role, p.unit, p.person, p.acknowledged_at, p.acknowledged_by
        from party p
        join incident_scope s on s.incident = p.incident and s.scope = $2
        where p.id = $1
        and p.ended_at is null
        """,
        party,
        seen_by,
    )
    return party_row(row) if row else None


async def save_party_acknowledgement(
    conn: Connection, party: UUID, *, at: datetime, by: str
) -> None:
    """Record that somebody at the party's end took note."""
    await conn.execute(
        """
        update party
        set acknowledged_at = $2, acknowledged_by = $3
        where id = $1
        """,
        party,
        at,
        by,
    )


def party_row(row: Record) -> Party:
    """Make a party of its columns."""
    return Party(
        id=row["id"],
        incident_id=row["incident"],
        role=row["role"],
        unit=msgspec.convert(row["unit"], UnitRef),
        person=msgspec.convert(row["person"], PersonRef | None),
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
    )
