"""Trainings: the type, the list, and recording one."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.trainings import Attendee, NewTraining, StaffKind, Training
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import attendees_of, person_by_id, unit_by_code
from services.registry.graphql.persons import PersonType
from services.registry.graphql.rosters import dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.trainings import TrainingFilter
from services.registry.usecases import trainings as usecases
from services.registry.usecases.rosters import list_trainings


async def _organiser(root: strawberry.Parent[Training], info: Info) -> Any:
    return await unit_by_code(info, root.organiser)


async def _attendees(root: strawberry.Parent[Training], info: Info) -> Any:
    return await attendees_of(info, root.id)


async def _person(root: strawberry.Parent[Attendee], info: Info) -> Any:
    return await person_by_id(info, root.person_id)


@strawberry.type(name="Attendee", description="Who was trained, and as what (参训人员).")
class AttendeeType:
    person: PersonType = strawberry.field(
        resolver=_person, graphql_type=PersonType, description="The person."
    )
    staff_kind: StaffKind = strawberry.field(description="As what.")


@shows(Training)
@strawberry.type(name="Training", description="A training that was held (培训).")
class TrainingType(Node):
    id: strawberry.ID = global_id("Training")
    organiser: UnitType = strawberry.field(
        resolver=_organiser, graphql_type=UnitType, description="Who held it (组织单位)."
    )
    topic: str = strawberry.field(description="What about.")
    held_on: date = strawberry.field(description="The day, in China.")
    hours: float | None = strawberry.field(description="How many hours (学时).")
    place: str | None = strawberry.field(description="Where.")
    attendees: list[AttendeeType] = strawberry.field(
        resolver=_attendees, graphql_type=list[AttendeeType], description="Who was there."
    )
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.input(description="Who was trained, and as what.")
class AttendeeInput:
    person_id: strawberry.ID = strawberry.field(description="The person.")
    staff_kind: StaffKind = strawberry.field(description="As what.")


@strawberry.input(description="A training that was held.")
class RecordTrainingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organiser: str = strawberry.field(description="Code of the unit that held it.")
    topic: str = strawberry.field(description="What about, at most 200 characters.")
    held_on: date = strawberry.field(description="The day, in China; not later than today.")
    hours: float | None = strawberry.field(default=None, description="How many hours.")
    place: str | None = strawberry.field(default=None, description="Where.")
    attendees: list[AttendeeInput] = strawberry.field(description="Who was there, 1 to 1000.")


@strawberry.type(description="A training recorded.")
class TrainingPayload:
    training: Training = strawberry.field(graphql_type=TrainingType, description="The record.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class TrainingQueries:
    @strawberry.field(graphql_type=Connection[TrainingType], description="Trainings, as recorded.")
    async def trainings(
        self,
        info: Info,
        unit: Annotated[
            str | None, strawberry.argument(description="Held by the unit with this code.")
        ] = None,
        person: Annotated[
            strawberry.ID | None, strawberry.argument(description="At which this person was.")
        ] = None,
        staff_kind: Annotated[
            StaffKind | None, strawberry.argument(description="At which such staff was.")
        ] = None,
        since: Annotated[
            date | None, strawberry.argument(description="Held on this day or later.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Training]:
        request = page_of("trainings", first, after, last, before)
        chosen = TrainingFilter(
            unit=unit,
            person=from_global_id(person, "Person", "person") if person is not None else None,
            staff_kind=staff_kind,
            since=since,
        )
        return dressed(request, await list_trainings(info.context.database, chosen, request))


@strawberry.type
class TrainingMutations:
    @strawberry.mutation(description="Record a training that a unit of the caller's scope held.")
    async def record_training(
        self,
        info: Info,
        input: Annotated[RecordTrainingInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[TrainingPayload | RefusalType, strawberry.union("RecordTrainingResult")]:
        command = NewTraining(
            organiser=input.organiser,
            topic=input.topic,
            held_on=input.held_on,
            hours=input.hours,
            place=input.place,
            attendees=tuple(
                Attendee(
                    person_id=from_global_id(one.person_id, "Person", "attendees"),
                    staff_kind=one.staff_kind,
                )
                for one in input.attendees
            ),
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.record_training(info.context.database, act, command)
        return TrainingPayload(training=done.value, replayed=done.replayed)
