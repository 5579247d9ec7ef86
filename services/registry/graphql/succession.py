"""Merging, splitting and retiring units."""

from datetime import date
from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.schema import RefusalType
from services.registry.domain.succession import MergeUnits, Moving, RetireUnit, SplitUnit
from services.registry.domain.units import Management, NewUnit, Unit, UnitKind
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.units import UnitType
from services.registry.usecases import succession as usecases

EFFECTIVE = "First day of the change, in China; the day before is the old units' last."
ENDED = "How many appointments end with the units."


@strawberry.input(description="Units that become part of another.")
class MergeUnitsInput:
    idempotency_key: str = strawberry.field(description=KEY)
    sources: list[str] = strawberry.field(
        name="from", description="Codes of the units that end, at most 20."
    )
    into: str = strawberry.field(description="Code of the unit that remains.")
    effective_on: date = strawberry.field(description=EFFECTIVE)
    move_persons: bool = strawberry.field(default=True, description="Change their home unit.")
    move_channels: bool = strawberry.field(default=True, description="Hand over open channels.")
    move_experts: bool = strawberry.field(default=True, description="Hand over the experts.")


@strawberry.type(description="Units merged.")
class MergeUnitsPayload:
    unit: Unit = strawberry.field(graphql_type=UnitType, description="The unit that remains.")
    predecessors: list[Unit] = strawberry.field(
        graphql_type=list[UnitType], description="The units that end, with their last day."
    )
    ended_appointments: int = strawberry.field(description=ENDED)
    moved_persons: int = strawberry.field(description="People whose home unit changed.")
    moved_channels: int = strawberry.field(description="Channels handed over.")
    moved_experts: int = strawberry.field(description="Experts handed over.")
    supervised_units: int = strawberry.field(description="Units that got another superior.")
    moves_on: date | None = strawberry.field(
        description="Day on which all that will go over, null where it went now."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.input(description="A unit that comes out of a division.")
class SplitOffInput:
    code: str = strawberry.field(description="The new code; begins with the parent's.")
    name: str = strawberry.field(description="Full name, at most 100 characters.")
    short_name: str | None = strawberry.field(default=None, description="Else the full name.")
    kind: UnitKind = strawberry.field(description="What it is.")
    parent: str = strawberry.field(description="Code of the unit it belongs to.")
    supervising: str | None = strawberry.field(
        default=None, description="Code of who leads it; needed where management is VERTICAL."
    )
    management: Management = strawberry.field(
        default=Management.TERRITORIAL, description="Who commands it."
    )
    tags: list[str] = strawberry.field(default_factory=list, description="At most 20 marks.")
    work_body: str | None = strawberry.field(default=None, description="Its 工作机构.")
    credit_code: str | None = strawberry.field(
        default=None, description="Its 统一社会信用代码, checked by its last sign."
    )


@strawberry.input(description="A unit out of which others come.")
class SplitUnitInput:
    idempotency_key: str = strawberry.field(description=KEY)
    code: str = strawberry.field(description="The unit that is divided.")
    into: list[SplitOffInput] = strawberry.field(description="The new units, at most 20.")
    retire: bool = strawberry.field(default=False, description="Whether the old unit ends.")
    effective_on: date = strawberry.field(description=EFFECTIVE)


@strawberry.type(description="A unit divided; nothing goes over by itself.")
class SplitUnitPayload:
    unit: Unit = strawberry.field(graphql_type=UnitType, description="The old unit.")
    successors: list[Unit] = strawberry.field(
        graphql_type=list[UnitType], description="The new units."
    )
    ended_appointments: int = strawberry.field(description=ENDED)
    remaining_persons: int = strawberry.field(description="People whose home it still is.")
    remaining_appointments: int = strawberry.field(description="Appointments still held there.")
    remaining_channels: int = strawberry.field(description="Open channels it still has.")
    remaining_experts: int = strawberry.field(description="Experts of its pool.")
    supervised_units: int = strawberry.field(description="Units it still leads.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.input(description="The end of a unit.")
class RetireUnitInput:
    idempotency_key: str = strawberry.field(description=KEY)
    code: str = strawberry.field(description="Which unit.")
    on: date = strawberry.field(description="Its last day, in China.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(description="A unit that has a last day.")
class RetireUnitPayload:
    unit: Unit = strawberry.field(graphql_type=UnitType, description="The unit.")
    ended_appointments: int = strawberry.field(description=ENDED)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class SuccessionMutations:
    @strawberry.mutation(description="Let units become part of another from a day on (合并).")
    async def merge_units(
        self,
        info: Info,
        input: Annotated[MergeUnitsInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[MergeUnitsPayload | RefusalType, strawberry.union("MergeUnitsResult")]:
        chosen = {
            Moving.PERSONS: input.move_persons,
            Moving.CHANNELS: input.move_channels,
            Moving.EXPERTS: input.move_experts,
        }
        command = MergeUnits(
            sources=tuple(input.sources),
            into=input.into,
            effective_on=input.effective_on,
            moves=tuple(moving for moving, wanted in chosen.items() if wanted),
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.merge_units(info.context.database, act, command)
        merged = done.value
        return MergeUnitsPayload(
            unit=merged.unit,
            predecessors=list(merged.predecessors),
            ended_appointments=merged.ended_appointments,
            moved_persons=merged.moved.persons,
            moved_channels=merged.moved.channels,
            moved_experts=merged.moved.experts,
            supervised_units=merged.moved.supervised,
            moves_on=merged.moves_on,
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Let units come out of another from a day on (拆分).")
    async def split_unit(
        self,
        info: Info,
        input: Annotated[SplitUnitInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SplitUnitPayload | RefusalType, strawberry.union("SplitUnitResult")]:
        command = SplitUnit(
            code=input.code,
            into=tuple(_new(one) for one in input.into),
            retire=input.retire,
            effective_on=input.effective_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.split_unit(info.context.database, act, command)
        divided, stays = done.value, done.value.remaining
        return SplitUnitPayload(
            unit=divided.unit,
            successors=list(divided.successors),
            ended_appointments=divided.ended_appointments,
            remaining_persons=stays.persons,
            remaining_appointments=stays.appointments,
            remaining_channels=stays.channels,
            remaining_experts=stays.experts,
            supervised_units=stays.supervised,
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Give a unit its last day (撤销).")
    async def retire_unit(
        self,
        info: Info,
        input: Annotated[RetireUnitInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[RetireUnitPayload | RefusalType, strawberry.union("RetireUnitResult")]:
        command = RetireUnit(code=input.code, on=input.on, reason=input.reason)
        act = act_of(info, input.idempotency_key)
        done = await usecases.retire_unit(info.context.database, act, command)
        return RetireUnitPayload(
            unit=done.value.unit,
            ended_appointments=done.value.ended_appointments,
            replayed=done.replayed,
        )


def _new(given: SplitOffInput) -> NewUnit:
    return NewUnit(
        code=given.code,
        name=given.name,
        short_name=given.short_name,
        kind=given.kind,
        parent=given.parent,
        supervising=given.supervising or None,
        management=given.management,
        tags=tuple(given.tags),
        work_body=given.work_body,
        credit_code=given.credit_code,
    )
