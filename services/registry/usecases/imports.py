"""Imports of rosters: begun in one act, decided outside any transaction, written in one."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import PageRequest
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.refusal import Refusal
from services.registry.domain.access import POLICY, place_of, require
from services.registry.domain.appointments import local_day
from services.registry.domain.imports import runs
from services.registry.domain.imports.outcomes import Outcome, Plan
from services.registry.domain.imports.planning import plan_import
from services.registry.domain.imports.runs import (
    ImportPhase,
    ImportRoster,
    ImportRow,
    ImportState,
    RosterImport,
)
from services.registry.domain.imports.tables import RosterFile
from services.registry.domain.units import Unit, code_range
from services.registry.store import import_known, import_report, units, uploads
from services.registry.store import imports as store
from services.registry.store.imports import ImportFilter
from services.registry.usecases.acting import Act, own_unit, perform
from services.registry.usecases.import_known import Snapshot, load_known
from services.registry.usecases.import_reader import read_apart
from services.registry.usecases.import_writing import Writing, effects_of
from services.registry.usecases.rosters import Listed

Tell = Callable[[ImportPhase, int, int | None], None]
"""Takes in how far an import is: phase, rows done, rows in all where that is known."""

_TRIES = 3
_SWEPT = 50
_LAST_PLACE = 2**31 - 1


async def start_import(database: Database, act: Act, command: ImportRoster) -> Once[UUID]:
    """Begin an import into the caller's scope and return its id; `carry_out` does the rest.

    Raises UNKNOWN_FILE, UNKNOWN_UNIT, OUT_OF_SCOPE.
    """

    async def work(conn: Connection) -> UUID:
        unit = await own_unit(conn, act, command.unit, "unit")
        found = await uploads.upload_of(conn, command.upload, act.principal.subject, act.now)
        if found is None:
            raise runs.unknown_file()
        begun = _begun(act, command, unit, found)
        await store.insert_import(conn, begun)
        return begun.id

    async with database.transaction() as conn:
        silent = runs.interrupted()
        since = act.now - runs.STOPPED_AFTER
        await store.give_up_silent(conn, since, silent.code, silent.message, act.now)
        await store.delete_dry_runs(conn, act.now - runs.DRY_RUNS_LAST, _SWEPT)
    return await perform(database, act, "importRoster", command, UUID, work)


def _begun(act: Act, command: ImportRoster, unit: Unit, file: runs.Upload) -> RosterImport:
    return RosterImport(
        id=new_id(),
        unit=unit.code,
        upload=file.id,
        file_name=file.name,
        sha256=file.sha256,
        bytes=file.bytes,
        dry_run=command.dry_run,
        state=ImportState.RUNNING,
        phase=ImportPhase.WAITING,
        rows_done=0,
        rows_total=None,
        heartbeat_at=act.now,
        sheets=(),
        new_rows=0,
        changed_rows=0,
        unchanged_rows=0,
        rejected_rows=0,
        problem_code=None,
        problem=None,
        started_at=act.now,
        started_by=act.principal.subject,
        finished_at=None,
        undone_at=None,
        undone_by=None,
    )


async def carry_out(database: Database, act: Act, id: UUID, tell: Tell) -> None:  # noqa: A002 - the row's own word
    """Read, decide and, unless it is a dry run, write; what was decided on may not have changed.

    Raises Refusal: the file's, CHANGED_MEANWHILE after three tries, INTERRUPTED where the import
    was given up while it ran. Nothing is written then.
    """
    async with database.reading() as conn:
        one = (await store.imports_by_id(conn, [id]))[id]
        data = b"".join([part async for part in uploads.parts_of(conn, one.upload)])
    if not data and one.bytes:
        raise runs.unknown_file()
    tell(ImportPhase.READING, 0, None)
    file = await read_apart(data, lambda rows: tell(ImportPhase.READING, rows, None))
    del data
    total = len(file.rows) + len(file.rejected)
    for _ in range(_TRIES):
        tell(ImportPhase.MATCHING, 0, total)
        snapshot = await load_known(database, act, file.rows)
        plan = await asyncio.to_thread(_plan, act, one, file, snapshot)
        tell(ImportPhase.WRITING, 0, total)
        if await _finish(database, act, one, file, snapshot, plan, tell):
            return
    raise runs.changed_meanwhile()


def _plan(act: Act, one: RosterImport, file: RosterFile, snapshot: Snapshot) -> Plan:
    above, below = code_range(one.unit)

    def reaches(unit: Unit) -> bool:
        inside = above <= unit.code and (below is None or unit.code < below)
        return inside and POLICY.allowed(act.principal, "Mutation.importRoster", place_of(unit)).ok

    today = local_day(act.now)
    return plan_import(file, snapshot.known, reaches=reaches, today=today, new_id=new_id)


async def _finish(
    database: Database,
    act: Act,
    one: RosterImport,
    file: RosterFile,
    snapshot: Snapshot,
    plan: Plan,
    tell: Tell,
) -> bool:
    """Write the report, then the plan; return False where something changed meanwhile.

    What only the report and an undo need is written before, so that readers of the change feed
    wait for as little as can be.
    """
    total = len(plan.results)
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        await import_report.clear_report(conn, one.id)
        await import_report.copy_rows(conn, one.id, plan.results)
        if not one.dry_run:
            await import_report.copy_effects(conn, one.id, effects_of(plan))
    async with database.transaction() as conn:
        await units.allow_long_statements(conn)
        if not one.dry_run:
            if not await _still(conn, snapshot, plan):
                return False
            places = {unit.code: unit for unit in (*snapshot.known.units, *plan.units)}
            writing = Writing(
                conn,
                act,
                one.id,
                plan,
                places,
                lambda rows: tell(ImportPhase.WRITING, min(rows, total), total),
            )
            await writing.write()
        if not await store.save_finish(conn, one.id, file.sheets, plan.results, act.now):
            raise runs.interrupted()
    return True


async def _still(conn: Connection, snapshot: Snapshot, plan: Plan) -> bool:
    """Lock what is written, and tell whether all is as it was when the plan was made."""
    await import_known.wait_longer(conn)
    if any(pair.after.supervising != pair.before.supervising for pair in plan.changed_units):
        await units.lock_supervision(conn)
    given = _credit_codes_given(plan)
    if given:
        await units.lock_credit_codes(conn)
    await import_known.lock_units(conn, _touched(plan))
    if await units.units_by_credit_code(conn, given):
        return False
    if await units.units_by_code(conn, [unit.code for unit in plan.units]):
        return False
    return await import_known.fingerprint(conn, snapshot.codes) == snapshot.mark


def _credit_codes_given(plan: Plan) -> list[str]:
    """Return the credit codes that units get, which nobody had when the plan was made."""
    given = [unit.credit_code for unit in plan.units]
    changed = [pair for pair in plan.changed_units if pair.before.credit_code is None]
    return [code for code in (*given, *(pair.after.credit_code for pair in changed)) if code]


def _touched(plan: Plan) -> Sequence[str]:
    """Return the codes of units whose rosters or children the plan writes, in order."""
    new = {unit.code for unit in plan.units}
    codes = {unit.parent for unit in plan.units if unit.parent}
    codes |= {pair.before.code for pair in plan.changed_units}
    codes |= {one.person.unit for one in plan.persons} | {one.after.unit for one in plan.phones}
    codes |= {one.unit for one in plan.appointments} | {one.after.unit for one in plan.ended}
    codes |= {one.unit for one in plan.experts} | {one.unit for one in plan.channels}
    codes |= {one.after.unit for one in plan.changed_experts}
    codes |= {one.after.unit for one in plan.changed_channels}
    return sorted(codes - new)


async def import_of(
    database: Database,
    caller: Principal,
    action: str,
    id: UUID,  # noqa: A002 - the row's own word
    now: datetime,
) -> RosterImport:
    """Return an import that the caller may act on; raises NOT_FOUND, OUT_OF_SCOPE.

    One that should run and has long been silent is shown as what it is: interrupted.
    """
    async with database.reading() as conn:
        found = (await store.imports_by_id(conn, [id])).get(id)
        if found is None:
            raise runs.unknown_import()
        unit = (await units.units_by_code(conn, [found.unit]))[found.unit]
    require(caller, action, unit, "id")
    return runs.as_of(found, now)


async def list_imports(
    database: Database, caller: Principal, request: PageRequest, now: datetime
) -> Listed[RosterImport]:
    """Return the imports of the caller's territory, newest first."""
    above, below = code_range(caller.scope_code)
    chosen = ImportFilter(above=above, below=below)
    read = store.imports_before if request.backward else store.imports_after

    async def count() -> int:
        async with database.reading() as conn:
            return await store.count_imports(conn, chosen)

    place = request.cursor[0] if request.cursor else None
    async with database.reading() as conn:
        after = place if isinstance(place, UUID) else None
        rows = await read(conn, chosen, after, request.limit)
    page = request.cut([runs.as_of(one, now) for one in rows])
    return Listed(page=page, count=count)


