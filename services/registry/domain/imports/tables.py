"""From sheets to typed rows: where the header is, what its columns mean, which rows are no rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from services.registry.domain.imports import faults
from services.registry.domain.imports.cells import BadCell, Raw, same, text_of
from services.registry.domain.imports.reading import Grid, Line, grids
from services.registry.domain.imports.rows import Row, RowReader, Source
from services.registry.domain.imports.words import (
    COLUMNS,
    IGNORED,
    SHEET_NAMES,
    TITLES,
    Column,
    SheetKind,
)

HEADER_WITHIN = 30
_FEWEST = 2
_LONGEST_SHOWN = 200
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """What was understood of a sheet; ``kind`` None where it was passed over.

    ``unknown`` are titles that nothing is taken from; ``header`` all titles, as cells of rejected
    rows stand under them.
    """

    title: str
    kind: SheetKind | None
    header: tuple[str, ...] = ()
    header_line: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that is not taken: a stable code, and why in a Chinese phrase."""

    source: Source
    kind: SheetKind
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """A file as far as it can be understood without the registry."""

    sheets: tuple[SheetReport, ...]
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]


def read_roster(data: bytes) -> RosterFile:
    """Read a whole file; raises Refusal, see `faults`."""
    reports: list[SheetReport] = []
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for grid in grids(data):
        table = None if grid.hidden else _table(grid)
        if table is None:
            reports.append(SheetReport(title=grid.title, kind=None))
            continue
        reports.append(table.report)
        for one in table.rows():
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                rows.append(one)
            if len(rows) + len(rejected) > faults.MOST_ROWS:
                raise faults.too_many_rows(f"工作表“{grid.title}”" if grid.title else "文件")
    if all(report.kind is None for report in reports):
        raise faults.no_header()
    if not rows and not rejected:
        raise faults.empty()
    return RosterFile(sheets=tuple(reports), rows=tuple(rows), rejected=tuple(rejected))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    report: SheetReport
    kind: SheetKind
    lines: Iterator[Line]
    reader: RowReader

    def rows(self) -> Iterator[Row | Rejected]:
        header = self.report.header
        for line in self.lines:
            texts = tuple([text_of(cell).strip()[:_LONGEST_SHOWN] for cell in line.cells])
            if any(texts) and texts != header:  # printed lists repeat the header on each page
                yield self._row(line, texts)

    def _row(self, line: Line, texts: tuple[str, ...]) -> Row | Rejected:
        source = Source(sheet=self.report.title, line=line.number, cells=texts)
        if line.formula:
            reason = f"单元格 {line.formula} 是公式，请粘贴为数值后再导入"
            return Rejected(source=source, kind=self.kind, code="FORMULA", reason=reason)
        try:
            return self.reader.row(source, line.cells)
        except BadCell as bad:
            return Rejected(source=source, kind=self.kind, code="BAD_CELL", reason=str(bad))


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
    if not known & {"unit_code", "unit_name"}:
        missing.insert(0, "单位代码”或“单位名称")
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
