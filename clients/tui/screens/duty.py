"""The duty board (值守台): what is due, by whom, by which clause, and how fresh that is."""

import time
from collections.abc import Awaitable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from clients.tui.alarms import Alarm, Alarms
from clients.tui.board_order import BoardOrder
from clients.tui.glance import lacking
from clients.tui.keys import Action, action_by_id, bindings
from clients.tui.link import LinkState
from clients.tui.locale import t
from clients.tui.models import BoardTally, Obligation
from clients.tui.readonly import as_tabled
from clients.tui.sign_in import sign_in
from clients.tui.views import detail, footer, header, log, rows
from clients.tui.views.header import ListState
from clients.tui.views.tally import tally_at
from clients.tui.views.texts import is_whole, phone_text
from clients.tui.widgets.board import Board, BoardLook
from clients.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk

LOG_FROM = 30  # rows of terminal
FLASH = 0.6
GLANCE_AFTER = 0.15
NOTICE_FOR = 6.0
TOLD_LATER = frozenset({"accept", "fulfil", "release", "contact"})  # by way of the outbox


class Beside(Horizontal):
    """Widgets side by side that cover it, so that nothing of its own need be drawn."""

    BLANK = True


class Below(Vertical):
    """Widgets one below the other that cover it."""

    BLANK = True


