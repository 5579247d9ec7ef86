"""? 帮助: all keys and signs; from another screen, the keys of that screen."""

from collections.abc import Sequence

from clients.tui.screen_help import KeyHelp
from clients.tui.screens.sheet import SheetScreen
from clients.tui.views.help import help_lines, screen_lines
from clients.tui.views.lines import Line


class HelpScreen(SheetScreen):
    """`here`: the keys of the screen it was asked for on; empty on the board."""

    title_key = "action.help"

    def __init__(self, here: Sequence[KeyHelp] = ()) -> None:
        super().__init__()
        self.here = here

    def action_keys_here(self) -> None:
        """Go back by the key that led here."""
        self.dismiss()

    def lines(self, palette: str, width: int) -> list[Line]:
        if self.here:
            return screen_lines(palette, width, self.here)
        return help_lines(palette, width)
