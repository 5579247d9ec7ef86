"""Lines of styled text, and what part of a line changed."""

from dataclasses import dataclass

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


def width_of(line: Line) -> int:
    return sum(cell_len(segment.text) for segment in line)


def spread(left: Line, right: Line, width: int, pen: Pen) -> Line:
    """Return a line of exactly `width`: left part, blanks, right part; the right one gives way."""
    room = width - width_of(left) - width_of(right)
    if room < 0:
        return list(Segment.adjust_line_length(left, width, pen("").style))
    return [*left, pen(" " * room), *right]


def changed_span(old: Line, new: Line) -> tuple[int, int] | None:
    """Return the first changed cell and how many follow it, None when the lines are equal."""
    if old == new:
        return None
    start = 0
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        start += cell_len(new[head].text)
        head += 1
    end = width_of(new)
    tail = 1
    while tail <= min(len(old), len(new)) - head and old[-tail] == new[-tail]:
        end -= cell_len(new[-tail].text)
        tail += 1
    # different widths: everything after the first change may have shifted
    if width_of(old) != width_of(new):
        end = max(width_of(old), width_of(new))
    return start, max(1, end - start)
