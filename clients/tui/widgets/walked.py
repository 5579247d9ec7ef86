"""What a list that is walked by a cursor does with keys and the mouse, however it is drawn."""

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from clients.tui.listing import Listing

FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


def walking_keys(up: str, down: str, back: str, on: str) -> list[BindingType]:
    """Return the keys of the cursor; `back` and `on` turn a page."""
    return [
        Binding(up, "move(-1)", show=False),
        Binding(down, "move(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding(back, "page(-1)", show=False),
        Binding(on, "page(1)", show=False),
    ]


class Walked(Widget):
    """Moves its cursor itself and tells of it; the chosen row is kept by its id.

    `HEADS`: lines above the first row.
    """

    HEADS: ClassVar[int] = 0

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

    @dataclass
    class Typed(Message):
        """A Han character was typed on the list: the filter opens with it."""

        text: str

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.listing = Listing()

    def moved(self) -> None:
        """Show and tell that the cursor moved."""
        self.post_message(self.Moved())

    def action_move(self, step: int) -> None:
        self.listing.move(step)
        self.moved()

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.listing.height - 1))

    def action_jump(self, index: int) -> None:
        """Go to the first (0) or last (-1) row."""
        self.listing.select_index(index if index >= 0 else len(self.listing.order) - 1)
        self.moved()

    def on_click(self, event: events.Click) -> None:
        line = event.y - self.HEADS
        if line >= 0 and self.listing.select_line(line):
            self.moved()

    def on_mouse_scroll_down(self) -> None:
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-3)

    def on_key(self, event: events.Key) -> None:
        char = event.character
        if char and len(char) == 1 and FIRST_HAN <= ord(char) <= LAST_HAN:
            event.stop()
            self.post_message(self.Typed(char))
