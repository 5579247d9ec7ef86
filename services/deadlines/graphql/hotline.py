"""Hotline tickets of incidents: linked, answered, followed up, and those still unanswered."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.deadlines.domain import chain_refusals
from services.deadlines.domain.hotline import (
    ContactKind,
    HotlineContact,
    HotlineTicket,
    TicketKind,
)
from services.deadlines.domain.obligations import Obligation
from services.deadlines.graphql.evidence import fulfilled_rows
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.service import Info
from services.deadlines.store import hotline as store
from services.deadlines.usecases import hotline as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@shows(HotlineContact)
@strawberry.type(name="HotlineContact", description="A reply to a caller, or a follow-up.")
class HotlineContactType:
    kind: ContactKind = strawberry.field(description="Which.")
    at: datetime = strawberry.field(description="When.")
    person: str | None = strawberry.field(description="Who spoke to the caller.")
    means: str | None = strawberry.field(description="By what means.")
    content: str = strawberry.field(description="What was said.")
    satisfied: bool | None = strawberry.field(description="Whether the caller is; null: unasked.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@shows(HotlineTicket)
@strawberry.type(name="HotlineTicket", description="A call to the hotline (12345工单).")
class HotlineTicketType:
    id: strawberry.ID = global_id("HotlineTicket")
    number: str = strawberry.field(description="The hotline's own number.")
    kind: TicketKind = strawberry.field(description="What the caller wants.")
    kind_title: str = strawberry.field(description="The kind in Chinese.")
    summary: str = strawberry.field(description="What the caller says.")
    received_at: datetime = strawberry.field(description="When the hotline took it.")
    replied_at: datetime | None = strawberry.field(description="When it was first answered.")
    unreplied: bool = strawberry.field(description="Whether it must be answered and was not.")
    contacts: list[HotlineContactType] = strawberry.field(description="Replies, follow-ups.")
    incident_number: str = strawberry.field(description="The incident's number, YYYY-NNNN.")
    recorded_at: datetime = strawberry.field(description="When it was linked.")
    recorded_by: str = strawberry.field(description="Who linked it.")


@strawberry.input(description="Link a call to an incident.")
class LinkHotlineTicketInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    number: str = strawberry.field(description="The hotline's own number (工单号).")
    kind: TicketKind = strawberry.field(description="What the caller wants.")
    summary: str = strawberry.field(description="What the caller says.")
    received_at: datetime = strawberry.field(description="When the hotline took it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record a reply to a caller.")
class RecordHotlineReplyInput:
    ticket: strawberry.ID = strawberry.field(description="The call.")
    content: str = strawberry.field(description="What was said.")
    replied_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    person: str | None = strawberry.field(default=None, description="Who replied.")
    means: str | None = strawberry.field(default=None, description="By what means.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record a follow-up after a reply.")
class RecordFollowUpVisitInput:
    ticket: strawberry.ID = strawberry.field(description="The call.")
    result: str = strawberry.field(description="What came of it.")
    visited_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    satisfied: bool | None = strawberry.field(
        default=None, description="Whether the caller is satisfied; null: not asked."
    )
    person: str | None = strawberry.field(default=None, description="Who asked.")
    means: str | None = strawberry.field(default=None, description="By what means.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _TicketPayload:
    ticket: HotlineTicket = strawberry.field(
        graphql_type=HotlineTicketType, description="The call as it now stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The call, and what it opened.")
class LinkHotlineTicketPayload(_TicketPayload):
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The replies that are owed."
    )


@strawberry.type(description="The call, and what the reply fulfilled.")
class RecordHotlineReplyPayload(_TicketPayload):
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )


@strawberry.type(description="The call with its follow-up.")
class RecordFollowUpVisitPayload(_TicketPayload):
    pass


LinkHotlineTicketResult = Annotated[
    LinkHotlineTicketPayload | RefusalType, strawberry.union("LinkHotlineTicketResult")
]
RecordHotlineReplyResult = Annotated[
    RecordHotlineReplyPayload | RefusalType, strawberry.union("RecordHotlineReplyResult")
]
RecordFollowUpVisitResult = Annotated[
    RecordFollowUpVisitPayload | RefusalType, strawberry.union("RecordFollowUpVisitResult")
]


@strawberry.type
class HotlineQuery:
    @strawberry.field(
        graphql_type=Connection[HotlineTicketType],
        description="Complaints and reports that nobody has answered, oldest first.",
    )
    async def unreplied_tickets(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[HotlineTicket]:
        page = PageRequest.parse(
            first, after, last, before, connection="unrepliedTickets", key=(UUID,)
        )
        code = info.context.caller.scope_code
        async with info.context.database.reading() as conn:
            rows = await store.unreplied_page(conn, page, code)

        async def count() -> int:
            async with info.context.database.reading() as conn:
                return await store.unreplied_count(conn, code)

        return connection(page, rows, lambda row: (row.id,), count)


@strawberry.type
class HotlineMutation:
    @strawberry.mutation(description="Link a call to the hotline to an incident (12345工单).")
    async def link_hotline_ticket(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            LinkHotlineTicketInput, strawberry.argument(description="What to do.")
        ],
    ) -> LinkHotlineTicketResult:
        command = usecase.LinkTicket(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            number=input.number,
            kind=input.kind,
            summary=input.summary,
            received_at=input.received_at,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.link_ticket(context.database, law, context.caller, command, now)
        opened = await fulfilled_rows(info, done.value.obligations)
        return LinkHotlineTicketPayload(opened=opened, **await _ticket(info, done))

    @strawberry.mutation(description="Record a reply to a caller (回复).")
    async def record_hotline_reply(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordHotlineReplyInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordHotlineReplyResult:
        command = usecase.RecordContact(
            ticket=from_global_id(input.ticket, "HotlineTicket", "input.ticket"),
            kind=ContactKind.REPLY,
            at=input.replied_at,
            at_field="input.repliedAt",
            person=input.person,
            means=input.means,
            content=input.content,
            content_field="input.content",
            satisfied=None,
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        done = await _contact(info, command)
        met = await fulfilled_rows(info, done.value.obligations)
        return RecordHotlineReplyPayload(fulfilled=met, **await _ticket(info, done))

    @strawberry.mutation(description="Record a follow-up after a reply (回访).")
    async def record_follow_up_visit(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordFollowUpVisitInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordFollowUpVisitResult:
        command = usecase.RecordContact(
            ticket=from_global_id(input.ticket, "HotlineTicket", "input.ticket"),
            kind=ContactKind.FOLLOW_UP,
            at=input.visited_at,
            at_field="input.visitedAt",
            person=input.person,
            means=input.means,
            content=input.result,
            content_field="input.result",
            satisfied=input.satisfied,
            late_reason=None,
            key=input.idempotency_key,
        )
        done = await _contact(info, command)
        return RecordFollowUpVisitPayload(**await _ticket(info, done))


async def _contact(info: Info, command: usecase.RecordContact) -> Once[usecase.Told]:
    context = info.context
    law, now = context.service.law, context.clock.now()
    return await usecase.record_contact(context.database, law, context.caller, command, now)


async def _ticket(info: Info, done: Once[usecase.Told]) -> dict[str, Any]:
    async with info.context.database.reading() as conn:
        rows = await store.tickets_by_id(conn, [done.value.ticket], info.context.caller.scope_code)
    if not rows:
        raise chain_refusals.ticket_not_found("input.idempotencyKey")
    return {"ticket": rows[0], "replayed": done.replayed}
