"""Policies: announced, moved, assessed for risk, published."""

from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from services.deadlines.domain import period_refusals
from services.deadlines.domain.occasions import Occasion, OccasionState, RiskAssessment
from services.deadlines.graphql.occasions import OccasionType, load_occasions
from services.deadlines.graphql.service import Info
from services.deadlines.store.occasions import policies_page
from services.deadlines.usecases import policies as usecase
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
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@strawberry.input(description="Announce a policy to come.")
class AnnouncePolicyInput:
    unit: str = strawberry.field(description="Who issues it, by unit code.")
    title: str = strawberry.field(description="Its name.")
    drafting_unit: str | None = strawberry.field(
        default=None, description="Who drafts it, by unit code; null: the unit itself."
    )
    planned_at: datetime | None = strawberry.field(
        default=None, description="For when it is planned; null: not known yet."
    )
    major: bool = strawberry.field(description="Whether a major one (重大政策).")
    vital_interests: bool = strawberry.field(description="Whether it touches 群众切身利益.")
    fields: list[str] = strawberry.field(
        default_factory=list, description="In which fields, at most 20; see codeLists."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Move the time for which a policy is planned.")
class ReschedulePolicyInput:
    policy: strawberry.ID = strawberry.field(description="The policy's occasion.")
    planned_at: datetime = strawberry.field(description="The new time.")
    reason: str = strawberry.field(description="Why; kept with every limit that moves.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record that a policy is out.")
class PublishPolicyInput:
    policy: strawberry.ID = strawberry.field(description="The policy's occasion.")
    published_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record the risk found before a policy.")
class RecordRiskAssessmentInput:
    policy: strawberry.ID = strawberry.field(description="The policy's occasion.")
    level: str = strawberry.field(description="HIGH, MEDIUM or LOW.")
    plan_title: str = strawberry.field(description="The plan made for it (处置预案).")
    plan_url: str | None = strawberry.field(default=None, description="Where it can be read.")
    done_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


Payload = TypeVar("Payload", bound="AnnouncePolicyPayload")


@strawberry.type(description="The policy as it now stands, with what is owed for it.")
class AnnouncePolicyPayload:
    policy: Occasion = strawberry.field(graphql_type=OccasionType, description="Its occasion.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The policy with its limits moved.")
class ReschedulePolicyPayload(AnnouncePolicyPayload):
    pass


@strawberry.type(description="The policy with what is owed after it.")
class PublishPolicyPayload(AnnouncePolicyPayload):
    pass


@strawberry.type(description="The policy with its risk on record.")
class RecordRiskAssessmentPayload(AnnouncePolicyPayload):
    pass


AnnouncePolicyResult = Annotated[
    AnnouncePolicyPayload | RefusalType, strawberry.union("AnnouncePolicyResult")
]
ReschedulePolicyResult = Annotated[
    ReschedulePolicyPayload | RefusalType, strawberry.union("ReschedulePolicyResult")
]
PublishPolicyResult = Annotated[
    PublishPolicyPayload | RefusalType, strawberry.union("PublishPolicyResult")
]
RecordRiskAssessmentResult = Annotated[
    RecordRiskAssessmentPayload | RefusalType, strawberry.union("RecordRiskAssessmentResult")
]


async def _payload(info: Info, done: Once[usecase.Announced], payload: type[Payload]) -> Payload:
    found = await load_occasions(info, [done.value.occasion])
    row = found.get(done.value.occasion)
    if row is None:
        raise period_refusals.occasion_not_found("input.idempotencyKey")
    return payload(policy=row, replayed=done.replayed)


@strawberry.input(description="Which policies.")
class PolicyFilter:
    unit: str | None = strawberry.field(
        default=None, description="A unit's code: its own and those of the units below it."
    )
    state: OccasionState | None = strawberry.field(
        default=None, description="OPEN: something is still owed for it; null: any."
    )
    published: bool | None = strawberry.field(
        default=None, description="Whether it is out; null: both."
    )


def _key(row: Occasion) -> tuple[UUID]:
    return (row.id,)


@strawberry.type
class PolicyQuery:
    @strawberry.field(
        graphql_type=Connection[OccasionType],
        description="Policies, also those that owe nothing, newest first (政策).",
    )
    async def policies(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the schema's word
            PolicyFilter | None, strawberry.argument(description="Which; null: all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Occasion]:
        page = PageRequest.parse(first, after, last, before, connection="policies", key=(UUID,))
        wanted = filter or PolicyFilter()
        async with info.context.database.reading() as conn:
            found = await policies_page(
                conn,
                page,
                info.context.caller.scope_code,
                unit=wanted.unit,
                state=wanted.state.value if wanted.state else None,
                published=wanted.published,
            )
        return connection(page, found, _key)


@strawberry.type
class PolicyMutation:
    @strawberry.mutation(description="Announce a policy; opens what is owed before it (政策预告).")
    async def announce_policy(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AnnouncePolicyInput, strawberry.argument(description="What to do.")
        ],
    ) -> AnnouncePolicyResult:
        context = info.context
        command = usecase.AnnouncePolicy(
            unit=input.unit,
            title=input.title,
            drafting_unit=input.drafting_unit,
            planned_at=input.planned_at,
            major=input.major,
            vital_interests=input.vital_interests,
            fields=input.fields,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.announce_policy(context.database, law, context.caller, command, now)
        return await _payload(info, done, AnnouncePolicyPayload)

    @strawberry.mutation(description="Move the time for which a policy is planned (改期).")
    async def reschedule_policy(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReschedulePolicyInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReschedulePolicyResult:
        context = info.context
        done = await usecase.reschedule_policy(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.policy, "Occasion", "input.policy"),
            input.planned_at,
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        return await _payload(info, done, ReschedulePolicyPayload)

    @strawberry.mutation(
        description="Record that a policy is out; opens what is owed after it (政策公布)."
    )
    async def publish_policy(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            PublishPolicyInput, strawberry.argument(description="What to do.")
        ],
    ) -> PublishPolicyResult:
        context = info.context
        done = await usecase.publish_policy(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.policy, "Occasion", "input.policy"),
            input.published_at,
            input.idempotency_key,
            context.clock.now(),
        )
        return await _payload(info, done, PublishPolicyPayload)

    @strawberry.mutation(description="Record the risk found before a policy (记风险评估).")
    async def record_risk_assessment(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordRiskAssessmentInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordRiskAssessmentResult:
        context = info.context
        now = context.clock.now()
        found = RiskAssessment(
            level=input.level,
            plan_title=input.plan_title,
            plan_url=input.plan_url,
            done_at=input.done_at or now,
        )
        done = await usecase.record_risk_assessment(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.policy, "Occasion", "input.policy"),
            found,
            input.late_reason,
            input.idempotency_key,
            now,
        )
        return await _payload(info, done, RecordRiskAssessmentPayload)
