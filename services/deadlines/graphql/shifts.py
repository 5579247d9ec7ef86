"""The roster of a desk: who is on duty, planning, replacing, beginning a shift."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.domain.shifts import OnDuty, Roster, Shift, ShiftGap
from services.deadlines.graphql.releases import WarningType
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.shift_types import OnDutyType, RosterType, ShiftGapType, ShiftType
from services.deadlines.store.shifts import shifts_by_id
from services.deadlines.usecases import replacements, rosters, shift_starts
from services.deadlines.usecases import shifts as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@strawberry.input(description="One line of a roster.")
class PlannedShiftInput:
    role: str = strawberry.field(description="A role's code of the unit's rules; LEAD, MAIN, …")
    person: str | None = strawberry.field(default=None, description="The name.")
    person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or the person's id in the registry, which gives the name."
    )
    account: str | None = strawberry.field(
        default=None, description="The login that alone may act for it."
    )
    begins_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime = strawberry.field(description="When it ends, exclusive; 7 days at most.")


@strawberry.input(description="Write shifts of a desk, all or none.")
class PlanShiftsInput:
    unit: str = strawberry.field(description="The unit's code.")
    shifts: list[PlannedShiftInput] = strawberry.field(description="At most 200.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Put somebody in for another, or swap two shifts.")
class ReplaceOnShiftInput:
    shift: strawberry.ID = strawberry.field(description="The shift.")
    person: str | None = strawberry.field(default=None, description="Who takes it, by name.")
    person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or by the person's id in the registry."
    )
    account: str | None = strawberry.field(
        default=None, description="The login that alone may act for it."
    )
    swap_with: strawberry.ID | None = strawberry.field(
        default=None, description="Instead of a person: the shift whose person takes this one."
    )
    since: datetime | None = strawberry.field(
        default=None, description="From when; null: all of it, of one that has begun from now."
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Take a shift off the roster.")
class CancelShiftInput:
    shift: strawberry.ID = strawberry.field(description="The shift.")
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Begin one's own shift.")
class StartShiftInput:
    shift: strawberry.ID | None = strawberry.field(
        default=None, description="The shift; null: one that is in no roster (临时到岗)."
    )
    unit: str | None = strawberry.field(
        default=None, description="Without a shift: the unit's code."
    )
    ends_at: datetime | None = strawberry.field(
        default=None, description="Without a shift: until when."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _RosterPayload:
    shifts: list[Shift] = strawberry.field(
        graphql_type=list[ShiftType], description="What was made or changed, as it now stands."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The shifts planned, and where the desk is still not kept.")
class PlanShiftsPayload(_RosterPayload):
    gaps: list[ShiftGap] = strawberry.field(
        graphql_type=list[ShiftGapType],
        description="Where nobody keeps the desk between the first beginning and the last end.",
    )


@strawberry.type(description="Who stands in.")
class ReplaceOnShiftPayload(_RosterPayload):
    pass


@strawberry.type(description="What was taken off.")
class CancelShiftPayload(_RosterPayload):
    pass


@strawberry.type(description="The shift begun.")
class StartShiftPayload(_RosterPayload):
    pass


PlanShiftsResult = Annotated[PlanShiftsPayload | RefusalType, strawberry.union("PlanShiftsResult")]
ReplaceOnShiftResult = Annotated[
    ReplaceOnShiftPayload | RefusalType, strawberry.union("ReplaceOnShiftResult")
]
CancelShiftResult = Annotated[
    CancelShiftPayload | RefusalType, strawberry.union("CancelShiftResult")
]
StartShiftResult = Annotated[StartShiftPayload | RefusalType, strawberry.union("StartShiftResult")]

UnitCode = Annotated[str, strawberry.argument(description="The unit's code.")]
Since = Annotated[datetime, strawberry.argument(description="From when, inclusive.", name="from")]
Until = Annotated[datetime, strawberry.argument(description="Until when, exclusive.", name="to")]


@strawberry.type
class ShiftQuery:
    @strawberry.field(
        graphql_type=RosterType, description="A desk's shifts that touch a time, 62 days at most."
    )
    async def shifts(self, info: Info, unit: UnitCode, since: Since, until: Until) -> Roster:
        context = info.context
        return await rosters.roster(context.database, context.caller, unit, since, until)

    @strawberry.field(
        graphql_type=OnDutyType, description="Who is on duty; nobody is made up (当前值班)."
    )
    async def on_duty(
        self,
        info: Info,
        unit: UnitCode,
        at: Annotated[datetime | None, strawberry.argument(description="Null: now.")] = None,
    ) -> OnDuty:
        context = info.context
        moment = at or context.clock.now()
        return await rosters.on_duty_at(context.database, context.caller, unit, moment)


@strawberry.type
class ShiftMutation:
    @strawberry.mutation(description="Plan who is on duty (排班); gaps are told, not refused.")
    async def plan_shifts(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            PlanShiftsInput, strawberry.argument(description="What to do.")
        ],
    ) -> PlanShiftsResult:
        context, now = info.context, info.context.clock.now()
        given = [
            usecase.NewShift(
                role=row.role,
                who=_somebody(row, f"input.shifts.{place}.personId"),
                begins_at=row.begins_at,
                ends_at=row.ends_at,
            )
            for place, row in enumerate(input.shifts)
        ]
        done = await usecase.plan_shifts(
            context.database, context.caller, input.unit, given, input.idempotency_key, now
        )
        rows = await _rows(info, done)
        begins, ends = min(r.begins_at for r in rows), max(r.ends_at for r in rows)
        ends = min(ends, begins + rosters.LONGEST_SPAN)
        found = await rosters.roster(context.database, context.caller, input.unit, begins, ends)
        return PlanShiftsPayload(
            shifts=rows,
            warnings=list(done.value.warnings),
            gaps=list(found.gaps),
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Put somebody in for another, or swap two shifts (换班).")
    async def replace_on_shift(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReplaceOnShiftInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReplaceOnShiftResult:
        context = info.context
        swap_with = input.swap_with
        command = replacements.ReplaceOnShift(
            shift=_shift_id(input.shift),
            who=_somebody(input, "input.personId"),
            swap_with=_shift_id(swap_with, "input.swapWith") if swap_with is not None else None,
            since=input.since,
            reason=input.reason,
            key=input.idempotency_key,
        )
        done = await replacements.replace_on_shift(
            context.database, context.caller, command, context.clock.now()
        )
        return ReplaceOnShiftPayload(
            shifts=await _rows(info, done),
            warnings=list(done.value.warnings),
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Take a shift off the roster; it stays in the record (撤班).")
    async def cancel_shift(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            CancelShiftInput, strawberry.argument(description="What to do.")
        ],
    ) -> CancelShiftResult:
        context = info.context
        done = await replacements.cancel_shift(
            context.database,
            context.caller,
            _shift_id(input.shift),
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        return CancelShiftPayload(
            shifts=await _rows(info, done), warnings=[], replayed=done.replayed
        )

    @strawberry.mutation(description="Begin one's own shift, or one that is in no roster (到岗).")
    async def start_shift(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            StartShiftInput, strawberry.argument(description="What to do.")
        ],
    ) -> StartShiftResult:
        context = info.context
        command = shift_starts.StartShift(
            shift=_shift_id(input.shift) if input.shift is not None else None,
            unit=input.unit,
            ends_at=input.ends_at,
            key=input.idempotency_key,
        )
        done = await shift_starts.start_shift(
            context.database, context.caller, command, context.clock.now()
        )
        return StartShiftPayload(
            shifts=await _rows(info, done), warnings=[], replayed=done.replayed
        )


def _shift_id(given: strawberry.ID, field: str = "input.shift") -> UUID:
    return from_global_id(given, "Shift", field)


def _somebody(row: PlannedShiftInput | ReplaceOnShiftInput, field: str) -> usecase.Somebody:
    person_id = (
        from_global_id(row.person_id, "Person", field) if row.person_id is not None else None
    )
    return usecase.Somebody(person=row.person, person_id=person_id, account=row.account)


async def _rows(info: Info, done: Once[usecase.Rostered]) -> list[Shift]:
    async with info.context.database.reading() as conn:
        return await shifts_by_id(conn, done.value.shifts)
