"""Experts: the type, the list by field, adding and removing."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.experts import (
    Expert,
    ExpertPatch,
    NewExpert,
    RemoveExpert,
    SetExpertAvailability,
)
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.rosters import InUnit, dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.experts import ExpertFilter
from services.registry.usecases import experts as usecases
from services.registry.usecases.rosters import list_experts


async def _unit(root: strawberry.Parent[Expert], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


@shows(Expert)
@strawberry.type(name="Expert", description="An expert of a unit's pool (政策解读专家).")
class ExpertType(Node):
    id: strawberry.ID = global_id("Expert")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose pool."
    )
    name: str = strawberry.field(description="Name.")
    fields: list[str] = strawberry.field(description="What for (领域).")
    affiliation: str | None = strawberry.field(description="Where from.")
    available: bool = strawberry.field(description="Whether one may ask.")
    added_on: date = strawberry.field(description="First day in the pool.")
    removed_on: date | None = strawberry.field(description="First day out of the pool.")
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.input(description="An expert to add to a pool.")
class AddExpertInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the unit whose pool it is.")
    name: str = strawberry.field(description="Name.")
    fields: list[str] = strawberry.field(description="Fields, at least one.")
    affiliation: str | None = strawberry.field(default=None, description="Where from.")
    added_on: date | None = strawberry.field(
        default=None, description="First day in the pool; without it, today."
    )


@strawberry.input(description="What is adjusted in an expert; what is null or absent stays.")
class UpdateExpertInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which expert.")
    name: str | None = strawberry.field(default=None, description="Name.")
    fields: list[str] | None = strawberry.field(default=None, description="All fields anew.")
    affiliation: str | None = strawberry.field(
        default=None, description="Where from; an empty text removes it."
    )


@strawberry.input(description="Whether an expert may be asked these days.")
class SetExpertAvailabilityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which expert.")
    available: bool = strawberry.field(description="Whether one may ask.")


@strawberry.input(description="An expert to take out of a pool.")
class RemoveExpertInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which expert.")
    removed_on: date = strawberry.field(description="First day out of the pool.")


@strawberry.type(description="An expert added, changed or removed.")
class ExpertPayload:
    expert: Expert = strawberry.field(graphql_type=ExpertType, description="As it is now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class ExpertQueries:
    @strawberry.field(
        graphql_type=Connection[ExpertType], description="Experts of the pools, as entered."
    )
    async def experts(
        self,
        info: Info,
        unit: InUnit = None,
        field: Annotated[str | None, strawberry.argument(description="Of this field.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Expert]:
        request = page_of("experts", first, after, last, before)
        chosen = ExpertFilter(unit=unit, field=field)
        return dressed(request, await list_experts(info.context.database, chosen, request))


@strawberry.type
class ExpertMutations:
    @strawberry.mutation(description="Add an expert to the pool of a unit in the caller's scope.")
    async def add_expert(
        self,
        info: Info,
        input: Annotated[AddExpertInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ExpertPayload | RefusalType, strawberry.union("AddExpertResult")]:
        command = NewExpert(
            unit=input.unit,
            name=input.name,
            fields=tuple(input.fields),
            affiliation=input.affiliation,
            added_on=input.added_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.add_expert(info.context.database, act, command)
        return ExpertPayload(expert=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Adjust an expert of a pool in the caller's scope.")
    async def update_expert(
        self,
        info: Info,
        input: Annotated[UpdateExpertInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ExpertPayload | RefusalType, strawberry.union("UpdateExpertResult")]:
        patch = ExpertPatch(
            id=from_global_id(input.id, "Expert"),
            name=input.name,
            fields=None if input.fields is None else tuple(input.fields),
            affiliation=input.affiliation,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.update_expert(info.context.database, act, patch)
        return ExpertPayload(expert=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Note whether an expert of the caller's scope may be asked.")
    async def set_expert_availability(
        self,
        info: Info,
        input: Annotated[SetExpertAvailabilityInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ExpertPayload | RefusalType, strawberry.union("SetExpertAvailabilityResult")]:
        command = SetExpertAvailability(
            id=from_global_id(input.id, "Expert"), available=input.available
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.set_expert_availability(info.context.database, act, command)
        return ExpertPayload(expert=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Take an expert out of a pool in the caller's scope.")
    async def remove_expert(
        self,
        info: Info,
        input: Annotated[RemoveExpertInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ExpertPayload | RefusalType, strawberry.union("RemoveExpertResult")]:
        command = RemoveExpert(id=from_global_id(input.id, "Expert"), removed_on=input.removed_on)
        act = act_of(info, input.idempotency_key)
        done = await usecases.remove_expert(info.context.database, act, command)
        return ExpertPayload(expert=done.value, replayed=done.replayed)
