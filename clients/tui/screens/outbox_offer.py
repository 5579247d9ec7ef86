"""Asked when an act could not be sent: keep it (存入待发), try once more, or back to the form."""

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from clients.tui.locale import t
from clients.tui.outbox import KeptAct
from clients.tui.screens.helped import Helped
from clients.tui.views.pieces import BLANK, Line, Piece, line, prose
from clients.tui.widgets.choices import Words
from clients.tui.widgets.pane import Pane


class Choice(StrEnum):
    """What the officer chose; Escape is none of these."""

    KEEP = "keep"
    AGAIN = "again"


class OfferScreen(Helped, ModalScreen[Choice]):
    """Says whether the act may have been written, and what it says."""

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,ｙ,Ｙ,ctrl+y", "keep", show=False),
        Binding("enter", "once_more", show=False),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(self, act: KeptAct) -> None:
        super().__init__()
        self.act = act

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            title = Piece(t("outbox.offer.title"), "white", bold=True, ground="brand")
            yield Words(line(title), ground="head")
            yield Pane(self._lines, id="question", ground="panel")

    def _lines(self, width: int) -> list[Line]:
        why = "outbox.offer.unknown" if self.act.tried_at else "outbox.offer.away"
        return [
            *prose(t(why), width, "near"),
            *prose(self.act.sentence, width, "fg"),
            BLANK,
            *prose(t("outbox.offer.hint"), width, "keys"),
        ]

    def action_keep(self) -> None:
        self.dismiss(Choice.KEEP)

    def action_once_more(self) -> None:
        self.dismiss(Choice.AGAIN)
