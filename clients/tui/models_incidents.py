"""The list of incidents as the service answers it."""

from datetime import datetime

from clients.tui.models import Model, PageInfo


class ListedFacts(Model, kw_only=True):
    category_titles: list[str]
    locality_names: list[str]


class ListedIncident(Model, kw_only=True):
    id: str
    number: str
    title: str
    state: str
    drill: bool
    severity_title: str | None
    kind_title: str | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    facts: ListedFacts

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class ListedIncidentEdge(Model, kw_only=True):
    node: ListedIncident


class IncidentPage(Model, kw_only=True):
    edges: list[ListedIncidentEdge]
    page_info: PageInfo
