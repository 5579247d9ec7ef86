"""A list of the service's, what stands behind the chosen entry beside it, and acts upon it."""

from abc import abstractmethod
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input

from clients.tui.clock import local
from clients.tui.keys import bound
from clients.tui.link import Link, LinkDown, LinkState, Refused
from clients.tui.locale import optional, t
from clients.tui.readonly import writes, writing
from clients.tui.screens.desk_screen import WIDE, DeskScreen
from clients.tui.views.listed import Column, Entry, Listed, found
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose
from clients.tui.views.tabs import Tab, tabs_line
from clients.tui.widgets.choices import Words
from clients.tui.widgets.listed import ListedRows
from clients.tui.widgets.pane import Pane

AGAIN = timedelta(seconds=30)  # a list is read again after so long even when nothing was heard
SOON = timedelta(seconds=2)  # and not more often than this when much is heard


class ListScreen(DeskScreen):
    """Reads itself on opening, when the desk hears of a change, and every half minute.

    `NAME` begins its keys in the catalogue: `.title`, `.keys` or `.keys.<tab>`, `.empty` or
    `.empty.<tab>`, and `.tab.<tab>` for each of `TABS`, which digits choose. `ACTS`: act ->
    "module:Class" of the form opened on the chosen entry's item; those in `ALONE` need no entry.
    """

    CSS_PATH = "list.tcss"
    NAME: ClassVar[str] = ""
    SERVICE: ClassVar[str] = "deadlines"
    TABS: ClassVar[tuple[str, ...]] = ()
    ACTS: ClassVar[dict[str, str]] = {}
    ALONE: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("enter", "open", show=False),
        Binding("slash,ideographic_comma,fullwidth_solidus,ctrl+f", "filter", show=False),
        Binding("pageup", "side(-1)", show=False),
        Binding("pagedown", "side(1)", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("right,tab", "turn(1)", show=False),
        Binding("f5,ctrl+r", "reread", show=False),
        bound("jump", "app.jump"),
        *(Binding(f"{n},{chr(0xFF10 + n)}", f"tab({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tab = self.TABS[0] if self.TABS else ""
        self.listed = Listed()
        self.query_text = ""
        self.said = Piece("")
        self.trouble = ""
        self.read_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._heard: object = None

    # what a list says of itself

    @abstractmethod
    async def read(self, tab: str, after: str) -> Listed:
        """Return what a tab lists, from a cursor on ("" = from the start); LinkDown, Refused."""

    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the tab that is open."""

    @abstractmethod
    def detail(self, entry: Entry) -> Layout:
        """Return what stands behind an entry."""

    def entering(self, entry: Entry) -> str:
        """Return the act that Enter is on an entry, as a binding names it; "" opens the entry."""
        return ""

    def opened(self, entry: Entry) -> None:
        """Open an entry to be read."""

    def refusal(self, act: str, entry: Entry | None) -> str:
        """Return why an act is not possible on an entry, "" when it is."""
        return ""

    def subtitle(self) -> tuple[Piece, ...]:
        return ()

    def without(self) -> Layout:
        """Return what stands beside the list while nothing is chosen."""
        notes = self.listed.notes
        return lambda width: notes

    # what all lists do

    def compose(self) -> ComposeResult:
        yield Words(id="title", ground="head")
        if self.TABS:
            yield Words(id="tabs", ground="head")
        yield Words(id="said", ground="panel")
        yield Input(id="filter", placeholder=t("list.filter"), compact=True, select_on_focus=False)
        with Container(id="body"):
            yield self.made_rows()
            yield Pane(id="side", ground="bg")
        yield Words(id="keys", ground="head")

    def made_rows(self) -> ListedRows:
        """Return the widget that draws the entries."""
        return ListedRows()

    @property
    def link(self) -> Link:
        found: Link = getattr(self.desk, self.SERVICE)
        return found

    @property
    def down(self) -> bool:
        return self.link.status.state is LinkState.DOWN

    @property
    def rows(self) -> ListedRows:
        return self.query_one(ListedRows)

    @property
    def chosen(self) -> Entry | None:
        return self.rows.chosen

    def on_mount(self) -> None:
        self.rows.focus()
        self.set_interval(1, self.tick)
        self.call_after_refresh(self.show_all)

    def on_resize(self) -> None:
        self.query_one("#body").set_class(self.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    def on_screen_resume(self) -> None:
        self.action_reread()

    def tick(self) -> None:
        """Move the clock; read again when something was heard, or half a minute has passed."""
        if self.app.screen is not self or self.desk.typing:
            return
        heard = self._hears()
        waited = self.now - (self._asked_at or self.now)
        if waited >= AGAIN or (heard != self._heard and waited >= SOON):
            self.action_reread()
        self._show_bars()

    def _hears(self) -> object:
        state = self.desk.state
        return (state.snapshots, state.turns.total(), self.link.status.state)

    def action_reread(self) -> None:
        self._heard, self._asked_at = self._hears(), self.now
        self._read()

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _read(self) -> None:
        """Read as many pages as stood there, so that nobody is thrown back to the first."""
        tab, wanted = self.tab, max(1, len(self.listed.entries))
        try:
            listed = await self.read(tab, "")
            while listed.after and len(listed.entries) < wanted:
                listed = _joined(listed, await self.read(tab, listed.after))
        except (LinkDown, Refused, msgspec.ValidationError) as fault:
            self.trouble = self._trouble(fault)
        else:
            if tab != self.tab:
                return
            self.listed, self.trouble, self.read_at = listed, "", self.now
        self.show_all()

    def _trouble(self, fault: Exception) -> str:
        if isinstance(fault, Refused):
            return fault.message
        if isinstance(fault, LinkDown):
            at = say_clock(self.read_at, self.now) if self.read_at else ""
            return t("list.stale", at=at) if at else t("list.no_link")
        return t("incident.odd")

    @work(exclusive=True, group="more", exit_on_error=False)
    async def _more(self) -> None:
        tab, after = self.tab, self.listed.after
        try:
            listed = await self.read(tab, after)
        except (LinkDown, Refused, msgspec.ValidationError) as fault:
            self.trouble = self._trouble(fault)
        else:
            if (tab, after) != (self.tab, self.listed.after):
                return
            self.listed = _joined(self.listed, listed)
        self.show_all()

    # what is shown

    def title_line(self) -> Line:
        read = t("list.read_at", at=f"{local(self.read_at):%H:%M:%S}") if self.read_at else ""
        said = (*self.subtitle(), muted(self.counted()), muted(read))
        return self.bar(t(f"{self.NAME}.title"), *said)

    def counted(self) -> str:
        """Return how many entries there are; a screen of running text has none to count.

        Nothing is said before the first reading: none were found is another thing than none read.
        """
        if self.read_at is None:
            return ""
        more = "+" if self.listed.after else ""
        return t("list.count", n=f"{len(self.entries)}{more}")

    @property
    def entries(self) -> list[Entry]:
        return found(self.listed.entries, self.query_text)

    def show_all(self) -> None:
        if not self.is_mounted:
            return
        self.rows.show(self.entries, self.columns(), self.size.width >= WIDE, self._empty())
        self._show_bars()
        self._show_side()

    def _show_bars(self) -> None:
        self.query_one("#title", Words).show(self.title_line())
        if self.TABS:
            self.query_one("#tabs", Words).show(self._tabs())
        narrow = f"{self.NAME}.keys.narrow"
        keys = f"{self.NAME}.keys" if self.size.width >= WIDE else narrow
        of_tab = optional(f"{self.NAME}.keys.{self.tab}")
        self.query_one("#keys", Words).show(self.key_line(of_tab or t(keys)))
        stale = t("list.stale", at=say_clock(self.read_at, self.now)) if self.read_at else ""
        trouble = self.trouble or (stale if self.down else "")
        said = Piece(trouble, "near", bold=True) if trouble else self.said
        self.query_one("#said", Words).show(line(said if said.text else self._filtered()))

    def _filtered(self) -> Piece:
        return muted(t("list.filtered", query=self.query_text) if self.query_text else "")

    def _tabs(self) -> Line:
        tabs = [
            Tab(digit=str(digit), name=t(f"{self.NAME}.tab.{tab}"), here=tab == self.tab)
            for digit, tab in enumerate(self.TABS, start=1)
        ]
        return tabs_line(tabs, self.size.width)

    def _empty(self) -> Line:
        if self.trouble:
            return ()
        if self.read_at is None:
            return line(muted(f"  {t('list.reading')}"))
        if self.query_text:
            return line(muted(f"  {t('list.none_found', query=self.query_text)}"))
        reading = optional(f"{self.NAME}.empty.reading") if self.desk.readonly else ""
        of_tab = optional(f"{self.NAME}.empty.{self.tab}")
        return line(muted(f"  {of_tab or reading or t(f'{self.NAME}.empty')}"))

    def _show_side(self) -> None:
        pane, entry = self.query_one("#side", Pane), self.chosen
        pane.show(self.without() if entry is None else self.detail(entry))

    def say(self, sentence: str, grave: bool = False) -> None:
        """Say one sentence above the list until the next act."""
        self.said = Piece(sentence, "over" if grave else "ok")
        self._show_bars()

    def heard(self, sentence: str) -> None:
        """Show what a form above this screen did."""
        self.say(sentence)
        self.action_reread()

    # keys

    @on(ListedRows.Moved)
    def _moved(self) -> None:
        self.query_one("#side", Pane).scroll_home(animate=False)
        self._show_side()
        if self.desk.readonly:
            self._show_bars()  # what Enter does depends on the entry
        order = self.rows.listing.order
        if self.listed.after and order and self.rows.listing.selected == order[-1]:
            self._more()

    async def action_open(self) -> None:
        if (entry := self.chosen) is None:
            return
        if act := self.entering(entry):
            await self.app.run_action(act, self)
        else:
            self.opened(entry)

    def withheld(self, action: str) -> bool:
        """Hold Enter back where the act that it is here may not be done."""
        entry = self.chosen if action == "open" else None
        act = self.entering(entry) if entry is not None else ""
        return bool(act) and (self.withheld(act) or (self.desk.readonly and writes(act, self)))

    @writing
    def action_act(self, name: str) -> None:
        """Open the form of an act on the chosen entry, or say why not."""
        entry = self.chosen
        if entry is None and name not in self.ALONE:
            self.say(t("list.nothing_chosen"), grave=True)
        elif refusal := self.refusal(name, entry):
            self.say(refusal, grave=True)
        else:
            self.said = Piece("")
            self.app.push_screen(self.form(name, entry))

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        """Return the form of an act; its module is imported on first use."""
        module, _, kind = self.ACTS[name].partition(":")
        make = getattr(import_module(f"clients.tui.screens.{module}"), kind)
        made: Screen[Any] = make() if name in self.ALONE else make(entry.item if entry else None)
        return made

    def action_side(self, step: int) -> None:
        pane = self.query_one("#side", Pane)
        pane.scroll_relative(y=step * max(1, pane.size.height - 2), animate=False)

    def action_tab(self, digit: int) -> None:
        if digit <= len(self.TABS):
            self.turn_to(self.TABS[digit - 1])

    def action_turn(self, step: int) -> None:
        if self.TABS:
            self.turn_to(self.TABS[(self.TABS.index(self.tab) + step) % len(self.TABS)])

    def turn_to(self, tab: str) -> None:
        """Open a tab; what the last one listed is not shown under its heads, nor filtered by."""
        if tab != self.tab:
            self._unfilter()
            self.tab, self.listed, self.read_at = tab, Listed(), None
            self.trouble, self.said = "", Piece("")
            self.show_all()
            self.action_reread()

    def action_back(self) -> None:
        """Clear the filter, then leave: one level at a time."""
        if self.query_text or self.has_class("-filtering"):
            self.query_one("#filter", Input).value = ""
            self._filter_done()
        else:
            self.dismiss()

    # the filter

    def _unfilter(self) -> None:
        """What was sought among one tab's entries would hide those of another unseen."""
        self.query_text = ""
        with self.prevent(Input.Changed):
            self.query_one("#filter", Input).value = ""
        if self.has_class("-filtering"):
            self.remove_class("-filtering")
            self.rows.focus()

    def action_filter(self) -> None:
        self.open_filter(self.query_text)

    @on(ListedRows.Typed)
    def _typed(self, event: ListedRows.Typed) -> None:
        self.open_filter(event.text)

    def open_filter(self, text: str) -> None:
        field = self.query_one("#filter", Input)
        self.add_class("-filtering")
        field.value, field.cursor_position = text, len(text)
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self.query_text = event.value.strip()
        self.show_all()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.remove_class("-filtering")
        self.rows.focus()
        self.show_all()


def _joined(first: Listed, then: Listed) -> Listed:
    known = {entry.id for entry in first.entries}
    fresh = tuple(entry for entry in then.entries if entry.id not in known)
    return Listed(entries=(*first.entries, *fresh), after=then.after, notes=first.notes)


def text_lines(sentence: str, tone: str = "muted") -> Layout:
    """Return a sentence as a pane's layout."""
    return lambda width: prose(sentence, width, tone)
