"""A new incident in the database: whole by one statement, numbered and noted by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from services.deadlines.domain import refusals
from services.deadlines.domain.incidents import NewIncident, parties_of, party_id
from services.deadlines.store.incidents import pinned
from services.deadlines.store.obligations import GIVEN_DUTIES, Computed, duty_values
from services.deadlines.store.rows import plain
from services.kit.changes import NewChange
from services.kit.database import Connection


async def save_opening(
    conn: Connection,
    new: NewIncident,
    duties: Sequence[Computed],
    wakes: Mapping[UUID, datetime],
    *,
    reason: str,
) -> None:
    """Write an incident with its first assessment, its parties and all that is owed.

    With the obligations go their first due versions, what boards elsewhere see of them, and when
    each is first to be looked at (``wakes``, those without a reminder are missing).
    """
    stated, calculation = new.stated, new.calculation
    await conn.execute(
        f"""
        with opened as (
            insert into incident (
                id, number, title, state, drill, contacts_pending, desk, severity, severity_title,
                kind, kind_title, facts, packs, responsibility, notes, opened_at, opened_by,
                version, assessment, scope1, scope2, scope3, scope4, scope5, scope6
            )
            values (
                $1, $2, $3, 'OPEN', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                1, 1, $17, $18, $19, $20, $21, $22
            )
        ),
        assessed as (
            insert into assessment (incident, version, at, actor, reason, facts, factors)
            values ($1, 1, $15, $16, $23, $11, '{{}}'::jsonb)
        ),
        shown as (
            insert into incident_scope (scope, incident)
            select scope, $1
            from unnest($24::text[]) as seen (scope)
        ),
        called as (
            insert into party (id, incident, place, role, unit_code, unit, person)
            select id, $1, place, role, unit_code, unit, person
            from jsonb_to_recordset($25::jsonb) as given (
                id uuid, place integer, role text, unit_code text, unit jsonb, person jsonb
            )
        ),
        given as (
            select {GIVEN_DUTIES}
            from jsonb_to_recordset($26::jsonb) as given (
                id uuid, key text, kind text, title text, opened_on text, due_class text,
                modality text, owed boolean, owed_after jsonb, start_at timestamptz,
                due_at timestamptz, provisional boolean, late_at_intake boolean, owner_code text,
                owner jsonb, person jsonb, recipients jsonb, fulfilled_by jsonb,
                conclusive boolean, at_source boolean, basis jsonb,
                scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text
            )
        ),
        owing as (
            insert into obligation (
                {GIVEN_DUTIES}, incident, state, version, due_version
            )
            select {GIVEN_DUTIES}, $1, 'OPEN', 1, 1
            from given
            returning id, due_at, basis, owed, board_at, start_at, scope1, scope2, scope3, scope4,
                scope5, scope6
        ),
        dated as (
            insert into due_version (obligation, version, due_at, at, actor, reason, basis)
            select id, 1, due_at, $15, $16, $27, basis
            from owing
        ),
        watched as (
            insert into obligation_watch (scope, obligation, incident, board_at, start_at, timed)
            select s.scope, o.id, $1, o.board_at, o.start_at, o.due_at is not null
            from owing o, unnest($24::text[]) as s (scope)
            where o.owed
            and s.scope not in (
                o.scope1, coalesce(o.scope2, ''), coalesce(o.scope3, ''), coalesce(o.scope4, ''),
                coalesce(o.scope5, ''), coalesce(o.scope6, '')
            )
        )
        insert into obligation_wake (obligation, wake_at)
        select obligation, wake_at
        from unnest($28::uuid[], $29::timestamptz[]) as wake (obligation, wake_at)
        """,  # noqa: S608 - the columns are this package's constant
        new.id,
        new.number,
        new.title,
        stated.facts.drill,
        new.contacts_pending,
        new.desk,
        stated.facts.severity,
        stated.severity_title,
        stated.facts.kind,
        stated.kind_title,
        plain(stated),
        pinned(calculation),
        plain(calculation.responsibility.trace),
        list(calculation.notes),
        new.opened_at,
        new.opened_by,
        *new.scope.codes,
        new.note or "登记",
        list(new.seen_by),
        _parties(new),
        [duty_values(row) for row in duties],
        reason,
        list(wakes.keys()),
        list(wakes.values()),
    )


def _parties(new: NewIncident) -> list[dict[str, object]]:
    return [
        {
            "id": party_id(new.id, party.role, party.unit.code),
            "place": place,
            "role": party.role,
            "unit_code": party.unit.code,
            "unit": plain(party.unit),
            "person": plain(party.person) if party.person else None,
        }
        for place, party in enumerate(parties_of(new.calculation.responsibility))
    ]


async def number_and_note(
    conn: Connection, incident: UUID, year: int, changes: Sequence[NewChange]
) -> None:
    """Give an incident the year's next number and append its changes, each with that number.

    The counter stays locked until the transaction ends, since numbers have no gaps: call it last.
    Raises Refusal BUSY where another opening holds it for more than a second.
    """
    try:
        await conn.execute(
            """
            with counted as (
                insert into incident_counter (year, last)
                values ($2, 1)
                on conflict (year) do update
                set last = incident_counter.last + 1
                returning last
            ),
            numbered as (
                update incident
                set number = $2::integer || '-'
                    || lpad(last::text, greatest(4, length(last::text)), '0')
                from counted
                where id = $1
                returning number
            )
            insert into change (at, scope, entity, id, version, kind, actor, body)
            select given.at, given.scope, given.entity, given.id, given.version, given.kind,
                given.actor, given.body || jsonb_build_object('number', numbered.number)
            from numbered, jsonb_to_recordset($3::jsonb) as given (
                place integer, at timestamptz, scope text[], entity text, id uuid,
                version integer, kind text, actor text, body jsonb
            )
            order by given.place
            """,
            incident,
            year,
            [{**plain(change), "place": place} for place, change in enumerate(changes)],
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.busy() from None
