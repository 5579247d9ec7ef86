"""From the columns that every read of obligations and their matters names to the domain's rows."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.incidents import Incident, IncidentState, StatedFacts
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.domain.occasions import Occasion, OccasionKind, OccasionState
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.words import DueClass, Modality, ReleaseForm

T = TypeVar("T")

# Named once, so that each read of the wide rows fetches the same columns in the same words. An
# obligation o belongs to an incident i or to an occasion c (MATTER); SEEN are the codes of both.
OBLIGATION = """
    o.id, o.incident, o.occasion, o.key, o.kind, o.title, o.opened_on, o.due_class, o.modality,
    o.state, o.owed, o.owed_after, o.start_at, o.due_at, o.provisional, o.late_at_intake,
    o.owner::text as owner, o.person::text as person, o.recipients, o.fulfilled_by, o.conclusive,
    o.at_source, o.basis::text as basis, o.acknowledged_at, o.acknowledged_by, o.closed_at,
    o.done_at, o.closed_by, o.outcome, o.close_reason, o.version, o.due_version,
    o.scope1, o.scope2, o.scope3, o.scope4, o.scope5, o.scope6
"""
INCIDENT = """
    i.id as incident_id, i.number, i.title as incident_title, i.state as incident_state, i.drill,
    i.contacts_pending, i.severity, i.severity_title, i.kind as incident_kind, i.kind_title,
    i.packs, i.opened_at, i.opened_by, i.closed_at as incident_closed_at,
    i.closed_by as incident_closed_by, i.version as incident_version, i.rebased_at
"""

OCCASION = """
    c.id as occasion_id, c.number as occasion_number, c.kind as occasion_kind,
    c.title as occasion_title, c.state as occasion_state, c.unit::text as occasion_unit,
    case when c.kind = 'POLICY' then c.body::text end as occasion_policy,
    c.rule, c.period, c.begins_at, c.ends_at, c.packs as occasion_packs,
    c.opened_at as occasion_opened_at, c.opened_by as occasion_opened_by,
    c.closed_at as occasion_closed_at, c.closed_by as occasion_closed_by,
    c.version as occasion_version
"""
MATTER = """
    left join incident i on i.id = o.incident
    left join occasion c on c.id = o.occasion
"""
SEEN = """(
    select scope, incident as matter
    from incident_scope
    union all
    select scope, occasion
    from occasion_scope
)"""

_STATES = {state.value: state for state in ObligationState}
_CLASSES = {each.value: each for each in DueClass}
_MODALITIES = {each.value: each for each in Modality}
_FORMS = {form.value: form for form in ReleaseForm}


def incident_row(row: Record) -> Incident:
    """Make an incident of the INCIDENT columns."""
    return Incident(
        id=row["incident_id"],
        number=row["number"],
        title=row["incident_title"],
        state=IncidentState(row["incident_state"]),
        drill=row["drill"],
        contacts_pending=row["contacts_pending"],
        severity=row["severity"],
        severity_title=row["severity_title"],
        kind=row["incident_kind"],
        kind_title=row["kind_title"],
        packs=row["packs"],
        opened_at=row["opened_at"],
        opened_by=row["opened_by"],
        closed_at=row["incident_closed_at"],
        closed_by=row["incident_closed_by"],
        version=row["incident_version"],
        rebased_at=row["rebased_at"],
    )


def occasion_row(row: Record) -> Occasion:
    """Make an occasion of the OCCASION columns."""
    return Occasion(
        id=row["occasion_id"],
        number=row["occasion_number"],
        kind=OccasionKind(row["occasion_kind"]),
        title=row["occasion_title"],
        state=OccasionState(row["occasion_state"]),
        unit_json=row["occasion_unit"],
        policy_json=row["occasion_policy"],
        rule=row["rule"],
        period=row["period"],
        begins_at=row["begins_at"],
        ends_at=row["ends_at"],
        packs=row["occasion_packs"],
        opened_at=row["occasion_opened_at"],
        opened_by=row["occasion_opened_by"],
        closed_at=row["occasion_closed_at"],
        closed_by=row["occasion_closed_by"],
        version=row["occasion_version"],
    )


def obligation_row(row: Record) -> Obligation:
    """Make an obligation of its columns and its matter's."""
    return Obligation(
        id=row["id"],
        incident_id=row["incident"],
        occasion_id=row["occasion"],
        key=row["key"],
        kind=row["kind"],
        title=row["title"],
        opened_on=row["opened_on"],
        due_class=_CLASSES[row["due_class"]],
        modality=_MODALITIES[row["modality"]],
        state=_STATES[row["state"]],
        owed=row["owed"],
        owed_after=row["owed_after"],
        start_at=row["start_at"],
        due_at=row["due_at"],
        provisional=row["provisional"],
        late_at_intake=row["late_at_intake"],
        owner_json=row["owner"],
        person_json=row["person"],
        recipients=row["recipients"],
        fulfilled_by=[_FORMS[form] for form in row["fulfilled_by"]],
        conclusive=row["conclusive"],
        at_source=row["at_source"],
        basis_json=row["basis"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        closed_at=row["closed_at"],
        done_at=row["done_at"],
        closed_by=row["closed_by"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        close_reason=row["close_reason"],
        version=row["version"],
        due_version=row["due_version"],
        scope=scope_row(row),
        incident=incident_row(row) if row["incident"] else None,
        occasion=occasion_row(row) if row["occasion"] else None,
    )


def scope_row(row: Record) -> Scope:
    """Read the six scope columns."""
    return Scope(
        (
            row["scope1"],
            row["scope2"],
            row["scope3"],
            row["scope4"],
            row["scope5"],
            row["scope6"],
        )
    )


def stated_row(raw: Any) -> StatedFacts:
    """Read stored facts with their titles."""
    return msgspec.convert(raw, StatedFacts)


def plain(value: Any) -> Any:
    """Write dataclasses, enums, spans and dates as plain JSON values."""
    return msgspec.to_builtins(value)


def by_incident(rows: Iterable[Record], make: Callable[[Record], T]) -> dict[UUID, list[T]]:
    """Make something of each row, in the given order, and gather it by the row's incident."""
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(make(row))
    return found
