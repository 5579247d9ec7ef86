"""Obligations in the database: opened, moved, closed, acknowledged, and their due versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.obligations import Closing, DueVersion, Obligation
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.results import RequiredDuty
from services.deadlines.store.rows import (
    INCIDENT,
    MATTER,
    OBLIGATION,
    OCCASION,
    SEEN,
    obligation_row,
    plain,
)
from services.kit.database import Connection

GIVEN_DUTIES = """
    id, key, kind, title, opened_on, due_class, modality, owed, owed_after, start_at, due_at,
    provisional, late_at_intake, owner_code, owner, person, recipients, fulfilled_by, conclusive,
    at_source, basis, scope1, scope2, scope3, scope4, scope5, scope6
"""
"""The columns of an obligation that `duty_values` writes, but for the occasion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A required duty on its way into the record: its id, its owner's place, what opened it.

    ``occasion`` is set for one that belongs to no incident.
    """

    id: UUID
    duty: RequiredDuty
    scope: Scope
    opened_on: str = "INCIDENT"
    occasion: UUID | None = None


async def open_obligations(
    conn: Connection,
    incident: UUID | None,
    opened: Sequence[Computed],
    *,
    at: datetime,
    actor: str,
    reason: str,
) -> None:
    """Write new obligations with their first due version, in one statement.

    ``incident`` is None for those of occasions.
    """
    await conn.execute(
        """
        with given as (
            select *
            from jsonb_to_recordset($2) as given (
                id uuid, key text, kind text, title text, opened_on text, due_class text,
                modality text, owed boolean, owed_after jsonb, start_at timestamptz,
                due_at timestamptz, provisional boolean, late_at_intake boolean, owner_code text,
                owner jsonb, person jsonb, recipients jsonb, fulfilled_by jsonb,
                conclusive boolean, at_source boolean, basis jsonb, occasion uuid,
                scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text
            )
        ),
        opened as (
            insert into obligation (
                id, incident, occasion, key, kind, title, opened_on, due_class, modality, state,
                owed, owed_after, start_at, due_at, provisional, late_at_intake, owner_code, owner,
                person, recipients, fulfilled_by, conclusive, at_source, basis, version,
                due_version, scope1, scope2, scope3, scope4, scope5, scope6
            )
            select
                id, $1, occasion, key, kind, title, opened_on, due_class, modality, 'OPEN', owed,
                owed_after, start_at, due_at, provisional, late_at_intake, owner_code, owner,
                person, recipients, fulfilled_by, conclusive, at_source, basis, 1,
                1, scope1, scope2, scope3, scope4, scope5, scope6
            from given
            returning id, due_at, basis
        )
        insert into due_version (obligation, version, due_at, at, actor, reason, basis)
        select id, 1, due_at, $3, $4, $5, basis
        from opened
        """,
        incident,
        [duty_values(row) for row in opened],
        at,
        actor,
        reason,
    )


async def move_obligations(
    conn: Connection,
    moved: Sequence[Computed],
    reasons: Mapping[UUID, str],
    *,
    at: datetime,
    actor: str,
) -> None:
    """Lay what is now required over obligations that stand, open them, append their due version.

    One that comes back, or passes to another unit or person, has been taken on by nobody yet.
    """
    await conn.execute(
        """
        with given as (
            select *
            from jsonb_to_recordset($1) as given (
                id uuid, key text, kind text, title text, opened_on text, due_class text,
                modality text, owed boolean, owed_after jsonb, start_at timestamptz,
                due_at timestamptz, provisional boolean, late_at_intake boolean, owner_code text,
                owner jsonb, person jsonb, recipients jsonb, fulfilled_by jsonb,
                conclusive boolean, at_source boolean, basis jsonb,
                scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text,
                reason text
            )
        ),
        moved as (
            update obligation o
            set title = g.title, due_class = g.due_class, modality = g.modality, state = 'OPEN',
                owed_after = g.owed_after, start_at = g.start_at, due_at = g.due_at,
                provisional = g.provisional, late_at_intake = g.late_at_intake,
                owner_code = g.owner_code, owner = g.owner, person = g.person,
                recipients = g.recipients, fulfilled_by = g.fulfilled_by,
                conclusive = g.conclusive, at_source = g.at_source, basis = g.basis,
                scope1 = g.scope1, scope2 = g.scope2, scope3 = g.scope3, scope4 = g.scope4,
                scope5 = g.scope5, scope6 = g.scope6, closed_at = null, closed_by = null,
                close_reason = null, version = o.version + 1, due_version = o.due_version + 1,
                acknowledged_at = case when o.state = 'OPEN' and o.owner_code = g.owner_code
                    and (o.person is null or o.person ->> 'name' = g.person ->> 'name')
                    then o.acknowledged_at end,
                acknowledged_by = case when o.state = 'OPEN' and o.owner_code = g.owner_code
                    and (o.person is null or o.person ->> 'name' = g.person ->> 'name')
                    then o.acknowledged_by end
            from given g
            where o.id = g.id
            returning o.id, o.due_version, o.due_at, o.basis, g.reason
        )
        insert into due_version (obligation, version, due_at, at, actor, reason, basis)
        select id, due_version, due_at, $2, $3, reason, basis
        from moved
        """,
        [{**duty_values(row), "reason": reasons[row.id]} for row in moved],
        at,
        actor,
    )


async def renew_contacts(conn: Connection, renewed: Sequence[Computed]) -> None:
    """Renew who answers for obligations whose limits did not change.

    One that passes to another person has been taken on by nobody yet.
    """
    await conn.execute(
        """
        update obligation o
        set owner = g.owner, person = g.person, version = o.version + 1,
            acknowledged_at = case
                when o.person is null or o.person ->> 'name' = g.person ->> 'name'
                    then o.acknowledged_at end,
            acknowledged_by = case
                when o.person is null or o.person ->> 'name' = g.person ->> 'name'
                    then o.acknowledged_by end,
            scope1 = g.scope1, scope2 = g.scope2, scope3 = g.scope3, scope4 = g.scope4,
            scope5 = g.scope5, scope6 = g.scope6
        from jsonb_to_recordset($1) as g (
            id uuid, owner jsonb, person jsonb, scope1 text, scope2 text, scope3 text, scope4 text,
            scope5 text, scope6 text
        )
        where o.id = g.id
        """,
        [duty_values(row) for row in renewed],
    )


def duty_values(row: Computed) -> dict[str, object]:
    """Write a row as one JSON object: lists in lists are no arrays of PostgreSQL."""
    duty = row.duty
    return {
        "id": row.id,
        "occasion": row.occasion,
        "key": duty.key,
        "kind": duty.kind,
        "title": duty.title,
        "opened_on": row.opened_on,
        "due_class": duty.due_class,
        "modality": duty.modality,
        "owed": duty.owed,
        "owed_after": duty.owed_after,
        "start_at": duty.start_at,
        "due_at": duty.due_at,
        "provisional": duty.provisional,
        "late_at_intake": duty.late_at_intake,
        "owner_code": duty.owner.code,
        "owner": plain(duty.owner),
        "person": plain(duty.person) if duty.person else None,
        "recipients": duty.recipients,
        "fulfilled_by": duty.fulfilled_by,
        "conclusive": duty.conclusive,
        "at_source": duty.at_source,
        "basis": plain(duty.basis),
        **{f"scope{level}": row.scope.at(level) for level in range(1, 7)},
    }


async def lapse_obligations(
    conn: Connection, reasons: Mapping[UUID, str], *, at: datetime, by: str
) -> None:
    """Let obligations lapse that the facts no longer call for."""
    await conn.execute(
        """
        update obligation o
        set state = 'LAPSED', closed_at = $3, closed_by = $4, close_reason = g.reason,
            version = o.version + 1
        from unnest($1::uuid[], $2::text[]) as g (id, reason)
        where o.id = g.id
        """,
        list(reasons.keys()),
        list(reasons.values()),
        at,
        by,
    )


async def close_obligations(conn: Connection, closings: Sequence[Closing]) -> None:
    """Record that obligations are fulfilled or waived."""
    await conn.execute(
        """
        update obligation o
        set state = g.state, closed_at = g.at, done_at = g.done_at, closed_by = g.by,
            outcome = g.outcome, close_reason = g.reason, receipt = g.receipt,
            version = o.version + 1
        from unnest(
            $1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[],
            $7::text[], $8::text[]
        ) as g (id, state, at, done_at, by, outcome, reason, receipt)
        where o.id = g.id
        """,
        [closing.id for closing in closings],
        [closing.state.value for closing in closings],
        [closing.at for closing in closings],
        [closing.done_at for closing in closings],
        [closing.by for closing in closings],
        [closing.outcome.value if closing.outcome else None for closing in closings],
        [closing.reason for closing in closings],
        [closing.receipt for closing in closings],
    )


async def set_owed(conn: Connection, obligations: Sequence[UUID]) -> None:
    """Make obligations owed that waited for another one."""
    await conn.execute(
        """
        update obligation
        set owed = true, version = version + 1
        where id = any($1::uuid[])
        """,
        list(obligations),
    )


async def save_acknowledgement(
    conn: Connection, obligation: UUID, *, at: datetime, by: str
) -> None:
    """Record that somebody took an obligation on."""
    await conn.execute(
        """
        update obligation
        set acknowledged_at = $2, acknowledged_by = $3, version = version + 1
        where id = $1
        """,
        obligation,
        at,
        by,
    )


async def obligations_of(conn: Connection, incident: UUID) -> list[Obligation]:
    """List every obligation of an incident: by due time, then the untimed by start, then by key."""
    return (await obligations_by_incident(conn, [incident])).get(incident, [])


async def obligations_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Obligation]]:
    """List every obligation of each of these incidents, in the same order."""
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        {MATTER}
        where o.incident = any($1::uuid[])
        order by o.incident, o.board_at, o.start_at, o.key
        """,  # noqa: S608 - the columns are this package's constants
        list(incidents),
    )
    found: dict[UUID, list[Obligation]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(obligation_row(row))
    return found


async def obligations_of_occasions(conn: Connection, occasions: Sequence[UUID]) -> list[Obligation]:
    """List every obligation of these occasions: by due time, then the untimed, then by key."""
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        {MATTER}
        where o.occasion = any($1::uuid[])
        order by o.board_at, o.start_at, o.key
        """,  # noqa: S608 - the columns are this package's constants
        list(occasions),
    )
    return [obligation_row(row) for row in rows]


async def obligations_by_id(
    conn: Connection, obligations: Sequence[UUID], code: str
) -> list[Obligation]:
    """Find those of these obligations that may be seen under the reader's code."""
    rows = await conn.fetch(
        f"""
        select {OBLIGATION}, {INCIDENT}, {OCCASION}
        from obligation o
        join {SEEN} s on s.matter = coalesce(o.incident, o.occasion) and s.scope = $2
        {MATTER}
        where o.id = any($1::uuid[])
        """,  # noqa: S608 - the columns are this package's constants
        list(obligations),
        code,
    )
    return [obligation_row(row) for row in rows]


async def due_versions_of(
    conn: Connection, obligations: Sequence[UUID]
) -> dict[UUID, tuple[DueVersion, ...]]:
    """Read all due versions of these obligations, newest first."""
    rows = await conn.fetch(
        """
        select obligation, version, due_at, at, actor, reason
        from due_version
        where obligation = any($1::uuid[])
        order by obligation, version desc
        """,
        list(obligations),
    )
    found: dict[UUID, list[DueVersion]] = {}
    for row in rows:
        found.setdefault(row["obligation"], []).append(DueVersion(**dict(row)))
    return {key: tuple(versions) for key, versions in found.items()}
