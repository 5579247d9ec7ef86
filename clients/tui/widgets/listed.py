"""A list that is walked: the chosen entry is kept by its id while the list changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from clients.tui.listing import Listing
from clients.tui.views.listed import Column, Entry, entry_line, head_line
from clients.tui.views.pieces import Line
from clients.tui.widgets.board import FIRST_HAN, LAST_HAN
from clients.tui.widgets.pane import draw


class ListedRows(Widget, can_focus=True):
    """Column heads and entries; moves its cursor itself and tells of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k,ｋ", "move(-1)", show=False),
        Binding("down,j,ｊ", "move(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("ctrl+b", "page(-1)", show=False),
        Binding("ctrl+d,space", "page(1)", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another entry."""

    @dataclass
    class Typed(Message):
        """A Han character was typed on the list: the filter opens with it."""

        text: str

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.listing = Listing()
        self.columns: Sequence[Column] = ()
        self.entries: dict[str, Entry] = {}
        self.wide = False
        self.empty: Line = ()

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
        self.refresh()

    def on_resize(self) -> None:
        self.listing.height = max(1, self.size.height - 1)
        self.listing.reveal()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, theme = self.size.width, self.app.theme
        if y == 0:
            return draw(head_line(self.columns, self.wide, width), width, theme, "panel")
        at = self.listing.top + y - 1
        entry = self.entries.get(self._id_at(at))
        if entry is None:
            return draw(self.empty if y == 2 and not self.entries else (), width, theme, "panel")
        chosen = entry.id == self.listing.selected
        words = entry_line(entry, self.columns, self.wide, width, chosen)
        return draw(words, width, theme, "selection" if chosen else "panel")

    def _id_at(self, at: int) -> str:
        order = self.listing.order
        return order[at] if 0 <= at < len(order) else ""

    def action_move(self, step: int) -> None:
        self.listing.move(step)
        self._moved()

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.listing.height - 1))

    def action_jump(self, index: int) -> None:
        """Go to the first (0) or last (-1) entry."""
        self.listing.select_index(index if index >= 0 else len(self.listing.order) - 1)
        self._moved()

    def on_click(self, event: events.Click) -> None:
        if event.y > 0 and self.listing.select_line(event.y - 1):
            self._moved()

    def on_mouse_scroll_down(self) -> None:
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-3)

    def on_key(self, event: events.Key) -> None:
        char = event.character
        if char and len(char) == 1 and FIRST_HAN <= ord(char) <= LAST_HAN:
            event.stop()
            self.post_message(self.Typed(char))

    def _moved(self) -> None:
        self.refresh()
        self.post_message(self.Moved())
