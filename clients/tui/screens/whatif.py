"""What-if (推演): other facts on an open incident; nothing is kept until it is confirmed."""

from typing import Any, ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import IncidentFile
from clients.tui.models_preview import AssessmentPreview, Place
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, hint
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.offered import offered_menus
from clients.tui.screens.places import PlacePicking
from clients.tui.views.intake import FLAGS, directed_facts, row_of, source_facts
from clients.tui.views.intake_rows import SEVERITY_TONES, columns, picked_names, place_lines
from clients.tui.views.intake_values import read_count, read_yuan
from clients.tui.views.menus import menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose, strong
from clients.tui.views.whatif import (
    FACTORS,
    changed,
    diff_lines,
    factor_row,
    standing,
    standing_places,
    standing_units,
    summary,
    turned,
    weighed,
)
from clients.tui.widgets.choices import DigitRow, TextRow

_NUMBERS = {"deaths": "deaths", "injured": "seriouslyInjured", "loss": "directLoss"}
_CODES = ("severity", "kind", "veracity", "value")
_SAID_BY = {
    "occurred": ("occurredAt", "occurredPrecision"),
    "source": ("sourcePlatform", "sourceUrl"),
    "directed": ("directedBy", "directedDueAt"),
}
_FACT = {"value": "responseValue"}  # a row's fact where it is not called like the row


