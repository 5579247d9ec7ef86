"""From a number to its incident's file."""

from typing import TYPE_CHECKING

from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.operations import OPERATIONS
from clients.tui.screens.desk_screen import DeskScreen


class OpensNumbered(DeskScreen):
    """A list in which some entry bears an incident's number."""

    if TYPE_CHECKING:

        def say(self, sentence: str, grave: bool = False) -> None: ...

    @work(exclusive=True, group="numbered", exit_on_error=False)
    async def open_numbered(self, number: str) -> None:
        """Open the file of the incident with a number; say so where it is none."""
        try:
            variables = {"number": number}
            answer = await self.desk.deadlines.execute(OPERATIONS.incident_by_number, variables)
        except (LinkDown, Refused) as fault:
            refused = fault.message if isinstance(fault, Refused) else t("evidence.no_link")
            self.say(refused, grave=True)
            return
        if answer["incident"] is None:
            self.say(t("evidence.no_incident", number=number), grave=True)
            return
        from clients.tui.screens.incident import IncidentScreen

        self.app.push_screen(IncidentScreen(decode(answer["incident"], Subject)))
