"""The line to take (口径) in versions."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain.gates import Statement
from services.deadlines.graphql.gates import GateDecisionType
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import statements as usecase
from services.deadlines.usecases.gates import statements_with_approval
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Statement)
@strawberry.type(name="Statement", description="One version of the line to take (口径).")
class StatementType:
    id: strawberry.ID = global_id("Statement")
    version: int = strawberry.field(description="Its number, from 1.")
    text: str = strawberry.field(description="What it says.")
    note: str | None = strawberry.field(description="A note.")
    author: str = strawberry.field(description="Who drafted it.")
    at: datetime = strawberry.field(description="When it was drafted.")
    approved: bool = compiled_field(
        lambda row: row.approval is not None, bool, description="Whether leaders agreed to it."
    )
    approval: GateDecisionType | None = strawberry.field(description="Their decision.")


@strawberry.input(description="Draft a version of the line to take.")
class DraftStatementInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    text: str = strawberry.field(description="What it says.")
    note: str | None = strawberry.field(default=None, description="A note.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The version that was drafted.")
class DraftStatementPayload:
    statement: Statement = strawberry.field(graphql_type=StatementType, description="The version.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


DraftStatementResult = Annotated[
    DraftStatementPayload | RefusalType, strawberry.union("DraftStatementResult")
]


@strawberry.type
class StatementMutation:
    @strawberry.mutation(description="Draft a version of the line to take (拟口径).")
    async def draft_statement(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DraftStatementInput, strawberry.argument(description="What to do.")
        ],
    ) -> DraftStatementResult:
        context = info.context
        done = await usecase.draft_statement(
            context.database,
            context.caller,
            from_global_id(input.incident, "Incident", "input.incident"),
            input.text,
            input.note,
            input.idempotency_key,
            context.clock.now(),
        )
        async with context.database.reading() as conn:
            found = await statements_with_approval(conn, [done.value.incident])
        rows = found[done.value.incident]
        statement = next(row for row in rows if row.version == done.value.version)
        return DraftStatementPayload(statement=statement, replayed=done.replayed)
