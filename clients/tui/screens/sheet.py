"""A full-screen sheet to read: a title row, lines that scroll, the way back."""

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from clients.tui.locale import t
from clients.tui.screens.helped import Helped
from clients.tui.views.lines import Line, Pen
from clients.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


class SheetScreen(Helped, Screen[None]):
    """Subclasses say their title and their lines for a width."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss", show=False)]

    title_key = ""

    @property
    def desk(self) -> "DutyDesk":
        return cast("DutyDesk", self.app)

    @abstractmethod
    def lines(self, palette: str, width: int) -> list[Line]:
        """Return the text of the sheet, broken to the width."""

    def compose(self) -> ComposeResult:
        yield Lines(id="sheet-title")
        with VerticalScroll(id="sheet-scroll"):
            yield Lines(id="sheet-body")
        yield Lines(id="sheet-footer")

    def on_mount(self) -> None:
        self.query_one("#sheet-scroll").focus()

    def on_resize(self) -> None:
        palette, width = self.desk.colours.name, self.size.width
        head, brand = Pen(palette, "head"), Pen(palette, "brand")
        title = [brand(f" {t(self.title_key)} ", "white", True), head("")]
        foot = [head(" Esc", "keys", True), head(f" {t('sheet.back')}   ")]
        foot += [head("PgDn", "keys", True), head(f" {t('sheet.more')}")]
        lines = self.lines(palette, width - 2)
        body = self.query_one("#sheet-body", Lines)
        body.styles.height = len(lines)
        body.show(lines)
        self.query_one("#sheet-title", Lines).show([title])
        self.query_one("#sheet-footer", Lines).show([foot])
