"""A list as data: columns, one entry a line, what a filter looks into."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len

from clients.tui.views.pieces import Line, Piece, line
from clients.tui.views.search import initials
from clients.tui.views.wrap import fit

GAP = 2
CURSOR = 2  # cells of `> ` in front of the first column
LEAST_LAST = 16  # cells of the last column below which others go
SLACK = 2  # cells by which a column may be wider than declared


Widths = tuple[tuple[int, int], ...]  # of each column shown its place and its cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`cells` wide; 0 takes what is left, so that it stands last. `narrow`: shown on 80 cells."""

    title: str
    cells: int = 0
    right: bool = False
    narrow: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: a piece a column, kept by `id`; `item` is what the detail and the acts are about.

    `words`: further text that a filter looks into beside the cells.
    """

    id: str
    cells: tuple[Piece | str, ...]
    item: Any
    words: str = ""

    def texts(self) -> str:
        said = (cell if isinstance(cell, str) else cell.text for cell in self.cells)
        return " ".join((*said, self.words)).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What was read: entries in order, `after` the cursor of what follows ("" = that is all)."""

    entries: tuple[Entry, ...] = ()
    after: str = ""
    notes: tuple[Line, ...] = field(default=())


def shown_columns(columns: Sequence[Column], wide: bool) -> list[int]:
    """Return which columns there is room for."""
    return [at for at, column in enumerate(columns) if wide or column.narrow]


def widths(columns: Sequence[Column], entries: Sequence[Entry], wide: bool, width: int) -> Widths:
    """Return which columns are shown and the cells of each: as declared where that cuts nothing.

    Else each is as wide as what stands in it, without those that 80 cells do without if only this
    cuts nothing, or if hardly any room were left to the last. Where nothing helps, no column is
    wider than declared, but for a cell or two.
    """
    needs = [_need(columns, entries, at) for at in range(len(columns))]
    shown, fewer = shown_columns(columns, wide), shown_columns(columns, False)
    declared = [column.cells for column in columns]
    close = [min(need, cells + SLACK) for need, cells in zip(needs, declared, strict=True)]
    for kept, cells in ((shown, declared), (shown, needs), (fewer, needs)):
        made = _spread(columns, kept, cells, width)
        if all(room >= needs[at] for at, room in made):
            return made
    made = _spread(columns, shown, close, width)
    return made if made[-1][1] >= LEAST_LAST else _spread(columns, fewer, close, width)


def _need(columns: Sequence[Column], entries: Sequence[Entry], at: int) -> int:
    """Return the cells of the longest text in a column, its head among them."""
    cells = (entry.cells[at] for entry in entries)
    texts = (cell if isinstance(cell, str) else cell.text for cell in cells)
    return max(cell_len(text.rstrip()) for text in (columns[at].title, *texts))


def _spread(
    columns: Sequence[Column], shown: Sequence[int], cells: Sequence[int], width: int
) -> Widths:
    """Return the columns with their cells; the one declared without takes what is left."""
    fixed = sum(cells[at] for at in shown if columns[at].cells) + GAP * (len(shown) - 1)
    left = max(0, width - CURSOR - fixed)
    return tuple((at, cells[at] if columns[at].cells else left) for at in shown)


def head_line(columns: Sequence[Column], laid: Widths) -> Line:
    """Return the column heads over the entries."""
    cells = [Piece(column.title, "muted") for column in columns]
    return _laid(cells, columns, laid, Piece(" " * CURSOR))


def entry_line(entry: Entry, columns: Sequence[Column], laid: Widths, chosen: bool) -> Line:
    """Return an entry, the cursor's mark in front of the chosen one."""
    cells = [cell if isinstance(cell, Piece) else Piece(cell) for cell in entry.cells]
    mark = Piece(">" if chosen else " ", "keys", bold=True)
    return _laid(cells, columns, laid, mark, Piece(" " * (CURSOR - 1)))


def _laid(cells: Sequence[Piece], columns: Sequence[Column], laid: Widths, *front: Piece) -> Line:
    pieces = list(front)
    for at, room in laid:
        cell = cells[at]
        pieces += [cell._replace(text=fit(cell.text, room, columns[at].right)), Piece(" " * GAP)]
    return line(*pieces[:-1])


def found(entries: Sequence[Entry], query: str) -> list[Entry]:
    """Return the entries in which every word of the query occurs, as text or pinyin initials."""
    words = query.lower().split()
    return [entry for entry in entries if all(_has(entry, word) for word in words)]


def _has(entry: Entry, word: str) -> bool:
    text = entry.texts()
    return word in text or (word.isascii() and word in initials(text))
