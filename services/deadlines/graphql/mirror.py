"""The mirror of the registry: its feeding by the job, its state, and the places it knows."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.mirror import Fault, MirrorStatus
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.law.results import UnitRef
from services.deadlines.store.mirror import mirror_status
from services.deadlines.usecases import mirror as usecase
from services.kit.graphql.rows import shows
from services.kit.graphql.schema import RefusalType


@shows(Fault)
@strawberry.type(
    name="MirrorFault", description="A thing of the registry that the mirror could not hold."
)
class MirrorFaultType:
    entity: str = strawberry.field(description="Its sort: unit, person, appointment, …")
    id: str = strawberry.field(description="Its id in the registry.")
    cursor: str = strawberry.field(description="Where the registry's feed tells of it.")
    reason: str = strawberry.field(description="Which fault, without any value.")
    at: datetime = strawberry.field(description="When it was last met.")


@shows(MirrorStatus)
@strawberry.type(name="MirrorStatus", description="How the mirror of the registry stands.")
class MirrorStatusType:
    last_sync_at: datetime | None = strawberry.field(description="When the registry last answered.")
    cursor: str | None = strawberry.field(description="How far its feed has been applied.")
    reachable: bool = strawberry.field(description="Whether it answered last time.")
    units: int = strawberry.field(description="How many units are mirrored.")
    faults: list[MirrorFaultType] = strawberry.field(
        description="What it could not hold, newest first, at most a hundred; the rest is mirrored."
    )


@strawberry.input(description="Feed the mirror once.")
class SyncRegistryInput:
    limit: int = strawberry.field(default=1000, description="How many changes, 1 to 10000.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this run.")


@strawberry.type(description="What one sync did; zeros are said too.")
class SyncRegistryPayload:
    applied: int = strawberry.field(description="Changes applied.")
    cursor: str | None = strawberry.field(description="How far the feed has been applied.")
    has_more: bool = strawberry.field(description="Whether more wait.")
    reachable: bool = strawberry.field(description="Whether the registry answered.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


SyncResult = Annotated[SyncRegistryPayload | RefusalType, strawberry.union("SyncResult")]


@strawberry.type
class MirrorQuery:
    @strawberry.field(
        graphql_type=list[UnitRefType],
        description="Governments by code, Chinese or initials, the caller's own territory first.",
    )
    async def localities(
        self,
        info: Info,
        search: Annotated[str, strawberry.argument(description="What to look for.")],
        first: Annotated[int, strawberry.argument(description="At most 100.")] = 20,
    ) -> list[UnitRef]:
        if not 1 <= first <= 100:
            raise refusals.bad_page("first", 100)
        context = info.context
        near = context.caller.scope_code
        now = context.clock.now()
        return await usecase.localities(context.database, search[:50], first, near, now)

    @strawberry.field(graphql_type=MirrorStatusType, description="How the mirror stands.")
    async def mirror_status(self, info: Info) -> MirrorStatus:
        async with info.context.database.reading() as conn:
            return await mirror_status(conn)


@strawberry.type
class MirrorMutation:
    @strawberry.mutation(description="Apply what the registry changed; for the job.")
    async def sync_registry(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SyncRegistryInput, strawberry.argument(description="What to do.")
        ],
    ) -> SyncResult:
        context = info.context
        done = await usecase.sync_registry(
            context.database,
            context.service.law,
            context.service.registry,
            context.caller,
            input.limit,
            input.idempotency_key,
            context.clock.now(),
        )
        answer = done.value
        return SyncRegistryPayload(
            applied=answer.applied,
            cursor=answer.cursor,
            has_more=answer.has_more,
            reachable=answer.reachable,
            replayed=done.replayed,
        )
