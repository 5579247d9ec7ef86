"""One incident: all its duties on the left, the page asked for on the right (below when narrow)."""

from typing import ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from clients.tui.incident_acts import FORMS, IncidentAct, screen_class
from clients.tui.keys import bound, key_of
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import Obligation, decode
from clients.tui.models_chain import IncidentChain
from clients.tui.models_incident import Duty, IncidentFile, Subject, subject_of
from clients.tui.operations import OPERATIONS
from clients.tui.readonly import as_tabled, writing
from clients.tui.screens.desk_screen import WIDE, DeskScreen
from clients.tui.views.dues import twins
from clients.tui.views.incident import (
    CHAINED,
    PAGES,
    head_lines,
    list_line,
    page_lines,
    page_tabs,
    sorted_duties,
)
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose
from clients.tui.widgets.choices import Words
from clients.tui.widgets.duty_list import DutyList
from clients.tui.widgets.pane import Pane

# those with keys of the desk's own table
_TABLED = ("release", "gates", "fulfil", "whatif", "speaks", "contact")
LEAST_DUTIES, MOST_DUTIES = 4, 8  # rows of the list above the page of a small terminal
_NEEDS_OPEN_DUTY = ("waive",)
_NEEDS_OPEN_INCIDENT = ("release", "gates", "fulfil", "whatif", "waive", "close")


