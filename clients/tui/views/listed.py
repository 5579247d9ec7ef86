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


def head_line(columns: Sequence[Column], wide: bool, width: int) -> Line:
    """Return the column heads over the entries."""
    cells = [Piece(column.title, "muted") for column in columns]
    return _laid(cells, columns, wide, width, Piece(" " * CURSOR))


def entry_line(
    entry: Entry, columns: Sequence[Column], wide: bool, width: int, chosen: bool
) -> Line:
    """Return an entry in exactly `width` cells, the cursor's mark in front of the chosen one."""
    cells = [cell if isinstance(cell, Piece) else Piece(cell) for cell in entry.cells]
    mark = Piece(">" if chosen else " ", "keys", bold=True)
    return _laid(cells, columns, wide, width, mark, Piece(" " * (CURSOR - 1)))


def _laid(
    cells: Sequence[Piece], columns: Sequence[Column], wide: bool, width: int, *front: Piece
) -> Line:
    pieces, used = list(front), CURSOR
    shown = shown_columns(columns, wide)
    for at in shown:
        column, cell = columns[at], cells[at]
        room = column.cells or max(0, width - used)
        gap = "" if at == shown[-1] else " " * GAP
        pieces += [cell._replace(text=fit(cell.text, room, column.right)), Piece(gap)]
        used += room + cell_len(gap)
    return line(*pieces)


def found(entries: Sequence[Entry], query: str) -> list[Entry]:
    """Return the entries in which every word of the query occurs, as text or pinyin initials."""
    words = query.lower().split()
    return [entry for entry in entries if all(_has(entry, word) for word in words)]


def _has(entry: Entry, word: str) -> bool:
    text = entry.texts()
    return word in text or (word.isascii() and word in initials(text))
