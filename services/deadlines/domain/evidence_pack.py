"""Everything the record holds for one decision on breaches, as one text that can be checked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.deadlines.domain import messages
from services.deadlines.domain.accountability import Accountability
from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.dispatches import Dispatch
from services.deadlines.domain.hotline import HotlineTicket
from services.deadlines.domain.incidents import Assessment, Incident, Party
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.referrals import Referral
from services.deadlines.domain.releases import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """The evidence (证据包) as JSON with its SHA-256 in hex, so that a copy can be compared."""

    json: str
    sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the change log, with who did it and what was said."""

    at: datetime
    actor: str
    entity: str
    kind: str
    body: dict[str, Any]
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the record holds of an incident."""

    incident: Incident
    assessments: Sequence[Assessment]
    parties: Sequence[Party]
    obligations: Sequence[Obligation]
    releases: Sequence[Release]
    dispatches: Sequence[Dispatch]
    referrals: Sequence[Referral]
    consultations: Sequence[Consultation]
    tickets: Sequence[HotlineTicket]
    timeline: Sequence[Entry]


def evidence_pack(decision: Accountability, found: Gathered, now: datetime) -> EvidencePack:
    """Put the evidence together: all obligations, the timeline, releases with their checksums.

    The text is the same for the same record at the same moment: keys stand in order. Telephone
    numbers are left out.
    """
    content = {
        "made_at": now,
        "note": "按规则包的记录整理，不作结论。",
        "decision": decision,
        "incident": found.incident,
        "assessments": found.assessments,
        "parties": [_party(party) for party in found.parties],
        "obligations": [_obligation(row) for row in found.obligations],
        "releases": found.releases,
        "dispatches": found.dispatches,
        "referrals": found.referrals,
        "consultations": found.consultations,
        "hotline_tickets": found.tickets,
        "timeline": [_entry(entry) for entry in found.timeline],
    }
    encoded = msgspec.json.encode(msgspec.to_builtins(content), order="sorted")
    digest = hashlib.sha256(encoded).hexdigest()
    return EvidencePack(json=encoded.decode(), sha256=digest, made_at=now)


def _party(party: Party) -> dict[str, Any]:
    return {
        "role": party.role_title,
        "unit": party.unit,
        "person": party.person.name if party.person else None,
        "acknowledged_at": party.acknowledged_at,
        "acknowledged_by": party.acknowledged_by,
    }


def _obligation(row: Obligation) -> dict[str, Any]:
    person = row.person
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "due_class": row.due_class,
        "modality": row.modality,
        "start_at": row.start_at,
        "due_at": row.due_at,
        "done_at": row.done_at,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "outcome": row.outcome,
        "reason": row.close_reason,
        "late_at_intake": row.late_at_intake,
        "owner": row.owner,
        "person": person.name if person else None,
        "basis": row.basis,
        "versions": row.versions,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "actor": entry.actor,
        "kind": f"{entry.entity}.{entry.kind}",
        "text": messages.text(entry.entity, entry.kind, entry.body),
        "body": entry.body,
    }
