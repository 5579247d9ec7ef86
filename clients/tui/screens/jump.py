"""Jump keys (g): the screens beside the board, by a letter or, with an input method on, a digit."""

import unicodedata
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from clients.tui.keys import ACTIONS, Action, built
from clients.tui.locale import t
from clients.tui.screens.helped import Helped
from clients.tui.views.pieces import BLANK, Line, Piece, line, muted, prose
from clients.tui.views.wrap import fit
from clients.tui.widgets.choices import Words
from clients.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


def places() -> dict[str, Action]:
    """Return where one can go by its digit, in the order of the table.

    A digit means the same screen in every version: what is not built leaves its digit free.
    """
    jumps = [action for action in ACTIONS if action.jump]
    found = zip("1234567890", jumps, strict=False)
    return {digit: action for digit, action in found if built(action)}


class JumpScreen(Helped, ModalScreen[Action | None]):
    """Answers the action chosen, None for Esc."""

    CSS_PATH = "jump.tcss"
    HERE = (("0-9 a-z", "by_mark"), ("Esc", "cancel"))

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            title = Piece(t("jump.title"), "white", bold=True, ground="brand")
            yield Words(line(title), ground="head")
            yield Pane(self._lines, id="question", ground="panel")

    def _lines(self, width: int) -> list[Line]:
        names = {action: t(action.title_key) for action in places().values()}
        wide = max(cell_len(name) for name in names.values()) + 2
        rows = [
            line(
                Piece(f"{digit} ", "muted"),
                Piece(f"{action.jump} ", "keys", bold=True),
                Piece(fit(names[action], wide)),
                muted(t(action.help_key)),
            )
            for digit, action in places().items()
        ]
        return [*rows, BLANK, *prose(t("jump.hint"), width)]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        mark = unicodedata.normalize("NFKC", event.character or "").lower()
        by_letter = {action.jump: action for action in places().values()}
        if self.helped(event.key):
            return
        if event.key == "escape":
            self.dismiss(None)
        elif (action := places().get(mark) or by_letter.get(mark)) is not None:
            self.dismiss(action)


def offer_places(desk: "DutyDesk") -> None:
    """Offer the other screens; the one chosen is opened straight above the board."""

    def go(action: Action | None) -> None:
        if action is not None:
            while desk.screen is not desk.duty:
                desk.pop_screen()
            desk.open_action(action, None)

    desk.push_screen(JumpScreen(), go)
