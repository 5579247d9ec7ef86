"""A widget that is told its lines and repaints only the cells that differ."""

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from clients.tui.views.lines import Line, changed_span


class Lines(Widget):
    """Shows fixed lines; `show` compares with what is on the screen, cell range by cell range."""

    def __init__(self, *, id: str, can_focus: bool = False) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.can_focus = can_focus
        self._lines: list[Line] = []

    def show(self, lines: Sequence[Line]) -> None:
        old, self._lines = self._lines, list(lines)
        if len(old) != len(self._lines):
            self.refresh()
            return
        damage = [
            Region(span[0], y, span[1], 1)
            for y, (before, after) in enumerate(zip(old, self._lines, strict=True))
            if (span := changed_span(before, after)) is not None
        ]
        if damage:
            self.refresh(*damage)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self._ground(y)
        if y >= len(self._lines):
            return Strip.blank(width, ground)
        return Strip(self._lines[y]).adjust_cell_length(width, ground)

    def _ground(self, y: int) -> Style:
        if 0 <= y < len(self._lines) and self._lines[y]:
            return self._lines[y][-1].style or self.rich_style
        return self.rich_style

    def text(self) -> str:
        """Return what is shown, without colours."""
        return "\n".join("".join(segment.text for segment in line) for line in self._lines)
