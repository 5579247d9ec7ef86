"""The rows of the form of a release: what was said where, who sat there, by which plan."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from textual.app import ComposeResult

from clients.tui.locale import t
from clients.tui.models import UnitRef
from clients.tui.models_incident import IncidentFile
from clients.tui.models_preview import Code, Place
from clients.tui.screens.about_incident import IncidentForm, echo, hint
from clients.tui.screens.gated import GatedForm
from clients.tui.screens.places import PlacePicking
from clients.tui.views.attendees import (
    Attending,
    attended_value,
    attendee_lines,
    who_may_attend,
)
from clients.tui.views.fields import choice_lines, numbered
from clients.tui.views.gates import gate_lines
from clients.tui.views.intake_rows import picked_names, place_lines
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.pieces import BLANK, Layout, Line, line, muted, strong
from clients.tui.views.release import Effect, Intended, effect_lines, effects, releasing_units
from clients.tui.widgets.choices import DigitRow, TextRow

TEXTS = ("url", "platform", "others", "at", "title", "reason", "plan", "units", "hosts")
HELD = frozenset({"BRIEFING", "PRESS_CONFERENCE"})  # forms that people sit at
CONFERENCE = frozenset({"attendees", "hosts", "topic", "others"})
NARROW = {"at": 11, "units": 11, "hosts": 11}


class ReleaseRows(GatedForm, PlacePicking):
    """The duty it was opened on suggests form and sort."""

    TITLE_KEY = "release.title"
    KEYS = "release.keys"
    WAITS = "waits"
    DRAFTED: ClassVar[Mapping[str, Any]] = {
        **IncidentForm.DRAFTED,
        "form": str | None,
        "channel": str | None,
        "conclusive": bool,
        "unit": str,
        "attended": tuple[Attending, ...],
        "purpose": str | None,
        "topic": str | None,
        "looked_at": tuple[str, ...],
        "organs": dict[str, tuple[Place, ...]],
    }
    ROOM = 7
    picking = MappingProxyType({"units": "unit", "hosts": "unit"})
    ROWS = (
        "form",
        "conclusive",
        "channel",
        "url",
        "platform",
        "attendees",
        "at",
        "title",
        "reason",
        "hosts",
        "topic",
        "others",
        "purpose",
        "checks",
        "units",
        "plan",
        "unit",
        "commit",
    )
    MENUS: ClassVar[tuple[str, ...]] = ("form", "channel", "purpose", "topic")

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.menus: dict[str, Menu] = {name: menu(name) for name in self.MENUS}
        self.form: str | None = "STATEMENT"
        self.channel: str | None = None
        self.conclusive = False
        self.unit = ""
        # the duty it was opened on says the form
        self.row = "conclusive"
        self.attended: tuple[Attending, ...] = ()
        self.purpose: str | None = None
        self.topic: str | None = None
        self.looked_at: tuple[str, ...] = ()
        self.organs: dict[str, tuple[Place, ...]] = {}

    def form_rows(self) -> ComposeResult:
        for row in self.ROWS[:-1]:
            label = t(f"release.row.{row}")
            if row in TEXTS:
                marks = "=" if row == "platform" else ""
                yield TextRow(row, label, cells=NARROW.get(row), marks=marks)
            elif row == "conclusive":
                yield DigitRow(row, label, "12ynYN")
            else:
                yield DigitRow(row, label)
        yield DigitRow("commit", "")

    def file_read(self, file: IncidentFile) -> None:
        duty = next((d for d in file.obligations if d.id == self.subject.duty), None)
        if duty and duty.fulfilled_by and self.form not in duty.fulfilled_by:
            self.form = duty.fulfilled_by[0]
        if duty and duty.kind == "FINAL_OUTCOME":
            self.conclusive = True
        units = self.releasing()
        if units and not self.unit:
            self.unit = units[0].code
        self.ask_gates()

    def releasing(self) -> tuple[UnitRef, ...]:
        return releasing_units(self.file, self.subject.duty) if self.file else ()

    def stands(self, row: str) -> bool:
        """Ask who sat there of what is held alone, and for checks where there are some."""
        if row in CONFERENCE:
            return self.form in HELD
        return row != "checks" or bool(self.checks())

    # what the rows say

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("release.commit")
        if row == "conclusive":
            return line(strong(t("release.conclusive" if self.conclusive else "release.interim")))
        if row in self.MENUS:
            code = self.code_of(row)
            return line(strong(self.menus[row].title(code)) if code else muted(t("intake.none")))
        if row == "attendees":
            return attended_value(self.attended)
        if row == "checks":
            return line(muted(t("release.looked_at", n=len(self.looked_at), of=len(self.checks()))))
        if row in self.picking:
            return line(strong(picked_names(self.picked(row))))
        if row == "unit":
            names = [unit.name for unit in self.releasing() if unit.code == self.unit]
            return line(strong(names[0]) if names else muted(t("intake.none")))
        return self._at_echo() if row == "at" else ()

    def code_of(self, row: str) -> str | None:
        """Return what is chosen in a row of one of the menus."""
        chosen = {"form": self.form, "channel": self.channel}
        return chosen.get(row, self.purpose if row == "purpose" else self.topic)

    def checks(self) -> tuple[Code, ...]:
        """Return what is to be looked at before such a release, nine at most."""
        found = self.gates.checks[:9] if self.gates else ()
        return numbered([(check.id, check.gist) for check in found])

    def picked(self, row: str) -> tuple[Place, ...]:
        return self.organs.get(row, ())

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        self.organs[row] = picked
        if row == "units":
            self.ask_gates()

    def ask_gates(self) -> None:
        """Read where the gates of the form, the unit and the organs chosen stand."""
        mentioned = [one.code for one in self.picked("units")]
        self.read_gates(self.form or "", self.unit, mentioned)

    def _at_echo(self) -> Line:
        try:
            moment = self.moment("at")
        except BadTime:
            return echo(t("intake.unread"), "near")
        if moment is None:
            return echo(t("release.now", at=say_clock(self.now, self.now)))
        return line(strong(say_moment(moment, self.now)))

    def options(self, row: str, width: int) -> list[Line]:
        source = (self.file.facts.source_platform if self.file else None) or t("menu.unknown")
        said = hint(f"release.hint.{row}", width, source=source)
        if row == "attendees" and self.file:
            return [*attendee_lines(who_may_attend(self.file), self.attended), *said]
        if row == "unit":
            units = numbered([(unit.code, unit.name) for unit in self.releasing()])
            return [*choice_lines(units, (self.unit,), width), *said]
        if row == "checks":
            return [*choice_lines(self.checks(), self.looked_at, width), *said]
        if row in self.picking and self.found_in(row).places:
            return place_lines(self.found_in(row), width, f"release.hint.{row}")
        if row not in self.MENUS:
            return said
        code = self.code_of(row)
        return [*choice_lines(self.menus[row].choices, (code,) if code else (), width), *said]

    def side_of(self, file: IncidentFile) -> Layout:
        rows, intended, now = self.effects(file), self._intended(), self.now
        forms, gates = self.menus["form"], self.gates

        def layout(width: int) -> list[Line]:
            said = effect_lines(rows, intended, forms, now, width)
            return [*gate_lines(gates, now, width), BLANK, *said] if gates and gates.gates else said

        return layout

    def _intended(self) -> Intended:
        try:
            moment = self.moment("at")
        except BadTime:
            moment = None
        return Intended(
            form=self.form or "",
            conclusive=self.conclusive,
            at=moment.at if moment else self.now,
            unit=self.unit,
            platform=self.text("platform"),
            late_reason=self.text("reason"),
        )

    def effects(self, file: IncidentFile) -> list[Effect]:
        return effects(file, self._intended())
