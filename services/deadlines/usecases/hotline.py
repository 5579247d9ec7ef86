"""Linking hotline tickets to incidents, and recording what their callers were told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import chain_messages, chain_refusals
from services.deadlines.domain.acts import LONGEST_NOTE, Deed, optional, wanted
from services.deadlines.domain.hotline import (
    MUST_BE_ANSWERED,
    TICKET_TITLES,
    ContactKind,
    HotlineContact,
    HotlineTicket,
    TicketKind,
)
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.law.words import Trigger
from services.deadlines.store import hotline as store
from services.deadlines.usecases.acts import Find, Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.triggers import Event
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The answer kept for an act on a ticket; ``obligations`` were opened or fulfilled by it."""

    ticket: UUID
    obligations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTicket:
    """The command; ``received_at`` is when the hotline took the call."""

    incident: UUID
    number: str
    kind: TicketKind
    summary: str
    received_at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact:
    """The command; ``at`` None is now."""

    ticket: UUID
    kind: ContactKind
    at: datetime | None
    at_field: str
    person: str | None
    means: str | None
    content: str
    content_field: str
    satisfied: bool | None
    late_reason: str | None
    key: str


async def link_ticket(
    database: Database, law: Law, caller: Principal, command: LinkTicket, now: datetime
) -> Once[Told]:
    """Link a call (12345工单) to an incident; a complaint or report opens what the packs ask.

    Raises Refusal TICKET_LINKED, MISSING, TOO_LONG, TIME_IN_FUTURE, NOT_FOUND, INCIDENT_CLOSED.
    """
    number = wanted(command.number, "input.number", "工单号", 64)
    summary = wanted(command.summary, "input.summary", "诉求内容", LONGEST_NOTE)
    check_done_at(command.received_at, now, None, "input.receivedAt")

    async def act(scene: Scene) -> Told:
        before = await store.tickets_of(scene.conn, scene.file.incident.id)
        if any(ticket.number == number for ticket in before):
            raise chain_refusals.ticket_linked(number, "input.number")
        place = len(before) + 1
        event = Event(
            trigger=Trigger.HOTLINE,
            at=command.received_at,
            number=place,
            reason=chain_messages.called(TICKET_TITLES[command.kind], number),
            subject=number,
        )
        asked = command.kind in MUST_BE_ANSWERED
        opened = await scene.open_on(event) if asked else []
        ticket = HotlineTicket(
            id=new_id(),
            incident_id=scene.file.incident.id,
            incident_number=scene.file.incident.number,
            place=place,
            number=number,
            kind=command.kind,
            summary=summary,
            received_at=command.received_at,
            replied_at=None,
            obligations=tuple(row.id for row in opened),
            recorded_at=now,
            recorded_by=caller.name,
            version=1,
        )
        await store.save_ticket(scene.conn, ticket)
        scene.record.add(
            "ticket",
            ticket.id,
            1,
            "LINKED",
            title=number,
            call=ticket.kind_title,
            content=summary,
            received_at=command.received_at.isoformat(),
        )
        return Told(ticket=ticket.id, obligations=ticket.obligations)

    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="linkHotlineTicket",
        request=[str(command.incident), number, command.kind, summary, command.received_at],
        answer=Told,
        now=now,
    )


async def record_contact(
    database: Database, law: Law, caller: Principal, command: RecordContact, now: datetime
) -> Once[Told]:
    """Record a reply to the caller, which meets the duty to reply, or a follow-up after one.

    Raises Refusal NOT_REPLIED (a follow-up before any reply), BEFORE_CALL, MISSING, TOO_LONG,
    TIME_IN_FUTURE, NOT_FOUND, INCIDENT_CLOSED.
    """
    what = "回复内容" if command.kind is ContactKind.REPLY else "回访情况"
    made = HotlineContact(
        id=new_id(),
        kind=command.kind,
        at=command.at or now,
        person=optional(command.person, "input.person"),
        means=optional(command.means, "input.means"),
        content=wanted(command.content, command.content_field, what, LONGEST_NOTE),
        satisfied=command.satisfied,
        recorded_at=now,
        recorded_by=caller.name,
    )
    late_reason = optional(command.late_reason, "input.lateReason", LONGEST_NOTE)
    check_done_at(made.at, now, None, command.at_field)

    async def act(scene: Scene) -> Told:
        (ticket,) = await store.tickets_by_id(scene.conn, [command.ticket], caller.scope_code)
        _check_order(ticket, made, command.at_field)
        await store.save_contact(scene.conn, ticket.id, made)
        scene.record.add(
            "ticket",
            ticket.id,
            ticket.version + 1,
            "REPLIED" if made.kind is ContactKind.REPLY else "FOLLOWED_UP",
            title=ticket.number,
            content=made.content,
            person=made.person,
            means=made.means,
            at=made.at.isoformat(),
        )
        met: tuple[UUID, ...] = ()
        if made.kind is ContactKind.REPLY:
            deed = Deed(
                kinds=frozenset({"HOTLINE_REPLY"}),
                unit="",  # whoever answers, the caller is answered
                done_at=made.at,
                only=frozenset(ticket.obligations),
                late_reason=late_reason,
            )
            met = await scene.fulfil(deed, ticket=str(ticket.id))
        return Told(ticket=ticket.id, obligations=met)

    request = [
        str(command.ticket),
        command.kind,
        command.at,
        made.person,
        made.means,
        made.content,
        command.satisfied,
        late_reason,
    ]
    return await on_incident(
        database,
        law,
        caller,
        _incident_of(command.ticket, caller),
        act,
        field_name="input.ticket",
        key=command.key,
        operation=f"recordHotline{command.kind.value.title()}",
        request=request,
        answer=Told,
        now=now,
    )


def _incident_of(ticket: UUID, caller: Principal) -> Find:
    async def find(conn: Connection) -> UUID:
        rows = await store.tickets_by_id(conn, [ticket], caller.scope_code)
        if not rows:
            raise chain_refusals.ticket_not_found("input.ticket")
        return rows[0].incident_id

    return find


def _check_order(ticket: HotlineTicket, made: HotlineContact, field: str) -> None:
    if made.kind is ContactKind.REPLY:
        if made.at < ticket.received_at:
            raise chain_refusals.before_call(field)
    elif ticket.replied_at is None:
        raise chain_refusals.not_replied(ticket.number, "input.ticket")
    elif made.at < ticket.replied_at:
        raise chain_refusals.before_reply(field)
