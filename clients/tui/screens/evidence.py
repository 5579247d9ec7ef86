"""依据: what a number of a report counted, one by one; Enter opens the incident."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_reports import EvidencePage, Figure, HourIncident
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.screens.numbered import OpensNumbered
from clients.tui.views.evidence import (
    evidence_columns,
    evidence_lines,
    hour_columns,
    hour_lines,
    hour_listed,
    listed_evidence,
)
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Line, Piece, muted, strong
from clients.tui.views.statistics import figure_name, say_figure
from clients.tui.views.tabs import Tab, tabs_line


class EvidenceScreen(ListScreen, OpensNumbered):
    """Each figure of a row is a tab; only those that counted something are here."""

    NAME = "evidence"

    def __init__(self, title: str, figures: Sequence[Figure], asked: Mapping[str, Any]) -> None:
        self.figures = {figure.indicator: figure for figure in figures}
        self.TABS = tuple(self.figures)  # type: ignore[misc] # made of the row's figures
        super().__init__()
        self.about, self.asked = title, asked

    async def read(self, tab: str, after: str) -> Listed:
        drill = msgspec.to_builtins(self.figures[tab].drill)
        variables = {**self.asked, "drill": drill, "after": after or None}
        answer = await self.desk.deadlines.execute(OPERATIONS.report_evidence, variables)
        return listed_evidence(decode(answer["reportEvidence"], EvidencePage))

    def subtitle(self) -> tuple[Piece, ...]:
        return (strong(f"{self.about}  "),)

    def _tabs(self) -> Line:
        tabs = [
            Tab(
                digit=str(digit) if digit < 10 else " ",
                name=figure_name(tab),
                here=tab == self.tab,
                count=say_figure(figure),
                tone="fg" if tab == self.tab else "muted",
                spared=tab != self.tab,
            )
            for digit, (tab, figure) in enumerate(self.figures.items(), start=1)
        ]
        return tabs_line(tabs, self.size.width)

    def columns(self) -> tuple[Column, ...]:
        return evidence_columns()

    def detail(self, entry: Entry) -> Layout:
        return lambda width: evidence_lines(entry.item, width)

    def opened(self, entry: Entry) -> None:
        self.open_numbered(entry.item.number)


class HourScreen(ListScreen):
    """The incidents that were registered in one hour of the day, as they were counted."""

    NAME = "hour"

    def __init__(self, title: str, incidents: Sequence[HourIncident]) -> None:
        super().__init__()
        self.about, self.incidents = title, incidents

    async def read(self, tab: str, after: str) -> Listed:
        return hour_listed(self.incidents)

    def subtitle(self) -> tuple[Piece, ...]:
        return (muted(f"{self.about}  "),)

    def columns(self) -> tuple[Column, ...]:
        return hour_columns()

    def detail(self, entry: Entry) -> Layout:
        return lambda width: hour_lines(entry.item, self.now, width)

    def opened(self, entry: Entry) -> None:
        from clients.tui.screens.incident import IncidentScreen

        one: HourIncident = entry.item
        subject = Subject(id=one.id, number=one.number, title=one.title)
        self.app.push_screen(IncidentScreen(subject))
