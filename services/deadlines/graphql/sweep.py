"""The sweep: its mutation for the job, its state for the desk."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain.sweep import SweepAnswer, SweepStatus
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import sweep as usecase
from services.kit.graphql.rows import shows
from services.kit.graphql.schema import RefusalType


@shows(SweepStatus)
@strawberry.type(name="SweepStatus", description="Whether reminders run.")
class SweepStatusType:
    last_run_at: datetime | None = strawberry.field(description="When the last sweep ran.")
    last_as_of: datetime | None = strawberry.field(description="For which moment it ran.")
    healthy: bool = strawberry.field(description="Whether it ran within three minutes.")
    backlog: int = strawberry.field(description="Reminders due and not swept, to ten thousand.")
    next_wake_at: datetime | None = strawberry.field(description="When the next reminder is due.")
    late_by_seconds: int | None = strawberry.field(
        description="How late the earliest reminder is; null: none is late."
    )


@strawberry.input(description="Sweep once.")
class SweepObligationsInput:
    as_of: datetime | None = strawberry.field(
        default=None, description="For which moment; null: now. Not before the last one."
    )
    limit: int = strawberry.field(default=1000, description="How many obligations, 1 to 1000.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this run.")


@strawberry.type(description="What one sweep did; zeros are said too.")
class SweepObligationsPayload:
    selected: int = strawberry.field(description="Obligations whose reminder had come.")
    alerts: int = strawberry.field(description="Reminders recorded.")
    backlog: int = strawberry.field(description="What is due and left for the next sweep.")
    next_wake_at: datetime | None = strawberry.field(description="When the next reminder is due.")
    as_of: datetime = strawberry.field(description="For which moment it ran.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


SweepResult = Annotated[SweepObligationsPayload | RefusalType, strawberry.union("SweepResult")]


@strawberry.type
class SweepQuery:
    @strawberry.field(graphql_type=SweepStatusType, description="Whether reminders run.")
    async def sweep_status(self, info: Info) -> SweepStatus:
        return await usecase.sweep_status(info.context.database, info.context.clock.now())


@strawberry.type
class SweepMutation:
    @strawberry.mutation(description="Record the reminders that have come due; for the job.")
    async def sweep_obligations(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SweepObligationsInput, strawberry.argument(description="What to do.")
        ],
    ) -> SweepResult:
        context = info.context
        done = await usecase.sweep_obligations(
            context.database,
            context.service.law,
            context.caller,
            input.as_of,
            input.limit,
            input.idempotency_key,
            context.clock.now(),
        )
        answer: SweepAnswer = done.value
        return SweepObligationsPayload(
            selected=answer.selected,
            alerts=answer.alerts,
            backlog=answer.backlog,
            next_wake_at=answer.next_wake_at,
            as_of=answer.as_of,
            replayed=done.replayed,
        )
