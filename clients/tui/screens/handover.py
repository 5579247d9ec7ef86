"""交接: the handover sheet of a shift, its sections by digit, and what is signed upon it."""

from datetime import timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.clock import local
from clients.tui.keys import way_to
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_handover import DutyRoster, Handover, ListedShift
from clients.tui.models_incident import subject_of
from clients.tui.models_sheet import Sheet, read_sheet
from clients.tui.operations import OPERATIONS
from clients.tui.screens.handover_papers import PaperWork
from clients.tui.screens.list_screen import ListScreen
from clients.tui.shift_choice import own_next, sheet_shift
from clients.tui.views.handover import (
    SECTIONS,
    alarming,
    sections,
    sheet_columns,
)
from clients.tui.views.handover_aside import (
    item_lines,
    signatures,
    state_piece,
    summary,
    whose,
)
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import BLANK, Layout, Line, Piece, muted, prose
from clients.tui.views.tabs import Tab, tabs_line

AROUND = timedelta(hours=36)


class HandoverScreen(ListScreen, PaperWork):
    """Opened on a shift, or on the one that whoever sits here would look for; it keeps to it.

    A draft is computed anew at each reading and shows its hour; a signed sheet stays what it was.
    """

    NAME = "handover"
    TABS = SECTIONS
    ACTS: ClassVar[dict[str, str]] = {
        "hand": "handover_forms:HandOverForm",
        "sign": "handover_forms:SignForm",
        "start": "handover_forms:StartForm",
    }
    ALONE = ("hand", "sign", "start")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,h,ｈ,H", "act('hand')", show=False),
        Binding("f3,s,ｓ,S", "act('sign')", show=False),
        Binding("f4,b,ｂ,B", "act('start')", show=False),
        Binding("f6,e,ｅ,E", "export", show=False),
        Binding("f7,y,ｙ,ctrl+y", "copy", show=False),
        Binding("f8,0,０,r,ｒ", "roster", show=False),
    ]

    def __init__(self, shift: str = "") -> None:
        super().__init__()
        self.shift = shift
        self.roster: DutyRoster | None = None
        self.handover: Handover | None = None
        self.sheet: Sheet | None = None
        self.parts: dict[str, tuple[Entry, ...]] = {}

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        link, now = self.desk.deadlines, self.now
        await self.desk.session.token()
        unit = self.desk.session.unit_code
        around = {"from": (now - AROUND).isoformat(), "to": (now + AROUND).isoformat()}
        answer = await link.execute(OPERATIONS.duty_roster, {"unit": unit, **around})
        self.roster = decode(answer, DutyRoster)
        chosen = self.shift or getattr(self.own(), "id", "")
        if chosen:
            answer = await link.execute(OPERATIONS.handover_sheet, {"shift": chosen})
            handover = decode(answer["handover"], Handover)
            self.shift, self.handover, self.sheet = chosen, handover, read_sheet(handover.json)
            self.parts = sections(handover, self.sheet)
        return self._listed(self.tab)

    def own(self) -> ListedShift | None:
        """Return the shift whose sheet is to be opened."""
        session = self.desk.session
        shifts = self.roster.shifts.shifts if self.roster else []
        return sheet_shift(shifts, session.officer, session.account, self.now)

    def to_begin(self) -> ListedShift | None:
        """Return the shift that whoever sits here has still to begin."""
        session = self.desk.session
        shifts = self.roster.shifts.shifts if self.roster else []
        return own_next(shifts, session.officer, session.account, self.now)

    def _listed(self, tab: str) -> Listed:
        return Listed(entries=self.parts.get(tab, ()))

    def turn_to(self, tab: str) -> None:
        """Show another section of the sheet that is in hand."""
        if tab != self.tab:
            self.tab, self.listed, self.said = tab, self._listed(tab), Piece("")
            self.show_all()
            if self.read_at is None:  # what is being read was asked for another section
                self.action_reread()

    # what is shown

    def columns(self) -> tuple[Column, ...]:
        return sheet_columns(self.tab)

    def title_line(self) -> Line:
        said: tuple[Piece, ...] = ()
        if self.handover and self.sheet:
            made = f"{local(self.handover.made_at):%m-%d %H:%M:%S}"
            unit = Piece(f"{self.sheet.unit_name}  ")
            said = (unit, state_piece(self.handover), muted(f"  {t('handover.made', at=made)}"))
        return self.bar(t("handover.title"), *said)

    def _tabs(self) -> Line:
        """Return the sections with how many entries each has; none is not told in little room."""
        tabs = []
        for digit, tab in enumerate(self.TABS, start=1):
            entries = self.parts.get(tab, ())
            tabs.append(
                Tab(
                    digit=str(digit),
                    name=t(f"handover.tab.{tab}"),
                    here=tab == self.tab,
                    count=str(len(entries)),
                    tone="over" if alarming(tab, entries) else "fg" if entries else "muted",
                    spared=not entries,
                )
            )
        return tabs_line(tabs, self.size.width)

    def _filtered(self) -> Piece:
        if self.query_text or self.handover is None:
            return super()._filtered()
        return Piece(whose(self.handover))

    def _empty(self) -> Line:
        if self.trouble or self.read_at is None or self.query_text:
            return super()._empty()
        key = "empty" if self.handover else "no_sheet"
        if self.tab == "changes" and self.handover and not self.handover.outgoing:
            key = "no_changes_yet"
        return (muted(f"  {t(f'handover.{key}')}"),)

    def detail(self, entry: Entry) -> Layout:
        return lambda width: self._beside(entry, width)

    def without(self) -> Layout:
        return lambda width: self._beside(None, width)

    def _beside(self, entry: Entry | None, width: int) -> list[Line]:
        handover, sheet = self.handover, self.sheet
        if handover is None or sheet is None:
            said = t("handover.how_to_begin") if self.read_at else ""
            return prose(said, width) if said else []
        rows = item_lines(entry.item, sheet.made_at, width) if entry else []
        rows += [BLANK] if rows else []
        rows += [*signatures(handover, self.now, width), BLANK]
        return [*rows, *summary(sheet, width)]

    # keys

    def action_roster(self) -> None:
        """Open the roster of shifts, or go back to the one this was opened from."""
        from clients.tui.screens.shifts import ShiftsScreen

        if isinstance(self.app.screen_stack[-2], ShiftsScreen):
            self.dismiss()
        else:
            self.app.push_screen(ShiftsScreen())

    def opened(self, entry: Entry) -> None:
        """Open the incident that a line is about, where the board has it."""
        number = getattr(entry.item, "number", "")
        rows = self.desk.state.rows.values()
        row = next((r for r in rows if r.incident and r.incident.number == number), None)
        if row is None:
            self.say(t("handover.not_on_board", way=way_to("incidents")), grave=True)
            return
        from clients.tui.screens.incident import IncidentScreen

        self.app.push_screen(IncidentScreen(subject_of(row)))

    def refusal(self, act: str, entry: Entry | None) -> str:
        """Say at once what the service would refuse."""
        handover = self.handover
        if act == "start":
            return "" if self.roster else t("handover.not_read")
        if handover is None:
            return t("handover.no_sheet" if self.read_at else "handover.not_read")
        if act == "hand":
            return "" if handover.outgoing is None else self._stands(handover)
        if handover.outgoing is None:
            return t("handover.first_the_other", person=handover.shift.person)
        return "" if handover.incoming is None else self._stands(handover)

    def _stands(self, handover: Handover) -> str:
        """Say that a sheet is signed, and by whom."""
        signed = handover.incoming or handover.outgoing
        at = f"{local(signed.at):%m-%d %H:%M}" if signed else ""
        person = signed.person if signed else ""
        return t(f"handover.stands.{handover.state}", person=person, at=at)

    def form(self, name: str, entry: Entry | None) -> Screen[None]:
        from clients.tui.screens import handover_forms as forms

        handover, roster, session = self.handover, self.roster, self.desk.session
        if name == "start" or handover is None or roster is None:
            return forms.StartForm(self.to_begin(), session.unit_code)
        if name == "hand":
            return forms.HandOverForm(handover, roster.shifts.shifts)
        incoming = handover.incoming_shift
        own = incoming is not None and incoming.is_of(session.officer, session.account)
        return forms.SignForm(handover, own)
