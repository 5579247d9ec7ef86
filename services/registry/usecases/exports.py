"""Rosters and rejected rows as spreadsheets, made in the shape that an import reads."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import xlsxwriter

from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.registry.domain.access import require
from services.registry.domain.imports import faults, runs
from services.registry.domain.imports.exporting import (
    channel_cells,
    expert_cells,
    export_header,
    post_cells,
    unit_cells,
)
from services.registry.domain.imports.reading import guarded
from services.registry.domain.imports.runs import RosterImport
from services.registry.domain.imports.words import REASON, TITLES, SheetKind
from services.registry.domain.refusals import unknown_unit
from services.registry.domain.units import Unit, code_range
from services.registry.store import (
    appointments,
    availability,
    channels,
    experts,
    import_known,
    import_report,
    search,
    units,
    uploads,
)
from services.registry.store.search import UnitFilter
from services.registry.usecases.acting import Act
from services.registry.usecases.import_reader import cells_apart
from services.registry.usecases.phones import shown_phones

OPERATION: Final = "Http.export"
_BATCH = 2_000
Table = tuple[str, list[tuple[str, ...]]]
"""A sheet's title and its rows, the header first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that was made; whoever takes it deletes it."""

    path: Path
    name: str


async def export_roster(
    database: Database, act: Act, unit: str, kinds: Sequence[SheetKind], form: str
) -> Made:
    """Write the rosters of a unit and all below it; ``form`` is xlsx, or csv of one kind.

    Numbers are shown as to any reader, and on record. Raises UNKNOWN_UNIT, OUT_OF_SCOPE,
    TOO_MANY_ROWS where an import could not read it back.
    """
    async with database.reading() as conn:
        root = (await units.units_by_code(conn, [unit])).get(unit)
    if root is None:
        raise unknown_unit(unit, "unit")
    require(act.principal, OPERATION, root, "unit")
    tables: list[Table] = []
    for kind in kinds:
        rows = [export_header(kind)]
        async for part in _rows(database, act, unit, kind):
            rows += part
            if len(rows) > faults.MOST_ROWS:
                raise faults.too_many_rows("导出")
        tables.append((TITLES[kind], rows))
    return await asyncio.to_thread(written, tables, form, f"{root.name}名录")


async def export_rejected(database: Database, act: Act, one: RosterImport, form: str) -> Made:
    """Write the rows that an import did not take as they stood in the file, with a column 原因.

    Raises UNKNOWN_FILE where the file's day is over: what stands in it is kept no longer.
    """
    async with database.reading() as conn:
        reasons = await import_report.reasons_of(conn, one.id)
        data = b"".join([part async for part in uploads.parts_of(conn, one.upload)])
    if not data:
        raise runs.unknown_file()
    lines: dict[str, list[int]] = {}
    for sheet, line in reasons:
        lines.setdefault(sheet, []).append(line)
    tables: dict[str, list[tuple[str, ...]]] = {}
    for found in await cells_apart(data, lines):
        header = found.line == 0
        told = REASON.title if header else reasons[found.sheet, found.line]
        rows = tables.setdefault(found.sheet, [])
        width = len(rows[0]) - 1 if rows else len(found.texts)
        texts = (*found.texts, *("",) * (width - len(found.texts)))[:width]
        rows.append((*texts, told))
    return await asyncio.to_thread(written, list(tables.items()), form, "退回的行")


async def _rows(
    database: Database, act: Act, root: str, kind: SheetKind
) -> AsyncIterator[list[tuple[str, ...]]]:
    above, below = code_range(root)
    place: str | None = None
    while True:
        async with database.transaction() as conn:
            await units.allow_long_statements(conn)
            part = await search.units_after(
                conn, UnitFilter(above=above, below=below or search.END), place, _BATCH
            )
            here = {unit.code: unit for unit in part}
            yield await _READ[kind](conn, act, here)
        if len(part) < _BATCH:
            return
        place = part[-1].code


async def _units(conn: Connection, act: Act, here: dict[str, Unit]) -> list[tuple[str, ...]]:
    return [unit_cells(unit) for unit in here.values() if unit.parent is not None]


async def _posts(conn: Connection, act: Act, here: dict[str, Unit]) -> list[tuple[str, ...]]:
    ids = await import_known.roster_ids(conn, "appointment", list(here))
    found = list((await appointments.appointments_by_id(conn, ids)).values())
    found.sort(key=lambda one: (one.unit, one.post, one.starts_on, one.id))
    persons = list({one.person_id for one in found})
    numbers = await _numbers(conn, act.principal, persons, act)
    return [post_cells(one, here[one.unit], numbers.get(one.person_id)) for one in found]


async def _numbers(
    conn: Connection, caller: Principal, persons: Sequence[UUID], act: Act
) -> dict[UUID, str]:
    if not persons:
        return {}
    shown = await shown_phones(conn, caller, persons, OPERATION, act.now)
    return {id_: one.text for id_, one in shown.items()}


async def _experts(conn: Connection, act: Act, here: dict[str, Unit]) -> list[tuple[str, ...]]:
    ids = await import_known.roster_ids(conn, "expert", list(here))
    found = (await experts.experts_by_id(conn, ids)).values()
    return [
        expert_cells(one, here[one.unit]) for one in sorted(found, key=lambda e: (e.unit, e.id))
    ]


async def _channels(conn: Connection, act: Act, here: dict[str, Unit]) -> list[tuple[str, ...]]:
    ids = await import_known.roster_ids(conn, "channel", list(here))
    found = (await channels.channels_by_id(conn, ids)).values()
    names = await availability.names_of(conn, [one.monitor for one in found if one.monitor])
    return [
        channel_cells(one, here[one.unit], names.get(one.monitor) if one.monitor else None)
        for one in sorted(found, key=lambda c: (c.unit, c.id))
    ]


_READ: Final = {
    SheetKind.UNITS: _units,
    SheetKind.POSTS: _posts,
    SheetKind.EXPERTS: _experts,
    SheetKind.CHANNELS: _channels,
}


def written(tables: Sequence[Table], form: str, name: str) -> Made:
    """Write tables into a file of their own; ``form`` is xlsx or csv."""
    with tempfile.NamedTemporaryFile(suffix=f".{form}", delete=False) as target:
        path = Path(target.name)
    try:
        if form == "csv":
            _write_csv(path, tables)
        else:
            _write_xlsx(path, tables)
    except BaseException:
        path.unlink()
        raise
    return Made(path=path, name=f"{name}.{form}")


def _write_csv(path: Path, tables: Sequence[Table]) -> None:
    """Write one table after another, each with its header; Excel takes it for UTF-8 by its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        for chunk in _csv(tables):
            target.write(chunk)


def _csv(tables: Sequence[Table]) -> Iterator[str]:
    for _, rows in tables:
        page = io.StringIO()
        writer = csv.writer(page)
        writer.writerows([guarded(text) for text in row] for row in rows)
        yield page.getvalue()


def _write_xlsx(path: Path, tables: Sequence[Table]) -> None:
    """Write a sheet each; every cell is a text, so that nothing in it is ever computed."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for title, rows in tables:
            sheet = book.add_worksheet(_sheet_name(title))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(rows[0]) - 1, 18)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text, None if number else bold)


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in "[]:*?/\\").strip("'")[:31] or "Sheet1"
