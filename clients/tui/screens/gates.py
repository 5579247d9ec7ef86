"""Record what the offices said about a release (审批): a digit per gate, who, and on what basis."""

from typing import Any, ClassVar

from textual.app import ComposeResult

from clients.tui.link import new_key
from clients.tui.locale import t
from clients.tui.models import UnitRef
from clients.tui.models_gates import Gate
from clients.tui.models_incident import IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import echo, hint
from clients.tui.screens.gated import GatedForm
from clients.tui.views.gates import gate_lines
from clients.tui.views.intake_rows import columns
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, strong
from clients.tui.views.release import releasing_units
from clients.tui.widgets.choices import DigitRow, TextRow

_REFUSED = {
    "form": "form",
    "gate": "gate",
    "approverUnit": "gate",
    "approver": "approver",
    "basis": "basis",
    "decidedAt": "at",
    "note": "note",
    "reason": "note",
    "unit": "unit",
    "text": "line",
}
OVERRIDE = "OVERRIDE"


class GatesScreen(GatedForm):
    """The first gate that is missing is chosen; by telephone unless said otherwise."""

    TITLE_KEY = "gates.title"
    KEYS = "gates.keys"
    ROWS = ("form", "gate", "verdict", "approver", "basis", "line", "at", "note", "unit", "commit")
    MENUS: ClassVar[tuple[str, ...]] = ("form", "verdict", "basis")

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.menus: dict[str, Menu] = {name: menu(name) for name in self.MENUS}
        self.chosen = {"form": "STATEMENT", "verdict": "APPROVED", "basis": "PHONE"}
        self.gate: str | None = None
        self.unit = ""
        self.drafted: int | None = None
        self.line_key = new_key()
        self.row = "gate"

    def form_rows(self) -> ComposeResult:
        yield DigitRow("form", t("release.row.form"))
        yield DigitRow("gate", t("gates.row.gate"))
        yield DigitRow("verdict", t("gates.row.verdict"))
        yield TextRow("approver", t("gates.row.approver"))
        yield DigitRow("basis", t("gates.row.basis"))
        yield TextRow("line", t("gates.row.line"))
        yield TextRow("at", t("release.row.at"), cells=11)
        yield TextRow("note", t("gates.row.note"))
        yield DigitRow("unit", t("release.row.unit"))
        yield DigitRow("commit", "")

    def file_read(self, file: IncidentFile) -> None:
        duty = next((d for d in file.obligations if d.id == self.subject.duty), None)
        if duty and duty.fulfilled_by and self.chosen["form"] not in duty.fulfilled_by:
            self.chosen["form"] = duty.fulfilled_by[0]
        units = self._units()
        if units and not self.unit:
            self.unit = units[0].code
        self.read_gates(self.chosen["form"], self.unit)

    def gates_read(self) -> None:
        keys = [_key(gate) for gate in self._gates()]
        if self.gate not in keys:
            open_ = [_key(gate) for gate in self._gates() if not gate.passed]
            self.gate = next(iter(open_ or keys), None)

    def _units(self) -> tuple[UnitRef, ...]:
        return releasing_units(self.file, self.subject.duty) if self.file else ()

    def _gates(self) -> list[Gate]:
        return self.gates.gates[:9] if self.gates else []

    @property
    def chosen_gate(self) -> Gate | None:
        return next((gate for gate in self._gates() if _key(gate) == self.gate), None)

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("release.commit")
        if row in self.MENUS:
            return line(strong(self.menus[row].title(self.chosen[row])))
        if row == "gate":
            gate = self.chosen_gate
            return line(strong(gate.title) if gate else muted(t("gates.none.short")))
        if row == "unit":
            names = [unit.name for unit in self._units() if unit.code == self.unit]
            return line(strong(names[0]) if names else muted(t("intake.none")))
        return self._at() if row == "at" else ()

    def _at(self) -> Line:
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
            cells = [_choice(c.digit, c.title, c.code == self.chosen[row]) for c in self._menu(row)]
            return [*columns(cells, width), *said]
        if row == "gate":
            rows = enumerate(self._gates(), start=1)
            titles = [(n, f"{g.title} {g.approver.name}", _key(g) == self.gate) for n, g in rows]
            return [*(_choice(str(n), title, on) for n, title, on in titles), *said]
        if row == "unit":
            units = enumerate(self._units(), start=1)
            return [*(_choice(str(n), u.name, u.code == self.unit) for n, u in units), *said]
        return said

    def _menu(self, row: str) -> Any:
        return self.menus[row].choices

    def side_of(self, file: IncidentFile) -> Layout:
        found, now = self.gates, self.now
        return lambda width: gate_lines(found, now, width)

    def digit(self, row: str, mark: str) -> None:
        rows = {"gate": self._gates(), "unit": self._units()}
        if row in self.MENUS and (code := self.menus[row].by_digit(mark)):
            self.chosen[row] = code
            self.focus_row({"form": "gate", "verdict": "approver", "basis": "commit"}[row])
        elif row == "gate" and 0 < int(mark) <= len(rows["gate"]):
            self.gate = _key(self._gates()[int(mark) - 1])
            self.focus_row("verdict")
        elif row == "unit" and 0 < int(mark) <= len(rows["unit"]):
            self.unit = self._units()[int(mark) - 1].code
        if row in ("form", "unit"):
            self.read_gates(self.chosen["form"], self.unit)
        self.show_side()

    def text_changed(self, row: str, text: str) -> None:
        if row == "line":
            # other words are another version, also after a commit that was not answered
            self.drafted, self.line_key = None, new_key()
        super().text_changed(row, text)

    def entered(self, row: str) -> None:
        if row == "commit":
            self._commit()
        else:
            super().entered(row)

    def refused_row(self, field: str | None) -> str:
        return _REFUSED.get((field or "").rsplit(".", 1)[-1], "commit")

    def _commit(self) -> None:
        gate = self.chosen_gate
        if gate is None:
            self.fault_at("gate", t("gates.none.short"))
            return
        if self.chosen["verdict"] == OVERRIDE:
            self._override()
            return
        moment = self.moment_or_fault("at")
        if "at" in self.faults:
            return
        if not self.text("approver"):
            self.fault_at("approver", t("gates.approver_missing", office=gate.approver.name))
            return
        if self.text("line") and self.drafted is None:
            # the line that was read out is a version of its own before anybody agrees to it
            drafted = {"incident": self.subject.id, "text": self.text("line")}
            key = {"idempotencyKey": self.line_key}
            self.send(OPERATIONS.draft_statement, {**drafted, **key})
            return
        sent = {
            "incident": self.subject.id,
            "gate": gate.gate,
            "verdict": self.chosen["verdict"],
            "unit": self.unit or None,
            "approverUnit": gate.approver.code,
            "approver": self.text("approver"),
            "basis": self.chosen["basis"],
            "note": self.text("note") or None,
            "statement": self.drafted,
            "decidedAt": (moment.at if moment else self.sending_at).isoformat(),
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.decide_gate, sent)

    def _override(self) -> None:
        if not self.text("note"):
            self.fault_at("note", t("gates.reason_missing"))
            return
        sent = {
            "incident": self.subject.id,
            "form": self.chosen["form"],
            "unit": self.unit or None,
            "reason": self.text("note"),
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.override_gate, sent)

    def committed(self, answer: dict[str, Any]) -> None:
        if "statement" in answer:
            self.drafted = answer["statement"]["version"]
            self._commit()
            return
        said = [
            t("gates.done", title=d["title"], verdict=d["verdictTitle"], person=d["person"])
            + (t("gates.paper") if d["paperFollows"] else "")
            for d in answer["decisions"]
        ]
        warned = [warning for d in answer["decisions"] for warning in d["warnings"]]
        self.finish(" ".join((*said, *warned)))


def _key(gate: Gate) -> str:
    return f"{gate.gate}@{gate.approver.code}"


def _choice(digit: str, title: str, chosen: bool) -> Line:
    return line(
        Piece(digit, "keys", bold=True),
        Piece(f" {title}", "fg", chosen, "selection" if chosen else ""),
    )
