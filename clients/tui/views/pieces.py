"""Lines of toned text as data: what a pane says, before a palette or a widget is known."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from clients.tui.locale import t
from clients.tui.views.wrap import broken, fit


class Piece(NamedTuple):
    """A run of text in one tone; `ground` empty = the pane's own."""

    text: str
    tone: str = "fg"
    bold: bool = False
    ground: str = ""


Line = tuple[Piece, ...]
Layout = Callable[[int], Sequence[Line]]  # the lines for a width in cells

BLANK: Line = ()


def line(*pieces: Piece | str) -> Line:
    """Return a line; a bare string takes the tone of running text."""
    return tuple(piece if isinstance(piece, Piece) else Piece(piece) for piece in pieces)


def muted(text: str) -> Piece:
    return Piece(text, "muted")


def strong(text: str, tone: str = "fg") -> Piece:
    return Piece(text, tone, bold=True)


def heading(text: str) -> Line:
    return line(Piece(text, "keys", bold=True))


def width_of(pieces: Iterable[Piece]) -> int:
    """Return the cells the pieces take; a Han character takes two."""
    return sum(cell_len(piece.text) for piece in pieces)


def cut(pieces: Line, width: int) -> Line:
    """Return the pieces as they are where all but blanks fits, else cut off with `..`."""
    text = "".join(piece.text for piece in pieces).rstrip()
    if cell_len(text) <= width:
        return pieces
    kept: list[Piece] = []
    room = max(0, width - 2)
    for piece in pieces:
        if cell_len(piece.text) > room:
            shown = set_cell_size(piece.text, room).rstrip()
            return (*kept, piece._replace(text=f"{shown}.."))
        kept.append(piece)
        room -= cell_len(piece.text)
    return tuple(kept)


def spared(pieces: Line, width: int) -> Line:
    """Return the pieces without muted ones, the last first, as far as room is short; one stays."""
    kept = [piece for piece in pieces if piece.text]
    for piece in reversed(pieces):
        if width_of(kept) <= width or len(kept) < 2:
            break
        if piece in kept and piece.tone == "muted":
            kept.remove(piece)
    return tuple(kept)


def plain(lines: Iterable[Line]) -> str:
    """Return the lines without tones, for tests and for paper."""
    return "\n".join("".join(piece.text for piece in row).rstrip() for row in lines)


def labelled(label: str, pieces: Sequence[Piece], width: int, indent: int = 0) -> list[Line]:
    """Return `标签 text…`, the pieces flowing on under the first.

    A piece that does not fit starts the next line; one wider than a line is broken. `indent` 0 is
    the usual width of a label in the language.
    """
    indent = indent or int(t("label.cells"))
    rows: list[list[Piece]] = [[muted(fit(label, indent))]]
    for piece in pieces:
        for part in broken(piece.text.rstrip(" "), width - indent):
            if width_of(rows[-1]) + cell_len(part) > width and len(rows[-1]) > 1:
                rows.append([Piece(" " * indent)])
            gap = piece.text[len(piece.text.rstrip(" ")) :]
            rows[-1].append(piece._replace(text=part + gap))
    return [tuple(row) for row in rows]


def flowing(pieces: Line, width: int, indent: int = 3) -> list[Line]:
    """Return the pieces on one line; from one that does not fit on, below it, set in by `indent`.

    One that is wider than a line is broken.
    """
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if width_of(rows[-1]) + cell_len(piece.text.rstrip()) <= width:
            rows[-1].append(piece)
            continue
        parts = broken(piece.text.strip(), max(2, width - indent))
        rows += [[Piece(" " * indent), piece._replace(text=part)] for part in parts]
    return [tuple(row) for row in rows if row]


def prose(text: str, width: int, tone: str = "muted", indent: int = 0) -> list[Line]:
    """Return running text broken as Chinese is broken, each line set in by `indent`."""
    gap = " " * indent
    return [line(Piece(gap + part, tone)) for part in broken(text, max(2, width - indent))]


def apart(groups: Sequence[Line], width: int) -> Line:
    """Return groups on one line after one cell, three cells apart or fewer where room is short."""
    said = sum(width_of(group) for group in groups)
    room = (width - 2 - said) // max(1, len(groups) - 1)
    gap = Piece(" " * max(1, min(3, room)))
    return (Piece(" "), *(piece for group in groups for piece in (*group, gap)))
