"""What every form of the desk shares: rows, hints below them, a pane beside them, refusals."""

from abc import abstractmethod
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from clients.tui.locale import t
from clients.tui.readonly import writing
from clients.tui.screens.desk_screen import WIDE
from clients.tui.screens.drafted import DraftedScreen
from clients.tui.views.pieces import Layout, Line, Piece, muted, prose
from clients.tui.widgets.choices import (
    DigitRow,
    RowDigit,
    RowEnter,
    RowFocus,
    RowJoined,
    RowText,
    TextRow,
    Words,
)
from clients.tui.widgets.pane import Pane

FORM_WIDE, FORM_NARROW = 52, 38  # cells of the form; the rest is the pane beside it


class FormScreen(DraftedScreen):
    """A form. `faults` holds the sentence to show at a row.

    Subclasses say what rows there are and what they mean; nothing here knows a duty.
    """

    CSS_PATH = "form.tcss"
    ROWS: ClassVar[tuple[str, ...]] = ()
    ROOM = 0  # lines kept free below the rows: a form of many rows scrolls them; 0: it does not
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "row(-1)", show=False),
        Binding("down", "row(1)", show=False),
        Binding("f2", "to_commit", show=False),
        Binding("ctrl+s", "commit", show=False),
        Binding("ctrl+r", "blank", show=False),
        Binding("pageup", "side(-1)", show=False),
        Binding("pagedown", "side(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.faults: dict[str, str] = {}
        self.message: Piece | None = None
        self.row = self.ROWS[0] if self.ROWS else ""

    # what a form says of itself

    @abstractmethod
    def form_rows(self) -> ComposeResult:
        """Yield the rows in the order of `ROWS`."""

    def value(self, row: str) -> Line:
        """Return what a row shows beside its text."""
        return ()

    def options(self, row: str, width: int) -> list[Line]:
        """Return the choices of a row and how to fill it."""
        return []

    @abstractmethod
    def side(self) -> Layout:
        """Return what stands beside the form."""

    def text_changed(self, row: str, text: str) -> None:
        """Take what was typed."""

    def digit(self, row: str, mark: str) -> None:
        """Take a digit pressed in a row without text."""

    def stands(self, row: str) -> bool:
        """Tell whether a row is asked for, by what the others say."""
        return True

    def entered(self, row: str) -> None:
        """Go on from a row; Enter in the commit row commits."""
        after = self.ROWS[self.ROWS.index(row) + 1 :]
        self.focus_row(next(filter(self.stands, after), self.ROWS[-1]))

    def refused_row(self, field: str | None) -> str:
        """Return the row at which a refusal of this field is shown."""
        return "commit"

    # what all forms do

    def compose(self) -> ComposeResult:
        yield Words(id="title", ground="head")
        with Horizontal(id="body"):
            with Vertical(id="form"):
                if self.ROOM:
                    # how to commit is always in sight
                    *rows, commit = self.form_rows()
                    yield Vertical(*rows, id="rows")
                    yield commit
                else:
                    yield from self.form_rows()
                yield Pane(id="options", ground="bg", scrolls=False)
            yield Pane(id="side", ground="bg")
        yield Words(self.key_line(), id="keys", ground="head")

    def on_resize(self) -> None:
        # set directly: a class on the screen would restyle every widget
        wide = self.size.width >= WIDE
        self.query_one("#form").styles.width = FORM_WIDE if wide else FORM_NARROW
        if self.ROOM:
            self.query_one("#rows").styles.max_height = self.size.height - 3 - self.ROOM
        self.query_one("#title", Words).show(self.title_line())
        self.query_one("#keys", Words).show(self.key_line())

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)
        self.show_all()
        self.focus_row(self.row)
        self.find_draft()

    def tick(self) -> None:
        """Move the clock; the rest stays still while text is typed, for the input method's sake."""
        self.query_one("#title", Words).show(self.title_line())
        if not isinstance(self.focused, Input):
            self.show_rows()
            self.show_side()

    def show_side(self) -> None:
        self.query_one("#side", Pane).show(self.side())

    def show_rows(self) -> None:
        for row in self.ROWS:
            found = self.query_one_optional(f"#row-{row}", Widget)
            if isinstance(found, DigitRow | TextRow):
                found.display = self.stands(row)
                found.show(self.value(row), row in self.faults)
        self.query_one("#options", Pane).show(self._options)

    def _options(self, width: int) -> list[Line]:
        fault = self.faults.get(self.row)
        said = self._away(width) if self.service_down else []
        said += prose(fault, width, "over") if fault else []
        if self.message:
            said += prose(self.message.text, width, self.message.tone)
        return [*said, *self.options(self.row, width)]

    def _away(self, width: int) -> list[Line]:
        """Return what becomes of a commit while the service is down."""
        key = "form.down.waits" if self.waits() else "form.down.not"
        return prose(t(key, service=t(f"board.{self.SERVICE}")), width, "near")

    def show_all(self) -> None:
        self.query_one("#title", Words).show(self.title_line())
        self.show_rows()
        self.show_side()

    def focus_row(self, row: str) -> None:
        found = self.query_one_optional(f"#row-{row}", Widget)
        if isinstance(found, TextRow):
            found.input.focus()
        elif isinstance(found, DigitRow):
            found.focus()

    def set_text(self, row: str, text: str) -> None:
        """Fill a text row by program; the form hears of it as of typing."""
        self.query_one(f"#input-{row}", Input).value = text

    def fault_at(self, row: str, sentence: str) -> None:
        """Show a sentence at a row and put the cursor there."""
        self.faults[row] = sentence
        self.show_rows()
        self.focus_row(row)

    def show_sending(self) -> None:
        self.show_rows()

    def say(self, sentence: str, grave: bool = False) -> None:
        """Say a sentence under the rows until the next key that changes something."""
        self.message = Piece(sentence, "over" if grave else "near") if sentence else None
        self.query_one("#options", Pane).show(self._options)

    @on(RowFocus)
    def _row_focused(self, event: RowFocus) -> None:
        self.row = event.row
        self.query_one("#options", Pane).show(self._options)

    @on(RowText)
    def _row_text(self, event: RowText) -> None:
        self.faults.pop(event.row, None)
        self.message = None
        self.text_changed(event.row, event.text)
        if event.row == self.row:  # a text filled in by the form itself stands in another row
            self.changed_by_hand()
        self.show_rows()

    @on(RowJoined)
    def _row_joined(self, event: RowJoined) -> None:
        # after the text itself has come, which clears what was said
        self.call_later(self.say, t("form.joined", n=event.lines))

    @on(RowDigit)
    def _row_digit(self, event: RowDigit) -> None:
        if not self.busy:
            self.faults.pop(event.row, None)
            self.digit(event.row, event.mark)
            self.changed_by_hand()
            self.show_rows()

    @on(RowEnter)
    def _row_enter(self, event: RowEnter) -> None:
        if not self.busy:
            self.entered(event.row)

    def action_row(self, step: int) -> None:
        if step < 0:
            self.focus_previous()
        else:
            self.focus_next()

    @writing
    def action_to_commit(self) -> None:
        """Go to the commit row; from there, commit."""
        if self.row != "commit":
            self.focus_row("commit")
        else:
            self.action_commit()

    @writing
    def action_commit(self) -> None:
        """Commit from any row; what is wanting takes the cursor where it is."""
        if self.busy:
            return
        self.focus_row("commit")
        self.entered("commit")

    def action_side(self, step: int) -> None:
        pane = self.query_one("#side", Pane)
        pane.scroll_relative(y=step * max(1, pane.size.height - 2), animate=False)

    def action_leave(self) -> None:
        # a commit on its way is not walked away from: its outcome belongs on this screen
        if not self.busy:
            self.dismiss()

    def heard(self, sentence: str) -> None:
        self.say(sentence)

    def commit_button(self, key: str) -> Line:
        if self.desk.readonly:
            return (muted(t("readonly.commit")),)
        text = t("form.busy") if self.busy else t(key)
        return (Piece(text, "white", bold=True, ground="brand"),)