async def list_rows(
    database: Database,
    id: UUID,  # noqa: A002 - the row's own word
    outcome: Outcome | None,
    request: PageRequest,
) -> Listed[ImportRow]:
    """Return the rows of an import's report in the file's order."""
    read = import_report.rows_before if request.backward else import_report.rows_after

    async def count() -> int:
        async with database.reading() as conn:
            return await import_report.count_rows(conn, id, outcome)

    place = request.cursor[0] if request.cursor else None
    async with database.reading() as conn:
        # a cursor may hold any number
        after = max(-1, min(place, _LAST_PLACE)) if isinstance(place, int) else None
        rows = await read(conn, id, outcome, after, request.limit)
    return Listed(page=request.cut(rows), count=count)


async def note_progress(
    database: Database,
    id: UUID,  # noqa: A002 - the row's own word
    phase: ImportPhase,
    done: int,
    total: int | None,
    now: datetime,
) -> None:
    """Note how far a running import is, and that it lives."""
    async with database.reading() as conn:
        await store.save_progress(conn, id, phase, done, total, now)


async def note_failure(database: Database, id: UUID, why: Refusal, now: datetime) -> None:  # noqa: A002 - the row's own word
    """Note why a running import wrote nothing, or why an undo left it as it was."""
    async with database.reading() as conn:
        await store.save_failure(conn, id, why.code, why.message, now)
