"""What a desk makes of leads."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain import lead_refusals
from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.leads import Lead, LeadWarning
from services.deadlines.graphql.facts import IncidentFactsInput
from services.deadlines.graphql.incidents import IncidentType, load_incident
from services.deadlines.graphql.lead_types import LeadType, LeadWarningType
from services.deadlines.graphql.leads import load_leads
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import lead_decisions as usecase
from services.deadlines.usecases import lead_joins
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.schema import RefusalType


@strawberry.input(description="Make an incident of a lead.")
class PromoteLeadInput:
    lead: strawberry.ID = strawberry.field(description="The lead.")
    facts: IncidentFactsInput | None = strawberry.field(
        default=None,
        description="Laid over what the lead tells: omitted is as told, null means unknown;"
        " knownAt may only be earlier than the receipt.",
    )
    title: str | None = strawberry.field(default=None, description="Null: the lead's.")
    note: str | None = strawberry.field(default=None, description="A note.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The incident that a lead became.")
class PromoteLeadPayload:
    lead: Lead = strawberry.field(graphql_type=LeadType, description="The lead.")
    incident: Incident = strawberry.field(graphql_type=IncidentType, description="The incident.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Make a lead part of another lead or of an incident: one of both.")
class MergeLeadInput:
    lead: strawberry.ID = strawberry.field(description="The lead that ends.")
    into_lead: strawberry.ID | None = strawberry.field(
        default=None, description="An undecided lead."
    )
    into_incident: strawberry.ID | None = strawberry.field(
        default=None, description="An open incident."
    )
    reason: str | None = strawberry.field(default=None, description="Why.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The lead that became part of another one or of an incident.")
class MergeLeadPayload:
    lead: Lead = strawberry.field(graphql_type=LeadType, description="The lead.")
    warnings: list[LeadWarning] = strawberry.field(
        graphql_type=list[LeadWarningType], description="Doubts, such as an earlier receipt."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Make a lead of its own of a report that was joined wrongly.")
class SplitLeadInput:
    sighting: strawberry.ID = strawberry.field(description="The report.")
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The lead that a report became.")
class SplitLeadPayload:
    lead: Lead = strawberry.field(graphql_type=LeadType, description="The new lead.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Decide that a lead is nothing to follow.")
class DismissLeadInput:
    lead: strawberry.ID = strawberry.field(description="The lead.")
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The lead that was dismissed.")
class DismissLeadPayload:
    lead: Lead = strawberry.field(graphql_type=LeadType, description="The lead.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


PromoteLeadResult = Annotated[
    PromoteLeadPayload | RefusalType, strawberry.union("PromoteLeadResult")
]
MergeLeadResult = Annotated[MergeLeadPayload | RefusalType, strawberry.union("MergeLeadResult")]
SplitLeadResult = Annotated[SplitLeadPayload | RefusalType, strawberry.union("SplitLeadResult")]
DismissLeadResult = Annotated[
    DismissLeadPayload | RefusalType, strawberry.union("DismissLeadResult")
]


async def _decided(info: Info, lead: UUID) -> Lead:
    found = (await load_leads(info, [lead])).get(lead)
    if found is None:
        # a replayed call of somebody whose territory is another one by now
        raise lead_refusals.lead_not_found("input.idempotencyKey")
    return found


def _id(value: strawberry.ID | None, kind: str, field: str) -> UUID | None:
    return None if value is None else from_global_id(value, kind, field)


@strawberry.type
class LeadDecisionMutation:
    @strawberry.mutation(
        description="Make an incident of a lead, known since its receipt (转事件)."
    )
    async def promote_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            PromoteLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> PromoteLeadResult:
        context = info.context
        command = usecase.PromoteLead(
            lead=from_global_id(input.lead, "Lead", "input.lead"),
            facts=input.facts.given() if input.facts else {},
            title=input.title,
            note=input.note,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.promote_lead(context.database, law, context.caller, command, now)
        lead = await _decided(info, done.value.lead)
        incident = done.value.incident and await load_incident(info, done.value.incident)
        if not incident:
            raise lead_refusals.lead_not_found("input.idempotencyKey")
        return PromoteLeadPayload(lead=lead, incident=incident, replayed=done.replayed)

    @strawberry.mutation(description="Make a lead part of another one or of an incident (并入).")
    async def merge_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            MergeLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> MergeLeadResult:
        context = info.context
        command = lead_joins.MergeLead(
            lead=from_global_id(input.lead, "Lead", "input.lead"),
            into_lead=_id(input.into_lead, "Lead", "input.intoLead"),
            into_incident=_id(input.into_incident, "Incident", "input.intoIncident"),
            reason=input.reason,
            key=input.idempotency_key,
        )
        now = context.clock.now()
        done = await lead_joins.merge_lead(context.database, context.caller, command, now)
        lead = await _decided(info, done.value.lead)
        warnings = list(done.value.warnings)
        return MergeLeadPayload(lead=lead, warnings=warnings, replayed=done.replayed)

    @strawberry.mutation(description="Make a lead of its own of a report joined wrongly (拆分).")
    async def split_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SplitLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> SplitLeadResult:
        context = info.context
        done = await lead_joins.split_lead(
            context.database,
            context.caller,
            from_global_id(input.sighting, "LeadSighting", "input.sighting"),
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        return SplitLeadPayload(lead=await _decided(info, done.value.lead), replayed=done.replayed)

    @strawberry.mutation(description="Decide that a lead is nothing to follow (排除).")
    async def dismiss_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DismissLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> DismissLeadResult:
        context = info.context
        done = await usecase.dismiss_lead(
            context.database,
            context.caller,
            from_global_id(input.lead, "Lead", "input.lead"),
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        lead = await _decided(info, done.value.lead)
        return DismissLeadPayload(lead=lead, replayed=done.replayed)
