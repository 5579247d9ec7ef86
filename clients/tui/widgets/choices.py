"""Rows of a form: filled by digits or by text, one screen line each, marked where the focus is."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from clients.tui.locale import t
from clients.tui.theme import style
from clients.tui.views.pieces import Line, Piece, line, width_of
from clients.tui.widgets.pane import draw

LEAST_FIELD = 4  # cells that a field keeps beside what was chosen


def label_width(label: str, alone: bool) -> int:
    """Return the cells of `> 级别 `: those of all rows, its own where rows share a line."""
    return int(t("form.label.cells")) if alone else cell_len(label) + 2


@dataclass
class RowDigit(Message):
    """A digit, or one of the form's own marks, was pressed in a row that takes no text."""

    row: str
    mark: str


@dataclass
class RowText(Message):
    """The text of a row changed."""

    row: str
    text: str


@dataclass
class RowJoined(Message):
    """Several lines were pasted into a row of one; they now stand in it one after another."""

    row: str
    lines: int


@dataclass
class RowEnter(Message):
    """Enter: the row is done."""

    row: str


@dataclass
class RowFocus(Message):
    """The cursor came into a row."""

    row: str


def head(label: str, focused: bool, fault: bool, cells: int) -> Line:
    """Return the row's label in `cells`; a fault shows by a sign as well as by colour."""
    tone, ground = ("tile.over", "over") if fault else ("fg" if focused else "muted", "")
    mark = ">" if focused else "!" if fault else " "
    return line(
        Piece(mark, "keys" if focused else "over", bold=True),
        Piece(label, tone, focused, ground),
        Piece(" " * max(0, cells - 1 - cell_len(label))),
    )


class Words(Widget):
    """One line of toned text."""

    DEFAULT_CSS = "Words { height: 1; }"

    def __init__(self, words: Line = (), *, id: str | None = None, ground: str = "panel") -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.words = words
        self._ground_name = ground

    def show(self, words: Line) -> None:
        if words != self.words:
            self.words = words
            self.refresh()

    def render_line(self, y: int) -> Strip:
        return draw(
            self.words if y == 0 else (), self.size.width, self.app.theme, self._ground_name
        )


class DigitRow(Widget, can_focus=True):
    """A row that digits fill. What they mean is the form's business."""

    DEFAULT_CSS = "DigitRow { height: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "done", show=False)]

    def __init__(
        self, row: str, label: str, marks: str = "0123456789", *, label_cells: int = 0
    ) -> None:
        super().__init__(id=f"row-{row}")
        self.row, self.label, self.marks, self.label_cells = row, label, marks, label_cells
        self.value: Line = ()
        self.fault = False

    def on_mount(self) -> None:
        alone = not isinstance(self.parent, Horizontal)
        self.label_cells = self.label_cells or label_width(self.label, alone)

    def show(self, value: Line, fault: bool) -> None:
        if (value, fault) != (self.value, self.fault):
            self.value, self.fault = value, fault
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        # an input method may send the full-width form
        mark = unicodedata.normalize("NFKC", event.character or "")
        if mark and mark in self.marks:
            event.stop()
            self.post_message(RowDigit(self.row, mark))

    def action_done(self) -> None:
        self.post_message(RowEnter(self.row))

    def on_focus(self) -> None:
        self.refresh()
        self.post_message(RowFocus(self.row))

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        label = head(self.label, self.has_focus, self.fault, self.label_cells)
        words = (*label, *self.value)
        ground = "selection" if self.has_focus else "panel"
        return draw(words if y == 0 else (), self.size.width, self.app.theme, ground)


class TextInput(Input):
    """An input whose full-width marks and letters the form may take as commands."""

    DEFAULT_CSS = """
    TextInput { height: 1; border: none; padding: 0; background: $panel; }
    TextInput:focus { border: none; background: $selection; }
    """

    # Textual lays the screen out again as the text grows; a field of one line needs none of it
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, row: str, marks: str, placeholder: str) -> None:
        # selecting on focus loses what was typed ahead: the focus may come after the first key
        super().__init__(
            id=f"input-{row}", compact=True, placeholder=placeholder, select_on_focus=False
        )
        self.row, self.marks = row, marks
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        """Draw a line under the cells that nothing stands in: an empty field is seen by it."""
        strip = super().render_line(y)
        if y:
            return strip
        strip = strip.extend_cell_length(self.size.width, self.rich_style)
        shown = self._value.plain or self.placeholder
        used = max(0, cell_len(shown) - int(self.scroll_offset.x)) + self.has_focus
        rule = Style(underline=True, color=style(self.app.theme, "muted", "panel").color)
        free = [
            Segment(part.text, (part.style or Style()) + rule)
            for part in strip.crop(used, strip.cell_length)
        ]
        return Strip([*strip.crop(0, used), *free])

    async def _on_key(self, event: events.Key) -> None:
        mark = unicodedata.normalize("NFKC", event.character or "")
        if mark and mark in self.marks:
            event.stop()
            event.prevent_default()
            self.post_message(RowDigit(self.row, mark))
            return
        await super()._on_key(event)

    def on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line of a paste only; a cut text must not pass for the whole
        lines = [part.strip() for part in event.text.splitlines() if part.strip()]
        if len(lines) > 1:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(" ".join(lines))
            self.post_message(RowJoined(self.row, len(lines)))


class TextRow(Widget):
    """A row with a text field; the label and what was understood are drawn around it.

    One widget and its input, not four: a form of a dozen rows opens in half the time.
    """

    DEFAULT_CSS = """
    TextRow { height: 1; layout: horizontal; }
    """

    def __init__(
        self,
        row: str,
        label: str,
        *,
        cells: int | None = None,
        marks: str = "",
        hint: str = "",
        label_cells: int = 0,
    ) -> None:
        super().__init__(id=f"row-{row}")
        self.row, self.label, self.cells, self.label_cells = row, label, cells, label_cells
        self.input = TextInput(row, marks, hint)
        self.input.styles.width = "1fr" if cells is None else cells
        self._field = cells
        self.echo: Line = ()
        self.fault = False

    def compose(self) -> ComposeResult:
        alone = not isinstance(self.parent, Horizontal)
        self.label_cells = self.label_cells or label_width(self.label, alone)
        self.input.styles.margin = (0, 0, 0, self.label_cells)
        yield self.input

    def show(self, value: Line, fault: bool) -> None:
        if (value, fault) != (self.echo, self.fault):
            self.echo, self.fault = value, fault
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """Let an empty field give way to what was chosen, so far that some of it stays."""
        if self.cells is None or not self.size.width:
            return
        room = self.size.width - self.label_cells - 1 - width_of(self.echo)
        cells = self.cells if self.input.value else max(LEAST_FIELD, min(self.cells, room))
        if cells != self._field:
            self._field = cells
            self.input.styles.width = cells
            self.refresh()

    def render_line(self, y: int) -> Strip:
        label = head(self.label, self.input.has_focus, self.fault, self.label_cells)
        gap = Piece(" " * ((self._field or 0) + 1))
        words = (*label, gap, *self.echo) if self.cells is not None else label
        return draw(words if y == 0 else (), self.size.width, self.app.theme, "panel")

    def on_descendant_focus(self) -> None:
        self.refresh()
        self.post_message(RowFocus(self.row))

    def on_descendant_blur(self) -> None:
        self.refresh()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._make_room()
        self.post_message(RowText(self.row, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(RowEnter(self.row))
