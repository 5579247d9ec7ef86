"""The delivery job, and whether reminders reach anybody."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain.pulse import DeliveryStatus
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import delivery as usecase
from services.kit.graphql.rows import shows
from services.kit.graphql.schema import RefusalType


@shows(DeliveryStatus)
@strawberry.type(name="DeliveryStatus", description="How notices leave the house.")
class DeliveryStatusType:
    waiting: int = strawberry.field(description="Messages on their way, to ten thousand.")
    ready_since: datetime | None = strawberry.field(
        description="Since when one waits that should have gone; null: none does."
    )
    stuck: int = strawberry.field(
        description="屡送不达: messages that failed again and again, and are still tried."
    )
    unrouted: int = strawberry.field(
        description="无处可送: unacknowledged notices whose unit has no route."
    )
    held: int = strawberry.field(
        description="Reminders that wait for the end of a standstill or of a planned silence."
    )
    canary_at: datetime | None = strawberry.field(
        description="When the canary last went the whole way; it is sent every minute."
    )
    healthy: bool = strawberry.field(
        description="Whether the canary arrived, and nothing waited, in the last three minutes."
    )


@strawberry.input(description="Deliver once.")
class DeliverNotificationsInput:
    limit: int = strawberry.field(default=100, description="How many messages, 1 to 200.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this run.")


@strawberry.type(description="What one run delivered; zeros are said too.")
class DeliverNotificationsPayload:
    delivered: int = strawberry.field(description="Messages that their receivers took.")
    failed: int = strawberry.field(description="Tries that failed; each is made again.")
    waiting: int = strawberry.field(description="What is still on its way, to ten thousand.")
    stuck: int = strawberry.field(description="屡送不达: what failed again and again.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


DeliverNotificationsResult = Annotated[
    DeliverNotificationsPayload | RefusalType, strawberry.union("DeliverNotificationsResult")
]


@strawberry.type
class DeliveryMutation:
    @strawberry.mutation(description="Send what waits, the gravest first; for the job.")
    async def deliver_notifications(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DeliverNotificationsInput, strawberry.argument(description="What to do.")
        ],
    ) -> DeliverNotificationsResult:
        context = info.context
        done = await usecase.deliver_notifications(
            context.database,
            context.service.carriers,
            context.caller,
            input.limit,
            input.idempotency_key,
            context.clock.now(),
        )
        answer = done.value
        return DeliverNotificationsPayload(
            delivered=answer.delivered,
            failed=answer.failed,
            waiting=answer.waiting,
            stuck=answer.stuck,
            replayed=done.replayed,
        )
