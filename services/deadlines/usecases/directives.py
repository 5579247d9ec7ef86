"""Recording orders from above beside the one among the facts."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from msgspec import structs

from services.deadlines.domain import chain_messages, chain_refusals
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    LONGEST_NUMBER,
    Evidence,
    checked_evidence,
    optional,
    wanted,
)
from services.deadlines.domain.directives import KIND, OPENED_ON, Directive, own_duty
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.law.pack import Duty
from services.deadlines.law.words import Trigger
from services.deadlines.store.directives import directives_of, save_directive
from services.deadlines.store.obligations import Computed, open_obligations
from services.deadlines.usecases.acts import Scene, on_incident
from services.deadlines.usecases.incidents import note_opened
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.triggers import Event
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """The answer kept for recordDirective."""

    incident: UUID
    directive: UUID
    opened: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDirective:
    """The command; ``ordered_at`` None is now, ``due_at`` None: the order sets no limit."""

    incident: UUID
    superior: str
    document: str
    content: str | None
    ordered_at: datetime | None
    due_at: datetime | None
    evidence: Evidence
    key: str


async def record_directive(
    database: Database, law: Law, caller: Principal, command: RecordDirective, now: datetime
) -> Once[Ordered]:
    """Record an order from above (上级交办), which opens a duty of its own with its own limit.

    Raises Refusal ORDER_RECORDED, DUE_BEFORE_ORDER, MISSING, TIME_IN_FUTURE, BEFORE_OCCURRENCE,
    BAD_URL, BAD_CHECKSUM, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    superior = wanted(command.superior, "input.superior", "交办单位")
    document = wanted(command.document, "input.document", "文号", LONGEST_NUMBER)
    content = optional(command.content, "input.content", LONGEST_NOTE)
    evidence = checked_evidence(command.evidence, "input.evidence")
    ordered_at = command.ordered_at or now
    if command.due_at is not None and command.due_at < ordered_at:
        raise chain_refusals.due_before_directive("input.dueAt")

    async def act(scene: Scene) -> Ordered:
        check_done_at(ordered_at, now, scene.facts.occurred_at, "input.orderedAt")
        before = await directives_of(scene.conn, scene.file.incident.id)
        if any((each.superior, each.document) == (superior, document) for each in before):
            raise chain_refusals.directive_recorded(document, "input.document")
        order = Directive(
            id=new_id(),
            incident_id=scene.file.incident.id,
            superior=superior,
            document=document,
            content=content,
            ordered_at=ordered_at,
            due_at=command.due_at,
            obligations=(),
            recorded_at=now,
            recorded_by=caller.name,
            evidence=evidence,
        )
        opened = await _open(scene, order, len(before) + 1)
        order = replace(order, obligations=tuple(row.id for row in opened))
        await save_directive(scene.conn, order)
        scene.record.add(
            "directive",
            order.id,
            1,
            "RECORDED",
            title=superior,
            document=document,
            reason=content,
            ordered_at=ordered_at.isoformat(),
            due_at=command.due_at.isoformat() if command.due_at else None,
            url=evidence.url,
            sha256=evidence.sha256,
        )
        return Ordered(incident=order.incident_id, directive=order.id, opened=order.obligations)

    request = [
        str(command.incident),
        superior,
        document,
        content,
        command.ordered_at,
        command.due_at,
        evidence,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="recordDirective",
        request=request,
        answer=Ordered,
        now=now,
    )


async def _open(scene: Scene, order: Directive, number: int) -> list[Computed]:
    """Open what the packs ask on an order; where none has a clause, the order's own duty."""
    facts = structs.replace(
        scene.facts,
        directed_by=order.superior,
        directed_at=order.ordered_at,
        directed_due_at=order.due_at,
    )
    event = Event(
        trigger=Trigger.INCIDENT,
        at=order.ordered_at,
        number=number,
        reason=chain_messages.ordered(order.superior, order.document),
        subject=order.document,
        duties=_of_orders,
        facts=facts,
        opened_on=OPENED_ON,
    )
    if opened := await scene.open_on(event):
        return opened
    owner = await scene.unit(None, None, "input.incident")
    own = Computed(
        id=new_id(),
        duty=own_duty(order, number, owner, scene.facts.known_at),
        scope=scene.file.scope,
        opened_on=OPENED_ON,
    )
    incident, by = scene.file.incident.id, scene.caller.name
    await open_obligations(scene.conn, incident, [own], at=scene.now, actor=by, reason=event.reason)
    note_opened(scene.record, own)
    scene.touched.add(own.id)
    return [own]


def _of_orders(duty: Duty) -> bool:
    return duty.kind == KIND
