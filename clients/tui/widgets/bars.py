"""A list whose entries are bars, walked like any list."""

from textual.strip import Strip

from clients.tui.views.bars import Bar, Sizes, bar_line, sizes_of
from clients.tui.views.pieces import Line, Piece
from clients.tui.widgets.listed import ListedRows
from clients.tui.widgets.pane import draw


class BarRows(ListedRows):
    """Draws the `bar` of each entry's item; `legend` stands where a list has its column heads."""

    legend: Line = ()

    def render_line(self, y: int) -> Strip:
        width, theme = self.size.width, self.app.theme
        if y == 0:
            return draw(self.legend, width, theme, "panel")
        entry = self.entries.get(self._id_at(self.listing.top + y - 1))
        if entry is None:
            return super().render_line(y)
        chosen = entry.id == self.listing.selected
        mark = Piece("> " if chosen else "  ", "keys", bold=True)
        words = bar_line(entry.item.bar, self._sizes(width), width, mark)
        return draw(words, width, theme, "selection" if chosen else "panel")

    def _sizes(self, width: int) -> Sizes:
        bars: list[Bar] = [entry.item.bar for entry in self.entries.values()]
        return sizes_of(bars, width)
