"""Beginning a shift: one's own, or one that is in no roster."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.refusals import missing
from services.deadlines.domain.shifts import Shift, check_span, check_start
from services.deadlines.store import shifts as store
from services.deadlines.store.duty_rules import rules_of
from services.deadlines.usecases.shifts import (
    Rostered,
    fit,
    locked_shift,
    named_unit,
    note,
    once_here,
    started,
)
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id

MAIN = "MAIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShift:
    """The command: one's own shift begins; without one, one that is in no roster (临时到岗)."""

    shift: UUID | None
    unit: str | None
    ends_at: datetime | None
    key: str


async def start_shift(
    database: Database, caller: Principal, command: StartShift, now: datetime
) -> Once[Rostered]:
    """Record that the caller is there (到岗) and begins the shift.

    Raises Refusal NOT_FOUND, NOT_YOUR_SHIFT, ALREADY_STARTED, TOO_EARLY, SHIFT_OVER, SHIFT_GONE;
    without a planned shift MISSING (unit, end), BAD_SPAN, SHIFT_TOO_LONG, OVERLAPS; BUSY.
    """
    async with database.transaction() as conn:

        async def act() -> Rostered:
            if command.shift is None:
                shift = await _unplanned(conn, caller, command, now)
                await store.save_shifts(conn, [shift])
            else:
                shift = await locked_shift(conn, caller, command.shift)
                check_start(shift, caller.subject, caller.name, now)
                shift = started(shift, caller, now)
                await store.update_shift(conn, shift)
            await note(conn, caller, now, [(shift, "STARTED")])
            return Rostered(shifts=(shift.id,))

        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="startShift",
            request=[command.shift, command.unit, command.ends_at],
            answer=Rostered,
            act=act,
        )


async def _unplanned(
    conn: Connection, caller: Principal, command: StartShift, now: datetime
) -> Shift:
    if command.unit is None:
        raise missing("input.unit", "单位或班次")
    if command.ends_at is None:
        raise missing("input.endsAt", "值到何时")
    code = unit_code("input.unit")(command.unit)
    name = await named_unit(conn, caller, code)
    check_span(now, command.ends_at, now, "input")
    rules = await rules_of(conn, code, now)
    role = rules.role(MAIN) or next(role for role in rules.roles if role.mans)
    shift = Shift(
        id=new_id(),
        unit=code,
        unit_name=name,
        role=role.code,
        role_title=role.title,
        mans=role.mans,
        person=caller.name,
        person_id=None,
        account=caller.subject,
        begins_at=now,
        ends_at=command.ends_at.astimezone(UTC),
        planned_end=command.ends_at.astimezone(UTC),
        unplanned=True,
        planned_at=now,
        planned_by=caller.name,
        version=1,
    )
    await fit(conn, [shift], lambda place: "input.unit")
    return replace(shift, started_at=now, started_by=caller.subject, started_name=caller.name)
