"""All incidents (事件), open and closed; Enter opens the file."""

from typing import ClassVar

from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_incidents import IncidentPage, ListedIncident
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views.incidents import incident_columns, incident_detail, listed_incidents
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout

_FILTERS = {"open": {"state": "OPEN"}, "closed": {"state": "CLOSED"}, "drills": {"drill": True}}


class IncidentsScreen(ListScreen):
    """Newest first; what is closed stays to be read."""

    NAME = "incidents"
    TABS: ClassVar[tuple[str, ...]] = ("open", "closed", "drills")

    async def read(self, tab: str, after: str) -> Listed:
        variables = {"filter": _FILTERS[tab], "after": after or None}
        answer = await self.desk.deadlines.execute(OPERATIONS.incidents, variables)
        return listed_incidents(decode(answer["incidents"], IncidentPage), self.now)

    def columns(self) -> tuple[Column, ...]:
        return incident_columns()

    def detail(self, entry: Entry) -> Layout:
        incident: ListedIncident = entry.item
        return lambda width: incident_detail(incident, self.now, width)

    def opened(self, entry: Entry) -> None:
        from clients.tui.screens.incident import IncidentScreen

        of: ListedIncident = entry.item
        self.app.push_screen(IncidentScreen(Subject(id=of.id, number=of.number, title=of.title)))
