"""The list: rows by id on fixed screen lines; only changed cells are painted."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType

from clients.tui.keys import lets_through, offered, shown
from clients.tui.locale import t
from clients.tui.models import Obligation
from clients.tui.views.lines import Line, Pen
from clients.tui.views.rows import RowLook, RowPainter
from clients.tui.widgets.lines import Lines
from clients.tui.widgets.walked import Walked, walking_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLook:
    """How all rows are drawn this time; `unread`: no board was ever read."""

    palette: str
    now: datetime
    guessed: bool
    owner: int
    accepting: str | None = None
    filtered: bool = False
    unread: bool = False


class Board(Lines, Walked):
    """What is listed, and when, it is told."""

    BINDINGS: ClassVar[list[BindingType]] = walking_keys("up", "down", "pageup", "pagedown")

    def __init__(self) -> None:
        super().__init__(id="board", can_focus=True)
        self._painter = RowPainter()
        self.flash: frozenset[str] = frozenset()

    def paint(self, rows: Mapping[str, Obligation], look: BoardLook) -> None:
        """Bring every visible line up to date; only cells that differ reach the terminal."""
        self.listing.height = max(1, self.size.height)
        shown = [None if id_ is None else rows.get(id_) for id_ in self.listing.visible()]
        self._painter.forget_others({row.id for row in shown if row})
        alike = Counter((row.matter.id, row.title) for row in shown if row)
        look_of = self._looks(look)
        blank: Line = [Pen(look.palette, "panel")("")]
        lines = [
            self._painter.line(row, look_of(row, alike[row.matter.id, row.title] > 1))
            if row
            else blank
            for row in shown
        ]
        if not self.listing.order:
            said = Pen(look.palette, "panel")("    " + _empty(look), "muted")
            lines[min(1, len(lines) - 1)] = [said]
        self.show(lines)

    def _looks(self, look: BoardLook) -> Callable[[Obligation, bool], RowLook]:
        """Return how a row looks at this moment, by the row and whether it has a twin."""
        known: dict[tuple[bool, ...], RowLook] = {}
        plain = RowLook(
            palette=look.palette,
            width=self.size.width,
            now=look.now,
            guessed=look.guessed,
            owner=look.owner,
        )

        def of(row: Obligation, twin: bool) -> RowLook:
            marks = (
                row.id == self.listing.selected,
                row.id in self.flash,
                row.id == look.accepting,
                twin,
            )
            if marks not in known:
                selected, flash, accepting, twin = marks
                known[marks] = replace(
                    plain, selected=selected, flash=flash, accepting=accepting, twin=twin
                )
            return known[marks]

        return of


def _empty(look: BoardLook) -> str:
    """Return why nothing is listed, and what to press where pressing it helps."""
    if look.unread:
        return t("board.empty.unread")
    if look.filtered:
        return t("board.empty.filter")
    intake = next((action for action in offered() if action.id == "intake"), None)
    if intake is None:
        return t("board.empty.reading")
    keys = sorted(intake.keys, key=lets_through, reverse=True)
    return t("board.empty", keys=t("board.or").join(map(shown, keys)))
