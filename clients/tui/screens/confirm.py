"""An act that cannot be taken back asks for a second, different key."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from clients.tui.locale import t
from clients.tui.screens.helped import Helped
from clients.tui.views.pieces import BLANK, Line, Piece, line, prose
from clients.tui.widgets.choices import Words
from clients.tui.widgets.pane import Pane


class ConfirmScreen(Helped, ModalScreen[bool]):
    """Answers True only to `y` or Ctrl+Y: the key that led here, Enter, does nothing."""

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,ｙ,Ｙ,ctrl+y", "yes", show=False),
        Binding("escape,n,N,ｎ,Ｎ", "no", show=False),
    ]

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__()
        self.sentence, self.detail = sentence, detail

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            title = Piece(t("confirm.title"), "white", bold=True, ground="broken")
            yield Words(line(title), ground="head")
            yield Pane(self._lines, id="question", ground="panel")

    def _lines(self, width: int) -> list[Line]:
        return [
            *prose(self.sentence, width, "fg"),
            *(prose(self.detail, width, "near") if self.detail else ()),
            BLANK,
            *prose(t("confirm.hint"), width, "keys"),
        ]

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)
