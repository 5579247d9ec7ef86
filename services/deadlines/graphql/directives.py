"""Orders from above on an incident: shown and recorded."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.directives import Directive
from services.deadlines.domain.obligations import Obligation
from services.deadlines.graphql.evidence import (
    EvidenceInput,
    EvidenceType,
    evidence_of,
    fulfilled_rows,
)
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.service import Info
from services.deadlines.store.directives import directives_of
from services.deadlines.store.incidents import incidents_by_id
from services.deadlines.usecases import directives as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Directive)
@strawberry.type(name="Directive", description="One order from above to respond (上级交办).")
class DirectiveType:
    id: strawberry.ID = global_id("Directive")
    superior: str = strawberry.field(description="Who ordered it.")
    document: str = strawberry.field(description="The order's number (文号).")
    content: str | None = strawberry.field(description="What it asks.")
    ordered_at: datetime = strawberry.field(description="When it was given.")
    due_at: datetime | None = strawberry.field(description="The limit that it sets; null: none.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@strawberry.input(description="Record an order from above.")
class RecordDirectiveInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    superior: str = strawberry.field(description="Who ordered it.")
    document: str = strawberry.field(description="The order's number (文号).")
    content: str | None = strawberry.field(default=None, description="What it asks.")
    ordered_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    due_at: datetime | None = strawberry.field(
        default=None, description="The limit that it sets; null: none."
    )
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The order, and the duty that it opened.")
class RecordDirectivePayload:
    directive: Directive = strawberry.field(graphql_type=DirectiveType, description="The order.")
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The duties of this order alone."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


RecordDirectiveResult = Annotated[
    RecordDirectivePayload | RefusalType, strawberry.union("RecordDirectiveResult")
]


@strawberry.type
class DirectiveMutation:
    @strawberry.mutation(
        description="Record an order from above, with a duty and a limit of its own (上级交办)."
    )
    async def record_directive(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordDirectiveInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordDirectiveResult:
        command = usecase.RecordDirective(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            superior=input.superior,
            document=input.document,
            content=input.content,
            ordered_at=input.ordered_at,
            due_at=input.due_at,
            evidence=evidence_of(input.evidence),
            key=input.idempotency_key,
        )
        context = info.context
        law, now, caller = context.service.law, context.clock.now(), context.caller
        done = await usecase.record_directive(context.database, law, caller, command, now)
        async with context.database.reading() as conn:
            seen = await incidents_by_id(conn, [done.value.incident], caller.scope_code)
            if not seen:
                raise refusals.incident_not_found("input.idempotencyKey")
            orders = await directives_of(conn, done.value.incident)
        return RecordDirectivePayload(
            directive=next(order for order in orders if order.id == done.value.directive),
            opened=await fulfilled_rows(info, done.value.opened),
            replayed=done.replayed,
        )
