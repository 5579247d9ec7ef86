"""0 依据: the clauses of the duty under the cursor."""

from clients.tui.models import Obligation
from clients.tui.screens.sheet import SheetScreen
from clients.tui.views.basis import basis_lines
from clients.tui.views.lines import Line


class BasisScreen(SheetScreen):
    title_key = "action.basis"

    def __init__(self, row: Obligation) -> None:
        super().__init__()
        self.row = row

    def lines(self, palette: str, width: int) -> list[Line]:
        return basis_lines(palette, width, self.row)
