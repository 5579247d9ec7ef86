"""值班: the roster of shifts and its holes, the patrols, and the rules of the desk."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_handover import DutyRoster, ListedShift
from clients.tui.models_shifts import (
    DutyRules,
    Expectation,
    PatrolsAnswer,
    PatrolTime,
    ShiftRole,
)
from clients.tui.operations import OPERATIONS
from clients.tui.screens import shift_forms as forms
from clients.tui.screens.duty_rule_forms import RoleForm, SilenceForm
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Piece, muted
from clients.tui.views.shifts import (
    listed_patrols,
    listed_rules,
    listed_shifts,
    shift_columns,
    shift_detail,
)

DAYS_BACK, DAYS_AHEAD = 1, 7


class ShiftsScreen(ListScreen):
    """Yesterday, today and a week; a hole in the roster stands among the shifts."""

    NAME = "shifts"
    TABS: ClassVar[tuple[str, ...]] = ("roster", "patrols", "rules")
    ALONE = ("plan", "patrol", "rule", "role", "silence")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,n,ｎ,N", "act('plan')", show=False),
        Binding("f3,r,ｒ,R", "act('replace')", show=False),
        Binding("f4,d,ｄ,delete", "act('cancel')", show=False),
        Binding("f6,p,ｐ,P", "act('patrol')", show=False),
        Binding("f7,u,ｕ,U", "act('rule')", show=False),
        Binding("f8,o,ｏ,O", "act('role')", show=False),
        Binding("f9,s,ｓ,S", "act('silence')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.roster: DutyRoster | None = None
        self.rules: DutyRules | None = None

    async def read(self, tab: str, after: str) -> Listed:
        await self.desk.session.token()
        link, now = self.desk.deadlines, self.now
        today = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        unit = self.desk.session.unit_code
        span = self._span(unit, today, DAYS_AHEAD)
        if self.roster is None or tab == "roster":
            self.roster = decode(await link.execute(OPERATIONS.duty_roster, span), DutyRoster)
        if self.rules is None or tab == "rules":
            rules = await link.execute(OPERATIONS.duty_rules, {"unit": unit})
            self.rules = decode(rules["dutyRules"], DutyRules)
        if tab == "roster":
            return listed_shifts(self.roster, now)
        if tab == "rules":
            return listed_rules(self.rules)
        found = await link.execute(OPERATIONS.patrol_book, self._span(unit, today, 1))
        answer = decode(found, PatrolsAnswer)
        self.rules = answer.duty_rules
        return listed_patrols(answer.patrols, now)

    @staticmethod
    def _span(unit: str, today: datetime, ahead: int) -> dict[str, str]:
        begins, ends = today - timedelta(days=DAYS_BACK), today + timedelta(days=ahead)
        return {"unit": unit, "from": begins.isoformat(), "to": ends.isoformat()}

    def columns(self) -> tuple[Column, ...]:
        return shift_columns(self.tab)

    def subtitle(self) -> tuple[Piece, ...]:
        if self.roster is None:
            return ()
        gaps = sum(gap.ends_at > self.now for gap in self.roster.shifts.gaps)
        if not gaps:
            return (Piece(f"{t('shifts.no_gaps')}  ", "ok"),)
        return (Piece(f"{t('shifts.gaps', n=gaps)}  ", "over", bold=True),)

    def _filtered(self) -> Piece:
        if self.query_text or self.roster is None:
            return super()._filtered()
        on_duty = self.roster.on_duty
        now = t("shifts.now", text=on_duty.text)
        return Piece(now, "fg" if on_duty.manned else "over")

    def detail(self, entry: Entry) -> Layout:
        return lambda width: shift_detail(entry.item, self.rules, self.now, width)

    def without(self) -> Layout:
        return lambda width: ((muted(t("shifts.about")),) if self.read_at else (),)

    def entering(self, entry: Entry) -> str:
        """Enter changes a rule."""
        rule = isinstance(entry.item, ShiftRole | Expectation | PatrolTime)
        return "act('change')" if rule else ""

    def opened(self, entry: Entry) -> None:
        """Open the sheet of a shift."""
        if not isinstance(entry.item, ListedShift):
            return
        if not entry.item.mans:
            self.say(t("shifts.no_sheet", role=entry.item.role_title), grave=True)
            return
        # by name: the sheet leads here, and modules that import each other are one
        sheet = import_module("clients.tui.screens.handover").HandoverScreen
        self.app.push_screen(sheet(entry.item.id))

    def refusal(self, act: str, entry: Entry | None) -> str:
        if self.roster is None or self.rules is None:
            return t("handover.not_read")
        if act in ("replace", "cancel") and not (entry and isinstance(entry.item, ListedShift)):
            return t("shifts.choose_one")
        return ""

    def form(self, name: str, entry: Entry | None) -> Screen[None]:
        unit = self.desk.session.unit_code
        item = entry.item if entry else None
        rules, roster = self.rules, self.roster
        if rules is None or roster is None:
            raise LookupError(name)
        if isinstance(item, ListedShift) and name == "cancel":
            return forms.CancelForm(item)
        if isinstance(item, ListedShift) and name == "replace":
            return forms.ReplaceForm(item, roster.shifts.shifts)
        if name == "patrol":
            return forms.PatrolForm(unit, rules)
        changed = item if name == "change" else None
        if name == "role" or isinstance(changed, ShiftRole):
            return RoleForm(unit, rules, changed)
        if name == "silence" or isinstance(changed, Expectation):
            return SilenceForm(unit, rules, changed)
        if name == "rule" or isinstance(changed, PatrolTime):
            return forms.PatrolTimeForm(unit, rules, changed)
        return forms.PlanForm(unit, rules)
