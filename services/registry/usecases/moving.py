"""What goes over to the successor of a merger on its day: people, channels, experts, and the lead.

A merger of today or before moves at once, one of a later day when that has come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection
from services.registry.domain import succession as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import (
    Body,
    channel_body,
    expert_body,
    person_body,
    seen_under,
    succession_body,
    unit_body,
)
from services.registry.domain.filed_lists import FILED_CHANNELS
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.succession import Moving, Succession
from services.registry.domain.units import Unit
from services.registry.store import channels, experts, persons
from services.registry.store import succession as store
from services.registry.store import units as unit_store
from services.registry.usecases.acting import Act, note
from services.registry.usecases.filings import Changed, lists_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How much went over; ``supervised`` are the units that the successor now leads."""

    persons: int = 0
    channels: int = 0
    experts: int = 0
    supervised: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        """Add up."""
        return Moved(
            persons=self.persons + other.persons,
            channels=self.channels + other.channels,
            experts=self.experts + other.experts,
            supervised=self.supervised + other.supervised,
        )


async def apply_due_moves(conn: Connection, act: Act) -> int:
    """Carry out the moves of mergers whose day has come; return how many mergers.

    A second call carries out none. Where a circle of supervision arose since the merger was
    entered, the lead stays as it is, for the audit to find.
    """
    await unit_store.lock_supervision(conn)
    waiting = await store.successions_waiting(conn, local_day(act.now))
    for one in waiting:
        known = {
            code: unit
            for code in sorted({one.predecessor, one.successor})
            if (unit := await unit_store.lock_unit(conn, code))
        }
        await move(conn, act, one, known[one.predecessor], known[one.successor])
        line = await unit_store.supervisors(conn, one.successor)
        led = await store.units_supervised_by(conn, [one.predecessor], one.effective_on)
        if not {one.predecessor, *(unit.code for unit in led)} & set(line):
            await take_the_lead(conn, act, [one.predecessor], known[one.successor], led, line)
    return len(waiting)


async def move(conn: Connection, act: Act, succession: Succession, old: Unit, new: Unit) -> Moved:
    """Carry out one merger's moves and note that they are done; both units must be locked."""
    day, moves = succession.effective_on, succession.moves
    moved = Moved(
        persons=await _persons(conn, act, old, new) if Moving.PERSONS in moves else 0,
        channels=await _channels(conn, act, old, new, day) if Moving.CHANNELS in moves else 0,
        experts=await _experts(conn, act, old, new, day) if Moving.EXPERTS in moves else 0,
    )
    done = replace(succession, moved_on=local_day(act.now), version=succession.version + 1)
    await store.save_moved(conn, done)
    await note(conn, act, "unit_succession", "moved", new.scope, done, succession_body(done))
    return moved


async def take_the_lead(
    conn: Connection,
    act: Act,
    gone: Sequence[str],
    successor: Unit,
    led: Sequence[Unit],
    line: Sequence[str],
) -> int:
    """Let the successor lead the units that the others led; raises SUPERVISION_CYCLE."""
    changed = domain.resupervised(led, gone, successor, line)
    for unit in changed:
        await unit_store.save_unit(conn, unit)
        await note(conn, act, "unit", "updated", unit.scope, unit, unit_body(unit))
    return len(changed)


async def _persons(conn: Connection, act: Act, old: Unit, new: Unit) -> int:
    moved = await persons.persons_by_id(conn, await store.move_persons(conn, old.code, new.code))
    entries = [(one.id, one.version, person_body(one)) for one in moved.values()]
    await _noted(conn, act, "person", new, entries)
    return len(moved)


async def _channels(conn: Connection, act: Act, old: Unit, new: Unit, day: date) -> int:
    ids = await store.move_channels(conn, old.code, new.code, day)
    moved = await channels.channels_by_id(conn, ids)
    entries = [(one.id, one.version, channel_body(one)) for one in moved.values()]
    await _noted(conn, act, "channel", new, entries)
    filed = {one.id: one.name for one in moved.values() if one.kind in FILED_CHANNELS}
    await _filed(conn, act, old, new, FilingSubject.CHANNELS, "channel", filed)
    return len(moved)


async def _experts(conn: Connection, act: Act, old: Unit, new: Unit, day: date) -> int:
    moved = await experts.experts_by_id(
        conn, await store.move_experts(conn, old.code, new.code, day)
    )
    entries = [(one.id, one.version, expert_body(one)) for one in moved.values()]
    await _noted(conn, act, "expert", new, entries)
    names = {one.id: one.name for one in moved.values()}
    await _filed(conn, act, old, new, FilingSubject.EXPERT_POOL, "expert", names)
    return len(moved)


async def _filed(
    conn: Connection,
    act: Act,
    old: Unit,
    new: Unit,
    subject: FilingSubject,
    entity: str,
    names: dict[UUID, str],
) -> None:
    """Open the filings of both lists: what one lost, the other got."""
    for unit, what in ((old, ListChange.REMOVED), (new, ListChange.ADDED)):
        changed = [Changed(what=what, entity=entity, id=i, name=n) for i, n in names.items()]
        await lists_changed(conn, act, unit, subject, changed)


async def _noted(
    conn: Connection, act: Act, entity: str, unit: Unit, rows: Sequence[tuple[UUID, int, Body]]
) -> None:
    await record_many(
        conn,
        [
            NewChange(
                at=act.now,
                entity=entity,
                id=id_,
                version=version,
                kind="moved",
                actor=act.principal.subject,
                scope=seen_under(unit.scope),
                body=body,
            )
            for id_, version, body in rows
        ],
    )
