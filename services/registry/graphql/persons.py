"""Persons: the type with its guarded number, and registering and changing them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import PAGE_LIMIT, Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.appointments import local_day
from services.registry.domain.persons import NewPerson, Person, PersonPatch
from services.registry.domain.speaking import Speaker
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import last_trained, person_by_id, phone_for, unit_by_code
from services.registry.graphql.units import UnitType
from services.registry.store.phones import Reveal
from services.registry.usecases import persons as usecases
from services.registry.usecases.phones import MOST_REVEALS, reveals


def id_of(row: Person | Speaker) -> UUID:
    """Return a person's id from whichever row names the person."""
    return row.person_id if isinstance(row, Speaker) else row.id


async def _phone(root: strawberry.Parent[Any], info: Info) -> str | None:
    return await phone_for(info, id_of(root))


async def _whole(root: Any, info: Info) -> Person | None:
    return root if isinstance(root, Person) else await person_by_id(info, id_of(root))


async def _unit(root: strawberry.Parent[Any], info: Info) -> Any:
    person = await _whole(root, info)
    return await unit_by_code(info, person.unit) if person else None


async def _last_trained(root: strawberry.Parent[Any], info: Info) -> date | None:
    return await last_trained(info, id_of(root))


async def _days_since_trained(root: strawberry.Parent[Any], info: Info) -> int | None:
    last = await last_trained(info, id_of(root))
    return (local_day(info.context.clock.now()) - last).days if last else None


async def _fictitious(root: strawberry.Parent[Any], info: Info) -> bool:
    person = await _whole(root, info)
    return person is not None and person.fictitious


@shows(Person, Speaker)
@strawberry.type(name="Person", description="A person 人员.")
class PersonType(Node):
    id: strawberry.ID = global_id("Person", id_of)
    name: str = strawberry.field(description="Name.")
    phone: str | None = strawberry.field(
        resolver=_phone,
        description="Number; its middle is hidden from callers who may not see it.",
    )
    fictitious: bool = strawberry.field(
        resolver=_fictitious, description="Whether the person is made up for the demo (虚构)."
    )
    unit: UnitType | None = strawberry.field(
        resolver=_unit, graphql_type=UnitType | None, description="Home unit."
    )
    last_trained_on: date | None = strawberry.field(
        resolver=_last_trained, description="Day of the last training recorded, null if none."
    )
    days_since_trained: int | None = strawberry.field(
        resolver=_days_since_trained,
        description="Days since then; no text sets a period, so it is never overdue.",
    )


@strawberry.input(description="A person to register.")
class CreatePersonInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the home unit.")
    name: str = strawberry.field(description="Name, at most 50 characters.")
    phone: str | None = strawberry.field(default=None, description="Number, 5 to 19 digits.")


@strawberry.input(description="What changes in a person; what is null or absent stays.")
class UpdatePersonInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which person.")
    unit: str | None = strawberry.field(default=None, description="Code of the new home unit.")
    name: str | None = strawberry.field(default=None, description="New name.")
    phone: str | None = strawberry.field(
        default=None, description="New number; an empty text removes it."
    )


@strawberry.type(description="A person registered or changed.")
class PersonPayload:
    person: Person = strawberry.field(graphql_type=PersonType, description="As it is now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@shows(Reveal)
@strawberry.type(name="PhoneReveal", description="One time that a number was shown (号码查看记录).")
class PhoneRevealType:
    at: datetime = strawberry.field(description="When.")
    actor: str = strawberry.field(description="Who was shown it: the account's login.")
    operation: str = strawberry.field(description="What was asked for.")


@strawberry.type
class PersonQueries:
    @strawberry.field(
        graphql_type=list[PhoneRevealType],
        metadata={PAGE_LIMIT: MOST_REVEALS},
        description="Who was shown a person's number, newest first.",
    )
    async def phone_reveals(
        self,
        info: Info,
        person: Annotated[strawberry.ID, strawberry.argument(description="The person.")],
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 50,
    ) -> list[Reveal]:
        context = info.context
        person_id = from_global_id(person, "Person", "person")
        return await reveals(context.database, context.caller, person_id, first)

    @strawberry.field(graphql_type=PersonType | None, description="One person.")
    async def person(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")],  # noqa: A002 - the schema's word
    ) -> Person | None:
        return await person_by_id(info, from_global_id(id, "Person"))


@strawberry.type
class PersonMutations:
    @strawberry.mutation(description="Register a person of a unit in the caller's scope.")
    async def create_person(
        self,
        info: Info,
        input: Annotated[CreatePersonInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[PersonPayload | RefusalType, strawberry.union("CreatePersonResult")]:
        command = NewPerson(unit=input.unit, name=input.name, phone=input.phone)
        act = act_of(info, input.idempotency_key)
        done = await usecases.create_person(info.context.database, act, command)
        return PersonPayload(person=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Change a person of the caller's scope.")
    async def update_person(
        self,
        info: Info,
        input: Annotated[UpdatePersonInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[PersonPayload | RefusalType, strawberry.union("UpdatePersonResult")]:
        patch = PersonPatch(
            id=from_global_id(input.id, "Person"),
            unit=input.unit,
            name=input.name,
            phone=input.phone,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.update_person(info.context.database, act, patch)
        return PersonPayload(person=done.value, replayed=done.replayed)
