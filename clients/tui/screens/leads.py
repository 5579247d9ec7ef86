"""The queue of leads (线索): what somebody saw, its strictest clock, and what is made of it."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, ClassVar

import msgspec
from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_incidents import IncidentPage, ListedIncident
from clients.tui.models_leads import Lead, LeadPage, Sighting, UntimelyPage
from clients.tui.models_preview import Place, Preview
from clients.tui.models_referrals import Received, ReceivedPage
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views import leads as view
from clients.tui.views.lead_twins import Twin, candidates, likely
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout
from clients.tui.views.received import received_columns, received_detail, received_entry

_STATES = {"new": "NEW", "promoted": "PROMOTED", "merged": "MERGED", "dismissed": "DISMISSED"}


class LeadsScreen(ListScreen):
    """The longest waiting first; the fifth tab tells which leads the unit's own people missed, the
    last what other units referred here.
    """

    NAME = "leads"
    TABS: ClassVar[tuple[str, ...]] = (*_STATES, "untimely", "received")
    ACTS: ClassVar[dict[str, str]] = {
        "promote": "lead_promotion:PromoteForm",
        "merge": "lead_forms:MergeForm",
        "split": "lead_forms:SplitForm",
        "dismiss": "lead_forms:DismissForm",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,ｐ,f2", "act('promote')", show=False),
        Binding("m,ｍ,f7", "act('merge')", show=False),
        Binding("s,ｓ,f8", "act('split')", show=False),
        Binding("d,ｄ,delete", "act('dismiss')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.notes = view.LeadNotes()
        self.incidents: list[ListedIncident] = []
        self._made = ""  # the lead of which a form above makes an incident
        self._go_to = ""

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        if tab == "untimely":
            return await self._read_untimely(after)
        if tab == "received":
            return await self._read_received(after)
        order = "WAITING" if tab == "new" else "NEWEST"
        variables = {"filter": {"state": _STATES[tab]}, "orderBy": order, "after": after or None}
        answer = await self.desk.deadlines.execute(OPERATIONS.leads, variables)
        page = decode(answer["leads"], LeadPage)
        leads = [edge.node for edge in page.edges]
        await self._name_places(leads)
        if tab == "new":
            self.incidents = await self._open_incidents()
            self._reckon(leads)
        entries = tuple(self._entry(lead) for lead in leads)
        return Listed(entries=entries, after=_after(page))

    async def _read_untimely(self, after: str) -> Listed:
        answer = await self.desk.deadlines.execute(
            OPERATIONS.untimely_leads, {"after": after or None}
        )
        page = decode(answer["leadTimeliness"], UntimelyPage)
        await self._name_places([edge.node.lead for edge in page.edges])
        entries = tuple(view.untimely_entry(edge.node, self.now) for edge in page.edges)
        return Listed(entries=entries, after=_after(page))

    async def _read_received(self, after: str) -> Listed:
        answer = await self.desk.deadlines.execute(
            OPERATIONS.received_referrals, {"after": after or None}
        )
        page = decode(answer["referrals"], ReceivedPage)
        entries = tuple(received_entry(edge.node, self.now) for edge in page.edges)
        return Listed(entries=entries, after=_after(page))

    async def _open_incidents(self) -> list[ListedIncident]:
        variables = {"filter": {"state": "OPEN"}, "after": None}
        answer = await self.desk.deadlines.execute(OPERATIONS.incidents, variables)
        return [edge.node for edge in decode(answer["incidents"], IncidentPage).edges]

    async def _name_places(self, leads: Sequence[Lead]) -> None:
        codes = {lead.locality for lead in leads if lead.locality} - self.notes.places.keys()
        for code in sorted(codes):
            answer = await self.desk.deadlines.execute(OPERATIONS.localities, {"search": code})
            found = decode(answer["localities"], list[Place])
            self.notes.places[code] = next((p.name for p in found if p.code == code), code)

    @work(exclusive=True, group="reckon", exit_on_error=False)
    async def _reckon(self, leads: Sequence[Lead]) -> None:
        """Ask what each would call for, the longest waiting first; answers are kept by version."""
        for lead in leads:
            if self.notes.preview(lead) is None and (found := await self._preview(lead)):
                self.notes.previews[lead.id, lead.version] = found
                self._retell()

    async def _preview(self, lead: Lead) -> Preview | None:
        try:
            answer = await self.desk.deadlines.execute(
                OPERATIONS.preview_incident, {"facts": lead.facts}
            )
            return decode(answer["previewIncident"], Preview)
        except (LinkDown, Refused, msgspec.ValidationError):
            return None

    @work(exclusive=True, group="sightings", exit_on_error=False)
    async def _read_sightings(self, lead: str) -> None:
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.lead_sightings, {"id": lead})
            if answer["lead"] is not None:
                found = decode(answer["lead"]["sightings"], list[Sighting])
                self.notes.sightings[lead] = found
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self._show_side()

    # what is shown

    def columns(self) -> tuple[Column, ...]:
        if self.tab == "received":
            return received_columns()
        if self.tab == "untimely":
            return view.untimely_columns()
        return view.waiting_columns() if self.tab == "new" else view.decided_columns()

    def _entry(self, lead: Lead) -> Entry:
        if self.tab == "new":
            return view.waiting_entry(lead, self.notes, self.now)
        return view.decided_entry(lead, self.now)

    def detail(self, entry: Entry) -> Layout:
        if isinstance(referral := entry.item, Received):
            return lambda width: received_detail(referral, self.now, width)
        lead: Lead = entry.item
        known = self.notes.sightings.get(lead.id)
        if known is None or len(known) < min(lead.sighting_count, 20):
            self._read_sightings(lead.id)
        twins = likely(self.twins(lead)) if lead.undecided else []
        return lambda width: view.lead_detail(lead, self.notes, twins, self.now, width)

    def twins(self, lead: Lead) -> list[Twin]:
        leads = [entry.item for entry in self.listed.entries]
        return candidates(
            lead, leads, self.incidents, self.notes.places.get(lead.locality or "", "")
        )

    def tick(self) -> None:
        super().tick()
        if self.tab == "new" and self.app.screen is self and not self.desk.typing:
            self._retell()

    def _retell(self) -> None:
        """Let the clocks run: the same leads, told at this second."""
        if self.tab == "new" and self.listed.entries and self.is_mounted:
            entries = tuple(self._entry(entry.item) for entry in self.listed.entries)
            self.listed = replace(self.listed, entries=entries)
            self.show_all()

    def show_all(self) -> None:
        super().show_all()
        order = self.rows.listing.order if self.is_mounted else []
        if self._go_to in order:
            self.rows.listing.select_index(order.index(self._go_to))
            self._go_to = ""
            self._show_side()

    # acts

    def entering(self, entry: Entry) -> str:
        """Enter makes an incident of a waiting lead."""
        waits = self.tab == "new" and entry.item.undecided
        return "act('promote')" if waits else ""

    def opened(self, entry: Entry) -> None:
        """Open the incident that a decided lead became part of, or that a referral is about."""
        of = _incident_of(entry.item)
        if of is None:
            self.say(t("leads.no_incident"))
        else:
            from clients.tui.screens.incident import IncidentScreen

            self.app.push_screen(IncidentScreen(of))

    def refusal(self, act: str, entry: Entry | None) -> str:
        item = entry.item if entry else None
        if isinstance(item, Received):
            return _not_of_a_referral(act, item)
        lead: Lead | None = item
        if lead is None or not lead.undecided:
            return t("leads.decided")
        if act == "split" and lead.sighting_count < 2:
            return t("leads.one_sighting")
        if act == "merge" and not self.twins(lead):
            return t("leads.nothing_to_merge")
        return ""

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        if entry is None:
            return super().form(name, entry)
        if isinstance(entry.item, Received):
            from clients.tui.screens.referral_opening import ReferredForm

            return ReferredForm(entry.item)
        self._made = entry.id if name == "promote" else ""
        module, _, kind = self.ACTS[name].partition(":")
        make = getattr(import_module(f"clients.tui.screens.{module}"), kind)
        made: Screen[Any] = make(entry.item, self.notes, self.twins(entry.item))
        return made

    def heard(self, sentence: str) -> None:
        """Follow a promoted lead to its tab, where Enter opens what was made of it."""
        if self._made:
            self._go_to, self._made = self._made, ""
            self.turn_to("promoted")
        super().heard(sentence)


def _incident_of(item: Lead | Received) -> Subject | None:
    if isinstance(item, Received):
        return item.opened or item.incident
    of = item.merged_into
    return Subject(id=of.id, number=of.number, title=item.title) if of else None


def _not_of_a_referral(act: str, item: Received) -> str:
    if act != "promote":
        return t("received.only_opened")
    return t("received.opened", number=item.opened.number) if item.opened else ""


def _after(page: LeadPage | UntimelyPage | ReceivedPage) -> str:
    return (page.page_info.end_cursor or "") if page.page_info.has_next_page else ""
