"""Planning who is on duty, putting one person in for another, and beginning a shift."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from services.deadlines.domain import shift_messages as messages
from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.acts import optional, wanted
from services.deadlines.domain.duty_rules import DutyRules
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.refusals import missing, person_not_found, too_many
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.domain.shifts import (
    Shift,
    check_overlaps,
    check_span,
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
            named = await names_of(conn, caller, [each.who for each in given], now)
            new = [
                _planned(caller, rules, name, named, each, f"input.shifts.{place}", now)
                for place, each in enumerate(given)
            ]
            await fit(conn, new, lambda place: f"input.shifts.{place}.person")
            await store.save_shifts(conn, new)
            await note(conn, caller, now, [(shift, "PLANNED") for shift in new])
            return Rostered(
                shifts=tuple(shift.id for shift in new), warnings=await on_leave(conn, new)
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
    who = who_of(given.who, named, f"{field}.person")
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


async def names_of(
    conn: Connection, caller: Principal, given: Sequence[Somebody], now: datetime
) -> Mapping[UUID, str]:
    """Name those given by their ids in the registry, as far as they are of the territory."""
    ids = [each.person_id for each in given if each.person_id is not None]
    return await store.person_names(conn, ids, caller.scope_code, now) if ids else {}


def who_of(given: Somebody, named: Mapping[UUID, str], field: str) -> Somebody:
    """Tell whom a shift is given to. Raises Refusal MISSING, NOT_FOUND, TOO_LONG."""
    account = optional(given.account, field.removesuffix("person") + "account")
    if given.person_id is None:
        return Somebody(person=wanted(given.person, field, "值班人员姓名"), account=account)
    if given.person_id not in named:
        raise person_not_found(f"{field}Id")
    name = named[given.person_id]
    return Somebody(person=name, person_id=given.person_id, account=account)


async def fit(conn: Connection, new: Sequence[Shift], field: Callable[[int], str]) -> None:
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


async def on_leave(conn: Connection, new: Sequence[Shift]) -> tuple[ReleaseWarning, ...]:
    """Doubt the shifts of persons who are on leave when they begin."""
    known = [(shift, shift.person_id) for shift in new if shift.person_id is not None]
    places = await store.away(
        conn, [person for _, person in known], [shift.begins_at for shift, _ in known]
    )
    return tuple(
        ReleaseWarning(
            code="ON_LEAVE",
            message=messages.away(known[n][0].person, clock(known[n][0].begins_at)),
        )
        for n in sorted(places)
    )
