"""What is owed for occasions (周期): periods, other matters, policies, and working days."""

from importlib import import_module
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import Obligation, decode
from clients.tui.models_calendar import (
    Period,
    PeriodPage,
    PolicyFile,
    PolicyPage,
    WorkingDay,
    WorkingDays,
)
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views import calendar as view
from clients.tui.views import policies as policy_view
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout

MOST_PAGES = 5  # of a hundred periods each: they are sorted by due time here


class CalendarScreen(ListScreen):
    """`row`: the duty of an occasion to open on, from the board."""

    NAME = "calendar"
    TABS: ClassVar[tuple[str, ...]] = ("periods", "matters", "policies", "days")
    ACTS: ClassVar[dict[str, str]] = {
        "record": "calendar_forms:RecordForm",
        "fulfil": "calendar_forms:FulfilForm",
        "announce": "policy_forms:AnnounceForm",
        "reschedule": "policy_forms:RescheduleForm",
        "publish": "policy_forms:PublishForm",
        "risk": "policy_forms:RiskForm",
    }
    ALONE = ("announce",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0,０", "basis", show=False),
        Binding("x,ｘ,f7", "act('fulfil')", show=False),
        Binding("n,ｎ,f2", "act('announce')", show=False),
        Binding("e,ｅ,f6", "act('reschedule')", show=False),
        Binding("p,ｐ,f9", "act('publish')", show=False),
        Binding("f,ｆ,f8", "act('risk')", show=False),
    ]

    def __init__(self, row: Obligation | None = None) -> None:
        super().__init__()
        self.days: WorkingDays | None = None
        self._go_to = row
        if row is not None and view.is_matter(row):
            self.tab = "matters"

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        if tab == "periods":
            return await self._read_periods()
        if tab == "matters":
            return Listed(entries=tuple(view.matter_entry(row, self.now) for row in self.matters()))
        return await (self._read_policies(after) if tab == "policies" else self._read_days())

    async def _read_periods(self) -> Listed:
        found: list[Period] = []
        after: str | None = None
        for _ in range(MOST_PAGES):
            variables = {"filter": {"state": "OPEN"}, "after": after}
            answer = await self.desk.deadlines.execute(OPERATIONS.periods, variables)
            page = decode(answer["periods"], PeriodPage)
            found += [edge.node for edge in page.edges]
            after = page.page_info.end_cursor
            if not page.page_info.has_next_page:
                break
        periods = view.by_due(found, self.desk.session.unit_code)
        return Listed(entries=tuple(view.period_entry(one, self.now) for one in periods))

    def matters(self) -> list[Obligation]:
        """Return what the board knows of occasions that are no periods, by due time."""
        rows = [row for row in self.desk.state.rows.values() if view.is_matter(row)]
        return sorted(rows, key=lambda row: (row.due_at is None, row.due_at or row.start_at))

    async def _read_policies(self, after: str) -> Listed:
        variables = {"filter": None, "after": after or None}
        answer = await self.desk.deadlines.execute(OPERATIONS.policies, variables)
        page = decode(answer["policies"], PolicyPage)
        more, end = page.page_info.has_next_page, page.page_info.end_cursor
        files = [edge.node for edge in page.edges]
        entries = (
            policy_view.policy_entry(file, file.policy, self.now) for file in files if file.policy
        )
        return Listed(entries=tuple(entries), after=end if more and end else "")

    async def _read_days(self) -> Listed:
        today = local(self.now).date()
        variables = {"start": today.isoformat(), "year": today.year, "next": today.year + 1}
        answer = await self.desk.deadlines.execute(OPERATIONS.working_days, variables)
        self.days = decode(answer, WorkingDays)
        counted = self.days.counted()
        return Listed(entries=tuple(view.day_entry(count, day) for count, day in counted))

    # what is shown

    def columns(self) -> tuple[Column, ...]:
        return {
            "periods": view.period_columns,
            "matters": view.matter_columns,
            "policies": policy_view.policy_columns,
            "days": view.day_columns,
        }[self.tab]()

    def detail(self, entry: Entry) -> Layout:
        item, now, days = entry.item, self.now, self.days
        if isinstance(item, Period):
            return lambda width: view.period_detail(item, now, width)
        if isinstance(item, Obligation):
            return lambda width: view.matter_detail(item, now, width)
        if isinstance(item, WorkingDay) and days is not None:
            return lambda width: view.day_detail(item, days, now, width)
        return lambda width: policy_view.policy_detail(item, now, width)

    def show_all(self) -> None:
        super().show_all()
        row = self._go_to
        if row is None or not self.is_mounted:
            return
        order = self.rows.listing.order
        found = next((id_ for id_ in order if id_ in (row.id, row.matter.id)), None)
        if found is not None:
            self.rows.listing.select_index(order.index(found))
            self._go_to = None
            self._show_side()

    # acts

    def entering(self, entry: Entry) -> str:
        """Enter does what an entry wants next."""
        item = entry.item
        if isinstance(item, Period):
            return "act('record')" if item.progress else "act('fulfil')"
        if isinstance(item, Obligation) or (isinstance(item, PolicyFile) and item.open_duties):
            return "act('fulfil')"
        return "act('publish')" if isinstance(item, PolicyFile) else ""

    def action_basis(self) -> None:
        """Open the clauses of the chosen duty."""
        row = self._row()
        if row is None:
            self.say(t("calendar.no_row"))
            return
        from clients.tui.screens.basis import BasisScreen

        self.app.push_screen(BasisScreen(row))

    def _row(self) -> Obligation | None:
        item = self.chosen.item if self.chosen else None
        if isinstance(item, Obligation):
            return item
        return self.desk.state.rows.get(item.obligation) if isinstance(item, Period) else None

    def refusal(self, act: str, entry: Entry | None) -> str:
        item = entry.item if entry else None
        policy = item.policy if isinstance(item, PolicyFile) else None
        if act == "announce":
            return ""
        if act == "fulfil":
            done = isinstance(item, PolicyFile) and not item.open_duties
            return t("calendar.nothing_open") if done or isinstance(item, WorkingDay) else ""
        if act == "record":
            return ""
        if policy is None:
            return t("calendar.choose_policy")
        return t("calendar.is_published") if policy.published_at and act != "risk" else ""

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        item = entry.item if entry else None
        if name == "fulfil":
            made = import_module("clients.tui.screens.calendar_forms")
            form: Screen[Any] = made.FulfilForm(made.owed_of(item))
            return form
        return super().form(name, entry)
