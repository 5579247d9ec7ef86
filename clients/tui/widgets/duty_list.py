"""The list of one incident's duties, with the chosen one marked."""

from textual.strip import Strip
from textual.widget import Widget

from clients.tui.views.pieces import Line
from clients.tui.widgets.pane import draw


class DutyList(Widget, can_focus=True):
    """The incident's duties; the chosen one is kept by its id while the list changes."""

    def __init__(self) -> None:
        super().__init__(id="duties")
        self.lines: list[Line] = []
        self.chosen = 0

    def show(self, lines: list[Line], chosen: int) -> None:
        if (lines, chosen) != (self.lines, self.chosen):
            self.lines, self.chosen = lines, chosen
            self.refresh()

    def render_line(self, y: int) -> Strip:
        # a list longer than its place follows the cursor
        at = y + max(0, self.chosen - self.size.height + 1)
        ground = "selection" if at == self.chosen and self.lines else "panel"
        words = self.lines[at] if at < len(self.lines) else ()
        return draw(words, self.size.width, self.app.theme, ground)
