"""The rows of the approvals form: the gates, what is still owed, the line to take, who and when."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult

from clients.tui.locale import t
from clients.tui.models import UnitRef
from clients.tui.models_gates import Version
from clients.tui.models_incident import IncidentFile
from clients.tui.models_preview import Place
from clients.tui.screens.about_incident import IncidentForm, echo, hint
from clients.tui.screens.gated import GatedForm
from clients.tui.screens.places import PlacePicking
from clients.tui.views.gates import gate_lines
from clients.tui.views.intake_rows import columns, picked_names, place_lines
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.owed_gates import Asked, asked, owed_lines, version_lines, version_title
from clients.tui.views.pieces import BLANK, Layout, Line, Piece, line, muted, strong
from clients.tui.views.release import releasing_units
from clients.tui.widgets.choices import DigitRow, TextRow


class GateRows(GatedForm, PlacePicking):
    """The first gate that is missing is chosen; by telephone unless said otherwise."""

    TITLE_KEY = "gates.title"
    KEYS = "gates.keys"
    DRAFTED: ClassVar[Mapping[str, Any]] = {
        **IncidentForm.DRAFTED,
        "chosen": dict[str, str],
        "gate": str | None,
        "unit": str,
        "mentioned": tuple[Place, ...],
    }
    ROWS = (
        "form",
        "gate",
        "verdict",
        "approver",
        "basis",
        "line",
        "version",
        "at",
        "note",
        "units",
        "unit",
        "commit",
    )
    MENUS: ClassVar[tuple[str, ...]] = ("form", "verdict", "basis")

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.menus: dict[str, Menu] = {name: menu(name) for name in self.MENUS}
        self.chosen = {"form": "STATEMENT", "verdict": "APPROVED", "basis": "PHONE"}
        self.gate: str | None = None
        self.unit = ""
        self.mentioned: tuple[Place, ...] = ()
        self.version: int | None = None
        self.row = "gate"

    def form_rows(self) -> ComposeResult:
        yield DigitRow("form", t("release.row.form"))
        yield DigitRow("gate", t("gates.row.gate"))
        yield DigitRow("verdict", t("gates.row.verdict"))
        yield TextRow("approver", t("gates.row.approver"))
        yield DigitRow("basis", t("gates.row.basis"))
        yield TextRow("line", t("gates.row.line"))
        yield DigitRow("version", t("gates.row.version"))
        yield TextRow("at", t("release.row.at"), cells=11)
        yield TextRow("note", t("gates.row.note"))
        yield TextRow("units", t("gates.row.units"), cells=11)
        yield DigitRow("unit", t("release.row.unit"))
        yield DigitRow("commit", "")

    # what was read

    def file_read(self, file: IncidentFile) -> None:
        duty = next((d for d in file.obligations if d.id == self.subject.duty), None)
        if duty and duty.fulfilled_by and self.chosen["form"] not in duty.fulfilled_by:
            self.chosen["form"] = duty.fulfilled_by[0]
        units = self.releasing()
        if units and not self.unit:
            self.unit = units[0].code
        self.ask_gates()

    def ask_gates(self) -> None:
        """Read where the gates of the form, unit and organs chosen stand."""
        codes = [one.code for one in self.mentioned]
        self.read_gates(self.chosen["form"], self.unit, codes)

    def gates_read(self) -> None:
        rows = self.asked()
        keys = [row.key for row in rows]
        if self.gate not in keys:
            opened_on = [key for key in keys if key == self.subject.duty]
            open_ = [row.key for row in rows if not row.passed]
            self.choose(next(iter(opened_on or open_ or keys), None))

    def releasing(self) -> tuple[UnitRef, ...]:
        """Return who may release it."""
        return releasing_units(self.file, self.subject.duty) if self.file else ()

    def asked(self) -> list[Asked]:
        """Return what can be decided about, in the order of the digits."""
        return asked(self.gates, self.decided, self.file.obligations if self.file else ())

    @property
    def chosen_gate(self) -> Asked | None:
        return next((row for row in self.asked() if row.key == self.gate), None)

    def choose(self, key: str | None) -> None:
        """Choose what is decided about; a paper that follows is on paper."""
        self.gate = key
        if self.chosen_gate and self.chosen_gate.on_paper:
            self.chosen["basis"] = "PAPER"

    def picked(self, row: str) -> tuple[Place, ...]:
        return self.mentioned

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        self.mentioned = picked
        self.ask_gates()

    # what the rows say

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("release.commit")
        if row in self.MENUS:
            return line(strong(self.menus[row].title(self.chosen[row])))
        if row == "gate":
            gate = self.chosen_gate
            return line(strong(gate.title) if gate else muted(t("gates.none.short")))
        if row == "version":
            return self.version_value()
        if row == "units":
            return line(strong(picked_names(self.mentioned)))
        if row == "unit":
            names = [unit.name for unit in self.releasing() if unit.code == self.unit]
            return line(strong(names[0]) if names else muted(t("intake.none")))
        return self.at_value() if row == "at" else ()

    def version_value(self) -> Line:
        if self.text("line"):
            return line(muted(t("gates.version.new")))
        found = [row for row in self.versions if row.version == self.version]
        return line(strong(version_title(found[0])) if found else muted(t("gates.version.newest")))

    def at_value(self) -> Line:
        try:
            moment = self.moment("at")
        except BadTime:
            return echo(t("intake.unread"), "near")
        if moment is None:
            return echo(t("release.now", at=say_clock(self.now, self.now)))
        return line(strong(say_moment(moment, self.now)))

    def options(self, row: str, width: int) -> list[Line]:
        said = hint(f"gates.hint.{row}", width)
        if row in self.MENUS:
            choices = self.menus[row].choices
            cells = [_choice(c.digit, c.title, c.code == self.chosen[row]) for c in choices]
            return [*columns(cells, width), *said]
        if row == "units":
            return place_lines(self.found_in(row), width, "gates.hint.units")
        return [*self._listed(row), *said]

    def _listed(self, row: str) -> list[Line]:
        titles: list[tuple[str, bool]] = []
        if row == "gate":
            titles = [(f"{g.title} {g.office.name}", g.key == self.gate) for g in self.asked()]
        elif row == "unit":
            titles = [(unit.name, unit.code == self.unit) for unit in self.releasing()]
        elif row == "version":
            titles = [(version_title(v), v.version == self.version) for v in self.offered()]
        return [_choice(str(n), title, on) for n, (title, on) in enumerate(titles, start=1)]

    def offered(self) -> tuple[Version, ...]:
        """Return the versions of the line that digits choose, newest first."""
        return self.versions[:9]

    def side_of(self, file: IncidentFile) -> Layout:
        found, rows, versions, now = self.gates, self.asked(), self.versions, self.now

        def layout(width: int) -> list[Line]:
            parts = (
                gate_lines(found, now, width),
                owed_lines(rows, now, width),
                version_lines(versions, now, width),
            )
            return [one for part in parts if part for one in (*part, BLANK)]

        return layout


def _choice(digit: str, title: str, chosen: bool) -> Line:
    return line(
        Piece(digit, "keys", bold=True),
        Piece(f" {title}", "fg", chosen, "selection" if chosen else ""),
    )
