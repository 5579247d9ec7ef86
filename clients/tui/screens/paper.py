"""One document read as text, over the whole width; saved by one key."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from clients.tui.documents import Document, fetch
from clients.tui.screens.exporting import Exporting
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Piece, strong
from clients.tui.views.reports import text_columns, text_entries


class PaperScreen(ListScreen, Exporting):
    """Read once: a document on the screen does not change under the reader."""

    NAME = "paper"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f6,e,ｅ,E", "export", show=False)]

    def __init__(self, paper: Document, about: str) -> None:
        super().__init__()
        self.paper, self.about = paper, about
        self.add_class("-text")

    def tick(self) -> None:
        if self.app.screen is self:
            self._show_bars()

    async def read(self, tab: str, after: str) -> Listed:
        text = await fetch(self.desk.deadlines, self.paper, "txt")
        return Listed(entries=text_entries(text.decode()))

    def subtitle(self) -> tuple[Piece, ...]:
        return (strong(f"{self.about}  "),)

    def counted(self) -> str:
        return ""

    def columns(self) -> tuple[Column, ...]:
        return text_columns()

    def detail(self, entry: Entry) -> Layout:
        return lambda width: ()

    def document(self) -> Document | None:
        return self.paper
