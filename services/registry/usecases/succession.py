"""Merge, split and retire units with an effective date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.refusal import Refusal
from services.registry.domain import succession as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import succession_body
from services.registry.domain.refusals import unit_not_active
from services.registry.domain.succession import (
    MergeUnits,
    Moving,
    RetireUnit,
    SplitUnit,
    Succession,
    SuccessionKind,
)
from services.registry.domain.units import NewUnit, Unit
from services.registry.store import succession as store
from services.registry.store import units as unit_store
from services.registry.usecases.acting import Act, note, own_unit_locked, perform
from services.registry.usecases.closing import Ending, close_unit, nobody_led
from services.registry.usecases.moving import Moved, move, take_the_lead
from services.registry.usecases.units import insert_new_unit

MERGED = "机构合并"
SPLIT = "机构拆分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merger: who remains, who ended, and what went over or waits for its day."""

    unit: Unit
    predecessors: tuple[Unit, ...]
    ended_appointments: int
    moved: Moved
    moves_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What the old unit of a division still has on the effective day."""

    persons: int
    appointments: int
    channels: int
    experts: int
    supervised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """A division: the old unit, the new ones, and what stays to be placed by hand."""

    unit: Unit
    successors: tuple[Unit, ...]
    ended_appointments: int
    remaining: Remaining


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A unit that has a last day, and how many appointments end with it."""

    unit: Unit
    ended_appointments: int


async def merge_units(database: Database, act: Act, command: MergeUnits) -> Once[Merged]:
    """Let units become part of another of the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Merged:
        domain.check_merge(command)
        return await _merge(conn, act, command)

    return await perform(database, act, "mergeUnits", command, Merged, work)


async def _merge(conn: Connection, act: Act, command: MergeUnits) -> Merged:
    known = await _locked(conn, act, command)
    successor, old = known[command.into], [known[code] for code in command.sources]
    if not successor.is_active(command.effective_on):
        raise unit_not_active(successor.name, "into")
    line = await unit_store.supervisors(conn, successor.code)
    led = await store.units_supervised_by(conn, command.sources, command.effective_on)
    led = [unit for unit in led if unit.code not in command.sources]
    domain.resupervised(led, command.sources, successor, line)
    last_day = domain.day_before(command.effective_on)
    ending = Ending(last_day=last_day, reason=MERGED, kind="merged", field="from")
    closed = [await close_unit(conn, act, unit, ending, command.sources) for unit in old]
    due, moved = command.effective_on <= local_day(act.now), Moved()
    for unit, _ in closed:
        moves = command.moves
        one = await _succeed(conn, act, unit, successor, SuccessionKind.MERGED, moves, command)
        if due:
            moved += await move(conn, act, one, unit, successor)
    if due:
        count = await take_the_lead(conn, act, command.sources, successor, led, line)
        moved = replace(moved, supervised=count)
    return Merged(
        unit=(await unit_store.units_by_code(conn, [successor.code]))[successor.code],
        predecessors=tuple(unit for unit, _ in closed),
        ended_appointments=sum(ended for _, ended in closed),
        moved=moved,
        moves_on=None if due else command.effective_on,
    )


async def _locked(conn: Connection, act: Act, command: MergeUnits) -> dict[str, Unit]:
    """Lock all units of a merger in the order of their codes, so that two mergers never block."""
    await unit_store.lock_supervision(conn)
    fields = dict.fromkeys(command.sources, "from") | {command.into: "into"}
    return {
        code: await own_unit_locked(conn, act, code, field)
        for code, field in sorted(fields.items())
    }


async def split_unit(database: Database, act: Act, command: SplitUnit) -> Once[Divided]:
    """Create the units that come out of another, which may end; nothing goes over by itself."""

    async def work(conn: Connection) -> Divided:
        domain.check_split(command)
        return await _split(conn, act, command)

    return await perform(database, act, "splitUnit", command, Divided, work)


async def _split(conn: Connection, act: Act, command: SplitUnit) -> Divided:
    await unit_store.lock_supervision(conn)
    if any(new.credit_code for new in command.into):
        await unit_store.lock_credit_codes(conn)  # before any unit's lock, as everywhere
    unit = await own_unit_locked(conn, act, command.code, "code")
    if not unit.is_active(domain.day_before(command.effective_on)):
        raise unit_not_active(unit.name, "effectiveOn")
    ended = 0
    if command.retire:
        await nobody_led(conn, unit, domain.day_before(command.effective_on), "code")
        last_day = domain.day_before(command.effective_on)
        ending = Ending(last_day=last_day, reason=SPLIT, kind="split", field="code")
        unit, ended = await close_unit(conn, act, unit, ending)
    made = [
        await _placed(conn, act, replace(new, active_from=command.effective_on), number)
        for number, new in enumerate(command.into)
    ]
    for successor in made:
        await _succeed(conn, act, unit, successor, SuccessionKind.SPLIT, (), command)
    counts = await store.count_roster(conn, unit.code, command.effective_on)
    return Divided(
        unit=unit,
        successors=tuple(made),
        ended_appointments=ended,
        remaining=Remaining(**counts),
    )


async def _placed(conn: Connection, act: Act, new: NewUnit, number: int) -> Unit:
    """Create one of several units; a refusal names which."""
    try:
        return await insert_new_unit(conn, act, new)
    except Refusal as refusal:
        field = f"into.{number}.{refusal.field or 'code'}"
        raise Refusal(refusal.code, refusal.message, field) from refusal


async def retire_unit(database: Database, act: Act, command: RetireUnit) -> Once[Retired]:
    """Give a unit of the caller's scope its last day; raises Refusal."""

    async def work(conn: Connection) -> Retired:
        reason = domain.checked_reason(command.reason)
        await unit_store.lock_supervision(conn)
        unit = await own_unit_locked(conn, act, command.code, "code")
        await nobody_led(conn, unit, command.on, "code")
        ending = Ending(last_day=command.on, reason=reason, kind="retired", field="on")
        retired, ended = await close_unit(conn, act, unit, ending)
        return Retired(unit=retired, ended_appointments=ended)

    return await perform(database, act, "retireUnit", command, Retired, work)


async def _succeed(
    conn: Connection,
    act: Act,
    old: Unit,
    new: Unit,
    kind: SuccessionKind,
    moves: Sequence[Moving],
    command: MergeUnits | SplitUnit,
) -> Succession:
    one = Succession(
        id=new_id(),
        predecessor=old.code,
        successor=new.code,
        kind=kind,
        effective_on=command.effective_on,
        moves=tuple(moves),
        moved_on=None if kind is SuccessionKind.MERGED else local_day(act.now),
        version=1,
    )
    await store.insert_succession(conn, one)
    await note(conn, act, "unit_succession", "created", new.scope, one, succession_body(one))
    return one
