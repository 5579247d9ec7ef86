"""Who answers for a field in a place: shown and set."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain.adoption_refusals import adoption_not_found
from services.deadlines.domain.field_responsibilities import FieldResponsibility
from services.deadlines.domain.period_refusals import unit_elsewhere
from services.deadlines.domain.scopes import within
from services.deadlines.graphql.service import Info
from services.deadlines.store.field_responsibilities import responsibilities_of
from services.deadlines.usecases import field_responsibilities as usecase
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(FieldResponsibility)
@strawberry.type(
    name="FieldResponsibility", description="Who answers for a field in a place (重点领域责任分工)."
)
class FieldResponsibilityType:
    id: strawberry.ID = global_id("FieldResponsibility")
    unit: str = strawberry.field(description="The place: its government's code.")
    field: str = strawberry.field(description="The field's code, as facts state it.")
    title: str = strawberry.field(description="The field in Chinese.")
    department: str | None = strawberry.field(
        description="The department's code; null: whoever is involved."
    )
    department_name: str | None = strawberry.field(description="Its name when it was set.")
    note: str | None = strawberry.field(description="By which paper, or why.")
    version: int = strawberry.field(description="How often it was set.")
    set_at: datetime = strawberry.field(description="When it was set.")
    set_by: str = strawberry.field(description="Who set it.")


@strawberry.input(description="Set which department answers for a field in a place.")
class SetFieldResponsibilityInput:
    unit: str = strawberry.field(description="The place: its government's code.")
    field: str = strawberry.field(
        description="The field's code: a pack's own, or one for a field that the text only counts."
    )
    title: str | None = strawberry.field(
        default=None, description="In Chinese; wanted where no pack names the field."
    )
    department: str | None = strawberry.field(
        default=None, description="The department's code; null: nobody in particular any more."
    )
    note: str | None = strawberry.field(default=None, description="By which paper, or why.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was set.")
class SetFieldResponsibilityPayload:
    responsibility: FieldResponsibility = strawberry.field(
        graphql_type=FieldResponsibilityType, description="It as it stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


SetFieldResponsibilityResult = Annotated[
    SetFieldResponsibilityPayload | RefusalType, strawberry.union("SetFieldResponsibilityResult")
]


@strawberry.type
class FieldResponsibilityQuery:
    @strawberry.field(
        graphql_type=list[FieldResponsibilityType],
        description="Who answers for which field in a place, by the fields' codes; at most 60.",
    )
    async def field_responsibilities(
        self,
        info: Info,
        unit: Annotated[str, strawberry.argument(description="The government's code.")],
    ) -> list[FieldResponsibility]:
        caller = info.context.caller
        if not within(unit, caller.scope_level, caller.scope_code):
            raise unit_elsewhere("unit")
        async with info.context.database.reading() as conn:
            return await responsibilities_of(conn, [unit], routed=True)


@strawberry.type
class FieldResponsibilityMutation:
    @strawberry.mutation(
        description="Set which department answers for a field in a place (登记重点领域责任分工)."
    )
    async def set_field_responsibility(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SetFieldResponsibilityInput, strawberry.argument(description="What to do.")
        ],
    ) -> SetFieldResponsibilityResult:
        context = info.context
        command = usecase.SetField(
            unit=input.unit,
            field=input.field,
            title=input.title,
            department=input.department,
            note=input.note,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.set_field_responsibility(
            context.database, law, context.caller, command, now
        )
        caller = context.caller
        if not within(done.value.unit, caller.scope_level, caller.scope_code):
            raise adoption_not_found("input.idempotencyKey")
        async with context.database.reading() as conn:
            rows = await responsibilities_of(conn, [done.value.unit])
        return SetFieldResponsibilityPayload(
            responsibility=next(row for row in rows if row.field == done.value.field),
            replayed=done.replayed,
        )
