"""Bodies of change-log entries: complete after-images, as other services mirror them.

A number never enters the log, which is append-only; readers who may see it get it added.
"""

from typing import Any, TypeAlias

from services.registry.domain.appointments import Appointment
from services.registry.domain.availability import Availability
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.filed_lists import ListEntry
from services.registry.domain.filings import Filing
from services.registry.domain.persons import Person
from services.registry.domain.standing_documents import StandingDocument
from services.registry.domain.succession import Succession
from services.registry.domain.trainings import RecordedTraining
from services.registry.domain.unit_names import UnitName
from services.registry.domain.units import Scope, Unit

Body: TypeAlias = dict[str, Any]


def seen_under(scope: Scope) -> tuple[str, ...]:
    """Return the codes under which a change is seen: the scope without its gaps."""
    return tuple(code for code in scope if code is not None)


def unit_body(unit: Unit) -> Body:
    """Return the unit with its codes, dates in ISO form and its six scope codes."""
    return {
        "id": unit.id,
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "initials": unit.initials,
        "kind": unit.kind,
        "level": unit.level,
        "division": unit.division,
        "parent": unit.parent,
        "supervising": unit.supervising,
        "management": unit.management,
        "tags": unit.tags,
        "active_from": unit.active_from,
        "active_to": unit.active_to,
        "scope": unit.scope,
        "work_body": unit.work_body,
        "credit_code": unit.credit_code,
    }


def unit_name_body(name: UnitName) -> Body:
    """Return a name by date; ``from`` is its first day, null from the unit's beginning."""
    return {
        "id": name.id,
        "unit": name.unit,
        "from": name.from_day,
        "name": name.name,
        "short_name": name.short_name,
    }


def succession_body(one: Succession) -> Body:
    """Return who came after whom; ``moved_on`` is null while the moves wait for their day."""
    return {
        "id": one.id,
        "predecessor": one.predecessor,
        "successor": one.successor,
        "kind": one.kind,
        "effective_on": one.effective_on,
        "moves": one.moves,
        "moved_on": one.moved_on,
    }


def person_body(person: Person) -> Body:
    """Return the person; ``phone`` is null until a reader who may see it gets it."""
    return {
        "id": person.id,
        "unit": person.unit,
        "name": person.name,
        "fictitious": person.fictitious,
        "phone": None,
    }


def appointment_body(one: Appointment) -> Body:
    """Return the appointment with the person's name; ``to`` is the last day served."""
    return {
        "id": one.id,
        "unit": one.unit,
        "person_id": one.person_id,
        "person": one.person,
        "post": one.post,
        "title": one.title,
        "rank": one.rank,
        "qualification": one.qualification,
        "employment": one.employment,
        "phone": None,
        "from": one.starts_on,
        "to": one.ends_on,
        "end_reason": one.end_reason,
        "filed_on": one.filed_on,
    }


def availability_body(entry: Availability) -> Body:
    """Return the entry; ``to`` is exclusive and null while open."""
    return {
        "id": entry.id,
        "person_id": entry.person_id,
        "person": entry.person,
        "from": entry.starts_at,
        "to": entry.ends_at,
        "present": entry.present,
        "stand_in_person_id": entry.stand_in_person_id,
        "reason": entry.reason,
        "recorded_at": entry.recorded_at,
    }


def channel_body(channel: Channel) -> Body:
    """Return the channel; ``monitor`` is a person's id, ``closed_on`` the first closed day."""
    return {
        "id": channel.id,
        "unit": channel.unit,
        "kind": channel.kind,
        "platform": channel.platform,
        "name": channel.name,
        "url": channel.url,
        "owner": channel.owner,
        "monitor": channel.monitor,
        "group": channel.group,
        "reach": channel.reach,
        "reach_source": channel.reach_source,
        "opened_on": channel.opened_on,
        "closed_on": channel.closed_on,
    }


def expert_body(expert: Expert) -> Body:
    """Return the expert; ``removed_on`` is the first day out of the pool."""
    return {
        "id": expert.id,
        "unit": expert.unit,
        "name": expert.name,
        "fields": expert.fields,
        "affiliation": expert.affiliation,
        "available": expert.available,
        "added_on": expert.added_on,
        "removed_on": expert.removed_on,
    }


def filing_body(filing: Filing) -> Body:
    """Return the filing with its changes and, once filed, the frozen list with its digest."""
    return {
        "id": filing.id,
        "unit": filing.unit,
        "subject": filing.subject,
        "state": filing.state,
        "opened_at": filing.opened_at,
        "opened_by": filing.opened_by,
        "recipient": filing.recipient,
        "recipient_kind": filing.recipient_kind,
        "recipient_trace": filing.recipient_trace,
        "changes": [
            {
                "at": one.at,
                "what": one.what,
                "entity": one.entity,
                "id": one.id,
                "name": one.name,
            }
            for one in filing.changes
        ],
        "filed_on": filing.filed_on,
        "receipt_number": filing.receipt_number,
        "file_sha256": filing.file_sha256,
        "file_name": filing.file_name,
        "snapshot": None if filing.snapshot is None else [*map(_entry, filing.snapshot)],
        "snapshot_digest": filing.snapshot_digest,
        "recorded_at": filing.recorded_at,
        "recorded_by": filing.recorded_by,
    }


def _entry(one: ListEntry) -> Body:
    return {"entity": one.entity, "id": one.id, "name": one.name, "facts": one.facts}


def training_body(made: RecordedTraining) -> Body:
    """Return the training with who was there and as what."""
    one = made.training
    return {
        "id": one.id,
        "organiser": one.organiser,
        "topic": one.topic,
        "held_on": one.held_on,
        "hours": one.hours,
        "place": one.place,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "attendees": [
            {"person_id": who.person_id, "staff_kind": who.staff_kind} for who in made.attendees
        ],
    }


def document_body(one: StandingDocument) -> Body:
    """Return the document; ``withdrawn_on`` is the first day on which it no longer holds."""
    return {
        "id": one.id,
        "unit": one.unit,
        "kind": one.kind,
        "title": one.title,
        "number": one.number,
        "dated": one.dated,
        "withdrawn_on": one.withdrawn_on,
        "url": one.url,
        "file_sha256": one.file_sha256,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
    }
