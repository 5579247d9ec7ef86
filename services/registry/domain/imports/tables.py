"""From sheets to typed rows: where the header is, what its columns mean, which rows are no rows."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from services.registry.domain.imports import faults
from services.registry.domain.imports.cells import BadCell, Raw, same, text_of
from services.registry.domain.imports.reading import Grid, Line, grids
from services.registry.domain.imports.rows import Row, RowReader, Source
from services.registry.domain.imports.words import (
    COLUMNS,
    IGNORED,
    KEYS,
    SHEET_NAMES,
    TITLES,
    Column,
    SheetKind,
)

HEADER_WITHIN = 30
_FEWEST = 2
_LONGEST_LABEL = 200
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """What was understood of a sheet; ``kind`` None where it was passed over.

    ``unknown`` are titles that nothing is taken from; ``header`` are all titles.
    """

    title: str
    kind: SheetKind | None
    header: tuple[str, ...] = ()
    header_line: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that is not taken: a stable code, and why in a Chinese phrase.

    ``label`` says what it is about by its first cells.
    """

    source: Source
    label: str
    kind: SheetKind
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A line of a sheet as a person reads it; line 0 is the header."""

    sheet: str
    line: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """A file as far as it can be understood without the registry."""

    sheets: tuple[SheetReport, ...]
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]


class RosterReader:
    """Reads a file row by row; ``reports`` are complete when the rows have been walked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.reports: list[SheetReport] = []

    def rows(self) -> Iterator[Row | Rejected]:
        """Yield the rows in the file's order; raises Refusal, see `faults`."""
        count = 0
        for grid in grids(self._data):
            table = None if grid.hidden else _table(grid)
            report = table.report if table else SheetReport(title=grid.title, kind=None)
            self.reports.append(report)
            for one in table.rows() if table else ():
                count += 1
                if count > faults.MOST_ROWS:
                    raise faults.too_many_rows(f"工作表“{grid.title}”" if grid.title else "文件")
                yield one
        if all(report.kind is None for report in self.reports):
            raise faults.no_header()
        if not count:
            raise faults.empty()


def read_roster(data: bytes) -> RosterFile:
    """Read a whole file; raises Refusal, see `faults`."""
    reader = RosterReader(data)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for one in reader.rows():
        if isinstance(one, Rejected):
            rejected.append(one)
        else:
            rows.append(one)
    return RosterFile(sheets=tuple(reader.reports), rows=tuple(rows), rejected=tuple(rejected))


