"""A scrolling pane of toned lines that repaints only the lines that changed."""

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from clients.tui.theme import DARK, PALETTES, style
from clients.tui.views.pieces import Layout, Line, cut

if TYPE_CHECKING:
    from textual import events


def draw(line: Line, width: int, theme: str, ground: str) -> Strip:
    """Return a line as Textual paints it, filled to the width, or cut to it with `..`."""
    palette = theme if theme in PALETTES else DARK.name
    strip = _strip(line, palette, ground)
    if strip.cell_length > width:
        strip = _strip(cut(line, width), palette, ground)
    return strip.adjust_cell_length(width, style(palette, "fg", ground))


def _strip(line: Line, palette: str, ground: str) -> Strip:
    return Strip(
        Segment(piece.text, style(palette, piece.tone, piece.ground or ground, piece.bold))
        for piece in line
    )


def nothing(width: int) -> tuple[Line, ...]:
    """Return the layout of an empty pane."""
    return ()


class Pane(ScrollView, can_focus=False):
    """Shows what its layout makes of its width; scrolls when that is longer than the pane."""

    DEFAULT_CSS = "Pane { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }"

    def __init__(
        self,
        layout: Layout = nothing,
        *,
        id: str,  # noqa: A002 - Textual's word
        ground: str = "panel",
        scrolls: bool = True,
    ) -> None:
        super().__init__(id=id)
        self._scrolls = scrolls
        self._layout_of = layout
        self._ground_name = ground
        self._shown: tuple[Line, ...] = ()

    def show(self, layout: Layout) -> None:
        """Show another text, keeping the place where the reader is."""
        self._layout_of = layout
        self._lay_out()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._shown

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._repaint, init=False)

    def on_resize(self, event: "events.Resize") -> None:
        self._lay_out()

    def _repaint(self) -> None:
        self.refresh()

    def _lay_out(self) -> None:
        room = self.region.shrink(self.styles.gutter)
        if not room.width:
            return
        width, old = room.width, self._shown
        shown = tuple(self._layout_of(width))
        if self._scrolls and len(shown) > room.height:
            # the scroll bar takes a cell from each line
            width -= self.styles.scrollbar_size_vertical
            shown = tuple(self._layout_of(width))
        self._shown = shown
        if len(old) != len(self._shown):
            # Textual lays the whole screen out again for this, so not at each key in a form
            if self._scrolls:
                self.virtual_size = Size(width, len(self._shown))
            self.refresh()
            return
        top = int(self.scroll_offset.y)
        changed = (y for y, (a, b) in enumerate(zip(old, self._shown, strict=True)) if a != b)
        damage = [Region(0, y - top, width, 1) for y in changed]
        if damage:
            self.refresh(*damage)

    def render_line(self, y: int) -> Strip:
        at = y + int(self.scroll_offset.y)
        text: Line = self._shown[at] if at < len(self._shown) else ()
        return draw(text, self.size.width, self.app.theme, self._ground_name)
