"""The sweep: its mutation for the job, its state for the desk."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.deadlines.domain.pulse import Pulse
from services.deadlines.domain.sweep import CatchUp, SweepAnswer
from services.deadlines.graphql.delivery import DeliveryStatusType
from services.deadlines.graphql.notice_types import NoticeHoldType
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import sweep as usecase
from services.deadlines.usecases.delivery import pulse
from services.kit.graphql.rows import compiled_field, shows
from services.kit.graphql.schema import RefusalType


@shows(CatchUp)
@strawberry.type(
    name="CatchUp",
    description="A standstill that was worked off: everything at its true time, one digest a"
    " person.",
)
class CatchUpType:
    begins: datetime = strawberry.field(description="The last run before it.")
    ends: datetime = strawberry.field(description="The first run after it.")


def _of_sweep(name: str, kind: Any, description: str) -> Any:
    return compiled_field(lambda row: getattr(row.sweep, name), kind, description=description)


@shows(Pulse)
@strawberry.type(name="SweepStatus", description="Whether reminders run, and reach anybody.")
class SweepStatusType:
    last_run_at: datetime | None = _of_sweep(
        "last_run_at", datetime | None, "When the last sweep ran."
    )
    last_as_of: datetime | None = _of_sweep(
        "last_as_of", datetime | None, "For which moment it ran."
    )
    healthy: bool = _of_sweep("healthy", bool, "Whether it ran within three minutes.")
    backlog: int = _of_sweep("backlog", int, "Reminders due and not swept, to ten thousand.")
    next_wake_at: datetime | None = _of_sweep(
        "next_wake_at", datetime | None, "When the next reminder is due."
    )
    late_by_seconds: int | None = _of_sweep(
        "late_by_seconds", int | None, "How late the earliest reminder is; null: none is late."
    )
    delivery: DeliveryStatusType = strawberry.field(description="How notices leave the house.")
    holds: list[NoticeHoldType] = strawberry.field(description="The planned silences in force.")
    catch_up: CatchUpType | None = strawberry.field(
        description="The last standstill that was worked off; null: none."
    )


@strawberry.input(description="Sweep once.")
class SweepObligationsInput:
    as_of: datetime | None = strawberry.field(
        default=None, description="For which moment; null: now. Not before the last one."
    )
    limit: int = strawberry.field(default=500, description="How many obligations, 1 to 500.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this run.")


@strawberry.type(description="What one sweep did; zeros are said too.")
class SweepObligationsPayload:
    selected: int = strawberry.field(description="Obligations whose reminder had come.")
    alerts: int = strawberry.field(description="Reminders recorded.")
    notices: int = strawberry.field(description="Notices made of them, climbs and digests too.")
    catch_up: CatchUpType | None = strawberry.field(
        description="The standstill that this run works off; null: none."
    )
    backlog: int = strawberry.field(
        description="What is due and left for the next sweep; in catching up, climbs too."
    )
    next_wake_at: datetime | None = strawberry.field(description="When the next reminder is due.")
    as_of: datetime = strawberry.field(description="For which moment it ran.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


SweepResult = Annotated[SweepObligationsPayload | RefusalType, strawberry.union("SweepResult")]


@strawberry.type
class SweepQuery:
    @strawberry.field(graphql_type=SweepStatusType, description="Whether reminders run.")
    async def sweep_status(self, info: Info) -> Pulse:
        return await pulse(info.context.database, info.context.clock.now())


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
            notices=answer.notices,
            catch_up=answer.catch_up,  # type: ignore[arg-type] # the type shows this row
            backlog=answer.backlog,
            next_wake_at=answer.next_wake_at,
            as_of=answer.as_of,
            replayed=done.replayed,
        )
