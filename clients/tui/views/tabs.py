"""A line of tabs, each with the digit that opens it, with as much air as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from clients.tui.views.pieces import Line, Piece, width_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """`count` stands behind the name; `spared`: not where room is short. `ruled`: a rule before."""

    digit: str
    name: str
    here: bool = False
    count: str = ""
    tone: str = "muted"
    spared: bool = False
    ruled: bool = False


# blanks behind a digit and between two tabs, and whether what may be spared is shown
_AIRS = ((1, 2, True), (1, 2, False), (0, 2, False), (0, 1, False))
# a blank more behind the digit tells more than one between, but for a count before the next digit
_PLAIN_AIRS = ((1, 2, True), (1, 1, False), (0, 1, False))


def tabs_line(tabs: Sequence[Tab], width: int) -> Line:
    """Return the tabs after one blank; the widest line that fits, the closest where none does."""
    airs = _AIRS if any(tab.count for tab in tabs) else _PLAIN_AIRS
    lines = [_laid(tabs, *air) for air in airs]
    return next((one for one in lines if width_of(one) <= width), lines[-1])


def _laid(tabs: Sequence[Tab], behind: int, between: int, whole: bool) -> Line:
    pieces: list[Piece] = []
    for at, tab in enumerate(tabs):
        before = at > 0 and tabs[at - 1].here
        ground = "selection" if tab.here else ""
        # the chosen tab has one blank of its ground on either side
        if at:
            pieces.append(
                Piece(" ", ground="selection" if before else ground if between == 1 else "")
            )
        if tab.ruled:
            pieces.append(Piece(" " * (between - 1) + "| ", "muted"))
        if not at or between > 1:
            pieces.append(Piece(" ", ground=ground))
        pieces.append(Piece(tab.digit + " " * behind, "keys", bold=True, ground=ground))
        pieces.append(Piece(tab.name, "fg" if tab.here else "muted", tab.here, ground))
        if tab.count and (whole or not tab.spared):
            pieces.append(Piece(f" {tab.count}", tab.tone, tab.tone != "muted", ground))
    if tabs and tabs[-1].here:
        pieces.append(Piece(" ", ground="selection"))
    return tuple(pieces)
