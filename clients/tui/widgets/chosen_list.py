"""A list of lines of which one is chosen; longer than its place, it follows the cursor."""

from textual.strip import Strip
from textual.widget import Widget

from clients.tui.views.pieces import Line
from clients.tui.widgets.pane import draw


class ChosenList(Widget, can_focus=True):
    """What is chosen is its screen's business; the list only shows it."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.lines: list[Line] = []
        self.chosen = 0

    def show(self, lines: list[Line], chosen: int) -> None:
        if (lines, chosen) != (self.lines, self.chosen):
            self.lines, self.chosen = lines, chosen
            self.refresh()

    def render_line(self, y: int) -> Strip:
        at = y + max(0, self.chosen - self.size.height + 1)
        ground = "selection" if at == self.chosen and self.lines else "panel"
        words = self.lines[at] if at < len(self.lines) else ()
        return draw(words, self.size.width, self.app.theme, ground)
