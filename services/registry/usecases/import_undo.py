"""Undo an import as a whole, or not at all: what it created goes, what it changed goes back."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.registry.domain.appointments import Appointment
from services.registry.domain.bodies import filing_body, seen_under
from services.registry.domain.filings import Filing
from services.registry.domain.imports import runs
from services.registry.domain.imports.runs import Effect, ImportPhase, ImportState
from services.registry.domain.units import Unit
from services.registry.store import (
    appointments,
    channels,
    experts,
    filings,
    import_known,
    import_report,
    import_writing,
    persons,
    units,
)
from services.registry.store import imports as store
from services.registry.store.import_writing import StillReferred
from services.registry.store.phones import save_phones
from services.registry.usecases.acting import Act, own_unit, perform
from services.registry.usecases.import_filings import ListEntry, file_lists, list_entries
from services.registry.usecases.import_writing import entry_of
from services.registry.usecases.imports import Tell

_BATCH = 5_000
_READ: Final[Mapping[str, Callable[[Connection, Sequence[UUID]], Awaitable[dict[UUID, Any]]]]] = {
    "unit": units.units_by_id,
    "person": persons.persons_by_id,
    "appointment": appointments.appointments_by_id,
    "expert": experts.experts_by_id,
    "channel": channels.channels_by_id,
    "filing": filings.filings_by_id,
}
_SAVE: Final[Mapping[str, Callable[[Connection, Sequence[Any]], Awaitable[None]]]] = {
    "unit": import_writing.save_units,
    "person": import_writing.save_hints,
    "appointment": import_writing.save_ends,
    "expert": import_writing.save_experts,
    "channel": import_writing.save_channels,
}


async def start_undo(database: Database, act: Act, id: UUID) -> Once[UUID]:  # noqa: A002 - the row's own word
    """Begin to undo an import of the caller's scope; `carry_out_undo` does the rest.

    Raises NOT_FOUND, OUT_OF_SCOPE, NOTHING_TO_UNDO, ALREADY_UNDONE, STILL_RUNNING.
    """

    async def work(conn: Connection) -> UUID:
        found = (await store.imports_by_id(conn, [id])).get(id)
        if found is None:
            raise runs.unknown_import()
        await own_unit(conn, act, found.unit, "id")
        if found.dry_run or found.state is not ImportState.DONE:
            raise runs.not_undoable(found)
        if not await store.begin_undo(conn, id, act.now):
            raise runs.not_undoable(found)
        return id

    return await perform(database, act, "undoImport", {"id": id}, UUID, work)


async def carry_out_undo(database: Database, act: Act, id: UUID, tell: Tell) -> None:  # noqa: A002 - the row's own word
    """Undo in one transaction; raises UNDO_BLOCKED, naming what changed or was added since."""
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        await import_known.wait_longer(conn)
        tell(ImportPhase.READING, 0, None)
        codes = await import_known.lock_units_of_import(conn, id)
        effects = await import_report.effects_of(conn, id)
        undoing = _Undoing(conn, act, id, effects)
        await undoing.load(codes)
        tell(ImportPhase.WRITING, 0, len(effects))
        undoing.refuse_changed()
        await undoing.write()
        if not await store.save_undone(conn, id, act.principal.subject, act.now):
            raise runs.interrupted()


@dataclass(slots=True)
class _Undoing:
    conn: Connection
    act: Act
    id: UUID
    effects: Sequence[Effect]
    rows: dict[str, dict[UUID, Any]] = field(default_factory=dict)
    places: dict[str, Unit] = field(default_factory=dict)

    async def load(self, codes: Sequence[str]) -> None:
        """Read the rows as they are now, and the units that they lie in."""
        for entity, read in _READ.items():
            ids = [one.id for one in self.effects if one.entity == entity]
            found: dict[UUID, Any] = {}
            for start in range(0, len(ids), _BATCH):
                found |= await read(self.conn, ids[start : start + _BATCH])
            self.rows[entity] = found
        self.places = await units.units_by_code(self.conn, codes)

    def refuse_changed(self) -> None:
        """Refuse where a row is no longer as the import left it; a filing may have been joined."""
        changed = [one for one in self.effects if one.entity != "filing" and not self._as_left(one)]
        if changed:
            raise runs.undo_blocked_by_changes([self._name(one) for one in changed])

    async def write(self) -> None:
        """Delete what was created, put back what was changed, file what lists lose or get back."""
        opened = [one.id for one in self.effects if one.entity == "filing" and self._as_left(one)]
        lists = self._lists(opened)
        await self._delete(opened)
        await self._put_back()
        await file_lists(self.conn, self.act, self.places, lists)

    async def _delete(self, opened: Sequence[UUID]) -> None:
        created = {
            entity: [one.id for one in self.effects if one.entity == entity and one.before is None]
            for entity in _SAVE
        }
        seen_from = self.act.principal.scope_code
        for start in range(0, len(created["person"]), _BATCH):
            numbers: dict[UUID, str | None] = dict.fromkeys(
                created["person"][start : start + _BATCH]
            )
            await save_phones(self.conn, numbers, seen_from=seen_from)
        await filings.delete_filings(self.conn, opened)
        try:
            await import_writing.delete_roster(
                self.conn,
                channels=created["channel"],
                experts=created["expert"],
                appointments=created["appointment"],
                persons=created["person"],
                units=created["unit"],
            )
        except StillReferred as referred:
            raise self._referred(referred) from referred
        removed = {*opened, *(id_ for ids in created.values() for id_ in ids)}
        await self._log("removed", [one for one in self.effects if one.id in removed])

    def _referred(self, referred: StillReferred) -> Exception:
        for rows in self.rows.values():
            for id_, row in rows.items():
                if referred.key in (str(id_), getattr(row, "code", None)):
                    return runs.undo_blocked_by_use(_name_of(row), referred.table)
        return runs.undo_blocked_by_use(None, referred.table)

    async def _put_back(self) -> None:
        changed = [one for one in self.effects if one.before is not None]
        for entity, save in _SAVE.items():
            here = [one for one in changed if one.entity == entity]
            if here:
                back = [_as_before(self.rows[entity][one.id], one) for one in here]
                self.rows[entity] |= {row.id: row for row in back}
                self.places |= {row.code: row for row in back if isinstance(row, Unit)}
                await save(self.conn, back)
        seen_from = self.act.principal.scope_code
        await import_writing.restore_phones(self.conn, self.id, seen_from)
        await self._log("updated", changed)

    async def _log(self, kind: str, effects: Sequence[Effect]) -> None:
        for start in range(0, len(effects), _BATCH):
            part = effects[start : start + _BATCH]
            await record_many(self.conn, [self._entry(kind, one) for one in part])

    def _entry(self, kind: str, one: Effect) -> NewChange:
        row = self.rows[one.entity][one.id]
        if isinstance(row, Filing):
            return NewChange(
                at=self.act.now,
                entity="filing",
                id=row.id,
                version=row.version,
                kind=kind,
                actor=self.act.principal.subject,
                scope=seen_under(self.places[row.unit].scope),
                body=filing_body(row),
            )
        return entry_of(self.act, one.entity, kind, row, self.places)

    def _lists(self, opened: Iterable[UUID]) -> list[ListEntry]:
        """Return what lists lose and get back, but for those whose filing goes as well."""
        gone = {(row.unit, row.subject) for row in (self.rows["filing"][id_] for id_ in opened)}
        by_kind: dict[str, list[Any]] = defaultdict(list)
        for one in self.effects:
            if one.entity in ("appointment", "expert", "channel"):
                row = self.rows[one.entity][one.id]
                if one.before is None:
                    by_kind["REMOVED"].append(row)
                else:
                    ended = isinstance(row, Appointment)
                    by_kind["ADDED" if ended else "CHANGED"].append(_as_before(row, one))
        entries = [entry for what, rows in by_kind.items() for entry in list_entries(what, rows)]
        return [one for one in entries if (one.unit, one.subject) not in gone]

    def _as_left(self, one: Effect) -> bool:
        row = self.rows[one.entity].get(one.id)
        return row is not None and row.version == one.version

    def _name(self, one: Effect) -> str:
        row = self.rows[one.entity].get(one.id)
        return _name_of(row) if row is not None else runs.GONE


def _name_of(row: Any) -> str:
    name: str = row.person if isinstance(row, Appointment) else row.name
    return name


def _as_before(row: Any, effect: Effect) -> Any:
    """Return the row as the import found it, as a version of its own."""
    image = {**msgspec.to_builtins(row), **(effect.before or {}), "version": effect.version + 1}
    return msgspec.convert(image, type(row))
