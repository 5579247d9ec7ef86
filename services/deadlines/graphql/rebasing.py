"""Re-basing an incident: what it would change, and doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.obligations import Obligation
from services.deadlines.graphql.incidents import IncidentType, assessed_rows
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.parts import TraceLineType
from services.deadlines.graphql.previews import (
    AssessmentPreviewRow,
    LapsedObligationType,
    LapsedRow,
    MovedObligationType,
    MovedRow,
    PlannedObligationType,
    plan_rows,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.results import RequiredDuty
from services.deadlines.usecases import rebasing as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import shows
from services.kit.graphql.schema import RefusalType


@dataclass(frozen=True, slots=True, kw_only=True)
class RebasePreviewRow:
    """What a RebasePreview shows."""

    before: Sequence[str]
    after: Sequence[str]
    opened: Sequence[RequiredDuty]
    moved: Sequence[MovedRow]
    kept: Sequence[RequiredDuty]
    lapsed: Sequence[LapsedRow]
    late: Sequence[RequiredDuty]
    responsibility: Sequence[Any]
    notes: Sequence[str]
    as_of: datetime


@shows(RebasePreviewRow)
@strawberry.type(
    name="RebasePreview", description="What the law of today would change in an incident, unsaved."
)
class RebasePreviewType:
    before: list[str] = strawberry.field(description='The packs it is pinned to, "id@version".')
    after: list[str] = strawberry.field(description="The packs in force today.")
    opened: list[PlannedObligationType] = strawberry.field(description="Would be opened.")
    moved: list[MovedObligationType] = strawberry.field(description="Would change.")
    kept: list[PlannedObligationType] = strawberry.field(
        description="Would stay as they are, breaches among them."
    )
    lapsed: list[LapsedObligationType] = strawberry.field(description="Would lapse.")
    late: list[PlannedObligationType] = strawberry.field(
        description="Of those opened or changed: past their limit from the first moment."
    )
    responsibility: list[TraceLineType] = strawberry.field(description="How units were found.")
    notes: list[str] = strawberry.field(description="What the texts leave open, in Chinese.")
    as_of: datetime = strawberry.field(description="The moment of the calculation.")


@strawberry.input(description="Put an open incident under the law of today.")
class RebaseIncidentInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    reason: str = strawberry.field(description="Why; kept with each change.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What re-basing changed.")
class RebaseIncidentPayload:
    incident: Incident = strawberry.field(graphql_type=IncidentType, description="The incident.")
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="Newly owed."
    )
    moved: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="With a new due version."
    )
    lapsed: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="No longer called for."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


RebaseIncidentResult = Annotated[
    RebaseIncidentPayload | RefusalType, strawberry.union("RebaseIncidentResult")
]


@strawberry.type
class RebasingQuery:
    @strawberry.field(
        graphql_type=RebasePreviewType,
        description="What the law of today would change in an open incident.",
    )
    async def preview_rebase(
        self,
        info: Info,
        incident: Annotated[strawberry.ID, strawberry.argument(description="The incident.")],
    ) -> RebasePreviewRow:
        context = info.context
        found = await usecase.preview_rebase(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(incident, "Incident", "incident"),
            context.clock.now(),
        )
        rows: AssessmentPreviewRow = plan_rows(
            found.plan, found.standing, found.worked.calculation, found.as_of
        )
        return RebasePreviewRow(
            before=found.before,
            after=found.after,
            opened=rows.opened,
            moved=rows.moved,
            kept=rows.kept,
            lapsed=rows.lapsed,
            late=found.late,
            responsibility=rows.responsibility,
            notes=rows.notes,
            as_of=rows.as_of,
        )


@strawberry.type
class RebasingMutation:
    @strawberry.mutation(
        description="Put an open incident under the law of today; nothing is overwritten (改则)."
    )
    async def rebase_incident(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RebaseIncidentInput, strawberry.argument(description="What to do.")
        ],
    ) -> RebaseIncidentResult:
        context = info.context
        done = await usecase.rebase_incident(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.incident, "Incident", "input.incident"),
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        rows = await assessed_rows(info, done.value)
        return RebaseIncidentPayload(
            incident=rows.incident,
            opened=rows.opened,
            moved=rows.moved,
            lapsed=rows.lapsed,
            replayed=done.replayed,
        )