class WhatIfScreen(IncidentForm, PlacePicking):
    """`wanted` holds what was touched; Esc forgets it, a confirmed commit makes it the file."""

    READS = True
    TITLE_KEY = "whatif.title"
    KEYS = "whatif.keys"
    DRAFTED = {}  # noqa: RUF012 - nothing is written here
    ROWS = (
        "severity",
        "kind",
        "flags",
        "veracity",
        "place",
        "deaths",
        "injured",
        "loss",
        "reason",
        "commit",
        "occurred",
        "source",
        "directed",
        "units",
        "fields",
        "value",
        *FACTORS,
    )
    CSS_PATH: ClassVar[list[str]] = ["form.tcss", "whatif.tcss"]  # type: ignore[assignment]  # Textual allows a list, FormScreen names one file

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.menus = {name: menu(name) for name in (*_CODES, "flags", "fields")}
        self.wanted: dict[str, Any] = {}
        self.wanted_picks: dict[str, tuple[Place, ...]] = {}
        self.unread: dict[str, str] = {}
        self.preview: AssessmentPreview | None = None
        self.refusal = ""

    def form_rows(self) -> ComposeResult:
        for row in ("severity", "kind", "flags", "veracity"):
            yield DigitRow(row, t(f"intake.row.{row}"))
        yield TextRow("place", t("intake.row.place"), cells=11)
        with Horizontal(id="casualties"):
            for row in _NUMBERS:
                yield TextRow(row, t(f"intake.row.{row}"))
        yield TextRow("reason", t("whatif.row.reason"))
        yield DigitRow("commit", "")
        yield TextRow("occurred", t("intake.row.occurred"), cells=11)
        yield TextRow("source", t("intake.row.source"))
        yield TextRow("directed", t("intake.row.directed"))
        yield TextRow("units", t("intake.row.units"), cells=11)
        with Horizontal(id="judged"):
            yield DigitRow("fields", t("intake.row.fields"))
            yield DigitRow("value", t("intake.row.value"))
        for pair in (("nature", "reach"), ("media", "consequences")):
            with Horizontal(classes="weighed"):
                for row in pair:
                    yield TextRow(row, t(f"whatif.row.{row}"))

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.ask_menus()

    # what is wanted, over what stands

    def fact(self, name: str) -> Any:
        if name in self.wanted:
            return self.wanted[name]
        return standing(self.file.facts, name) if self.file else None

    def picked(self, row: str) -> tuple[Place, ...]:
        return self.wanted_picks.get(row, self._standing_picks(row))

    def _standing_picks(self, row: str) -> tuple[Place, ...]:
        if self.file is None:
            return ()
        return standing_units(self.file) if row == "units" else standing_places(self.file.facts)

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        self.wanted_picks[row] = picked
        self.ask_soon()

    def changes(self) -> dict[str, Any]:
        """Return the facts that differ from the file, as the service takes them."""
        if self.file is None:
            return {}
        facts = changed(self.file.facts, self.wanted)
        for row, picked in self.wanted_picks.items():
            if picked != self._standing_picks(row):
                name = "units" if row == "units" else "localities"
                facts[name] = [one.code for one in picked] or None
        return facts

    # the form's face

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("whatif.commit")
        if row in _CODES:
            return self._code_value(row)
        if row == "flags":
            return self._flags_value()
        if row in self.picking:
            return line(Piece(picked_names(self.picked(row)), "fg", row in self.wanted_picks))
        if row == "fields":
            titles = [self.menus[row].title(code) for code in self.fact(row) or ()]
            said = t("intake.comma").join(titles)
            return line(Piece(said, "fg", row in self.wanted) if said else muted(t("intake.none")))
        return self._occurred_value() if row == "occurred" else ()

    def _occurred_value(self) -> Line:
        try:
            typed = self.moment("occurred")
        except BadTime:
            return line(muted(t("intake.unread")))
        if typed is not None:
            return line(strong(say_moment(typed, self.now)))
        stands = self.file.facts.occurred_at if self.file else None
        return line(muted(say_clock(stands, self.now) if stands else t("intake.occurred.unknown")))

    def _code_value(self, row: str) -> Line:
        name = _FACT.get(row, row)
        code = self.fact(name)
        title = strong(self.menus[row].title(code), SEVERITY_TONES.get(code or "", "fg"))
        if self.file and name in self.wanted and standing(self.file.facts, name) != code:
            was = self.menus[row].title(standing(self.file.facts, name))
            return line(title, muted(t("whatif.was", was=was)))
        return line(title)

    def _flags_value(self) -> Line:
        said = [
            Piece(f"{self.menus['flags'].title(name)} ", "fg", name in self.wanted)
            for name in FLAGS
            if name != "drill" and self.fact(name)
        ]
        return tuple(said) or line(muted(t("intake.none")))

    def options(self, row: str, width: int) -> list[Line]:
        if row in self.picking:
            return place_lines(self.found_in(row), width, f"whatif.hint.{row}")
        said = hint(f"whatif.hint.{row}", width)
        if row not in (*_CODES, "flags", "fields"):
            return said
        cells = []
        for choice in self.menus[row].choices:
            if choice.code == "drill":
                continue
            state = self._state(row, choice.code)
            mark = {True: t("intake.mark.yes"), False: t("intake.mark.no"), None: ""}[state]
            text = choice.title + (mark if row == "flags" else "")
            ground = "selection" if state else ""
            cells.append(
                line(
                    Piece(choice.digit, "keys", True), Piece(f" {text}", "fg", bool(state), ground)
                )
            )
        return [*columns(cells, width), *said]

    def _state(self, row: str, code: str) -> bool | None:
        if row == "flags":
            flag: bool | None = self.fact(code)
            return flag
        if row == "fields":
            return code in (self.fact(row) or ())
        return bool(self.fact(_FACT.get(row, row)) == code)

    def side_of(self, file: IncidentFile) -> Layout:
        preview, refusal, now = self.preview, self.refusal, self.now
        if refusal:
            return lambda width: prose(refusal, width, "near")
        if not self.changes() or preview is None:
            return lambda width: prose(t("whatif.nothing"), width, "fg")
        return lambda width: diff_lines(preview, file.obligations, now, width)

    # keys

    def digit(self, row: str, mark: str) -> None:
        if row == "flags":
            code = self.menus["flags"].by_digit(mark)
            if code and code != "drill":
                self.wanted[code] = turned(self.fact(code))
        elif row in _CODES:
            code = self.menus[row].by_digit(mark)
            if code is None and mark != "0":
                return
            self.wanted[_FACT.get(row, row)] = code
        elif row == "fields":
            self._turn_field(self.menus[row].by_digit(mark))
        self.ask_soon()

    def _turn_field(self, code: str | None) -> None:
        had = list(self.fact("fields") or ())
        if code is not None:
            self.wanted["fields"] = [c for c in had if c != code] if code in had else [*had, code]

    def text_changed(self, row: str, text: str) -> None:
        if row in self.picking:
            self.search_after_pause(row)
            return
        super().text_changed(row, text)
        if row in _NUMBERS:
            self._read_number(row, text)
            self.ask_soon()
        elif row in _SAID_BY:
            self._read_text(row)
            self.ask_soon()

    def _read_text(self, row: str) -> None:
        """Take what a row of text says of the facts; an empty row leaves them as they stand."""
        faults: dict[str, str] = {}
        if row == "occurred":
            said = self._occurred(faults)
        elif row == "source":
            said = source_facts(self.text(row))
        else:
            said = directed_facts(self.text(row), self.typed[row], faults)
        # a time half typed is no fault yet: the commit tells
        self.unread = {**{k: v for k, v in self.unread.items() if k != row}, **faults}
        for name in _SAID_BY[row]:
            self.wanted.pop(name, None)
        self.wanted |= {name: value for name, value in said.items() if value is not None}

    def _occurred(self, faults: dict[str, str]) -> dict[str, Any]:
        try:
            typed = self.moment("occurred")
        except BadTime as bad:
            faults["occurred"] = t(bad.key)
            return {}
        if typed is None:
            return {}
        return {"occurredAt": typed.at, "occurredPrecision": typed.precision}

    def _read_number(self, row: str, text: str) -> None:
        name = _NUMBERS[row]
        faults: dict[str, str] = {}
        read = read_yuan(text, row, faults) if row == "loss" else read_count(text, row, faults)
        self.faults.update(faults)
        self.wanted.pop(name, None)
        if read is not None:
            self.wanted[name] = read

    def entered(self, row: str) -> None:
        if row in self.picking and self.take_found(row):
            return
        if row == "commit":
            self._commit()
        elif row in self.unread:
            self.fault_at(row, self.unread[row])
        elif row in ("severity", self.ROWS[-1]):
            self.focus_row("reason")
        else:
            super().entered(row)

    # the service

    @work(group="menus", exit_on_error=False)
    async def ask_menus(self) -> None:
        """Take the service's codes; without an answer the desk's own menus do."""
        self.menus = await offered_menus(self.desk.deadlines, self.menus)
        self.show_rows()

    def ask_soon(self) -> None:
        self.show_side()
        self.after_pause("preview", self.ask_preview)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def ask_preview(self) -> None:
        facts = self.changes()
        if not facts:
            self.preview, self.refusal = None, ""
            self.show_side()
            return
        try:
            answer = await self.desk.deadlines.execute(
                OPERATIONS.preview_assessment, {"incident": self.subject.id, "facts": facts}
            )
            self.preview = decode(answer["previewAssessment"], AssessmentPreview)
            self.refusal = ""
        except Refused as refused:
            self.refusal = refused.message
        except LinkDown:
            self.refusal = t("preview.offline.title")
        except msgspec.ValidationError:
            self.refusal = t("incident.odd")
        self.show_rows()
        self.show_side()

    def refused_row(self, field: str | None) -> str:
        row = factor_row(field) or ("reason" if (field or "").endswith("reason") else row_of(field))
        return row if row in self.ROWS else "commit"

    def _commit(self) -> None:
        for row, sentence in self.unread.items():
            self.fault_at(row, sentence)
            return
        if not self.changes():
            self.fault_at("severity", t("whatif.nothing.commit"))
        elif not self.text("reason"):
            self.fault_at("reason", t("whatif.reason_missing"))
        else:
            sentence = t("whatif.confirm", number=self.subject.number)
            self.app.push_screen(ConfirmScreen(sentence, self._counts()), self._confirmed)

    def _counts(self) -> str:
        return "".join(piece.text for piece in summary(self.preview)) if self.preview else ""

    def _confirmed(self, sure: bool | None) -> None:
        if not sure:
            return
        sent = {
            "incident": self.subject.id,
            "facts": self.changes(),
            "reason": self.text("reason"),
            "factors": weighed({row: self.text(row) for row in FACTORS}),
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.assess_incident, sent)

    def committed(self, answer: dict[str, Any]) -> None:
        self.finish(t("whatif.done", number=self.subject.number))