class DutyScreen(Screen[None]):
    """The one screen that is always at the bottom of the stack; its widgets cover it."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(),
        Binding("escape", "clear_filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.board = Board()
        self.order = BoardOrder(self.board.listing)
        self.alarms = Alarms()
        self.tally: BoardTally | None = None
        self._notice = ("", False, 0.0)
        self._asking: Timer | None = None
        self._ordered: tuple[int, str, int] | None = None

    @property
    def desk(self) -> "DutyDesk":
        return cast("DutyDesk", self.app)

    def compose(self) -> ComposeResult:
        yield Lines(id="brand")
        yield Lines(id="state")
        yield Input(id="filter", placeholder=t("state.filter"), compact=True, select_on_focus=False)
        with Beside(id="middle"):
            with Below(id="left"):
                yield Lines(id="heads")
                yield self.board
                yield Lines(id="log")
            yield Lines(id="detail")
        yield Lines(id="strip")
        yield Lines(id="footer")

    def on_mount(self) -> None:
        self.board.focus()
        now = self.desk.clock()
        self.set_timer(1 - now.microsecond / 1e6, self._start_ticking)
        self.data_changed()

    def _start_ticking(self) -> None:
        self.set_interval(self.desk.settings.values.refresh_seconds, self.tick)
        self.tick()

    def on_resize(self) -> None:
        self.set_class(self.size.width < header.NARROW, "-narrow")
        self.set_class(self.size.height < LOG_FROM, "-low")
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.board.listing.height = max(1, self.board.size.height)
        self.board.listing.reveal()
        self.paint()

    def on_screen_resume(self) -> None:
        self.data_changed()

    # what changed: the data, or only the time

    def data_changed(self) -> None:
        """Take new rows in, or hold them back while the officer is about to press a key.

        Where only a link or a name changed the order stands: a thousand rows are not gone through.
        """
        state, now = self.desk.state, self.desk.clock()
        about = (state.revision, state.query, self.board.size.height)
        if about == self._ordered and not self.order.due(now, held=self.desk.held):
            self.paint()
            self.ask_soon()
            return
        self._ordered = about
        self._listen()
        self.tally = tally_at(state.tally, self.order.open_rows(state), now)
        self.order.refresh(state, now, held=self.desk.held)
        state.let_go(self.board.listing.order)
        self.paint()
        self.ask_soon()

    def tick(self) -> None:
        """Advance by a second: links, thresholds, held rows; paint unless someone is typing."""
        desk, now = self.desk, self.desk.clock()
        aged = [link.age(now) for link in (desk.deadlines, desk.registry)]
        if any(aged) or self.order.due(now, held=desk.held):
            self.data_changed()
        elif self.alarms.due(now):
            self._listen()
        self.order.unattended(time.monotonic() - desk.last_key)
        desk.save()
        if not desk.typing and self.is_current:
            self.paint()

    def _listen(self) -> None:
        """Look for what must ring; a board that was never read tells nothing."""
        if self.desk.state.tally is not None:
            rows = self.order.open_rows(self.desk.state)
            self._sound(self.alarms.look(rows, self.desk.clock()))

    def _sound(self, alarm: Alarm) -> None:
        for line in alarm.lines:
            self.desk.state.note(line)
        if alarm.ring and self.desk.settings.values.bell:
            self.app.bell()
        if alarm.flash:
            self.board.flash = frozenset(alarm.flash)
            self.set_timer(FLASH, self._end_flash)

    def _end_flash(self) -> None:
        self.board.flash = frozenset()
        self.paint()

    def tell(self, sentence: str, alarming: bool = False) -> None:
        self._notice = (sentence, alarming, time.monotonic() + NOTICE_FOR)
        self.paint()

    # painting

    def paint(self) -> None:
        """Bring every line up to date; only cells that differ reach the terminal."""
        if not self.is_mounted:
            return
        desk, state = self.desk, self.desk.state
        fresh, palette, width = desk.freshness, desk.colours.name, self.size.width
        sits = (state.unit_name, state.officer)
        kept = header.on_duty_piece(state.on_duty, fresh.now)
        brand = header.brand_line(palette, width, *sits, fresh, desk.readonly, kept)
        self._show("brand", [brand, header.tally_line(palette, width, self.tally)])
        self._show("state", [header.state_line(palette, width, self._list_state(), fresh)])
        room = self.query_one("#log").size.width
        self._show("log", log.log_lines(palette, state.log, fresh.now, room))
        self._show("footer", [footer.footer_line(palette, width, fresh)])
        self.paint_list()

    def paint_list(self) -> None:
        """Bring the list and what it stands on up to date: all that moving the cursor changes."""
        desk, state = self.desk, self.desk.state
        fresh, palette, width = desk.freshness, desk.colours.name, self.size.width
        owner = rows.owner_cells(width)
        look = BoardLook(
            palette=palette,
            now=fresh.now,
            guessed=fresh.guessed,
            owner=owner,
            accepting=desk.acceptances.row_id,
            filtered=bool(state.query),
            unread=fresh.as_of is None,
        )
        self.board.paint(state.rows, look)
        above = self.board.listing.above
        self._show("heads", [rows.head_line(palette, self.board.size.width, owner, above)])
        self._paint_subject(palette, width)

    def _paint_subject(self, palette: str, width: int) -> None:
        row = self.row_under_cursor()
        subject = None if row is None else self._subject(row)
        if width < header.NARROW:
            self._show("strip", detail.strip_lines(palette, width, subject))
        else:
            pane = self.query_one("#detail", Lines)
            pane.show(detail.detail_lines(palette, pane.size.height, subject))

    def _subject(self, row: Obligation) -> detail.Subject:
        state = self.desk.state
        return detail.Subject(
            row=row,
            glance=state.glances.get(row.matter.id),
            now=self.desk.clock(),
            answer=state.speakers.get(row.owner.code) if row.owner else None,
        )

    def _show(self, id_: str, lines: list[list[Segment]]) -> None:
        self.query_one(f"#{id_}", Lines).show(lines)

    def _list_state(self) -> ListState:
        sentence, alarming, until = self._notice
        told = time.monotonic() < until
        state, listing = self.desk.state, self.board.listing
        waiting, refused = self.desk.outbox.count()
        return ListState(
            shown=len(listing.order),
            total=self.tally.total if self.tally and state.more_rows else 0,
            query=state.query,
            unaccepted=self.tally.unacknowledged if self.tally else 0,
            held=self.order.held,
            waiting=waiting,
            refused=refused,
            notice=sentence if told else "",
            alarming=alarming,
        )

    # the cursor and what it stands on

    def row_under_cursor(self) -> Obligation | None:
        selected = self.board.listing.selected
        return None if selected is None else self.desk.state.rows.get(selected)

    @on(Board.Moved)
    def _moved(self) -> None:
        self.paint_list()
        self.ask_soon()

    def ask_soon(self) -> None:
        """Read what the pane lacks once the cursor has rested a moment."""
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(GLANCE_AFTER, self._ask)

    def _ask(self) -> None:
        row, desk = self.row_under_cursor(), self.desk
        if row is None:
            return
        for group, work in lacking(row, desk.state, desk.deadlines, desk.registry):
            self.run_worker(self._read(work), group=group, exclusive=True, exit_on_error=False)

    async def _read(self, work: Awaitable[None]) -> None:
        await work
        self.paint_list()

    # keys

    @as_tabled
    async def action_desk(self, action_id: str) -> None:
        await self.act(action_id)

    async def act(self, action_id: str) -> None:
        """Do what a key of the table says, on the row under the cursor when it was pressed."""
        action, row = action_by_id(action_id), self.row_under_cursor()
        if action.writes and self.desk.readonly:
            self.tell(t("readonly.why"), True)
        elif action.needs_row and row is None:
            self.tell(t("notice.nothing_selected"), True)
        elif action.service == "deadlines" and self._down() and action_id not in TOLD_LATER:
            service = t("board.deadlines")
            self.tell(t("notice.needs_link", service=service), True)
        elif row is not None and row.incident is None and action.incidents:
            self.tell(t("notice.no_incident", kind=row.matter.kind_title), True)
        elif action.screen:
            self.desk.open_action(_for(action, row), row)
        else:
            await getattr(self, f"do_{action_id}")(row)

    def _down(self) -> bool:
        return self.desk.deadlines.status.state is LinkState.DOWN

    async def do_accept(self, row: Obligation) -> None:
        await self.desk.acceptances.press(row)

    async def do_copy(self, row: Obligation) -> None:
        """Copy the phone of whoever speaks tonight, else of the responsible person."""
        called = [
            person for _, person in detail.people(self._subject(row)) if is_whole(person.phone)
        ]
        if not called:
            self.tell(t("notice.no_phone"), True)
            return
        chosen = called[min(1, len(called) - 1)]
        self.app.copy_to_clipboard(chosen.phone or "")
        self.tell(t("notice.copied", name=chosen.name, phone=phone_text(chosen.phone or "")))

    async def do_undo(self, row: Obligation | None) -> None:
        desk = self.desk
        if not desk.acceptances.undo():
            self.tell(desk.sender.take_back(desk.acceptances.seconds))

    async def do_load(self, row: Obligation | None) -> None:
        self.order.refresh(self.desk.state, self.desk.clock(), held=False)
        self.board.listing.reveal()
        self.paint()

    async def do_light(self, row: Obligation | None) -> None:
        self.desk.swap_light()

    async def do_jump(self, row: Obligation | None) -> None:
        self.desk.action_jump()

    async def do_palette(self, row: Obligation | None) -> None:
        self.desk.action_command_palette()

    async def do_quit(self, row: Obligation | None) -> None:
        await self.desk.action_quit()

    # the filter, in the state row

    async def do_filter(self, row: Obligation | None) -> None:
        self.open_filter(self.desk.state.query)

    @on(Board.Typed)
    def _typed(self, event: Board.Typed) -> None:
        self.open_filter(event.text)

    def open_filter(self, text: str) -> None:
        field = self.query_one("#filter", Input)
        self.add_class("-filtering")
        field.value = text
        field.cursor_position = len(text)
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self.desk.state.query = event.value.strip()
        self.order.refresh(self.desk.state, self.desk.clock(), held=False)
        self.board.listing.reveal()
        self.paint()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.remove_class("-filtering")
        self.board.focus()
        self.paint()

    async def do_sign_in(self, _: Obligation | None) -> None:
        sign_in(self.desk)

    def action_clear_filter(self) -> None:
        self.query_one("#filter", Input).value = ""
        self._filter_done()


def _for(action: Action, row: Obligation | None) -> Action:
    """Return what an action opens on a row: one of an occasion has no file, but the calendar."""
    if action.id == "detail" and row is not None and row.incident is None:
        return replace(action, screen=action_by_id("calendar").screen)
    return action
