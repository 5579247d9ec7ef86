"""Putting one person in for another on a roster, and taking a shift off it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.acts import LONGEST_NOTE, wanted
from services.deadlines.domain.shifts import (
    Shift,
    ShiftState,
    check_changeable,
    check_correctable,
)
from services.deadlines.store import shifts as store
from services.deadlines.usecases.shifts import (
    Rostered,
    Somebody,
    fit,
    locked_shift,
    names_of,
    note,
    on_leave,
    once_here,
    who_of,
)
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceOnShift:
    """The command: somebody else's turn, from ``since`` (None: all of it), or two turns swapped."""

    shift: UUID
    who: Somebody
    swap_with: UUID | None
    since: datetime | None
    reason: str
    key: str


async def replace_on_shift(
    database: Database, caller: Principal, command: ReplaceOnShift, now: datetime
) -> Once[Rostered]:
    """Put somebody in for the person of a shift, or let two persons swap theirs, for a reason.

    What was planned stays in the record as 已换班. Raises Refusal NOT_FOUND, MISSING (reason),
    ONE_OF, SHIFT_GONE, SHIFT_OVER, OUTSIDE_SHIFT, PAST_CORRECTION, SAME_PERSON, ALREADY_STARTED,
    OVERLAPS, TOO_LONG, BUSY.
    """
    reason = wanted(command.reason, "input.reason", "换班原因", LONGEST_NOTE)
    stated = command.who.person or command.who.person_id
    if (stated is None) == (command.swap_with is None):
        raise refusals.one_way()

    async with database.transaction() as conn:

        async def act() -> Rostered:
            shift = await locked_shift(conn, caller, command.shift)
            check_changeable(shift, now)
            if command.swap_with is not None:
                other = await locked_shift(conn, caller, command.swap_with, "input.swapWith")
                check_changeable(other, now)
                changed, new = _swapped(shift, other, reason, caller, now)
            else:
                named = await names_of(conn, caller, [command.who], now)
                who = who_of(command.who, named, "input.person")
                changed, new = _taken_over(shift, who, command.since, reason, caller, now)
            for row in changed:
                await store.update_shift(conn, row)
            await fit(conn, new, lambda place: "input.person")
            await store.save_shifts(conn, new)
            entries = [(row, "REPLACED") for row in changed] + [(row, "PLANNED") for row in new]
            await note(conn, caller, now, entries)
            return Rostered(shifts=tuple(row.id for row in new), warnings=await on_leave(conn, new))

        request = [str(command.shift), command.who, command.swap_with, command.since, reason]
        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="replaceOnShift",
            request=request,
            answer=Rostered,
            act=act,
        )


async def cancel_shift(
    database: Database, caller: Principal, shift: UUID, reason: str, key: str, now: datetime
) -> Once[Rostered]:
    """Take a shift off the roster for a reason; it stays in the record.

    Raises Refusal NOT_FOUND, MISSING, ALREADY_STARTED, SHIFT_GONE, SHIFT_OVER, TOO_LONG, BUSY.
    """
    reason = wanted(reason, "input.reason", "撤销原因", LONGEST_NOTE)
    async with database.transaction() as conn:

        async def act() -> Rostered:
            found = await locked_shift(conn, caller, shift)
            check_changeable(found, now)
            if found.started_at is not None:
                raise refusals.already_started(found.person)
            row = _gone(found, ShiftState.CANCELLED, reason)
            await store.update_shift(conn, row)
            await note(conn, caller, now, [(row, "CANCELLED")])
            return Rostered(shifts=(row.id,))

        return await once_here(
            conn,
            caller,
            now,
            key=key,
            operation="cancelShift",
            request=[str(shift), reason],
            answer=Rostered,
            act=act,
        )


def _gone(shift: Shift, gone: ShiftState, reason: str) -> Shift:
    return replace(shift, gone=gone, reason=reason, version=shift.version + 1)


def _taken_over(
    shift: Shift,
    who: Somebody,
    since: datetime | None,
    reason: str,
    caller: Principal,
    now: datetime,
) -> tuple[list[Shift], list[Shift]]:
    if who.person == shift.person and who.person_id == shift.person_id:
        raise refusals.same_person("input.person")
    if shift.signed_at is not None:
        raise refusals.sheet_waits("接班人")
    since = since or (now if shift.started_at else shift.begins_at)
    check_correctable(since, now, "input.from")
    if since >= shift.ends_at or (shift.started_at and since <= shift.begins_at):
        raise refusals.before_shift("input.from")
    whole = since <= shift.begins_at
    new = _given_to(shift, who, caller, now, reason)
    if whole:
        return [_gone(shift, ShiftState.REPLACED, reason)], [new]
    cut = replace(shift, ends_at=since, reason=reason, version=shift.version + 1)
    return [cut], [replace(new, begins_at=since)]


def _swapped(
    shift: Shift, other: Shift, reason: str, caller: Principal, now: datetime
) -> tuple[list[Shift], list[Shift]]:
    if shift.started_at is not None or other.started_at is not None:
        raise refusals.swap_started()
    if shift.person == other.person:
        raise refusals.same_person("input.swapWith")
    check_correctable(min(shift.begins_at, other.begins_at), now, "input.swapWith")
    return (
        [_gone(row, ShiftState.REPLACED, reason) for row in (shift, other)],
        [
            _given_to(shift, _of(other), caller, now, reason),
            _given_to(other, _of(shift), caller, now, reason),
        ],
    )


def _of(shift: Shift) -> Somebody:
    return Somebody(person=shift.person, person_id=shift.person_id, account=shift.account)


def _given_to(shift: Shift, who: Somebody, caller: Principal, now: datetime, reason: str) -> Shift:
    return replace(
        shift,
        id=new_id(),
        person=who.person or "",
        person_id=who.person_id,
        account=who.account,
        planned_at=now,
        planned_by=caller.name,
        started_at=None,
        started_by=None,
        started_name=None,
        reason=reason,
        replaces=shift.id,
        version=1,
    )
