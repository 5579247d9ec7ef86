"""From a file's bytes to its sheets' cells, whatever table program wrote them."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from services.registry.domain.imports import faults
from services.registry.domain.imports.cells import Raw
from services.registry.domain.imports.container import (
    LARGEST_FILE,
    OLE2,
    ZIP,
    Merge,
    SheetFacts,
    examine,
    label,
)

_DELIMITERS = ",\t;，；"
_LONGEST_CELL = 32_767
_GUARDED = ("=", "+", "-", "@", "'", "\t")
"""First characters that a table program may take for a formula; exports put ' before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with its number as a person counts, from 1; ``formula`` names a cell with a formula."""

    number: int
    cells: list[Raw]
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet; its lines can be walked once. ``of_1904`` tells the workbook's date system."""

    title: str
    lines: Iterator[Line]
    of_1904: bool = False
    hidden: bool = False


def grids(data: bytes) -> Iterator[Grid]:
    """Yield a file's sheets; their lines are read while they are walked.

    Raises:
        Refusal: see `faults`; also while lines are walked.
    """
    if len(data) > LARGEST_FILE:
        raise faults.too_large(f"超过 {LARGEST_FILE >> 20} MB")
    if data.startswith((ZIP, OLE2)):
        yield from _workbook(data)
    else:
        yield Grid(title="", lines=_text_lines(_text(data)))


def _workbook(data: bytes) -> Iterator[Grid]:
    facts = examine(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for one in book.sheets_metadata:
            seen = facts.sheets.get(one.name)
            if seen is not None and seen.rows:
                sheet = book.get_sheet_by_name(one.name)
                _, left = sheet.start or (0, 0)
                rows = _placed(sheet.iter_rows(), left)
                yield Grid(
                    title=one.name,
                    lines=_lines(rows, seen),
                    of_1904=facts.of_1904,
                    hidden=one.visible != SheetVisibleEnum.Visible,
                )
    except CalamineError as error:
        raise faults.broken() from error


def _placed(rows: Iterable[list[Raw]], left: int) -> Iterator[tuple[int, list[Raw]]]:
    """Number the rows from 0; calamine fills up what is empty above a sheet, but not beside it."""
    pad: list[Raw] = [""] * left
    for number, cells in enumerate(rows):
        yield number, [*pad, *cells] if pad else cells


def _lines(rows: Iterable[tuple[int, list[Raw]]], seen: SheetFacts) -> Iterator[Line]:
    fill = _Fill(sorted(seen.merges))
    formulas: dict[int, str] = {
        row: label(row, column) for row, column in sorted(seen.formulas, reverse=True)
    }
    for row, cells in rows:
        fill.into(row, cells)
        yield Line(number=row + 1, cells=cells, formula=formulas.get(row))


@dataclass(slots=True)
class _Fill:
    """Gives every cell of a merged range the value of its first one; rows come in order."""

    waiting: list[Merge]
    _next: int = 0
    _open: list[tuple[Merge, Raw]] = field(default_factory=list)

    def into(self, row: int, cells: list[Raw]) -> None:
        if self._open:
            self._open = [(merge, value) for merge, value in self._open if merge[2] >= row]
        for (_, first, _, last), value in self._open:
            _spread(cells, first, last, value)
        while self._next < len(self.waiting) and self.waiting[self._next][0] <= row:
            merge = self.waiting[self._next]
            self._next += 1
            value = cells[merge[1]] if merge[1] < len(cells) and merge[0] == row else ""
            _spread(cells, merge[1], merge[3], value)
            if merge[2] > row:
                self._open.append((merge, value))
        if len(self._open) > 4 * faults.MOST_COLUMNS:
            raise faults.broken()  # ranges that overlap


def _spread(cells: list[Raw], first: int, last: int, value: Raw) -> None:
    if value != "":
        for column in range(first, min(last + 1, len(cells))):
            cells[column] = value


def _text(data: bytes) -> str:
    if b"\0" in data[:4096]:
        raise faults.not_a_spreadsheet()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise faults.unknown_encoding()


def _text_lines(text: str) -> Iterator[Line]:
    head = text[: 64 << 10]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    filled = 0
    try:
        for number, cells in enumerate(reader, start=1):
            filled += any(cells)
            if filled > faults.MOST_ROWS + 1 or number > 2 * faults.MOST_ROWS:
                raise faults.too_many_rows("文件")
            if len(cells) > faults.MOST_COLUMNS and any(cells[faults.MOST_COLUMNS :]):
                raise faults.too_many_columns(label(number - 1, faults.MOST_COLUMNS))
            yield _text_line(number, cells)
    except csv.Error as error:
        raise faults.broken() from error


def _text_line(number: int, cells: list[str]) -> Line:
    formula = None
    for column, text in enumerate(cells):
        if text.startswith(("=", "'")):
            if text[0] == "=" and len(text) > 1:
                formula = formula or label(number - 1, column)
            elif text.startswith(tuple(f"'{sign}" for sign in _GUARDED)):
                cells[column] = text[1:]
    return Line(number=number, cells=[*cells], formula=formula)


def guarded(text: str) -> str:
    """Return a text for a csv cell so that no table program takes it for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text
