"""更多办理 (F4): everything else that can be done about the incident, by digit, letter or arrow."""

import unicodedata

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from clients.tui.incident_acts import INCIDENT_ACTS, IncidentAct, by_mark
from clients.tui.locale import t
from clients.tui.models_chain import EMPTY, IncidentChain
from clients.tui.models_incident import IncidentFile
from clients.tui.screens.helped import Helped
from clients.tui.views.more import menu_lines, wanting
from clients.tui.views.pieces import Line, Piece, line
from clients.tui.widgets.choices import Words
from clients.tui.widgets.pane import Pane


class MoreScreen(Helped, ModalScreen[IncidentAct | None]):
    """Answers the act chosen, None for Esc; one with nothing to do it to is told why."""

    CSS_PATH = "more.tcss"
    HERE = (("1-9 a-z", "by_mark"), ("↑ ↓", "choose"), ("Enter", "take"), ("Esc", "cancel"))

    def __init__(self, file: IncidentFile, chain: IncidentChain | None) -> None:
        super().__init__()
        self.file, self.chain = file, chain or EMPTY
        self.at = 0
        self.said = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            title = Piece(f" {t('more.title')} ", "white", bold=True, ground="brand")
            yield Words(line(title), ground="head")
            yield Pane(self._lines, id="menu", ground="panel", scrolls=False)

    def _lines(self, width: int) -> list[Line]:
        return menu_lines(self.file, self.chain, self.at, self.said, width)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        mark = unicodedata.normalize("NFKC", event.character or "").lower()
        if self.helped(event.key):
            return
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("up", "down"):
            self._move(1 if event.key == "down" else -1)
        elif event.key == "enter":
            self._choose(INCIDENT_ACTS[self.at])
        elif len(mark) == 1 and (act := by_mark(mark)) is not None:
            self._choose(act)

    def _move(self, step: int) -> None:
        self.at, self.said = (self.at + step) % len(INCIDENT_ACTS), ""
        self.query_one("#menu", Pane).show(self._lines)

    def _choose(self, act: IncidentAct) -> None:
        self.at = INCIDENT_ACTS.index(act)
        self.said = wanting(act, self.file, self.chain)
        if self.said:
            self.query_one("#menu", Pane).show(self._lines)
        else:
            self.dismiss(act)
