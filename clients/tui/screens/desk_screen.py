"""What every screen above the board has: the desk, the clock, a title bar and a line of keys."""

from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from rich.cells import cell_len
from textual.screen import Screen

from clients.tui.clock import local
from clients.tui.keymap import key_named
from clients.tui.keys import lets_through, own_keys, shown
from clients.tui.link import LinkState
from clients.tui.locale import t
from clients.tui.readonly import writes
from clients.tui.screens.helped import Helped
from clients.tui.views.pieces import Line, Piece, apart, cut, line, muted, spared, strong, width_of

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk

WIDE = 100  # cells from which two panes have room to spare


@runtime_checkable
class Hearing(Protocol):
    """A screen that says what a form above it did, and why a key does nothing."""

    def heard(self, sentence: str) -> None: ...


class DeskScreen(Helped, Screen[None]):
    """A screen above the board; `KEYS` names its line of keys, `key text|key text`.

    Textual's metaclass leaves no place for ABCMeta: what is abstract the type checker demands.
    """

    @property
    def desk(self) -> "DutyDesk":
        return cast("DutyDesk", self.app)

    @property
    def now(self) -> datetime:
        return self.desk.clock()

    @property
    def deadlines_down(self) -> bool:
        return self.desk.deadlines.status.state is LinkState.DOWN

    @abstractmethod
    def title_line(self) -> Line:
        """Return the screen's title bar, made by `bar`."""

    def bar(self, title: str, *said: Piece) -> Line:
        """Return a title bar: what this is on the left, links that are down and the clock right."""
        brand = Piece(title, "white", bold=True, ground="brand")
        right = (*self._broken(), strong(f"{local(self.now):%H:%M:%S}"), Piece(" "))
        room = self.size.width - width_of(right) - 1
        said = spared(said, room - cell_len(title) - 2)
        left = cut(line(brand, Piece("  "), *said), room)
        gap = self.size.width - width_of(left) - width_of(right)
        return (*left, Piece(" " * max(1, gap)), *right)

    def _broken(self) -> tuple[Piece, ...]:
        down = [
            Piece(t(f"link.{name}.tile"), "white", bold=True, ground="broken")
            for name, link in (("registry", self.desk.registry), ("deadlines", self.desk.deadlines))
            if link.status.state is LinkState.DOWN
        ]
        return (*down, muted(" ")) if down else ()

    def key_line(self, texts: str = "") -> Line:
        """Return the keys that do something here, as far apart as the width lets them."""
        offered: list[tuple[Piece, ...]] = []
        for entry in (texts or t(self.KEYS)).split("|"):
            label, _, text = entry.partition(" ")
            if key := self.key_label(label):
                offered.append((strong(key, "keys"), Piece(f" {text}" if text else "")))
        return apart(offered, self.size.width)

    def key_label(self, label: str) -> str:
        """Return the key that does here what `label` does by default; "" where it is not offered.

        A label that names no single key (`1-9`) stands as it is.
        """
        bound = self._bindings.key_to_bindings.get(key_named(label) or "")
        if not bound:
            return label
        action = bound[0].action
        if self.withheld(action) or (self.desk.readonly and writes(action, self)):
            return ""
        own = own_keys(bound[0].id or "")
        return shown(next(filter(lets_through, own), own[0])) if own else label
