"""Availability: noting leave and stand-ins."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.availability import Availability, NewAvailability
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import person_by_id
from services.registry.graphql.persons import PersonType
from services.registry.usecases import availability as usecases


async def _person(root: strawberry.Parent[Availability], info: Info) -> Any:
    return await person_by_id(info, root.person_id)


async def _stand_in(root: strawberry.Parent[Availability], info: Info) -> Any:
    if root.stand_in_person_id is None:
        return None
    return await person_by_id(info, root.stand_in_person_id)


@shows(Availability)
@strawberry.type(name="Availability", description="An entry of presence or leave (在岗/请假).")
class AvailabilityType(Node):
    id: strawberry.ID = global_id("Availability")
    person: PersonType = strawberry.field(
        resolver=_person, graphql_type=PersonType, description="Whose."
    )
    starts_at: datetime = strawberry.field(description="From then, inclusive.")
    ends_at: datetime | None = strawberry.field(description="Until then, exclusive; null open.")
    present: bool = strawberry.field(description="Present or away.")
    stand_in: PersonType | None = strawberry.field(
        resolver=_stand_in, graphql_type=PersonType | None, description="Who stands in (代班人)."
    )
    reason: str | None = strawberry.field(description="Why.")


@strawberry.input(description="An entry of presence or leave; of two, the later one rules.")
class SetAvailabilityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person_id: strawberry.ID = strawberry.field(description="Whose.")
    starts_at: datetime = strawberry.field(description="From then, inclusive.")
    ends_at: datetime | None = strawberry.field(default=None, description="Until, exclusive.")
    present: bool = strawberry.field(default=False, description="Present or away.")
    stand_in_person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who stands in."
    )
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.type(description="An entry made.")
class AvailabilityPayload:
    availability: Availability = strawberry.field(
        graphql_type=AvailabilityType, description="The entry."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class AvailabilityMutations:
    @strawberry.mutation(description="Note that somebody of the caller's scope is away or back.")
    async def set_availability(
        self,
        info: Info,
        input: Annotated[SetAvailabilityInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[AvailabilityPayload | RefusalType, strawberry.union("SetAvailabilityResult")]:
        stand_in = input.stand_in_person_id
        command = NewAvailability(
            person_id=from_global_id(input.person_id, "Person", "personId"),
            starts_at=input.starts_at,
            ends_at=input.ends_at,
            present=input.present,
            stand_in_person_id=(
                from_global_id(stand_in, "Person", "standInPersonId")
                if stand_in is not None
                else None
            ),
            reason=input.reason,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.set_availability(info.context.database, act, command)
        return AvailabilityPayload(availability=done.value, replayed=done.replayed)
