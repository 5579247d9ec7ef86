"""Write a plan in one transaction, by a number of statements that no file makes grow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from uuid import UUID

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection
from services.registry.domain import bodies
from services.registry.domain.appointments import Appointment
from services.registry.domain.bodies import Body, seen_under
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.imports.outcomes import Plan
from services.registry.domain.imports.runs import Effect
from services.registry.domain.persons import Person
from services.registry.domain.units import Unit
from services.registry.store import appointments, channels, experts, import_report, persons, units
from services.registry.store import import_writing as store
from services.registry.store.phones import save_phones
from services.registry.usecases.acting import Act
from services.registry.usecases.import_filings import ListEntry, file_lists, list_entries

_BATCH = 5_000
Progress = Callable[[int], None]


@dataclass(slots=True)
class Writing:
    """An import being written: who, which, what, and the units that everything lies in."""

    conn: Connection
    act: Act
    id: UUID
    plan: Plan
    places: dict[str, Unit]
    progress: Progress
    _done: int = 0

    async def write(self) -> None:
        """Write rows, numbers, change-log entries and filings; see `effects_of` for the undo."""
        await self._rows()
        await self._log()
        opened = await file_lists(self.conn, self.act, self.places, self._lists())
        await import_report.copy_effects(self.conn, self.id, opened, first=_count(self.plan))

    async def _rows(self) -> None:
        conn, plan = self.conn, self.plan
        if plan.units:
            await units.copy_units(conn, plan.units)
        if plan.changed_units:
            await store.save_units(conn, [one.after for one in plan.changed_units])
        await self._people()
        for part in _parts(plan.appointments):
            await appointments.copy_appointments(conn, part)
            self._step(len(part))
        if plan.ended:
            await store.save_ends(conn, [one.after for one in plan.ended])
        for part in _parts(plan.experts):
            await experts.copy_experts(conn, part)
        if plan.changed_experts:
            await store.save_experts(conn, [one.after for one in plan.changed_experts])
        for part in _parts(plan.channels):
            await channels.copy_channels(conn, part)
        if plan.changed_channels:
            await store.save_channels(conn, [one.after for one in plan.changed_channels])

    async def _people(self) -> None:
        conn, plan, seen_from = self.conn, self.plan, self.act.principal.scope_code
        for people in _parts(plan.persons):
            await persons.copy_persons(conn, [one.person for one in people])
            numbers = {one.person.id: one.phone for one in people if one.phone}
            if numbers:
                await save_phones(conn, numbers, seen_from=seen_from)
        for changes in _parts(plan.phones):
            ids = [one.after.id for one in changes]
            await store.keep_phones(conn, self.id, ids, seen_from)
            await store.save_hints(conn, [one.after for one in changes])
            told: dict[UUID, str | None] = {one.after.id: one.phone for one in changes}
            await save_phones(conn, told, seen_from=seen_from)

    async def _log(self) -> None:
        entries = self._entries()
        while part := list(islice(entries, _BATCH)):
            await record_many(self.conn, part)
            self._step(len(part) // 4)

    def _step(self, rows: int) -> None:
        self._done += rows
        self.progress(self._done)

    def _entries(self) -> Iterator[NewChange]:
        for entity, before, after in _written(self.plan):
            kind = "created" if before is None else kind_of(before, after)
            yield entry_of(self.act, entity, kind, after, self.places)

    def _lists(self) -> Iterator[ListEntry]:
        plan = self.plan
        return chain(
            list_entries("ADDED", plan.appointments),
            list_entries("REMOVED", [one.after for one in plan.ended]),
            list_entries("ADDED", plan.experts),
            list_entries("CHANGED", [one.after for one in plan.changed_experts]),
            list_entries("ADDED", plan.channels),
            list_entries("CHANGED", [one.after for one in plan.changed_channels]),
        )


def effects_of(plan: Plan) -> list[Effect]:
    """Return what an undo of the plan needs, but for the filings that it opens."""
    return [
        Effect(
            entity=entity,
            id=after.id,
            version=after.version,
            before=None if before is None else image_of(before),
        )
        for entity, before, after in _written(plan)
    ]


def _written(plan: Plan) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is written, each with what it was before, None where it is new."""
    made: tuple[tuple[str, Sequence[Any]], ...] = (
        ("unit", plan.units),
        ("person", [one.person for one in plan.persons]),
        ("appointment", plan.appointments),
        ("expert", plan.experts),
        ("channel", plan.channels),
    )
    changed: tuple[tuple[str, Sequence[Any]], ...] = (
        ("unit", plan.changed_units),
        ("person", plan.phones),
        ("appointment", plan.ended),
        ("expert", plan.changed_experts),
        ("channel", plan.changed_channels),
    )
    for entity, rows in made:
        yield from ((entity, None, row) for row in rows)
    for entity, pairs in changed:
        yield from ((entity, pair.before, pair.after) for pair in pairs)


def _count(plan: Plan) -> int:
    return sum(1 for _ in _written(plan))


def entry_of(act: Act, entity: str, kind: str, row: Any, places: dict[str, Unit]) -> NewChange:
    """Return the change-log entry of a row, seen where its unit is seen."""
    place = row if isinstance(row, Unit) else places[row.unit]
    return NewChange(
        at=act.now,
        entity=entity,
        id=row.id,
        version=row.version,
        kind=kind,
        actor=act.principal.subject,
        scope=seen_under(place.scope),
        body=_BODIES[type(row)](row),
    )


def kind_of(before: Any, after: Any) -> str:
    """Return the change log's word for what happened to a row."""
    if isinstance(after, Appointment):
        return "ended"
    if isinstance(after, Expert) and after.removed_on != before.removed_on:
        return "removed"
    if isinstance(after, Channel) and after.closed_on != before.closed_on:
        return "closed"
    return "updated"


_BODIES: dict[type, Callable[[Any], Body]] = {
    Unit: bodies.unit_body,
    Person: bodies.person_body,
    Appointment: bodies.appointment_body,
    Expert: bodies.expert_body,
    Channel: bodies.channel_body,
}
_KEPT: dict[type, tuple[str, ...]] = {
    Unit: ("supervising", "management", "tags", "work_body", "credit_code"),
    Person: ("phone_hint",),
    Appointment: ("ends_on", "end_reason"),
    Expert: ("fields", "affiliation", "available", "removed_on"),
    Channel: ("platform", "url", "owner", "monitor", "group", "reach", "reach_source", "closed_on"),
}


def image_of(row: Any) -> dict[str, Any]:
    """Return what an import may change of a row, as it is now; no number is part of it."""
    return {name: getattr(row, name) for name in _KEPT[type(row)]}


def _parts(many: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(many), _BATCH):
        yield many[start : start + _BATCH]
