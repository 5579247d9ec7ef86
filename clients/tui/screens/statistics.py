"""统计: how punctual, where the time goes, when it comes, how grave; every number has its list."""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_reports import HourIncident, HourPage, Report
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views import periods
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.menus import menu
from clients.tui.views.pieces import Layout, Line, Piece, muted, prose
from clients.tui.views.statistics import (
    Counted,
    counted_lines,
    hour_entries,
    legend,
    punctual_entries,
    read_line,
    severity_entries,
    stage_entries,
)
from clients.tui.views.tabs import Tab, tabs_line
from clients.tui.widgets.bars import BarRows
from clients.tui.widgets.listed import ListedRows

MOST_PAGES = 10  # of a hundred incidents each


class StatisticsScreen(ListScreen):
    """Counted when it is opened and at F5, not by itself: a number keeps its hour of reading."""

    NAME = "statistics"
    TABS: ClassVar[tuple[str, ...]] = ("punctual", "stages", "hours", "severity")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,r,ｒ,R", "reports", show=False),
        Binding("f3,minus,－,left_square_bracket,【", "step(-1)", show=False),
        Binding("f4,equals_sign,＝,right_square_bracket,】", "step(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.period = ""
        self.more = False

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.period = periods.half_of(self.now)

    def made_rows(self) -> ListedRows:
        return BarRows()

    def tick(self) -> None:
        """Move the clock only: nothing is counted again unasked."""
        if self.app.screen is self:
            self._show_bars()

    async def read(self, tab: str, after: str) -> Listed:
        asked = {"period": self.period}
        if tab == "hours":
            return Listed(entries=hour_entries(await self._incidents()))
        if tab == "severity":
            codes = [code.code for code in menu("severity").choices]
            wanted = [{**asked, "filter": {"severities": [code]}} for code in codes]
            reports = await asyncio.gather(*map(self._report, wanted))
            pairs = zip(reports, wanted, strict=True)
            return Listed(entries=severity_entries(dict(zip(codes, pairs, strict=True))))
        report = await self._report(asked)
        made = stage_entries if tab == "stages" else punctual_entries
        return Listed(entries=made(report, asked))

    async def _report(self, asked: Mapping[str, Any]) -> Report:
        answer = await self.desk.deadlines.execute(OPERATIONS.bulletin, asked)
        return decode(answer["bulletin"], Report)

    async def _incidents(self) -> list[HourIncident]:
        """Return the incidents registered in the period, newest first; too many are not all."""
        begins, ends = periods.span(self.period)
        found: list[HourIncident] = []
        after, self.more = None, True
        for _ in range(MOST_PAGES):
            variables = {"after": after}
            answer = await self.desk.deadlines.execute(OPERATIONS.incidents_by_hour, variables)
            page = decode(answer["incidents"], HourPage)
            nodes = [edge.node for edge in page.edges]
            found += [one for one in nodes if begins <= one.opened_at < ends]
            after = page.page_info.end_cursor
            older = bool(nodes) and nodes[-1].opened_at < begins
            if older or not page.page_info.has_next_page:
                self.more = False
                break
        return found

    # what is shown

    def subtitle(self) -> tuple[Piece, ...]:
        return (
            read_line(periods.said(self.period), *periods.span(self.period)) if self.period else ()
        )

    def title_line(self) -> Line:
        read = t("list.read_at", at=f"{self._read_clock()}") if self.read_at else ""
        return self.bar(t("statistics.title"), *self.subtitle(), muted(read))

    def _read_clock(self) -> str:
        from clients.tui.clock import local

        return f"{local(self.read_at):%H:%M:%S}" if self.read_at else ""

    def _tabs(self) -> Line:
        names = [(t(f"statistics.tab.{tab}"), tab == self.tab) for tab in self.TABS]
        known = periods.choices(self.now)
        for at, name in enumerate(known):
            names.append((t(f"statistics.period.{at}"), name == self.period))
        tabs = [
            Tab(digit=str(digit), name=name, here=here, ruled=digit == len(self.TABS) + 1)
            for digit, (name, here) in enumerate(names, start=1)
        ]
        return tabs_line(tabs, self.size.width)

    def _filtered(self) -> Piece:
        if self.query_text:
            return super()._filtered()
        if self.tab == "hours" and self.more:
            return Piece(t("statistics.more", n=MOST_PAGES * 100), "near")
        return muted(t("statistics.no_drills"))

    def columns(self) -> tuple[Column, ...]:
        return ()

    def show_all(self) -> None:
        rows = self.rows if self.is_mounted else None
        if isinstance(rows, BarRows):
            rows.legend = legend(self.tab, rows.size.width)
        super().show_all()

    def detail(self, entry: Entry) -> Layout:
        tab, counted = self.tab, entry.item
        return lambda width: counted_lines(counted, tab, width)

    def without(self) -> Layout:
        tab = self.tab
        return lambda width: prose(t(f"statistics.about.{tab}"), width)

    # keys

    def opened(self, entry: Entry) -> None:
        """Show what was counted."""
        from clients.tui.screens.evidence import EvidenceScreen, HourScreen

        counted: Counted = entry.item
        if counted.incidents:
            self.app.push_screen(HourScreen(counted.title, counted.incidents))
        elif counted.proven:
            self.app.push_screen(EvidenceScreen(counted.title, counted.proven, counted.asked))
        else:
            self.say(t("statistics.nothing_behind"))

    def action_tab(self, digit: int) -> None:
        known = periods.choices(self.now)
        if digit <= len(self.TABS):
            super().action_tab(digit)
        elif digit - len(self.TABS) <= len(known):
            self.choose(known[digit - len(self.TABS) - 1])

    def action_step(self, step: int) -> None:
        self.choose(periods.moved(self.period, step))

    def choose(self, period: str) -> None:
        """Count another period; what the last one counted is not shown under its name."""
        if period != self.period:
            self.period, self.listed, self.read_at = period, Listed(), None
            self.trouble, self.said = "", Piece("")
            self.show_all()
            self.action_reread()

    def action_reports(self) -> None:
        from clients.tui.screens.reports import ReportsScreen

        self.app.push_screen(ReportsScreen())
