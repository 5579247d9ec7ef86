"""Planning who is on duty, putting one person in for another, and beginning a shift."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from services.deadlines.domain import shift_messages as messages
from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.acts import LONGEST_NOTE, optional, wanted
from services.deadlines.domain.duty_rules import DutyRules
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.refusals import missing, person_not_found, too_many
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.domain.shifts import (
    Shift,
    ShiftState,
    check_changeable,
    check_correctable,
    check_overlaps,
    check_span,
    check_start,
    clock,
)
from services.deadlines.store import shifts as store
from services.deadlines.store.duty_rules import rules_of
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

MOST_SHIFTS = 200
MAIN = "MAIN"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rostered:
    """The answer kept for an act on the roster: the shifts that it made or changed, and doubts."""

    shifts: tuple[UUID, ...]
    warnings: tuple[ReleaseWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Whom a shift is given to, as stated: by name, or by the person's id in the registry."""

    person: str | None
    person_id: UUID | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShift:
    """One line of a roster as stated."""

    role: str
    who: Somebody
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceOnShift:
    """The command: somebody else's turn, from ``since`` (None: all of it), or two turns swapped."""

    shift: UUID
    who: Somebody
    swap_with: UUID | None
    since: datetime | None
    reason: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShift:
    """The command: one's own shift begins; without one, one that is in no roster (临时到岗)."""

    shift: UUID | None
    unit: str | None
    ends_at: datetime | None
    key: str


async def once_here(
    conn: Connection,
    caller: Principal,
    now: datetime,
    *,
    key: str,
    operation: str,
    request: object,
    answer: type[T],
    act: Callable[[], Awaitable[T]],
) -> Once[T]:
    """Run an act once under the caller's key."""
    return await once(
        conn,
        principal=caller.subject,
        key=key,
        operation=operation,
        request=request,
        now=now,
        answer=answer,
        act=act,
    )


async def plan_shifts(
    database: Database,
    caller: Principal,
    unit: str,
    given: Sequence[NewShift],
    key: str,
    now: datetime,
) -> Once[Rostered]:
    """Write shifts of a desk, all of them or none; one who is on leave is planned and doubted.

    Raises Refusal NOT_FOUND (unit, person), MISSING, TOO_MANY, UNKNOWN_ROLE, BAD_SPAN,
    SHIFT_TOO_LONG, PAST_CORRECTION, TOO_FAR_AHEAD, OVERLAPS, BUSY.
    """
    code = unit_code("input.unit")(unit)
    if not given:
        raise missing("input.shifts", "班次")
    if len(given) > MOST_SHIFTS:
        raise too_many("input.shifts", MOST_SHIFTS)
    for place, each in enumerate(given):
        check_span(each.begins_at, each.ends_at, now, f"input.shifts.{place}")

    async with database.transaction() as conn:

        async def act() -> Rostered:
            name = await named_unit(conn, caller, code)
            rules = await rules_of(conn, code, now)
            named = await _names(conn, caller, [each.who for each in given], now)
            new = [
                _planned(caller, rules, name, named, each, f"input.shifts.{place}", now)
                for place, each in enumerate(given)
            ]
            await _fit(conn, new, lambda place: f"input.shifts.{place}.person")
            await store.save_shifts(conn, new)
            await note(conn, caller, now, [(shift, "PLANNED") for shift in new])
            return Rostered(
                shifts=tuple(shift.id for shift in new), warnings=await _on_leave(conn, new)
            )

        return await once_here(
            conn,
            caller,
            now,
            key=key,
            operation="planShifts",
            request=[code, list(given)],
            answer=Rostered,
            act=act,
        )


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
                named = await _names(conn, caller, [command.who], now)
                who = _who(command.who, named, "input.person")
                changed, new = _taken_over(shift, who, command.since, reason, caller, now)
            for row in changed:
                await store.update_shift(conn, row)
            await _fit(conn, new, lambda place: "input.person")
            await store.save_shifts(conn, new)
            entries = [(row, "REPLACED") for row in changed] + [(row, "PLANNED") for row in new]
            await note(conn, caller, now, entries)
            return Rostered(
                shifts=tuple(row.id for row in new), warnings=await _on_leave(conn, new)
            )

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


def started(shift: Shift, caller: Principal, now: datetime) -> Shift:
    """Mark a shift as begun by the caller."""
    return replace(
        shift,
        started_at=now,
        started_by=caller.subject,
        started_name=caller.name,
        version=shift.version + 1,
    )


