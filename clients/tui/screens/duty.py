"""The duty board (值守台): what is due, by whom, by which clause, and how fresh that is."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from clients.tui.keys import action_by_id, bindings
from clients.tui.models import Obligation

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


class DutyScreen(Screen[None]):
    """The one screen that is always at the bottom of the stack."""

    BINDINGS: ClassVar[list[BindingType]] = bindings()

    @property
    def desk(self) -> "DutyDesk":
        from clients.tui.app import DutyDesk

        app = self.app
        assert isinstance(app, DutyDesk)  # noqa: S101 - tells mypy which app this is
        return app

    def row_under_cursor(self) -> Obligation | None:
        return None

    async def action_desk(self, action_id: str) -> None:
        """Do what a key of the table says, on the row under the cursor when it was pressed."""
        action, row = action_by_id(action_id), self.row_under_cursor()
        if action.screen and (row is not None or not action.needs_row):
            self.desk.open_action(action, row)
