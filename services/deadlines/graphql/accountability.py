"""Breaches that await a decision, decisions on them, and the evidence for one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.deadlines.domain import chain_refusals
from services.deadlines.domain.accountability import Accountability, Breach
from services.deadlines.domain.evidence_pack import (
    EvidencePack,
    evidence_pack,
)
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.graphql.evidence import (
    EvidenceInput,
    EvidenceType,
    evidence_of,
    fulfilled_rows,
)
from services.deadlines.graphql.obligations import ObligationType, dress
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.releases import WarningType
from services.deadlines.graphql.service import Info
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.words import Measure
from services.deadlines.store.accountability import accountability_by_id, breaches_page
from services.deadlines.store.gathering import gathered
from services.deadlines.usecases import accountability as usecase
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
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@shows(Breach)
@strawberry.type(name="Breach", description="A limit that was missed, as it stood.")
class BreachType:
    title: str = strawberry.field(description="What was owed.")
    unit: UnitRefType = strawberry.field(description="By whom.")
    due_at: datetime = strawberry.field(description="The limit.")
    done_at: datetime | None = strawberry.field(description="When it was done; null: not yet.")
    outcome: Outcome | None = strawberry.field(description="How it counts; null: still open.")


@shows(Accountability)
@strawberry.type(name="Accountability", description="A decision on breaches (责任追究).")
class AccountabilityType:
    id: strawberry.ID = global_id("Accountability")
    title: str = strawberry.field(description="The measures in Chinese, 不予追究 without any.")
    measures: list[Measure] = strawberry.field(description="What was decided.")
    reasons: list[str] = strawberry.field(description="Codes of the packs' reasons.")
    reason: str = strawberry.field(description="Why.")
    breaches: list[BreachType] = strawberry.field(description="On what.")
    unit: UnitRefType = strawberry.field(description="Which unit it concerns.")
    persons: list[str] = strawberry.field(description="Which persons.")
    decided_by: str = strawberry.field(description="Who decided.")
    decided_at: datetime = strawberry.field(description="When.")
    rectify_by: datetime | None = strawberry.field(description="By when to put things right.")
    carried_out_at: datetime | None = strawberry.field(description="When it was carried out.")
    rectified: bool | None = strawberry.field(description="Whether put right; null: not known.")
    result: str | None = strawberry.field(description="What came of it.")
    result_at: datetime | None = strawberry.field(description="When that was recorded.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    warnings: list[WarningType] = strawberry.field(description="What was doubtful about it.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@shows(EvidencePack)
@strawberry.type(name="EvidencePack", description="The evidence for a decision (证据包).")
class EvidencePackType:
    json: str = strawberry.field(description="All of it, JSON with sorted keys.")
    sha256: str = strawberry.field(description="The SHA-256 of that text in UTF-8, in hex.")
    made_at: datetime = compiled_field(
        lambda row: row.made_at, datetime, description="When it was put together."
    )


@strawberry.input(description="Record a decision on breaches.")
class RecordAccountabilityInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    breaches: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The obligations that missed their limits, at most 50."
    )
    measures: list[Measure] = strawberry.field(
        description="What is decided; empty: nothing is taken (不予追究)."
    )
    reasons: list[str] = strawberry.field(
        default_factory=list,
        description="Codes of the packs' reasons; they tell which clauses apply.",
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    unit: str = strawberry.field(description="Which unit it concerns: its code.")
    persons: list[str] = strawberry.field(default_factory=list, description="Which persons.")
    decided_by: str = strawberry.field(description="Who decided.")
    decided_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    rectify_by: datetime | None = strawberry.field(
        default=None, description="By when to put things right."
    )
    carried_out_at: datetime | None = strawberry.field(
        default=None, description="When it was carried out; null: not yet."
    )
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record what came of a decision on breaches.")
class RecordRectificationInput:
    accountability: strawberry.ID = strawberry.field(description="The decision.")
    result: str = strawberry.field(description="What came of it.")
    rectified: bool | None = strawberry.field(
        default=None, description="Whether things were put right; null: not known yet."
    )
    carried_out_at: datetime | None = strawberry.field(
        default=None, description="When the measures were carried out; null: as before."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _DecisionPayload:
    accountability: Accountability = strawberry.field(
        graphql_type=AccountabilityType, description="The decision as it now stands."
    )
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The decision, what it opened and what it fulfilled.")
class RecordAccountabilityPayload(_DecisionPayload):
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The duties of the clauses."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )


@strawberry.type(description="The decision with its result.")
class RecordRectificationPayload(_DecisionPayload):
    pass


RecordAccountabilityResult = Annotated[
    RecordAccountabilityPayload | RefusalType, strawberry.union("RecordAccountabilityResult")
]
RecordRectificationResult = Annotated[
    RecordRectificationPayload | RefusalType, strawberry.union("RecordRectificationResult")
]


@strawberry.type
class AccountabilityQuery:
    @strawberry.field(
        graphql_type=Connection[ObligationType],
        description="Obligations that missed their limits and await a decision, by due time.",
    )
    async def breaches(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Obligation]:
        page = PageRequest.parse(
            first, after, last, before, connection="breaches", key=(datetime, UUID)
        )
        caller, now = info.context.caller, info.context.clock.now()
        async with info.context.database.reading() as conn:
            found = await breaches_page(conn, page, now, caller.scope_code)
            found.rows[:] = await dress(found.rows, conn, info, caller)
        return connection(page, found, lambda row: (row.due_at, row.id), None)

    @strawberry.field(
        graphql_type=EvidencePackType | None,
        description="The evidence for a decision; null if not to be seen.",
    )
    async def evidence_pack(
        self,
        info: Info,
        accountability: Annotated[strawberry.ID, strawberry.argument(description="Which.")],
    ) -> EvidencePack | None:
        wanted = from_global_id(accountability, "Accountability", "accountability")
        code = info.context.caller.scope_code
        async with info.context.database.reading() as conn:
            decision = await accountability_by_id(conn, wanted, code)
            if decision is None:
                return None
            found = await gathered(conn, decision.incident_id, code)
        return evidence_pack(decision, found, info.context.clock.now()) if found else None


@strawberry.type
class AccountabilityMutation:
    @strawberry.mutation(
        description="Record what people decided on breaches (约谈、通报、追责、移送监察)."
    )
    async def record_accountability(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordAccountabilityInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordAccountabilityResult:
        command = usecase.RecordAccountability(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            breaches=[
                from_global_id(id_, "Obligation", f"input.breaches.{place}")
                for place, id_ in enumerate(input.breaches)
            ],
            measures=input.measures,
            reasons=input.reasons,
            reason=input.reason,
            unit=input.unit,
            persons=input.persons,
            decided_by=input.decided_by,
            decided_at=input.decided_at,
            rectify_by=input.rectify_by,
            carried_out_at=input.carried_out_at,
            evidence=evidence_of(input.evidence),
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.record_accountability(
            context.database, law, context.caller, command, now
        )
        payload = await _payload(info, done)
        made: Accountability = payload["accountability"]
        return RecordAccountabilityPayload(
            opened=await fulfilled_rows(info, made.obligations),
            warnings=list(made.warnings),
            **payload,
        )

    @strawberry.mutation(description="Record what came of a decision on breaches (整改结果).")
    async def record_rectification(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordRectificationInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordRectificationResult:
        command = usecase.RecordRectification(
            accountability=from_global_id(
                input.accountability, "Accountability", "input.accountability"
            ),
            carried_out_at=input.carried_out_at,
            rectified=input.rectified,
            result=input.result,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.record_rectification(
            context.database, law, context.caller, command, now
        )
        return RecordRectificationPayload(**await _payload(info, done))


async def _payload(info: Info, done: Once[usecase.Decided]) -> dict[str, Any]:
    async with info.context.database.reading() as conn:
        made = await accountability_by_id(
            conn, done.value.accountability, info.context.caller.scope_code
        )
    if made is None:
        raise chain_refusals.decision_not_found("input.idempotencyKey")
    return {
        "accountability": made,
        "fulfilled": await fulfilled_rows(info, done.value.fulfilled),
        "replayed": done.replayed,
    }
