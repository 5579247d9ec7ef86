"""A list that is walked: the chosen entry is kept by its id while the list changes."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip

from clients.tui.views.listed import Column, Entry, Widths, entry_line, head_line, widths
from clients.tui.views.pieces import Line
from clients.tui.widgets.pane import draw
from clients.tui.widgets.walked import Walked, walking_keys


class ListedRows(Walked, can_focus=True):
    """Column heads and entries."""

    HEADS = 1
    BINDINGS: ClassVar[list[BindingType]] = walking_keys(
        "up,k,ｋ", "down,j,ｊ", "ctrl+b", "ctrl+d,space"
    )

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.columns: Sequence[Column] = ()
        self.entries: dict[str, Entry] = {}
        self.wide = False
        self._widths: Widths = ()
        self.empty: Line = ()
        self._at: tuple[int, int | None] = (0, None)  # first entry and cursor, as drawn

    @property
    def chosen(self) -> Entry | None:
        selected = self.listing.selected
        return None if selected is None else self.entries.get(selected)

    def show(
        self, entries: Sequence[Entry], columns: Sequence[Column], wide: bool, empty: Line
    ) -> None:
        """Show other entries; the chosen one keeps its line as long as it is among them."""
        self.entries = {entry.id: entry for entry in entries}
        self.columns, self.wide, self.empty = columns, wide, empty
        self.listing.height = max(1, self.size.height - 1)
        order = list(self.entries)
        if order != self.listing.order:
            self.listing.settle(order)
        self.listing.reveal()
        self._show_anew()

    def on_resize(self) -> None:
        self.listing.height = max(1, self.size.height - 1)
        self.listing.reveal()
        self._show_anew()

    def _show_anew(self) -> None:
        entries = list(self.entries.values())
        self._widths = widths(self.columns, entries, self.wide, self.size.width)
        self._at = (self.listing.top, self.listing.line)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, theme = self.size.width, self.app.theme
        if y == 0:
            return draw(head_line(self.columns, self._widths), width, theme, "panel")
        at = self.listing.top + y - 1
        entry = self.entries.get(self._id_at(at))
        if entry is None:
            return draw(self.empty if y == 2 and not self.entries else (), width, theme, "panel")
        chosen = entry.id == self.listing.selected
        words = entry_line(entry, self.columns, self._widths, chosen)
        return draw(words, width, theme, "selection" if chosen else "panel")

    def _id_at(self, at: int) -> str:
        order = self.listing.order
        return order[at] if 0 <= at < len(order) else ""

    def moved(self) -> None:
        (top, before), after = self._at, self.listing.line
        if top != self.listing.top or before is None or after is None:
            self._show_anew()
        else:
            self._at = (top, after)
            self.refresh(
                *(Region(0, self.HEADS + line, self.size.width, 1) for line in (before, after))
            )
        super().moved()
