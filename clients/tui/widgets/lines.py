"""A widget that is told its lines and repaints only the cells that differ."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import TRANSPARENT
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from clients.tui.views.lines import Line, changed_span, width_of


class Lines(Widget):
    """Shows fixed lines; `show` compares with what is on the screen, cell range by cell range.

    It has no border, padding, tint or opacity: `render_lines` hands out what it has drawn, where
    Textual would ask for all of these anew at every changed line of every second.
    """

    def __init__(self, *, id: str, can_focus: bool = False) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.can_focus = can_focus
        self._lines: list[Line] = []
        self._drawn: dict[int, tuple[Line | None, Strip]] = {}
        self._drawn_for: object = None

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; one that says the same stays the line it is."""
        old, self._lines = self._lines, list(lines)
        if len(old) != len(self._lines):
            self.refresh()
            return
        damage = []
        for y, (before, after) in enumerate(zip(old, self._lines, strict=True)):
            span = changed_span(before, after)
            if span is None:
                self._lines[y] = before
            else:
                damage.append(Region(span[0], y, span[1], 1))
        if damage:
            self.refresh(*damage)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what is done to colours; those of a palette need not be made true ones."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; each is drawn once as long as it stands."""
        size, filters = self.size, self.get_line_filters()
        about = (size, *filters)
        if about != self._drawn_for:
            self._drawn_for = about
            self._drawn.clear()
        stale = [y for y in crop.line_range if not self._stands(y)]
        ground = self.background_colors[1] if stale else TRANSPARENT
        for y in stale:
            segments = self._filled(y, size.width)
            for one in filters:
                segments = one.apply(segments, ground)
            self._drawn[y] = (self._line(y), Strip(segments, size.width))
        strips = [self._drawn[y][1] for y in crop.line_range]
        if crop.column_span == (0, size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _line(self, y: int) -> Line | None:
        return self._lines[y] if y < len(self._lines) else None

    def _stands(self, y: int) -> bool:
        kept = self._drawn.get(y)
        return kept is not None and kept[0] is self._line(y)

    def render_line(self, y: int) -> Strip:
        return Strip(self._filled(y, self.size.width))

    def _filled(self, y: int, width: int) -> Line:
        """Return a line in exactly the width."""
        line = self._line(y) or []
        if width_of(line) == width:
            return line
        return Segment.adjust_line_length(line, width, self._ground(y))

    def _ground(self, y: int) -> Style:
        if 0 <= y < len(self._lines) and self._lines[y]:
            return self._lines[y][-1].style or self.rich_style
        return self.rich_style

    def text(self) -> str:
        """Return what is shown, without colours."""
        return "\n".join("".join(segment.text for segment in line) for line in self._lines)
