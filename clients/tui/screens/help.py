"""? 帮助: all keys and signs."""

from clients.tui.screens.sheet import SheetScreen
from clients.tui.views.help import help_lines
from clients.tui.views.lines import Line


class HelpScreen(SheetScreen):
    title_key = "action.help"

    def lines(self, palette: str, width: int) -> list[Line]:
        return help_lines(palette, width)
