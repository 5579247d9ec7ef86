"""Recording a consultation, which meets the duty to hold one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    Deed,
    Evidence,
    checked_evidence,
    optional,
    owing_unit,
    wanted,
)
from services.deadlines.domain.consultations import (
    Consultation,
    called_convenors,
    convenor_doubts,
)
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.releases import Attendee
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selection import needed, own_moment
from services.deadlines.store.consultations import save_consultation
from services.deadlines.store.directory import directory_for
from services.deadlines.usecases.acts import Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once
from services.kit.ids import new_id

MOST_ATTENDEES = 50
MOST_CONVENORS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """The answer kept for recordConsultation."""

    consultation: UUID
    fulfilled: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsultation:
    """The command; ``convenors`` are unit codes, ``held_at`` None is now."""

    incident: UUID
    title: str | None
    convenors: Sequence[str]
    attendees: Sequence[Attendee]
    opinion: str
    held_at: datetime | None
    evidence: Evidence
    late_reason: str | None
    key: str


async def record_consultation(
    database: Database, law: Law, caller: Principal, command: RecordConsultation, now: datetime
) -> Once[Consulted]:
    """Record a consultation (会商) and fulfil the duty to hold one.

    Another convenor than the clause names is a doubt and stops nothing. Raises Refusal MISSING
    (opinion, convenor), TOO_MANY, UNKNOWN_UNIT, TIME_IN_FUTURE, BEFORE_OCCURRENCE, BAD_URL,
    BAD_CHECKSUM, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    title = optional(command.title, "input.title") or "会商"
    opinion = wanted(command.opinion, "input.opinion", "会商意见", LONGEST_NOTE)
    evidence = checked_evidence(command.evidence, "input.evidence")
    late_reason = optional(command.late_reason, "input.lateReason", LONGEST_NOTE)
    codes = _convenors(command.convenors)
    attendees = _attendees(command.attendees)
    held_at = command.held_at or now

    async def act(scene: Scene) -> Consulted:
        check_done_at(held_at, now, scene.facts.occurred_at, "input.heldAt")
        convenors = [
            await scene.unit(code, None, f"input.convenors.{place}")
            for place, code in enumerate(codes)
        ]
        held = Consultation(
            id=new_id(),
            incident_id=scene.file.incident.id,
            title=title,
            convenors=tuple(convenors),
            attendees=attendees,
            opinion=opinion,
            held_at=held_at,
            warnings=convenor_doubts(convenors, await _called(scene)),
            recorded_at=now,
            recorded_by=caller.name,
            evidence=evidence,
        )
        await save_consultation(scene.conn, held)
        _note(scene, held)
        owing = owing_unit(scene.rows, ["CONSULTATION"]) or convenors[0].code
        deed = Deed(
            kinds=frozenset({"CONSULTATION"}),
            unit=owing,
            done_at=held_at,
            late_reason=late_reason,
            receipt=evidence.document,
        )
        fulfilled = await scene.fulfil(deed, consultation=str(held.id))
        return Consulted(consultation=held.id, fulfilled=fulfilled)

    request = [
        str(command.incident),
        title,
        codes,
        attendees,
        opinion,
        command.held_at,
        evidence,
        late_reason,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="recordConsultation",
        request=request,
        answer=Consulted,
        now=now,
    )


async def _called(scene: Scene) -> tuple[UnitRef, ...]:
    need = needed(scene.facts)
    extract = await directory_for(scene.conn, need, scene.now, own_moment(scene.facts))
    return called_convenors(scene.rows, scene.law.packs, scene.facts, extract.directory)


def _convenors(given: Sequence[str]) -> list[str]:
    if not given:
        raise refusals.missing("input.convenors", "召集单位")
    if len(given) > MOST_CONVENORS:
        raise refusals.too_many("input.convenors", MOST_CONVENORS)
    return [unit_code(f"input.convenors.{n}")(code) for n, code in enumerate(given)]


def _attendees(given: Sequence[Attendee]) -> tuple[Attendee, ...]:
    if len(given) > MOST_ATTENDEES:
        raise refusals.too_many("input.attendees", MOST_ATTENDEES)
    return tuple(
        Attendee(
            unit=wanted(row.unit, f"input.attendees.{n}.unit", "参加单位"),
            person=wanted(row.person, f"input.attendees.{n}.person", "参加人"),
            post=optional(row.post, f"input.attendees.{n}.post"),
        )
        for n, row in enumerate(given)
    )


def _note(scene: Scene, held: Consultation) -> None:
    scene.record.add(
        "consultation",
        held.id,
        1,
        "RECORDED",
        title=held.title,
        convenors=[unit.name for unit in held.convenors],
        opinion=held.opinion,
        held_at=held.held_at.isoformat(),
        document=held.evidence.document,
        url=held.evidence.url,
        sha256=held.evidence.sha256,
    )
