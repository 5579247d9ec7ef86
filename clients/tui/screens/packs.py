"""规则: packs loaded and adopted, where texts differ, what would change, whose field it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from clients.tui.clock import SHANGHAI, local
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_incidents import IncidentPage, ListedIncident
from clients.tui.models_packs import (
    Adoption,
    AdoptionPage,
    Disagreement,
    FieldAnswer,
    Pack,
    PackDifference,
    Replay,
    ReplayedIncident,
)
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views import packs as view
from clients.tui.views.incidents import incident_columns, incident_detail, listed_incidents
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Line, Piece, muted, strong


class PacksScreen(ListScreen):
    """The pack last chosen in the first tab is the one that is replayed and compared with."""

    NAME = "packs"
    TABS: ClassVar[tuple[str, ...]] = (
        "loaded", "adopted", "compare", "replay", "diff", "incidents", "fields",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,a,ａ,A", "act('write')", show=False),
        Binding("f3,minus,－,left_square_bracket,【", "step(-1)", show=False),
        Binding("f4,equals_sign,＝,right_square_bracket,】", "step(1)", show=False),
        Binding("f7,m,ｍ,M", "mark", show=False),
    ]
    ALONE = ("write",)

    def __init__(self) -> None:
        super().__init__()
        self.pack: Pack | None = None
        self.base: Pack | None = None
        self.year = 0
        self.examined = 0

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.year = local(self.now).year - 1

    def tick(self) -> None:
        """Move the clock only: rules change by decisions, not by the minute."""
        if self.app.screen is self:
            self._show_bars()

    # reading

    async def read(self, tab: str, after: str) -> Listed:
        link = self.desk.deadlines
        if tab == "loaded":
            packs = decode((await link.execute(OPERATIONS.rule_packs))["rulePacks"], list[Pack])
            return Listed(entries=view.pack_entries(packs))
        if tab == "adopted":
            answer = await link.execute(OPERATIONS.pack_adoptions, {"after": after or None})
            page = decode(answer["packAdoptions"], AdoptionPage)
            return view.listed_adoptions(page, self.now)
        if tab == "compare":
            answer = await link.execute(OPERATIONS.pack_comparison)
            found = decode(answer["packComparison"], list[Disagreement])
            return Listed(entries=view.disagreement_entries(found))
        if tab == "incidents":
            variables = {"filter": {"state": "OPEN"}, "after": after or None}
            answer = await link.execute(OPERATIONS.incidents, variables)
            return listed_incidents(decode(answer["incidents"], IncidentPage), self.now)
        if tab == "fields":
            return await self._fields()
        return await (self._replayed(after) if tab == "replay" else self._differences())

    async def _fields(self) -> Listed:
        await self.desk.session.token()
        variables = {"unit": self.desk.session.unit_code}
        answer = await self.desk.deadlines.execute(OPERATIONS.field_responsibilities, variables)
        found = decode(answer["fieldResponsibilities"], list[FieldAnswer])
        return Listed(entries=view.field_entries(found))

    async def _replayed(self, after: str) -> Listed:
        if self.pack is None:
            return Listed()
        begins, ends = (
            datetime(year, 1, 1, tzinfo=SHANGHAI) for year in (self.year, self.year + 1)
        )
        variables = {
            "pack": self.pack.choice,
            "from": begins.isoformat(),
            "to": ends.isoformat(),
            "after": after or None,
        }
        answer = await self.desk.deadlines.execute(OPERATIONS.pack_replay, variables)
        page = decode(answer["replay"], Replay)
        self.examined = page.examined + (self.examined if after else 0)
        more = page.end_cursor if page.has_more else None
        return Listed(entries=view.replay_entries(page.changed), after=more or "")

    async def _differences(self) -> Listed:
        if self.pack is None or self.base is None:
            return Listed()
        variables = {"old": self.base.choice, "new": self.pack.choice}
        answer = await self.desk.deadlines.execute(OPERATIONS.pack_differences, variables)
        found = decode(answer["packDifferences"], list[PackDifference])
        return Listed(entries=view.difference_entries(found))

    # what is shown

    def columns(self) -> tuple[Column, ...]:
        return incident_columns() if self.tab == "incidents" else view.columns(self.tab)

    def subtitle(self) -> tuple[Piece, ...]:
        if self.tab == "replay" and self.pack is not None:
            said = t("packs.replaying", title=self.pack.title, year=self.year, n=self.examined)
            return (strong(f"{said}  "),)
        if self.tab == "diff" and self.pack is not None and self.base is not None:
            return (strong(f"{self.base.title} > {self.pack.title}  "),)
        return ()

    def _filtered(self) -> Piece:
        if self.query_text:
            return super()._filtered()
        if self.tab in ("replay", "diff") and self.pack is None:
            return Piece(t("packs.choose_first"), "near")
        if self.tab == "diff" and self.base is None:
            return Piece(t("packs.mark_first"), "near")
        return muted(t(f"packs.about.{self.tab}"))

    def _empty(self) -> Line:
        calm = self.read_at is not None and not (self.trouble or self.query_text)
        if self.tab == "replay" and self.pack is not None and calm:
            return (muted(f"  {t('packs.unmoved')}"),)
        return super()._empty()

    def detail(self, entry: Entry) -> Layout:
        return lambda width: view_of(entry.item, self.now, width)

    def _show_side(self) -> None:
        if self.tab == "loaded" and self.chosen is not None:
            self.pack = self.chosen.item
        super()._show_side()

    # keys

    def opened(self, entry: Entry) -> None:
        """Open a pack's rules, or an incident's file."""
        item = entry.item
        if isinstance(item, Pack):
            from clients.tui.screens.pack import PackScreen

            self.app.push_screen(PackScreen(item))
        elif isinstance(item, ReplayedIncident | ListedIncident):
            from clients.tui.screens.incident import IncidentScreen

            subject = Subject(id=item.id, number=item.number, title=item.title)
            self.app.push_screen(IncidentScreen(subject))

    def action_step(self, step: int) -> None:
        """Replay the year before or after."""
        if self.tab == "replay" and self.year + step <= local(self.now).year:
            self.year += step
            self.listed, self.read_at = Listed(), None
            self.show_all()
            self.action_reread()

    def turn_to(self, tab: str) -> None:
        """Open a tab unfiltered: what was looked for in one stands in no other."""
        self.query_one("#filter", Input).value = ""
        super().turn_to(tab)

    def action_mark(self) -> None:
        """Take the chosen pack as the one that others are compared with."""
        if self.tab == "loaded" and self.pack is not None:
            self.base = self.pack
            self.say(t("packs.marked", title=self.pack.title))

    def refusal(self, act: str, entry: Entry | None) -> str:
        if self.tab in ("compare", "replay", "diff"):
            return t("packs.nothing_to_do")
        return t("list.nothing_chosen") if entry is None and self.tab != "fields" else ""

    def form(self, name: str, entry: Entry | None) -> Screen[Any]:
        from clients.tui.screens import pack_forms as forms

        item = entry.item if entry else None
        if isinstance(item, Pack):
            return forms.AdoptForm(item)
        if isinstance(item, Adoption):
            return forms.WithdrawForm(item)
        if isinstance(item, ListedIncident):
            return forms.RebaseForm(Subject(id=item.id, number=item.number, title=item.title))
        return forms.FieldForm(self.desk.session.unit_code, item)


def view_of(item: Any, now: datetime, width: int) -> list[Line]:
    """Return what stands beside an entry of any tab."""
    if isinstance(item, ListedIncident):
        return incident_detail(item, now, width)
    drawn: dict[str, Callable[[Any, int], list[Line]]] = {
        "Pack": view.pack_lines,
        "Adoption": view.adoption_lines,
        "Disagreement": view.disagreement_lines,
        "PackDifference": view.difference_lines,
        "ReplayedIncident": view.replay_lines,
        "FieldAnswer": view.field_lines,
    }
    return drawn[type(item).__name__](item, width)