async def locked_shift(
    conn: Connection, caller: Principal, shift: UUID, field: str = "input.shift"
) -> Shift:
    """Lock the roster of a shift's desk and return the shift as it then stands.

    Raises Refusal NOT_FOUND, BUSY.
    """
    found = await store.shift_by_id(conn, shift)
    if found is None or not within(found.unit, caller.scope_level, caller.scope_code):
        raise refusals.shift_not_found(field)
    await store.lock_roster(conn, found.unit, ())
    return await store.shift_by_id(conn, shift) or found


async def named_unit(conn: Connection, caller: Principal, code: str) -> str:
    """Name a unit of the caller's territory; the own one needs no registry. Raises NOT_FOUND."""
    if not within(code, caller.scope_level, caller.scope_code):
        raise refusals.unit_elsewhere()
    name = await store.unit_name(conn, code)
    if name is None and code != caller.unit:
        raise refusals.unit_elsewhere()
    return name or code


async def note(
    conn: Connection, caller: Principal, now: datetime, entries: Sequence[tuple[Shift, str]]
) -> None:
    """Note what happened to shifts in the change log."""
    await record_many(
        conn,
        [
            NewChange(
                at=now,
                entity="shift",
                id=shift.id,
                version=shift.version,
                kind=kind,
                actor=caller.subject,
                scope=Scope.of_code(shift.unit).named(),
                body={
                    "by": caller.name,
                    "unit": shift.unit,
                    "title": f"{shift.unit_name} {shift.who}",
                    "begins_at": shift.begins_at.isoformat(),
                    "ends_at": shift.ends_at.isoformat(),
                    "reason": shift.reason,
                },
            )
            for shift, kind in entries
        ],
    )


def _planned(
    caller: Principal,
    rules: DutyRules,
    unit_name: str,
    named: Mapping[UUID, str],
    given: NewShift,
    field: str,
    now: datetime,
) -> Shift:
    role = rules.role(given.role)
    if role is None:
        titles = "、".join(f"{each.code} {each.title}" for each in rules.roles)
        raise refusals.unknown_role(given.role, titles, f"{field}.role")
    who = _who(given.who, named, f"{field}.person")
    return Shift(
        id=new_id(),
        unit=rules.unit,
        unit_name=unit_name,
        role=role.code,
        role_title=role.title,
        mans=role.mans,
        person=who.person or "",
        person_id=who.person_id,
        account=who.account,
        begins_at=given.begins_at.astimezone(UTC),
        ends_at=given.ends_at.astimezone(UTC),
        planned_end=given.ends_at.astimezone(UTC),
        unplanned=False,
        planned_at=now,
        planned_by=caller.name,
        version=1,
    )


async def _names(
    conn: Connection, caller: Principal, given: Sequence[Somebody], now: datetime
) -> Mapping[UUID, str]:
    ids = [each.person_id for each in given if each.person_id is not None]
    return await store.person_names(conn, ids, caller.scope_code, now) if ids else {}


def _who(given: Somebody, named: Mapping[UUID, str], field: str) -> Somebody:
    account = optional(given.account, field.removesuffix("person") + "account")
    if given.person_id is None:
        return Somebody(person=wanted(given.person, field, "值班人员姓名"), account=account)
    if given.person_id not in named:
        raise person_not_found(f"{field}Id")
    name = named[given.person_id]
    return Somebody(person=name, person_id=given.person_id, account=account)


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
    await _fit(conn, [shift], lambda place: "input.unit")
    return replace(shift, started_at=now, started_by=caller.subject, started_name=caller.name)


async def _fit(conn: Connection, new: Sequence[Shift], field: Callable[[int], str]) -> None:
    """Refuse new shifts whose persons are on duty elsewhere at the same time: OVERLAPS."""
    persons = {shift.person for shift in new} | {str(shift.person_id) for shift in new}
    await store.lock_roster(conn, new[0].unit, persons - {"None"})
    standing = await store.shifts_of_persons(
        conn,
        [shift.person for shift in new],
        [shift.person_id for shift in new if shift.person_id],
        min(shift.begins_at for shift in new),
        max(shift.ends_at for shift in new),
    )
    for place, shift in enumerate(new):
        check_overlaps(shift, [*standing, *new[:place]], field(place))


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


async def _on_leave(conn: Connection, new: Sequence[Shift]) -> tuple[ReleaseWarning, ...]:
    known = [(shift, shift.person_id) for shift in new if shift.person_id is not None]
    places = await store.away(
        conn, [person for _, person in known], [shift.begins_at for shift, _ in known]
    )
    return tuple(
        ReleaseWarning(
            code="ON_LEAVE",
            message=messages.on_leave(known[n][0].person, clock(known[n][0].begins_at)),
        )
        for n in sorted(places)
    )
