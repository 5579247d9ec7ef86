"""The rosters (名录): what is wrong, units, posts, pools, channels, filings, imports, entrances."""

from importlib import import_module
from typing import Any, ClassVar

import msgspec
from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from clients.tui.clock import local
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_rosters import (
    Finding,
    Me,
    Named,
    PhoneOf,
    PhoneReveal,
    RosterAppointment,
    RosterUnit,
)
from clients.tui.operations import OPERATIONS
from clients.tui.readonly import writing
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.list_screen import ListScreen
from clients.tui.screens.roster_acts import (
    ADMIN,
    BY_ID,
    MENDS,
    About,
    ActMenu,
    offered_acts,
    tab_of,
)
from clients.tui.screens.roster_reading import READERS, TABS, Asked, read_behind
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Piece, strong
from clients.tui.views.roster_tabs import COLUMNS, Behind, behind_entry
from clients.tui.views.texts import is_whole
from clients.tui.widgets.listed import ListedRows

PAUSE = 0.12  # seconds of quiet before what stands behind a line, or a search, is asked for


class RostersScreen(ListScreen):
    """One unit is at hand, the officer's own at first: each tab tells of it, or of what is below.

    Numbers are shown one at a time, asked for by a second key, because each is on record.
    """

    NAME = "rosters"
    SERVICE = "registry"
    TABS = TABS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,a,ａ", "acts", show=False),
        Binding("f4,w,ｗ", "upwards", show=False),
        Binding("f6,p,ｐ", "phone", show=False),
        Binding("f7,o,ｏ", "phone_record", show=False),
        Binding("y,ｙ,ctrl+y", "copy", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.unit: Named | None = None
        self.role = ""
        self.behind: dict[str, Any] = {}
        self.looked: set[str] = set()
        self.phones: dict[str, str] = {}
        self.reveals: dict[str, list[PhoneReveal]] = {}

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        if self.unit is None:
            await self._sit_down()
        self.looked.clear()
        searched = self.query_text if tab == "units" else ""
        unit = self.unit.code if self.unit else ""
        asked = Asked(
            registry=self.link,
            unit=unit,
            after=after,
            now=self.now,
            today=local(self.now).date(),
            search=searched,
        )
        return await READERS[self._kind(tab)](asked)

    def _kind(self, tab: str) -> str:
        """Return what a tab lists: without accounts to keep, the own tokens."""
        return "tokens" if tab == "accounts" and self.role not in ADMIN else tab

    async def _sit_down(self) -> None:
        """Find out who sits here; the own unit is the one at hand."""
        me = decode((await self.link.execute(OPERATIONS.roster_me))["me"], Me)
        answer = await self.link.execute(OPERATIONS.unit_name, {"code": me.unit})
        name = (answer["unit"] or {}).get("name", me.unit)
        self.role, self.unit = me.role, Named(code=me.unit, name=name)

    @work(exclusive=True, group="behind", exit_on_error=False)
    async def _read_behind(self) -> None:
        entry = self.chosen if self.is_mounted else None
        if entry is None or entry.id in self.looked:
            return
        try:
            found = await read_behind(self.link, entry.item, local(self.now).date())
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self.behind[entry.id] = found
        self.looked.add(entry.id)
        self._show_side()

    @on(ListedRows.Moved)
    def _look_behind(self) -> None:
        self.set_timer(PAUSE, self._read_behind)

    # showing

    def show_all(self) -> None:
        super().show_all()
        self.set_timer(PAUSE, self._read_behind)  # a filter chooses another line

    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self._kind(self.tab)]()

    def subtitle(self) -> tuple[Piece, ...]:
        name = self.unit.name if self.unit else ""
        return (strong(f"{name}  "),) if self._kind(self.tab) not in ("imports", "tokens") else ()

    def detail(self, entry: Entry) -> Layout:
        person = entry.item.person.id if isinstance(entry.item, RosterAppointment) else ""
        behind = Behind(
            read=self.behind.get(entry.id),
            phone=self.phones.get(person, ""),
            reveals=self.reveals.get(person, ()),
            now=self.now,
        )
        return lambda width: behind_entry(entry.item, behind, width)

    @property
    def entries(self) -> list[Entry]:
        # units are searched by the service, in all of the registry
        return list(self.listed.entries) if self.tab == "units" else super().entries

    @on(Input.Changed, "#filter")
    def _search(self) -> None:
        if self.tab == "units":
            self.set_timer(PAUSE, self.action_reread)

    # going

    def entering(self, entry: Entry) -> str:
        """Enter offers what can be done with an entry that leads no further."""
        return "" if isinstance(entry.item, RosterUnit | Finding) else "acts"

    def opened(self, entry: Entry) -> None:
        item = entry.item
        if isinstance(item, RosterUnit):
            self._take(Named(code=item.code, name=item.name), "appointments")
        else:
            self._take(item.unit, tab_of(item.kind))

    def _take(self, unit: Named, tab: str) -> None:
        """Take another unit at hand and look at a tab of it."""
        self.unit, self.query_text = unit, ""
        self.query_one("#filter", Input).value = ""
        self.turn_to(tab)

    def action_upwards(self) -> None:
        """Go back to the unit one sits in."""
        self.unit = None
        self.listed, self.read_at = Listed(), None
        self.action_reread()

    # doing

    @writing
    def action_acts(self) -> None:
        """Offer what can be done here, by digit."""
        entry = self.chosen
        acts = offered_acts(self.tab, entry.item if entry else None, self.role)
        if not acts:
            self.say(t("rosters.no_acts"), grave=True)
            return
        item, about = entry.item if entry else None, self.unit.name if self.unit else ""
        if isinstance(item, RosterUnit | Finding):
            about = item.name if isinstance(item, RosterUnit) else item.unit.name
        self.app.push_screen(ActMenu(acts, about), self._act_chosen)

    def _act_chosen(self, act: str | None) -> None:
        if act is not None:
            self.said = Piece("")
            self.app.push_screen(self.form(act, self.chosen))

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        module, _, kind = BY_ID[name].form.partition(":")
        make = getattr(import_module(f"clients.tui.screens.{module}"), kind)
        made: Screen[Any] = make(self._about(entry))
        return made

    def _about(self, entry: Entry | None) -> About:
        item = entry.item if entry else None
        unit = self.unit or Named(code="", name="")
        if isinstance(item, Finding):
            return About(unit=item.unit, first=MENDS[item.kind][1])
        return About(unit=unit, item=item)

    # numbers

    def action_phone(self) -> None:
        """Show the number of whoever is chosen, after telling that it is put on record."""
        item = self.chosen.item if self.chosen else None
        if not isinstance(item, RosterAppointment):
            self.say(t("rosters.phone_where"), grave=True)
            return
        person = item.person.id

        def sure(yes: bool | None) -> None:
            if yes:
                self._reveal(person)

        question = t("rosters.phone_question", name=item.person.name)
        self.app.push_screen(ConfirmScreen(question), sure)

    @work(group="phone", exit_on_error=False)
    async def _reveal(self, person: str) -> None:
        try:
            answer = await self.link.execute(OPERATIONS.person_phone, {"id": person})
        except (LinkDown, Refused) as fault:
            self.say(self._trouble(fault), grave=True)
            return
        found = decode(answer["person"], PhoneOf)
        self.phones[person] = found.phone or t("rosters.no_phone")
        self._show_side()

    def action_phone_record(self) -> None:
        """Show who was shown the number of whoever is chosen."""
        item = self.chosen.item if self.chosen else None
        if isinstance(item, RosterAppointment):
            self._read_record(item.person.id)
        else:
            self.say(t("rosters.phone_where"), grave=True)

    @work(group="phone", exit_on_error=False)
    async def _read_record(self, person: str) -> None:
        try:
            answer = await self.link.execute(OPERATIONS.phone_reveals, {"person": person})
        except (LinkDown, Refused) as fault:
            self.say(self._trouble(fault), grave=True)
            return
        self.reveals[person] = decode(answer["phoneReveals"], list[PhoneReveal])
        self.say(t("rosters.reveals_read", n=len(self.reveals[person])))
        self._show_side()

    def action_copy(self) -> None:
        """Copy the number that is shown, by the terminal's own clipboard."""
        item = self.chosen.item if self.chosen else None
        phone = self.phones.get(item.person.id) if isinstance(item, RosterAppointment) else None
        if is_whole(phone):
            self.app.copy_to_clipboard(phone or "")
            self.say(t("form.copied"))
        else:
            self.say(t("rosters.phone_not_shown"), grave=True)

    def on_screen_suspend(self) -> None:
        # a number stays no longer on the screen than somebody looks at it
        self.phones.clear()
