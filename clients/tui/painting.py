"""What a change writes to the terminal: the damaged cells alone, a colour only where it changes.

Textual 8.2.8 writes a damaged line from the left edge of its widget, and opens and closes the
colours of every run. A board whose countdowns run says the same three or four times over then,
which a slow line feels.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from clients.tui.views.lines import cells


class DamagedCells(ChopsUpdate):
    """The same update in fewer bytes: `DamagedCells.of(update)`."""

    @classmethod
    def of(cls, update: ChopsUpdate) -> "DamagedCells":
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """Return the update as the terminal reads it; each run begins where its damage does."""
        system = console._color_system or ColorSystem.TRUECOLOR
        said: list[str] = []
        close, last = "", None
        for x, y, runs in self._runs():
            said.append(f"\x1b[{y + 1};{x + 1}H")
            for text, style in runs:
                if style is not last and style != last:
                    opening, closing = codes(style, system)
                    said += (close, opening)
                    close, last = closing, style
                said.append(text)
        return "".join((*said, close))

    def _runs(self) -> Iterator[tuple[int, int, list[tuple[str, Style | None]]]]:
        """Yield column, row and runs of each damaged part of a line, from the top."""
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < right and end > left:
                    skipped, runs = cut(strip, left - x, right - x)
                    if runs:
                        yield x + skipped, y, runs


@lru_cache(256)
def codes(style: Style | None, system: ColorSystem) -> tuple[str, str]:
    """Return what opens a style and what closes it."""
    if style is None:
        return "", ""
    opening, _, closing = Strip.render_style(style, "\0", system).partition("\0")
    return opening, closing


def cut(
    segments: Iterable[Segment], left: int, right: int
) -> tuple[int, list[tuple[str, Style | None]]]:
    """Return the runs between two cells and how many cells stand before the first.

    A character that reaches over an edge is kept whole.
    """
    at, begins = 0, 0
    runs: list[tuple[str, Style | None]] = []
    for text, style, _ in segments:
        if at >= right:
            break
        width = cells(text)
        if at + width > left:
            skipped = 0
            if at < left or at + width > right:
                skipped, text = cut_text(text, left - at, right - at)
            if not runs:
                begins = at + skipped
            runs.append((text, style))
        at += width
    return begins, runs


def cut_text(text: str, left: int, right: int) -> tuple[int, str]:
    """Return the characters between two cells and how many cells stand before them."""
    if text.isascii() and text.isprintable():
        skipped = max(0, left)
        return skipped, text[skipped:right]
    at, skipped, kept = 0, 0, ""
    for char in text:
        width = cells(char)
        if not kept and at + width <= left:
            skipped += width
        elif at < right or not width:
            kept += char
        at += width
    return skipped, kept
