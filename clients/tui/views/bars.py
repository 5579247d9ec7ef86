"""Bars as text: a label, the number as printed, and stretches that add up to it.

The number stands beside every bar, so that it is read without colour; the bar itself is last, for
its marks (▇▅▃▁) are those that some terminals draw two cells wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from clients.tui.views.pieces import Line, Piece, line, muted
from clients.tui.views.wrap import fit

MARKS = "▇▅▃▁"
GAP = "  "


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar; its mark tells it from the others without colour."""

    count: float
    mark: str = MARKS[0]
    tone: str = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`whole`: what would fill the room; 0 = the parts themselves do, as those of a hundred."""

    label: str
    value: str
    parts: tuple[Part, ...] = ()
    whole: float = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sizes:
    """Cells of the label and of the number; what is left is the bar's."""

    label: int
    value: int


def shares(counts: Sequence[float], cells: int) -> list[int]:
    """Share cells out in proportion: they add up exactly, and what is there gets at least one.

    With more parts than cells the largest are shown; where all are 0 nothing is.
    """
    total = sum(counts)
    if total <= 0 or cells <= 0:
        return [0] * len(counts)
    exact = [count * cells / total for count in counts]
    given = [
        max(int(share), 1) if count > 0 else 0 for share, count in zip(exact, counts, strict=True)
    ]
    while sum(given) > cells:
        given[_most(given, exact)] -= 1
    while sum(given) < cells:
        given[_least(given, exact)] += 1
    return given


def _most(given: Sequence[int], exact: Sequence[float]) -> int:
    """Return which part has most above its share; one with a single cell only as the last."""
    return max(
        (at for at, cells in enumerate(given) if cells),
        key=lambda at: (given[at] > 1, given[at] - exact[at], -exact[at]),
    )


def _least(given: Sequence[int], exact: Sequence[float]) -> int:
    return max(
        (at for at, share in enumerate(exact) if share > 0), key=lambda at: exact[at] - given[at]
    )


def filled(bar: Bar, room: int) -> list[int]:
    """Return the cells of each part in a room of so many."""
    counts = [part.count for part in bar.parts]
    total = sum(counts)
    if total <= 0:
        return [0] * len(counts)
    reach = room if not bar.whole else round(room * min(1.0, total / bar.whole))
    return shares(counts, max(1, min(reach, room)))


def sizes_of(bars: Sequence[Bar], width: int) -> Sizes:
    """Return the columns all bars share; a long label is cut at two fifths of the room."""
    label = max((cell_len(bar.label) for bar in bars), default=0)
    value = max((cell_len(bar.value) for bar in bars), default=0)
    return Sizes(min(label, max(8, width * 2 // 5)), value)


def bar_line(bar: Bar, sizes: Sizes, width: int, *front: Piece) -> Line:
    """Return a bar in at most `width` cells: label, number, bar."""
    used = sum(cell_len(piece.text) for piece in front)
    used += sizes.label + sizes.value + 2 * len(GAP)
    cells = filled(bar, max(0, width - used - 1))
    empty = not any(cells)
    return line(
        *front,
        Piece(fit(bar.label, sizes.label) + GAP, "fg", bar.strong),
        Piece(
            fit(bar.value, sizes.value, right=True) + GAP, "muted" if empty else "fg", bar.strong
        ),
        *(
            Piece(part.mark * count, part.tone)
            for part, count in zip(bar.parts, cells, strict=True)
            if count
        ),
    )


def legend_line(names: Sequence[tuple[str, Part]], width: int) -> Line:
    """Return what each mark means, as far as there is room."""
    pieces: list[Piece] = [Piece(GAP)]
    room = width - len(GAP)
    for name, part in names:
        text = f" {name}{GAP}"
        room -= 2 + cell_len(text)
        if room >= 0:
            pieces += [Piece(part.mark * 2, part.tone), muted(text)]
    return tuple(pieces)