class IncidentScreen(DeskScreen):
    """The incident's file; reads itself again when the desk hears of any change in it."""

    CSS_PATH = "incident.tcss"
    KEYS = "incident.keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", show=False),
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        *(Binding(f"{n},{chr(0xFF10 + n)}", f"open_page({n})", show=False) for n in range(1, 9)),
        Binding("0,０", "open_page(1)", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right,tab", "turn(1)", show=False),
        *(bound(name, f"form('{name}')") for name in _TABLED),
        Binding("delete,d,ｄ", "form('waive')", show=False),
        Binding("ctrl+e", "form('close')", show=False),
        Binding("f4,m,ｍ", "more", show=False),
        bound("accept", "accept"),
        bound("undo", "undo"),
    ]

    def __init__(self, row: Obligation | Subject, said: str = "") -> None:
        super().__init__()
        self.subject = subject_of(row)
        self.chosen_id = self.subject.duty
        self.file: IncidentFile | None = None
        self.chain: IncidentChain | None = None
        self.unread = False
        self.page = PAGES[0]
        self.said = Piece(said, "ok")
        self.trouble = ""
        self._seen: tuple[int, int] | None = None
        self._read_at = ""

    def compose(self) -> ComposeResult:
        yield Words(id="title", ground="head")
        yield Pane(id="head", ground="panel")
        yield Words(id="said", ground="panel")
        with Container(id="body"):
            yield DutyList()
            with Container(id="paper"):
                yield Words(id="tabs", ground="head")
                yield Pane(id="page", ground="bg")
        yield Words(id="keys", ground="head")

    def on_mount(self) -> None:
        self.query_one(DutyList).focus()
        self.set_interval(1, self.tick)
        self.show_all()

    def on_resize(self) -> None:
        self.query_one("#body").set_class(self.size.width >= WIDE, "-wide")
        self.show_all()
        self.call_after_refresh(self.show_all)  # how wide its pages are is known by then

    def on_screen_resume(self) -> None:
        self._seen = self.desk.state.heard_of(self.subject.id)
        self.read_file()

    # what is shown

    def title_line(self) -> Line:
        return self.bar(t("incident.title"), Piece(self.subject.number, bold=True))

    @property
    def duties(self) -> list[Duty]:
        return sorted_duties(self.file, self.now) if self.file else []

    @property
    def duty(self) -> Duty | None:
        """The chosen duty; the first where the chosen one is not in the file."""
        duties = self.duties
        return next((d for d in duties if d.id == self.chosen_id), duties[0] if duties else None)

    def show_all(self) -> None:
        wide = self.size.width >= WIDE
        self.query_one("#title", Words).show(self.title_line())
        keys = t("incident.keys" if wide else "incident.keys.narrow")
        self.query_one("#keys", Words).show(self.key_line(keys))
        tabs = self.query_one("#tabs", Words)
        tabs.show(page_tabs(self.page, tabs.size.width))
        trouble = Piece(self.trouble, "near", bold=True)
        self.query_one("#said", Words).show(line(trouble if self.trouble else self.said))
        self.query_one("#head", Pane).show(self._head())
        self._show_list()
        self.query_one("#page", Pane).show(self._page())

    def _head(self) -> Layout:
        file, now = self.file, self.now
        if file is None:
            reading = "" if self.trouble else "  " + t("incident.loading")
            waiting = line(Piece(self.subject.title, bold=True), muted(reading))
            return lambda width: [waiting]
        return lambda width: head_lines(file, now)

    def _show_list(self) -> None:
        duties, duty, now = self.duties, self.duty, self.now
        at = duties.index(duty) if duty else 0
        alike = twins(duties)
        lines = [list_line(row, now, row is duty, row.title in alike) for row in duties]
        listed = self.query_one(DutyList)
        if self.size.width < WIDE:  # what the duties do not need is the page's
            listed.styles.height = max(LEAST_DUTIES, min(MOST_DUTIES, len(lines)) + 1)
        else:
            listed.styles.height = "1fr"
        listed.show(lines, at)

    def _page(self) -> Layout:
        file, chain, page = self.file, self.chain, self.page
        duty, now = self.duty, self.now
        if file is None:
            return lambda width: []
        if self.unread and page in CHAINED:
            return lambda width: prose(t("chain.unread"), width, "near")
        return lambda width: page_lines(page, file, chain, duty, now, width)

    def tick(self) -> None:
        if self.app.screen is not self:
            return
        if self.deadlines_down and self.file and not self.trouble:
            self.trouble = t("incident.stale", at=self._read_at)
            self.show_all()
        seen = self.desk.state.heard_of(self.subject.id)
        if seen != self._seen or (self.trouble and not self.deadlines_down):
            self._seen = seen
            self.read_file()
        self.query_one("#title", Words).show(self.title_line())
        self.query_one("#head", Pane).show(self._head())
        self._show_list()

    # reading

    @work(exclusive=True, group="file", exit_on_error=False)
    async def read_file(self) -> None:
        variables = {"id": self.subject.id}
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.incident_file, variables)
            if answer["incident"] is None:
                self.trouble = t("incident.gone")
            else:
                self.file = decode(answer["incident"], IncidentFile)
                self.read_chain()
                self.trouble, self._read_at = "", say_clock(self.now, self.now)
                self.desk.files.keep(self.file, self.now)
        except LinkDown:
            self._take_known()
            stale = t("incident.stale", at=self._read_at)
            self.trouble = stale if self.file else t("incident.no_link")
        except Refused as refused:
            self.trouble = refused.message
        except msgspec.ValidationError:
            self.trouble = t("incident.odd")
        self.show_all()

    @work(exclusive=True, group="chain", exit_on_error=False)
    async def read_chain(self) -> None:
        """Read what is beside the duties; without it the duties are still shown."""
        try:
            sent = {"id": self.subject.id}
            answer = await self.desk.deadlines.execute(OPERATIONS.incident_chain, sent)
            self.chain = decode(answer["incident"], IncidentChain)
            self.unread = False
        except (LinkDown, Refused, msgspec.ValidationError):
            self.unread = self.chain is None
        self.query_one("#page", Pane).show(self._page())

    def _take_known(self) -> None:
        """Show the file as it was last read, where this screen has none yet."""
        known = self.desk.files.of(self.subject.id) if self.file is None else None
        if known is not None:
            self.file, self._read_at = known.file, say_clock(known.read_at, self.now)

    # keys

    def action_choose(self, step: int) -> None:
        duties, duty = self.duties, self.duty
        if duty is not None:
            at = min(len(duties) - 1, max(0, duties.index(duty) + step))
            self.chosen_id = duties[at].id
            self.query_one("#page", Pane).scroll_home(animate=False)
            self.show_all()

    def action_open_page(self, digit: int) -> None:
        self.page = PAGES[digit - 1]
        self.query_one("#page", Pane).scroll_home(animate=False)
        self.show_all()

    def action_turn(self, step: int) -> None:
        self.action_open_page((PAGES.index(self.page) + step) % len(PAGES) + 1)

    def action_page(self, step: int) -> None:
        pane = self.query_one("#page", Pane)
        pane.scroll_relative(y=step * max(1, pane.size.height - 2), animate=False)

    @as_tabled
    def action_form(self, name: str) -> None:
        # a form reads the file itself: keys pressed before it has come are not lost
        refusal = self._refusal(name) if self.file else ""
        if refusal:
            self.said = Piece(refusal, "near", bold=True)
            self.show_all()
            return
        self.said = Piece("")
        make = screen_class(FORMS[name])
        duty = self.duty.id if self.duty else self.chosen_id
        self.app.push_screen(make(msgspec.structs.replace(self.subject, duty=duty)))

    @writing
    def action_more(self) -> None:
        """Open the menu of all else that can be done about the incident."""
        file, chain = self.file, self.chain
        if file is None:
            self.heard(t("more.unread"))
            return
        from clients.tui.screens.more import MoreScreen

        def chosen(act: IncidentAct | None) -> None:
            if act is not None and self.file is not None:
                make = screen_class(act.screen)
                self.app.push_screen(make(self.subject, self.file, self.chain))

        self.said = Piece("")
        self.app.push_screen(MoreScreen(file, chain), chosen)

    @writing
    async def action_accept(self) -> None:
        """Accept the chosen duty as the board does: sent in ten seconds, or at a second press."""
        row = self.desk.state.rows.get(self.duty.id) if self.duty else None
        if row is None:
            self.heard(t("incident.not_on_board"))
            return
        if row.accepted:
            self.heard(t("notice.already", by=row.acknowledged_by or ""))
            return
        await self.desk.acceptances.press(row)
        waits = self.desk.acceptances.row_id == row.id
        said = {"title": row.title, "mark": key_of("undo")} if waits else {"title": row.title}
        self.heard(t("notice.accepting" if waits else "notice.accepted", **said))

    @writing
    def action_undo(self) -> None:
        desk = self.desk
        undone = desk.acceptances.undo()
        back = t("incident.undone") if undone else desk.sender.take_back(desk.acceptances.seconds)
        self.heard(back)

    def _refusal(self, name: str) -> str:
        if self.file and self.file.state == "CLOSED" and name in _NEEDS_OPEN_INCIDENT:
            return t("incident.already_closed")
        if name in _NEEDS_OPEN_DUTY and (self.duty is None or self.duty.state != "OPEN"):
            return t("incident.duty_closed")
        return ""

    def heard(self, sentence: str) -> None:
        """Show what a form above this screen did."""
        self.said = Piece(sentence, "ok")
        self.show_all()
