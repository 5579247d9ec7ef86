"""How an incident's handling was judged, and what units tell of their people and money."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.reviews import Review, ReviewOutcome
from services.deadlines.graphql.evidence import EvidenceInput, EvidenceType, evidence_of
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.store.incidents import incidents_by_id
from services.deadlines.store.reviews import reviews_by_incident
from services.deadlines.usecases import reviews as usecase
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


def _items(row: Review) -> list[str]:
    return [to_global_id("Obligation", item) for item in row.obligations]


@shows(Review)
@strawberry.type(name="Review", description="What was found of an incident's handling (评议).")
class ReviewType:
    id: strawberry.ID = global_id("Review")
    version: int = strawberry.field(description="Its number, from 1; the last one holds.")
    title: str = compiled_field(lambda row: row.title, str, description="The outcomes in Chinese.")
    outcomes: list[ReviewOutcome] = strawberry.field(
        description="What fell short; empty: nothing was wanting."
    )
    tolerated: bool = strawberry.field(
        description="Borne with (容错): it stands in no ranking of persons."
    )
    obligations: list[strawberry.ID] = compiled_field(
        _items, list[strawberry.ID], description="The items borne with; empty: all."
    )
    reason: str = strawberry.field(description="Why.")
    decided_by: str = strawberry.field(description="Who decided.")
    decided_at: datetime = strawberry.field(description="When.")
    unit: UnitRefType = strawberry.field(description="Whose handling was judged.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@strawberry.type
class ReviewQuery:
    @strawberry.field(
        graphql_type=list[ReviewType],
        description="What was found of an incident's handling, newest first; the first holds.",
    )
    async def reviews(
        self,
        info: Info,
        incident: Annotated[strawberry.ID, strawberry.argument(description="Which incident.")],
    ) -> list[Review]:
        wanted = from_global_id(incident, "Incident", "incident")
        async with info.context.database.reading() as conn:
            if not await incidents_by_id(conn, [wanted], info.context.caller.scope_code):
                raise refusals.incident_not_found("incident")
            return (await reviews_by_incident(conn, [wanted])).get(wanted, [])


@strawberry.input(description="Record what was found of an incident's handling.")
class ReviewIncidentInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    outcomes: list[ReviewOutcome] = strawberry.field(
        default_factory=list, description="What fell short; empty: nothing was wanting."
    )
    tolerated: bool = strawberry.field(
        default=False, description="Bear with it (容错): keep it out of rankings of persons."
    )
    obligations: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Only these obligations are borne with, at most 50; empty: all.",
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    decided_by: str = strawberry.field(description="Who decided.")
    decided_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    unit: str | None = strawberry.field(
        default=None, description="Whose handling, by code; null: the first respondent's."
    )
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The review as it stands.")
class ReviewIncidentPayload:
    review: Review = strawberry.field(graphql_type=ReviewType, description="This review.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Record a unit's people and money of a year, for reports alone.")
class RecordResourcesInput:
    unit: str = strawberry.field(description="The unit's code.")
    year: int = strawberry.field(description="The year.")
    full_time: int | None = strawberry.field(default=None, description="People for it alone.")
    part_time: int | None = strawberry.field(default=None, description="People for it in part.")
    funds_yuan: int | None = strawberry.field(default=None, description="Money, in yuan.")
    source: str = strawberry.field(description="By what it was told.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was recorded.")
class RecordResourcesPayload:
    version: int = strawberry.field(description="Which version of that unit and year it is.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


ReviewIncidentResult = Annotated[
    ReviewIncidentPayload | RefusalType, strawberry.union("ReviewIncidentResult")
]
RecordResourcesResult = Annotated[
    RecordResourcesPayload | RefusalType, strawberry.union("RecordResourcesResult")
]


@strawberry.type
class ReviewMutation:
    @strawberry.mutation(
        description="Record what people found of an incident's handling (评议、容错)."
    )
    async def review_incident(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReviewIncidentInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReviewIncidentResult:
        command = usecase.ReviewIncident(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            outcomes=input.outcomes,
            tolerated=input.tolerated,
            obligations=[
                from_global_id(id_, "Obligation", f"input.obligations.{place}")
                for place, id_ in enumerate(input.obligations)
            ],
            reason=input.reason,
            decided_by=input.decided_by,
            decided_at=input.decided_at,
            unit=input.unit,
            evidence=evidence_of(input.evidence),
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.review_incident(context.database, law, context.caller, command, now)
        return ReviewIncidentPayload(
            review=await _review(info, done.value.incident, done.value.version),
            replayed=done.replayed,
        )

    @strawberry.mutation(
        description="Record a unit's people and money of a year, for reports alone (人员经费)."
    )
    async def record_resources(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordResourcesInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordResourcesResult:
        command = usecase.RecordResources(
            unit=input.unit,
            year=input.year,
            full_time=input.full_time,
            part_time=input.part_time,
            funds_yuan=input.funds_yuan,
            source=input.source,
            key=input.idempotency_key,
        )
        context = info.context
        done = await usecase.record_resources(
            context.database, context.caller, command, context.clock.now()
        )
        return RecordResourcesPayload(version=done.value.version, replayed=done.replayed)


async def _review(info: Info, incident: UUID, version: int) -> Review:
    async with info.context.database.reading() as conn:
        found = (await reviews_by_incident(conn, [incident]))[incident]
    return next(review for review in found if review.version == version)
