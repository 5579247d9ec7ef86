"""Lines of styled text, and what part of a line changed."""

from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment

from clients.tui.theme import style

Line = list[Segment]


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes segments of one palette on one ground."""

    palette: str
    ground: str
    reverse: bool = False

    def __call__(self, text: str, tone: str = "fg", bold: bool = False) -> Segment:
        return Segment(text, style(self.palette, tone, self.ground, bold, self.reverse))

    def on(self, ground: str) -> "Pen":
        return Pen(self.palette, ground, self.reverse)


cells = lru_cache(4096)(cell_len)  # the same words and figures are measured every second


def width_of(line: Line) -> int:
    wide = 0
    for segment in line:
        wide += cells(segment[0])
    return wide


def spread(left: Line, right: Line, width: int, pen: Pen) -> Line:
    """Return a line of exactly `width`: left part, blanks, right part; the right one gives way."""
    room = width - width_of(left) - width_of(right)
    if room < 0:
        return list(Segment.adjust_line_length(left, width, pen("").style))
    return [*left, pen(" " * room), *right]


def changed_span(old: Line, new: Line) -> tuple[int, int] | None:
    """Return the first changed cell and how many follow it, None when the lines are equal."""
    if old is new or old == new:
        return None
    shared, head, tail = min(len(old), len(new)), 0, 0
    while head < shared and old[head] == new[head]:
        head += 1
    while tail < shared - head and old[-tail - 1] == new[-tail - 1]:
        tail += 1
    before, after = width_of(old[head : len(old) - tail]), width_of(new[head : len(new) - tail])
    if before != after:
        # what follows the change has shifted
        before, after = width_of(old[head:]), width_of(new[head:])
        return width_of(new[:head]), max(1, before, after)
    lead, trail = _alike(old[head : len(old) - tail], new[head : len(new) - tail])
    return width_of(new[:head]) + lead, max(1, after - lead - trail)


def _alike(old: Line, new: Line) -> tuple[int, int]:
    """Return the cells that two equally wide runs share at their left and at their right."""
    if len(old) != 1 or len(new) != 1 or old[0].style != new[0].style:
        return 0, 0
    was, is_ = old[0].text, new[0].text
    if len(was) != len(is_):
        return 0, 0
    # a mark without width belongs to the character before it: such a text stays whole
    if not (was + is_).isascii() and not all(cells(char) for char in was + is_):
        return 0, 0
    differ = [at for at, char in enumerate(is_) if char != was[at]]
    return cells(is_[: differ[0]]), cells(is_[differ[-1] + 1 :])
