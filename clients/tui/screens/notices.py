"""Notices nobody took note of (通知), units that none reaches, and silences planned for them."""

from importlib import import_module
from typing import Any, ClassVar

import msgspec
from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_notices import Notice, NoticePage, NoticeRoute, Reminding, ToldOf
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views import notices as view
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout

MOST_PAGES = 6  # of which units without a route are gathered


class NoticesScreen(ListScreen):
    """The gravest first; Enter opens what the reminder is about."""

    NAME = "notices"
    TABS: ClassVar[tuple[str, ...]] = ("waiting", "unrouted", "held")
    ACTS: ClassVar[dict[str, str]] = {
        "note": "notice_forms:NoteForm",
        "route": "notice_forms:RouteForm",
        "hold": "notice_forms:HoldForm",
        "lift": "notice_forms:LiftForm",
    }
    ALONE = ("route", "hold", "lift")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ａ,ctrl+o", "act('note')", show=False),
        Binding("t,ｔ,f8", "act('route')", show=False),
        Binding("h,ｈ,f7", "act('hold')", show=False),
        Binding("r,ｒ,f9", "act('lift')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.notes = view.NoticeNotes()

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        await self._read_reminding()
        if tab == "held":
            holds = self.notes.reminding.holds if self.notes.reminding else []
            return Listed(entries=tuple(view.hold_entry(hold, self.now) for hold in holds))
        if tab == "unrouted":
            return await self._read_unrouted()
        page = await self._page(after)
        entries = tuple(view.waiting_entry(edge.node, self.now) for edge in page.edges)
        more = page.page_info.end_cursor if page.page_info.has_next_page else None
        return Listed(entries=entries, after=more or "")

    async def _page(self, after: str) -> NoticePage:
        answer = await self.desk.deadlines.execute(OPERATIONS.notices, {"after": after or None})
        return decode(answer["notices"], NoticePage)

    async def _read_unrouted(self) -> Listed:
        found: list[Notice] = []
        after = ""
        for _ in range(MOST_PAGES):
            page = await self._page(after)
            found += [edge.node for edge in page.edges]
            after = page.page_info.end_cursor or ""
            if not page.page_info.has_next_page:
                break
        units = view.unrouted_units(found)
        return Listed(entries=tuple(view.unrouted_entry(one, self.now) for one in units))

    async def _read_reminding(self) -> None:
        answer = await self.desk.deadlines.execute(OPERATIONS.delivery)
        self.notes.reminding = decode(answer["sweepStatus"], Reminding)

    @work(exclusive=True, group="beside", exit_on_error=False)
    async def _read_beside(self, notice: Notice) -> None:
        """Read who else was told of what a notice tells."""
        of = notice.tells[0].obligation
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.notices_about, {"obligation": of})
            self.notes.told[of] = decode(answer["noticesAbout"], list[ToldOf])
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self._show_side()

    @work(exclusive=True, group="beside", exit_on_error=False)
    async def _read_routes(self, unit: str) -> None:
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.notice_routes, {"unit": unit})
            self.notes.routes[unit] = decode(answer["noticeRoutes"], list[NoticeRoute])
        except Refused as refused:
            self.notes.refused[unit] = refused.message
        except (LinkDown, msgspec.ValidationError):
            return
        self._show_side()

    # what is shown

    def columns(self) -> tuple[Column, ...]:
        if self.tab == "held":
            return view.hold_columns()
        return view.unrouted_columns() if self.tab == "unrouted" else view.waiting_columns()

    def detail(self, entry: Entry) -> Layout:
        item, notes, now = entry.item, self.notes, self.now
        notes.may_route = self.may_route
        if isinstance(item, view.Unrouted):
            if self.may_route and item.unit not in (*notes.routes, *notes.refused):
                self._read_routes(item.unit)
            return lambda width: view.unrouted_detail(item, notes, now, width)
        if isinstance(item, Notice):
            if item.tells and item.tells[0].obligation not in notes.told:
                self._read_beside(item)
            return lambda width: view.notice_detail(item, notes, now, width)
        return lambda width: view.hold_detail(item, notes.reminding, now, width)

    def without(self) -> Layout:
        """Say whether reminders run and arrive, where no entry is chosen."""
        reminding, now = self.notes.reminding, self.now
        return lambda width: view.reminding_lines(reminding, now, width)

    # acts

    @property
    def may_route(self) -> bool:
        """Tell whether this officer may see and set where notices go; so long as unknown, yes."""
        return self.desk.session.role in ("", *view.ROUTERS)

    def withheld(self, action: str) -> bool:
        return super().withheld(action) or (action == "act('route')" and not self.may_route)

    def entering(self, entry: Entry) -> str:
        return "act('route')" if isinstance(entry.item, view.Unrouted) else ""

    def opened(self, entry: Entry) -> None:
        if isinstance(entry.item, Notice):
            self._open_duty(entry.item)

    def _open_duty(self, notice: Notice) -> None:
        row = self.desk.state.rows.get(notice.tells[0].obligation) if notice.tells else None
        if row is None:
            self.say(t("notices.not_on_board"))
            return
        if row.incident is None:
            from clients.tui.screens.basis import BasisScreen

            self.app.push_screen(BasisScreen(row))
            return
        from clients.tui.screens.incident import IncidentScreen

        self.app.push_screen(IncidentScreen(row))

    def refusal(self, act: str, entry: Entry | None) -> str:
        if act == "note" and not (entry and isinstance(entry.item, Notice)):
            return t("notices.choose_notice")
        if act == "route" and not self.may_route:
            return t("notices.route.not_yours")
        held = bool(self.notes.reminding and self.notes.reminding.holds)
        return t("notices.not_held") if act == "lift" and not held else ""

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        if name != "route":
            return super().form(name, entry)
        item = entry.item if entry else None
        made = import_module("clients.tui.screens.notice_forms").RouteForm
        unit: tuple[str, str] = ("", "")
        if isinstance(item, Notice):
            unit = (item.unit, item.unit_name)
        elif isinstance(item, view.Unrouted):
            unit = (item.unit, item.name)
        form: Screen[Any] = made(*unit, self.notes.routes)
        return form

    def heard(self, sentence: str) -> None:
        self.notes.routes.clear()
        self.notes.told.clear()
        super().heard(sentence)