def cells_of(data: bytes, wanted: Mapping[str, Collection[int]]) -> Iterator[Cells]:
    """Yield the header and the wanted lines of each sheet as texts, lines by sheet and number.

    Raises Refusal as reading did.
    """
    for grid in grids(data):
        table = None if grid.hidden else _table(grid)
        if table is None or table.report.title not in wanted:
            continue
        title, lines = table.report.title, wanted[table.report.title]
        yield Cells(sheet=title, line=0, texts=table.report.header)
        for line in table.lines:
            if line.number in lines:
                texts = tuple(text_of(cell).strip() for cell in line.cells)
                yield Cells(sheet=title, line=line.number, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    report: SheetReport
    kind: SheetKind
    lines: Iterator[Line]
    reader: RowReader

    def rows(self) -> Iterator[Row | Rejected]:
        header = self.report.header
        for line in self.lines:
            texts = tuple([text_of(cell).strip() for cell in line.cells])
            if any(texts) and texts != header:  # printed lists repeat the header on each page
                yield self._row(line, texts)

    def _row(self, line: Line, texts: tuple[str, ...]) -> Row | Rejected:
        source = Source(sheet=self.report.title, line=line.number)
        if line.formula:
            code, reason = "FORMULA", f"单元格 {line.formula} 是公式，请粘贴为数值后再导入"
        else:
            try:
                return self.reader.row(source, line.cells)
            except BadCell as bad:
                code, reason = "BAD_CELL", str(bad)
        label = " ".join(text for text in texts[:4] if text)[:_LONGEST_LABEL]
        return Rejected(source=source, label=label, kind=self.kind, code=code, reason=reason)


def _table(grid: Grid) -> _Table | None:
    """Return a sheet with its header found, None where it has none of ours."""
    head = list(islice(grid.lines, HEADER_WITHIN))
    best: tuple[int, int, SheetKind] | None = None
    for position, line in enumerate(head):
        kind, known = _kind_of(grid.title, [_title_key(cell) for cell in line.cells])
        if known >= _FEWEST and (best is None or known > best[0]):
            best = (known, position, kind)
    if best is None:
        return None
    _, position, kind = best
    header = head[position]
    keys, unknown = _columns(kind, grid.title, header.cells)
    report = SheetReport(
        title=grid.title or TITLES[kind],
        kind=kind,
        header=tuple(text_of(cell).strip() for cell in header.cells),
        header_line=header.number,
        unknown=unknown,
    )
    lines = chain(head[position + 1 :], grid.lines)
    reader = RowReader(kind, keys, of_1904=grid.of_1904)
    return _Table(report=report, kind=kind, lines=lines, reader=reader)


def _title_key(cell: Raw) -> str:
    return same(_ASIDE.sub("", text_of(cell)))


_KNOWN: dict[SheetKind, dict[str, tuple[Column, int]]] = {
    kind: {
        same(title): (column, rank)
        for column in columns
        for rank, title in enumerate(column.titles)
    }
    for kind, columns in COLUMNS.items()
}
_IGNORED = {same(title) for column in IGNORED for title in column.titles}


def _kind_of(title: str, titles: list[str]) -> tuple[SheetKind, int]:
    """Return what a row would be the header of, and how many of its columns are known.

    The sheet's name decides where it is one of ours; else a kind that lacks no column it needs.
    """
    counts = {
        kind: len({known[text][0].key for text in titles if text in known})
        for kind, known in _KNOWN.items()
    }
    named = next((kind for kind, names in SHEET_NAMES.items() if same(title) in names), None)
    if named and counts[named] >= _FEWEST:
        return named, counts[named]
    found = {
        kind: {known[t][0].key for t in titles if t in known} for kind, known in _KNOWN.items()
    }
    best = max(counts, key=lambda kind: (not _missing(kind, found[kind]), counts[kind]))
    return best, counts[best]


def _missing(kind: SheetKind, keys: Iterable[str]) -> list[str]:
    known = set(keys)
    missing = [column.title for column in COLUMNS[kind] if column.must and column.key not in known]
    if not known & {*KEYS[kind]}:
        titles = [column.title for column in COLUMNS[kind] if column.key in KEYS[kind]]
        missing.insert(0, "”或“".join(titles))
    return missing


def _columns(
    kind: SheetKind, title: str, cells: list[Raw]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Return the key of each known column, and the titles of those that are not used.

    Of two columns of one meaning (电话 and 手机) the one that is called best is taken.
    """
    chosen: dict[str, tuple[int, int]] = {}
    unknown: list[str] = []
    for position, cell in enumerate(cells):
        text = _title_key(cell)
        if text not in _KNOWN[kind]:
            if text and text not in _IGNORED:
                unknown.append(text_of(cell).strip())
            continue
        column, rank = _KNOWN[kind][text]
        other = chosen.get(column.key)
        if other and other[0] == rank:
            raise faults.twice_a_column(title, text_of(cell).strip())
        if other is None or rank < other[0]:
            chosen[column.key] = (rank, position)
        if other:
            loser = max(other, (rank, position))[1]
            unknown.append(text_of(cells[loser]).strip())
    if missing := _missing(kind, chosen):
        raise faults.missing_column(title or TITLES[kind], TITLES[kind], "”、“".join(missing))
    return {position: key for key, (_, position) in chosen.items()}, tuple(unknown)
