"""Imports of rosters: beginning one, watching it, its report row by row, undoing it."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.refusal import Refusal
from services.registry.domain.imports.outcomes import Outcome
from services.registry.domain.imports.runs import (
    ImportPhase,
    ImportRoster,
    ImportRow,
    ImportState,
    RosterImport,
)
from services.registry.domain.imports.tables import SheetReport
from services.registry.domain.imports.words import SheetKind
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.rosters import dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.usecases import imports as usecases
from services.registry.usecases.import_undo import carry_out_undo, start_undo

PATIENCE = 2.5
"""How many seconds a mutation waits for what it began; most files are done by then."""


async def _unit(root: strawberry.Parent[RosterImport], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


@shows(SheetReport)
@strawberry.type(name="ImportSheet", description="What was understood of a sheet (工作表).")
class ImportSheetType:
    title: str = strawberry.field(description="Its name.")
    kind: SheetKind | None = strawberry.field(description="What it lists, null: passed over.")
    header_line: int | None = strawberry.field(description="Where its header stands, from 1.")
    unknown: list[str] = strawberry.field(description="Titles that nothing is taken from.")


@shows(ImportRow)
@strawberry.type(name="ImportRow", description="What becomes of a row of the file (导入行).")
class ImportRowType:
    sheet: str = strawberry.field(description="Name of its sheet.")
    line: int = strawberry.field(description="Its line there, from 1.")
    kind: SheetKind = strawberry.field(description="What the sheet lists.")
    outcome: Outcome = strawberry.field(description="What becomes of it.")
    label: str = strawberry.field(description="What it is about.")
    changed: list[str] = strawberry.field(description="Titles of what changes.")
    code: str | None = strawberry.field(description="Why it is rejected, as a stable code.")
    reason: str | None = strawberry.field(description="Why it is rejected, in words (原因).")


@strawberry.type(name="ImportProgress", description="How far an import is (导入进度).")
class ImportProgressType:
    phase: ImportPhase = strawberry.field(description="What it is busy with.")
    rows_done: int = strawberry.field(description="How many rows that is done for.")
    rows_total: int | None = strawberry.field(description="Of how many; null until it is known.")


async def _rows(
    root: strawberry.Parent[RosterImport],
    info: Info,
    outcome: Annotated[
        Outcome | None, strawberry.argument(description="Only rows of this outcome.")
    ] = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Any:
    request = PageRequest.parse(first, after, last, before, connection="importRows", key=(int,))
    listed = await usecases.list_rows(info.context.database, root.id, outcome, request)
    return connection(request, listed.page, lambda row: (row.place,), listed.count)


@shows(RosterImport)
@strawberry.type(name="RosterImport", description="An import of rosters, or a dry run (名录导入).")
class RosterImportType:
    id: strawberry.ID = global_id("RosterImport")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Below which rows were taken."
    )
    file_name: str = strawberry.field(description="Name of the file.")
    sha256: str = strawberry.field(description="SHA-256 of the file.")
    dry_run: bool = strawberry.field(description="Whether it wrote nothing (试导入).")
    state: ImportState = strawberry.field(description="How it stands.")
    progress: ImportProgressType = compiled_field(
        lambda row: row, ImportProgressType, description="How far it is."
    )
    sheets: list[ImportSheetType] = strawberry.field(description="The file's sheets.")
    new_rows: int = strawberry.field(description="Rows that are new.")
    changed_rows: int = strawberry.field(description="Rows that change something.")
    unchanged_rows: int = strawberry.field(description="Rows that say what is known.")
    rejected_rows: int = strawberry.field(description="Rows that were not taken.")
    problem_code: str | None = strawberry.field(description="Why nothing was done, as a code.")
    problem: str | None = strawberry.field(description="Why nothing was done, in words.")
    started_at: datetime = strawberry.field(description="When it began.")
    started_by: str = strawberry.field(description="Who began it: the account's login.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
    undone_at: datetime | None = strawberry.field(description="When it was undone.")
    undone_by: str | None = strawberry.field(description="Who undid it.")
    rows: Connection[ImportRowType] = strawberry.field(
        resolver=_rows,
        graphql_type=Connection[ImportRowType],
        description="Its report, in the file's order.",
    )


@strawberry.input(description="An import to begin.")
class ImportRosterInput:
    idempotency_key: str = strawberry.field(description=KEY)
    file: strawberry.ID = strawberry.field(description="Id of an uploaded file, see POST /files.")
    dry_run: bool = strawberry.field(description="Whether only to tell what would be done.")
    unit: str | None = strawberry.field(
        default=None,
        description="Code below which rows are taken; without it, the caller's whole territory.",
    )


@strawberry.input(description="An import to undo.")
class UndoImportInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which import.")


@strawberry.type(description="An import begun; it may still run.")
class RosterImportPayload:
    roster_import: RosterImport = strawberry.field(
        name="import", graphql_type=RosterImportType, description="The import as it is now."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class ImportQueries:
    @strawberry.field(graphql_type=RosterImportType, description="One import, also while it runs.")
    async def roster_import(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")],  # noqa: A002 - the schema's word
    ) -> RosterImport:
        return await _found(info, "Query.rosterImport", id)

    @strawberry.field(
        graphql_type=Connection[RosterImportType],
        description="Imports of the caller's territory, newest first.",
    )
    async def roster_imports(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[RosterImport]:
        context = info.context
        request = page_of("rosterImports", first, after, last, before)
        listed = await usecases.list_imports(
            context.database, context.caller, request, context.clock.now()
        )
        return dressed(request, listed)


@strawberry.type
class ImportMutations:
    @strawberry.mutation(description="Import an uploaded roster, or tell what that would do.")
    async def import_roster(
        self,
        info: Info,
        input: Annotated[ImportRosterInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[RosterImportPayload | RefusalType, strawberry.union("ImportRosterResult")]:
        act = act_of(info, input.idempotency_key)
        command = ImportRoster(
            upload=from_global_id(input.file, "Upload", "file"),
            unit=input.unit or act.principal.scope_code,
            dry_run=input.dry_run,
        )
        runs = info.context.service.imports
        runs.refuse_when_busy()
        done = await usecases.start_import(info.context.database, act, command)
        if not done.replayed:
            runs.begin(act, done.value, usecases.carry_out)
        await runs.wait(done.value, PATIENCE)
        found = await _by_id(info, "Mutation.importRoster", done.value)
        if found.state is ImportState.FAILED:
            raise Refusal(found.problem_code or "", found.problem or "", "file")
        return RosterImportPayload(roster_import=found, replayed=done.replayed)

    @strawberry.mutation(description="Undo an import as a whole.")
    async def undo_import(
        self,
        info: Info,
        input: Annotated[UndoImportInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[RosterImportPayload | RefusalType, strawberry.union("UndoImportResult")]:
        act = act_of(info, input.idempotency_key)
        import_id = from_global_id(input.id, "RosterImport")
        runs = info.context.service.imports
        runs.refuse_when_busy()
        done = await start_undo(info.context.database, act, import_id)
        if not done.replayed:
            runs.begin(act, done.value, carry_out_undo)
        await runs.wait(done.value, PATIENCE)
        found = await _by_id(info, "Mutation.undoImport", done.value)
        if found.state is ImportState.DONE:
            raise Refusal(found.problem_code or "", found.problem or "", "id")
        return RosterImportPayload(roster_import=found, replayed=done.replayed)


async def _found(info: Info, action: str, id: strawberry.ID) -> RosterImport:  # noqa: A002 - the schema's word
    return await _by_id(info, action, from_global_id(id, "RosterImport"))


async def _by_id(info: Info, action: str, import_id: Any) -> RosterImport:
    context = info.context
    now = context.clock.now()
    return await usecases.import_of(context.database, context.caller, action, import_id, now)
