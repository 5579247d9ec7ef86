"""The lead among several departments, and consultations: shown and recorded."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.designations import Designation
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.releases import Attendee, ReleaseWarning
from services.deadlines.graphql.evidence import (
    EvidenceInput,
    EvidenceType,
    evidence_of,
    fulfilled_rows,
)
from services.deadlines.graphql.obligations import ObligationType, load_party
from services.deadlines.graphql.parts import PartyType, UnitRefType
from services.deadlines.graphql.releases import AttendeeInput, AttendeeType, WarningType
from services.deadlines.graphql.service import Info
from services.deadlines.store.consultations import consultation_by_id
from services.deadlines.usecases import consultations, designations
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Designation)
@strawberry.type(name="Designation", description="One decision on the lead (确定牵头部门).")
class DesignationType:
    unit: UnitRefType = strawberry.field(description="Who leads.")
    office: UnitRefType = strawberry.field(description="Whose decision it was.")
    reason: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")
    recorded_by: str = strawberry.field(description="Who decided.")


@shows(Consultation)
@strawberry.type(name="Consultation", description="One consultation (会商).")
class ConsultationType:
    id: strawberry.ID = global_id("Consultation")
    title: str = strawberry.field(description="What it was, e.g. 联席会议.")
    convenors: list[UnitRefType] = strawberry.field(description="Who convened it.")
    attendees: list[AttendeeType] = strawberry.field(description="Who took part.")
    opinion: str = strawberry.field(description="What they advise.")
    held_at: datetime = strawberry.field(description="When it was held.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    warnings: list[WarningType] = strawberry.field(description="What was doubtful about it.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@strawberry.input(description="Make a unit the lead.")
class DesignateLeadInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    unit: str = strawberry.field(description="The unit's code.")
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The lead as a party.")
class DesignateLeadPayload:
    party: Party | None = strawberry.field(
        graphql_type=PartyType | None, description="Null where another has the lead by now."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Record a consultation.")
class RecordConsultationInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    title: str | None = strawberry.field(default=None, description="What it was.")
    convenors: list[str] = strawberry.field(description="Codes of those who convened it, 1 to 5.")
    attendees: list[AttendeeInput] = strawberry.field(
        default_factory=list, description="Who took part, at most 50."
    )
    opinion: str = strawberry.field(description="What they advise.")
    held_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was recorded, and what it fulfilled.")
class RecordConsultationPayload:
    consultation: Consultation = strawberry.field(
        graphql_type=ConsultationType, description="The consultation."
    )
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


DesignateLeadResult = Annotated[
    DesignateLeadPayload | RefusalType, strawberry.union("DesignateLeadResult")
]
RecordConsultationResult = Annotated[
    RecordConsultationPayload | RefusalType, strawberry.union("RecordConsultationResult")
]


@strawberry.type
class ConsultationMutation:
    @strawberry.mutation(
        description="Make a unit the lead; the government office of that level alone (牵头部门)."
    )
    async def designate_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DesignateLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> DesignateLeadResult:
        command = designations.DesignateLead(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            unit=input.unit,
            reason=input.reason,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await designations.designate_lead(
            context.database, law, context.caller, command, now
        )
        return DesignateLeadPayload(
            party=await load_party(info, done.value.party),
            warnings=list(done.value.warnings),
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Record a consultation; meets the duty to hold one (会商).")
    async def record_consultation(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordConsultationInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordConsultationResult:
        command = consultations.RecordConsultation(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            title=input.title,
            convenors=input.convenors,
            attendees=[
                Attendee(unit=a.unit, person=a.person, post=a.post) for a in input.attendees
            ],
            opinion=input.opinion,
            held_at=input.held_at,
            evidence=evidence_of(input.evidence),
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await consultations.record_consultation(
            context.database, law, context.caller, command, now
        )
        async with context.database.reading() as conn:
            held = await consultation_by_id(
                conn, done.value.consultation, context.caller.scope_code
            )
        if held is None:
            raise refusals.incident_not_found("input.idempotencyKey")
        return RecordConsultationPayload(
            consultation=held,
            fulfilled=await fulfilled_rows(info, done.value.fulfilled),
            warnings=list(held.warnings),
            replayed=done.replayed,
        )
