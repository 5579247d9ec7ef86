"""Call-centre statistics, taken over as their source states them."""

from datetime import date
from typing import Annotated

import strawberry

from services.deadlines.domain.call_centre import CallDay
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import call_centre as usecase
from services.kit.graphql.schema import RefusalType


@strawberry.input(description="What a call centre counted of a unit on a day.")
class CallDayInput:
    unit: str = strawberry.field(description="The unit's code.")
    day: date = strawberry.field(description="The day, in China.")
    calls: int = strawberry.field(description="Calls that came in (来电数).")
    answered: int = strawberry.field(description="Of these, answered (接通数).")
    answered_in_time: int | None = strawberry.field(
        default=None,
        description="Of these, in time by the source's own measure (及时接通数); null: not kept.",
    )


@strawberry.input(description="Take over call-centre statistics: all rows or none.")
class ImportCallStatisticsInput:
    source: str = strawberry.field(description="Who counted; stands beside every number.")
    rows: list[CallDayInput] = strawberry.field(
        description="A unit's day each, at most 1000; the same again with other numbers corrects."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What became of the rows.")
class ImportCallStatisticsPayload:
    new: int = strawberry.field(description="Days that were not there.")
    corrected: int = strawberry.field(description="Days told with other numbers; the old are kept.")
    unchanged: int = strawberry.field(description="Days that are as they were.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


ImportCallStatisticsResult = Annotated[
    ImportCallStatisticsPayload | RefusalType, strawberry.union("ImportCallStatisticsResult")
]


@strawberry.type
class CallCentreMutation:
    @strawberry.mutation(
        description="Take over what a call centre counts of its answering (热线接听统计)."
    )
    async def import_call_statistics(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ImportCallStatisticsInput, strawberry.argument(description="What to do.")
        ],
    ) -> ImportCallStatisticsResult:
        context = info.context
        done = await usecase.import_call_statistics(
            context.database,
            context.caller,
            input.source,
            [
                CallDay(
                    unit=row.unit,
                    day=row.day,
                    calls=row.calls,
                    answered=row.answered,
                    in_time=row.answered_in_time,
                )
                for row in input.rows
            ],
            input.idempotency_key,
            context.clock.now(),
        )
        return ImportCallStatisticsPayload(
            new=done.value.new,
            corrected=done.value.corrected,
            unchanged=done.value.unchanged,
            replayed=done.replayed,
        )
