"""What ends a unit or divides it: merge (合并), split (拆分), retire (撤销); all by two keys."""

from datetime import date
from typing import Any

import msgspec
from textual import work

from clients.tui.clock import local
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models_preview import Code
from clients.tui.models_rosters import RosterUnit, UnitFile
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.roster_acts import About
from clients.tui.screens.roster_reading import read_behind
from clients.tui.screens.roster_unit_forms import AboutUnit
from clients.tui.views.fields import Field, Kind, numbered, parse_day
from clients.tui.views.moments import BadTime
from clients.tui.views.pieces import BLANK, Line, heading, prose
from clients.tui.views.rosters import say

MOVES = ("persons", "channels", "experts")


class EndingUnit(AboutUnit):
    """Tells beside the form what hangs on the unit today and what becomes of it."""

    CONFIRMS = True
    DAY = "effective"

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.file: UnitFile | None = None

    @property
    def chosen(self) -> RosterUnit:
        found: RosterUnit = self.on.item
        return found

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self._read()

    @work(exclusive=True, group="unit", exit_on_error=False)
    async def _read(self) -> None:
        try:
            self.file = await read_behind(self.link, self.chosen, local(self.now).date())
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self.show_side()

    def day(self) -> date | None:
        """Return the day in the form, None while it cannot be read."""
        try:
            return parse_day(self.text(self.DAY), self.now)
        except BadTime:
            return None

    def counts(self) -> dict[str, int]:
        file = self.file
        return {
            "posts": (file.appointments.total_count or 0) if file else 0,
            "channels": (file.channels.total_count or 0) if file else 0,
            "experts": (file.experts.total_count or 0) if file else 0,
        }

    def outcome(self) -> str:
        """Return in a few sentences what the act does."""
        day = say(self.day()) or t("rosters.that_day")
        return t(f"{self.NAME}.outcome", unit=self.unit.name, day=day, **self.counts())

    def beside(self, width: int) -> list[Line]:
        if self.file is None:
            return prose(t("list.reading"), width)
        names = [
            f"{edge.node.person.name}  {edge.node.title}" for edge in self.file.appointments.edges
        ]
        return [
            heading(t("rosters.outcome")),
            *prose(self.outcome(), width, "near"),
            BLANK,
            heading(t("rosters.serving")),
            *(line for name in names for line in prose(name, width, "fg")),
            BLANK,
            *super().beside(width),
        ]

    def entered(self, row: str) -> None:
        if row != "commit":
            super().entered(row)
        elif self.sendable() is not None:
            question = t(f"{self.NAME}.confirm", unit=self.unit.name)
            self.app.push_screen(ConfirmScreen(question, self.outcome()), self._confirmed)


class MergeUnitForm(EndingUnit):
    """Lets the chosen unit become part of another from a day on."""

    NAME = "roster.unit_merge"
    DOES = "merge_units"
    LOCAL = ("moves",)
    FIELDS = (
        Field(row="into", kind=Kind.UNIT, required=True),
        Field(row="effective", kind=Kind.DAY, sent="effectiveOn", required=True),
        Field(row="moves", kind=Kind.MANY),
    )

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.taken["moves"] = MOVES

    def menu_of(self, row: str) -> tuple[Code, ...]:
        return numbered([(one, t(f"rosters.moves.{one}")) for one in MOVES])

    def fixed(self) -> dict[str, Any]:
        moves = self.taken.get("moves", ())
        return {
            "from": [self.unit.code],
            "movePersons": "persons" in moves,
            "moveChannels": "channels" in moves,
            "moveExperts": "experts" in moves,
        }

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.unit_merge.done", unit=self.unit.name, into=answer["unit"]["name"])


class SplitUnitForm(EndingUnit):
    """Lets up to three units of the same kind come out of the chosen one."""

    NAME = "roster.unit_split"
    DOES = "split_unit"
    LOCAL = ("first", "second", "third", "retire")
    FIELDS = (
        Field(row="first", required=True),
        Field(row="second"),
        Field(row="third"),
        Field(row="retire", kind=Kind.CHOICE, menu="yes", required=True, first="NO"),
        Field(row="effective", kind=Kind.DAY, sent="effectiveOn", required=True),
    )

    def proposed(self) -> dict[str, str]:
        parent = self.chosen.parent
        return {"first": f"{parent.code}-" if parent else ""}

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        into = []
        for row in ("first", "second", "third"):
            code, _, name = self.text(row).partition(" ")
            if code and not name.strip():
                self.fault_at(row, t("roster.unit_split.no_name"))
                return None
            if code:
                into.append(self._new(code, name.strip()))
        return {**sent, "into": into, "retire": self.chosen_in("retire") == "YES"}

    def _new(self, code: str, name: str) -> dict[str, Any]:
        parent = self.chosen.parent
        return {
            "code": code,
            "name": name,
            "kind": self.chosen.kind,
            "parent": parent.code if parent else self.unit.code,
        }

    def outcome(self) -> str:
        said = super().outcome()
        ends = self.chosen_in("retire") == "YES"
        return said + t(f"roster.unit_split.{'ends' if ends else 'stays'}", unit=self.unit.name)

    def done(self, answer: dict[str, Any]) -> str:
        names = t("intake.comma").join(one["name"] for one in answer["successors"])
        return t("roster.unit_split.done", unit=self.unit.name, names=names)


class RetireUnitForm(EndingUnit):
    """Gives the chosen unit its last day."""

    NAME = "roster.unit_retire"
    DOES = "retire_unit"
    DAY = "on"
    FIELDS = (
        Field(row="on", kind=Kind.DAY, required=True),
        Field(row="reason", required=True),
    )

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.unit_retire.done", unit=self.unit.name, n=answer["endedAppointments"])
