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
from clients.tui.screens.places import PlacePicking
from clients.tui.views.intake import FLAGS, row_of
from clients.tui.views.intake_rows import SEVERITY_TONES, columns, place_lines
from clients.tui.views.intake_values import read_count, read_yuan
from clients.tui.views.menus import menu
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose, strong
from clients.tui.views.texts import place_name
from clients.tui.views.whatif import (
    changed,
    diff_lines,
    standing,
    standing_places,
    summary,
    turned,
)
from clients.tui.widgets.choices import DigitRow, TextRow

_NUMBERS = {"deaths": "deaths", "injured": "seriouslyInjured", "loss": "directLoss"}
_CODES = ("severity", "kind", "veracity")


class WhatIfScreen(IncidentForm, PlacePicking):
    """`wanted` holds what was touched; Esc forgets it, a confirmed commit makes it the file."""

    TITLE_KEY = "whatif.title"
    KEYS = "whatif.keys"
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
    )
    CSS_PATH: ClassVar[list[str]] = ["form.tcss", "whatif.tcss"]  # type: ignore[assignment]  # Textual allows a list, FormScreen names one file

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.menus = {name: menu(name) for name in (*_CODES, "flags")}
        self.wanted: dict[str, Any] = {}
        self.wanted_places: tuple[Place, ...] | None = None
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

    # what is wanted, over what stands

    def fact(self, name: str) -> Any:
        if name in self.wanted:
            return self.wanted[name]
        return standing(self.file.facts, name) if self.file else None

    def places(self) -> tuple[Place, ...]:
        if self.wanted_places is not None:
            return self.wanted_places
        return standing_places(self.file.facts) if self.file else ()

    def places_changed(self, places: tuple[Place, ...]) -> None:
        self.wanted_places = places
        self.ask_soon()

    def changes(self) -> dict[str, Any]:
        """Return the facts that differ from the file, as the service takes them."""
        if self.file is None:
            return {}
        facts = changed(self.file.facts, self.wanted)
        if self.wanted_places is not None and self.wanted_places != standing_places(
            self.file.facts
        ):
            facts["localities"] = [place.code for place in self.wanted_places] or None
        return facts

    # the form's face

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("whatif.commit")
        if row in _CODES:
            return self._code_value(row)
        if row == "flags":
            return self._flags_value()
        if row == "place":
            names = t("intake.comma").join(place_name(place.name) for place in self.places())
            return line(Piece(names, "fg", self.wanted_places is not None))
        return ()

    def _code_value(self, row: str) -> Line:
        code = self.fact(row)
        title = strong(self.menus[row].title(code), SEVERITY_TONES.get(code or "", "fg"))
        if self.file and row in self.wanted and standing(self.file.facts, row) != code:
            was = self.menus[row].title(standing(self.file.facts, row))
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
        if row == "place" and self.found.places:
            return place_lines(self.found, width)
        said = hint(f"whatif.hint.{row}", width)
        if row not in (*_CODES, "flags"):
            return said
        cells = []
        for choice in self.menus[row].choices:
            if choice.code == "drill":
                continue
            state = self.fact(choice.code) if row == "flags" else self.fact(row) == choice.code
            mark = {True: t("intake.mark.yes"), False: t("intake.mark.no"), None: ""}[state]
            text = choice.title + (mark if row == "flags" else "")
            ground = "selection" if state else ""
            cells.append(
                line(
                    Piece(choice.digit, "keys", True), Piece(f" {text}", "fg", bool(state), ground)
                )
            )
        return [*columns(cells, width), *said]

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
            self.wanted[row] = code
        self.ask_soon()

    def text_changed(self, row: str, text: str) -> None:
        if row == "place":
            self.search_after_pause()
            return
        super().text_changed(row, text)
        if row in _NUMBERS:
            self._read_number(row, text)
            self.ask_soon()

    def _read_number(self, row: str, text: str) -> None:
        name = _NUMBERS[row]
        faults: dict[str, str] = {}
        read = read_yuan(text, row, faults) if row == "loss" else read_count(text, row, faults)
        self.faults.update(faults)
        self.wanted.pop(name, None)
        if read is not None:
            self.wanted[name] = read

    def entered(self, row: str) -> None:
        if row == "place" and self.take_place():
            return
        if row == "commit":
            self._commit()
        elif row == "severity":
            self.focus_row("reason")
        else:
            super().entered(row)

    # the service

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
        row = "reason" if (field or "").endswith("reason") else row_of(field)
        return row if row in self.ROWS else "commit"

    def _commit(self) -> None:
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
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.assess_incident, sent)

    def committed(self, answer: dict[str, Any]) -> None:
        self.finish(t("whatif.done", number=self.subject.number))
