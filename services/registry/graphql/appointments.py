"""Appointments: the type, the lists, appointing and ending."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.appointments import (
    Appointment,
    Employment,
    EndAppointment,
    NewAppointment,
    Post,
)
from services.registry.domain.speaking import Speaker
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.persons import PersonType
from services.registry.graphql.rosters import InUnit, dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.appointments import AppointmentFilter
from services.registry.usecases import appointments as usecases
from services.registry.usecases.rosters import list_appointments


async def _unit(root: strawberry.Parent[Appointment], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


def _person(row: Appointment) -> Speaker:
    return Speaker(person_id=row.person_id, name=row.person, post=row.post)


@shows(Appointment)
@strawberry.type(name="Appointment", description="Who holds a post of a unit, and when (任职).")
class AppointmentType(Node):
    id: strawberry.ID = global_id("Appointment")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="The unit."
    )
    person: PersonType = compiled_field(_person, PersonType, description="The person.")
    post: Post = strawberry.field(description="What for.")
    title: str = strawberry.field(description="Title (职务).")
    rank: str | None = strawberry.field(description="Rank (职级), for information.")
    qualification: str | None = strawberry.field(description="Why fit, for information.")
    employment: Employment | None = strawberry.field(
        description="Whether it is the whole work (专职) or beside another (兼职)."
    )
    starts_on: date = strawberry.field(description="First day, in China.")
    ends_on: date | None = strawberry.field(description="Last day, null while open.")
    end_reason: str | None = strawberry.field(description="Why it ended.")
    filed_on: date | None = strawberry.field(description="Day the list was filed (备案).")
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.input(description="A person's appointment to a post.")
class AppointInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the unit.")
    person_id: strawberry.ID = strawberry.field(description="The person.")
    post: Post = strawberry.field(description="What for.")
    title: str = strawberry.field(description="Title (职务).")
    rank: str | None = strawberry.field(default=None, description="Rank (职级).")
    qualification: str | None = strawberry.field(default=None, description="Why fit.")
    employment: Employment | None = strawberry.field(
        default=None, description="Whole work (专职) or beside another (兼职)."
    )
    starts_on: date = strawberry.field(description="First day, in China.")
    ends_on: date | None = strawberry.field(default=None, description="Last day.")
    filed_on: date | None = strawberry.field(default=None, description="Day of filing.")


@strawberry.input(description="The end of an appointment.")
class EndAppointmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which appointment.")
    ends_on: date = strawberry.field(description="Last day, in China.")
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.type(description="An appointment made or ended.")
class AppointmentPayload:
    appointment: Appointment = strawberry.field(
        graphql_type=AppointmentType, description="As it is now."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


OnDay = Annotated[
    date | None, strawberry.argument(description="Serving on this day, both ends included.")
]


@strawberry.type
class AppointmentQueries:
    @strawberry.field(
        graphql_type=Connection[AppointmentType], description="Appointments, as entered."
    )
    async def appointments(
        self,
        info: Info,
        unit: InUnit = None,
        on: OnDay = None,
        post: Annotated[Post | None, strawberry.argument(description="To this post.")] = None,
        person: Annotated[
            strawberry.ID | None, strawberry.argument(description="Of this person.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Appointment]:
        request = page_of("appointments", first, after, last, before)
        chosen = AppointmentFilter(
            unit=unit,
            post=post,
            on=on,
            person_id=from_global_id(person, "Person", "person") if person is not None else None,
        )
        return dressed(request, await list_appointments(info.context.database, chosen, request))

    @strawberry.field(
        graphql_type=Connection[AppointmentType],
        description="Appointments of spokespersons, as entered.",
    )
    async def spokespersons(
        self,
        info: Info,
        unit: InUnit = None,
        on: OnDay = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Appointment]:
        request = page_of("spokespersons", first, after, last, before)
        chosen = AppointmentFilter(unit=unit, post=Post.SPOKESPERSON, on=on)
        return dressed(request, await list_appointments(info.context.database, chosen, request))


@strawberry.type
class AppointmentMutations:
    @strawberry.mutation(description="Appoint a person to a post of a unit in the caller's scope.")
    async def appoint(
        self,
        info: Info,
        input: Annotated[AppointInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[AppointmentPayload | RefusalType, strawberry.union("AppointResult")]:
        command = NewAppointment(
            unit=input.unit,
            person_id=from_global_id(input.person_id, "Person", "personId"),
            post=input.post,
            title=input.title,
            rank=input.rank,
            qualification=input.qualification,
            employment=input.employment,
            starts_on=input.starts_on,
            ends_on=input.ends_on,
            filed_on=input.filed_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.appoint(info.context.database, act, command)
        return AppointmentPayload(appointment=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Set the last day of an appointment.")
    async def end_appointment(
        self,
        info: Info,
        input: Annotated[EndAppointmentInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[AppointmentPayload | RefusalType, strawberry.union("EndAppointmentResult")]:
        command = EndAppointment(
            id=from_global_id(input.id, "Appointment"), ends_on=input.ends_on, reason=input.reason
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.end_appointment(info.context.database, act, command)
        return AppointmentPayload(appointment=done.value, replayed=done.replayed)
