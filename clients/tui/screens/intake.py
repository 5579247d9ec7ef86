"""Intake (登记): digits and a few letters on the left, what the law will ask on the right, live."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from clients.tui.clock import local
from clients.tui.drafts import draft_path, drop_draft_file, read_draft_file, write_draft_file
from clients.tui.link import LinkDown, LinkState, Refused, new_key
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_preview import Place, Preview
from clients.tui.operations import OPERATIONS
from clients.tui.outbox import Origin
from clients.tui.screens.offered import offered_menus
from clients.tui.screens.places import PlacePicking
from clients.tui.views.intake import Draft, read_draft, row_of
from clients.tui.views.intake_rows import (
    DIGIT_ROWS,
    MANY,
    ROWS,
    next_row,
    option_lines,
    row_value,
)
from clients.tui.views.menus import menu
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Layout, Line, Piece, muted
from clients.tui.views.preview import (
    asking_lines,
    offline_lines,
    preview_lines,
    refused_lines,
)
from clients.tui.views.texts import span_text
from clients.tui.widgets.choices import DigitRow, TextRow

SAVE_AFTER = 1.0  # seconds of quiet before the draft is written to the disk
_TEXTS = ("occurred", "title", "deaths", "injured", "loss", "source", "known", "directed")


class IntakeScreen(PlacePicking):
    """The intake form. `draft` is all it knows; every change goes to the preview after a pause."""

    CSS_PATH: ClassVar[list[str]] = ["form.tcss", "intake.tcss"]  # type: ignore[assignment]  # Textual allows a list, FormScreen names one file
    ROWS = ROWS
    WAITS = "waits"
    KEYS = "intake.keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "recall", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.menus = {name: menu(name) for name in DIGIT_ROWS}
        self.preview: Preview | None = None
        self.refusal = ""
        self.stored: Draft | None = None
        self._saving: Timer | None = None

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.draft = Draft(opened_at=self.now, key=new_key())
        self.stored = read_draft_file(self._path)
        if self.stored:
            at = say_clock(self.stored.opened_at, self.now)
            self.say(t("intake.draft.found", at=at))
        self.ask_preview()
        self.ask_menus()

    # the form's face

    def title_line(self) -> Line:
        as_of = self.desk.state.as_of
        age = t("intake.sync.none")
        if as_of is not None:
            age = t("intake.sync", ago=span_text(self.now - as_of))
        called = t("intake.called", at=f"{local(self.draft.opened_at):%H:%M:%S}")
        return self.bar(t("intake.title"), Piece(f"{called}  "), muted(age))

    def form_rows(self) -> ComposeResult:
        yield self._text("occurred", 11)
        yield self._digits("kind")
        yield self._digits("severity", "0123456789=")
        yield self._text("place", 11)
        yield self._text("title")
        yield DigitRow("commit", "")
        with Horizontal(id="casualties"):
            yield self._text("deaths", marks="=")
            yield self._text("injured", marks="=")
            yield self._text("loss", marks="=")
        yield self._digits("flags")
        yield self._digits("categories")
        yield self._digits("veracity")
        yield self._text("source")
        yield self._text("known", 11)
        yield self._text("directed")
        yield self._text("units", 11)
        with Horizontal(id="judged"):
            yield self._digits("fields")
            yield self._digits("value")

    def _text(self, row: str, cells: int | None = None, marks: str = "") -> TextRow:
        return TextRow(row, t(f"intake.row.{row}"), cells=cells, marks=marks)

    def _digits(self, row: str, marks: str = "0123456789") -> DigitRow:
        return DigitRow(row, t(f"intake.row.{row}"), marks)

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("intake.commit.button")
        if row in _TEXTS and row not in ("occurred", "known"):
            return ()
        return row_value(row, self.draft, self.menus, self.now)

    def options(self, row: str, width: int) -> list[Line]:
        suggestion = self.preview.suggested_severity if self.preview else None
        return option_lines(row, self.draft, self.menus, self.found_in(row), suggestion, width)

    def side(self) -> Layout:
        if self.desk.deadlines.status.state is LinkState.DOWN:
            return offline_lines
        if self.refusal:
            message = self.refusal
            return lambda width: refused_lines(message, width)
        preview, now = self.preview, self.now
        if preview is None:
            return asking_lines
        return lambda width: preview_lines(preview, now, width)

    # what keys do

    def _changed(self) -> None:
        """Ask what the law says of it and put it on the disk, each after its pause."""
        self.after_pause("preview", self.ask_preview)
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """Write what is filled in; say so where the disk refuses."""
        filled = self.touched and not self.draft.empty
        if filled and not write_draft_file(self._path, self.draft):
            self.say(t("intake.draft.unsaved"), grave=True)

    def picked(self, row: str) -> tuple[Place, ...]:
        return self.draft.units if row == "units" else self.draft.places

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        field = "units" if row == "units" else "places"
        self.draft = replace(self.draft, **{field: picked})  # type: ignore[arg-type]  # both hold places
        self._changed()

    def text_changed(self, row: str, text: str) -> None:
        if row in self.picking:
            self.search_after_pause(row)
            return
        typed = {**self.draft.typed, row: self.now}
        self.draft = replace(self.draft, typed=typed, **{row: text})  # type: ignore[arg-type]  # row is one of the draft's text fields
        self._changed()

    def digit(self, row: str, mark: str) -> None:
        if mark == "=":
            self._take_suggestion()
        elif row in ("kind", "severity", "veracity", "value"):
            code = self.menus[row].by_digit(mark)
            if code is None and mark != "0":
                return
            self.draft = replace(self.draft, **{row: code})  # type: ignore[arg-type]  # each is a code or None
            self.focus_row("place" if row == "severity" else next_row(row, self.draft))
        elif row in ("flags", *MANY):
            self._turn(row, self.menus[row].by_digit(mark))
        self._changed()

    def _turn(self, row: str, code: str | None) -> None:
        if code is None:
            return
        if row == "flags":
            self.draft = self.draft.turned(code)
            return
        had: tuple[str, ...] = getattr(self.draft, row)
        kept = tuple(c for c in had if c != code)
        self.draft = replace(self.draft, **{row: kept if code in had else (*had, code)})  # type: ignore[arg-type]  # both hold codes

    def _take_suggestion(self) -> None:
        suggestion = self.preview.suggested_severity if self.preview else None
        if suggestion:
            self.draft = replace(self.draft, severity=suggestion.severity)
            self.focus_row("place")

    def entered(self, row: str) -> None:
        if row in self.picking and self.take_found(row):
            return
        if row == "commit":
            self._commit()
        elif (fault := read_draft(self.draft).faults.get(row)) is not None:
            self.fault_at(row, fault)
        else:
            self.focus_row(next_row(row, self.draft))

    def _input(self, row: str) -> Input:
        return self.query_one(f"#input-{row}", Input)

    def action_recall(self) -> None:
        if self.stored is None:
            return
        self.draft, self.stored = self.stored, None
        typed = self.draft.typed
        for row in _TEXTS:
            with self.prevent(Input.Changed):
                self.input(row).value = getattr(self.draft, row)
        self.draft = replace(self.draft, typed=typed)
        self.show_all()
        self.ask_preview()

    def action_leave(self) -> None:
        if self.busy:
            return
        if not self.draft.empty:
            self._keep_draft(t("intake.draft.saved"))
            self.desk.tell(self.message.text if self.message else "")
        self.dismiss()

    # what the services say

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def ask_preview(self) -> None:
        reading = read_draft(self.draft)
        # a time half typed is no fault yet
        half = {row: said for row, said in reading.faults.items() if row != self.row}
        self.faults = {**self.faults, **half}
        try:
            answer = await self.desk.deadlines.execute(
                OPERATIONS.preview_incident, {"facts": reading.facts}
            )
            self.preview = decode(answer["previewIncident"], Preview)
            self.refusal = ""
        except Refused as refused:
            self.refusal = refused.message
            row = row_of(refused.field)
            if row != "commit":
                self.faults[row] = refused.message
        except LinkDown:
            self.preview = None
        self.show_rows()
        self.show_side()

    @work(exit_on_error=False)
    async def ask_menus(self) -> None:
        """Take the service's further codes; without an answer the desk's own menus do."""
        self.menus = await offered_menus(self.desk.deadlines, self.menus)
        self.show_rows()

    # commit

    def _commit(self) -> None:
        reading = read_draft(self.draft)
        if reading.faults:
            self.faults = {**self.faults, **reading.faults}
            self.show_rows()
            self.focus_row(next(row for row in ROWS if row in reading.faults))
            return
        sent = {
            "facts": reading.facts,
            "title": self.draft.title.strip() or None,
            "idempotencyKey": self.draft.key,
        }
        self.send(OPERATIONS.open_incident, sent)

    def refused_row(self, field: str | None) -> str:
        return row_of(field)

    def unanswered(self) -> None:
        self._keep_draft(t("intake.link_down" if self.tried_at else "intake.offline"))

    def kept(self) -> None:
        self._let_go()

    def origin(self) -> Origin:
        return Origin(screen=f"{__name__}:IntakeScreen", filled=msgspec.to_builtins(self.draft))

    def about(self) -> str:
        return self.draft.title.strip()

    def sentence(self, sent: Mapping[str, Any]) -> str:
        known = (row_value(row, self.draft, self.menus, self.now) for row in ("kind", "place"))
        said = " ".join("".join(piece.text for piece in one).strip() for one in known)
        return t("outbox.says.intake", title=sent["title"] or said)

    def committed(self, answer: dict[str, Any]) -> None:
        from clients.tui.screens.incident import IncidentScreen

        self._let_go()
        incident = decode(answer["incident"], Subject)
        key = "intake.replayed" if answer.get("replayed") else "intake.opened"
        sentence = t(key, number=incident.number)
        self.desk.tell(sentence)
        self.app.switch_screen(IncidentScreen(incident, sentence))

    def _let_go(self) -> None:
        if self._saving is not None:
            self._saving.stop()
        self.touched = False
        drop_draft_file(self._path, self.draft.key)

    @property
    def _path(self) -> Path:
        return draft_path(self.desk.config.state_home)

    def _keep_draft(self, sentence: str) -> None:
        kept = write_draft_file(self._path, self.draft)
        self.say(sentence if kept else t("intake.draft.unsaved"), grave=True)
