"""Record a release (记回应): digits and a pasted address; what it ends stands beside."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult

from clients.tui.locale import t
from clients.tui.models import UnitRef
from clients.tui.models_incident import IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, echo, hint
from clients.tui.screens.gated import GatedForm
from clients.tui.views.attendees import (
    Attending,
    attended_value,
    attendee_lines,
    toggled,
    who_may_attend,
)
from clients.tui.views.gates import gate_lines
from clients.tui.views.intake_rows import columns
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.pieces import BLANK, Layout, Line, Piece, line, muted, strong
from clients.tui.views.release import Effect, Intended, effect_lines, effects, releasing_units
from clients.tui.widgets.choices import DigitRow, TextRow

_REFUSED = {
    "form": "form",
    "conclusive": "conclusive",
    "title": "title",
    "releasedAt": "at",
    "publishedAt": "at",
    "lateReason": "reason",
    "url": "url",
    "platform": "platform",
    "channelKind": "channel",
    "unit": "unit",
}


class ReleaseScreen(GatedForm):
    """The form of a release; the duty it was opened on suggests form and sort."""

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
    }
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
        "unit",
        "commit",
    )
    MENUS: ClassVar[tuple[str, ...]] = ("form", "channel")

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

    def form_rows(self) -> ComposeResult:
        yield DigitRow("form", t("release.row.form"))
        yield DigitRow("conclusive", t("release.row.conclusive"), "12ynYN")
        yield DigitRow("channel", t("release.row.channel"))
        yield TextRow("url", t("release.row.url"))
        yield TextRow("platform", t("release.row.platform"), marks="=")
        yield DigitRow("attendees", t("release.row.attendees"))
        yield TextRow("at", t("release.row.at"), cells=11)
        yield TextRow("title", t("release.row.title"))
        yield TextRow("reason", t("release.row.reason"))
        yield DigitRow("unit", t("release.row.unit"))
        yield DigitRow("commit", "")

    def file_read(self, file: IncidentFile) -> None:
        duty = next((d for d in file.obligations if d.id == self.subject.duty), None)
        if duty and duty.fulfilled_by and self.form not in duty.fulfilled_by:
            self.form = duty.fulfilled_by[0]
        if duty and duty.kind == "FINAL_OUTCOME":
            self.conclusive = True
        units = self._units()
        if units and not self.unit:
            self.unit = units[0].code
        self.read_gates(self.form or "", self.unit)

    def _units(self) -> tuple[UnitRef, ...]:
        return releasing_units(self.file, self.subject.duty) if self.file else ()

    # what the rows say

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("release.commit")
        if row == "conclusive":
            return line(strong(t("release.conclusive" if self.conclusive else "release.interim")))
        if row in self.MENUS:
            code = self.form if row == "form" else self.channel
            return line(strong(self.menus[row].title(code)) if code else muted(t("intake.none")))
        if row == "attendees":
            return attended_value(self.attended)
        if row == "unit":
            names = [unit.name for unit in self._units() if unit.code == self.unit]
            return line(strong(names[0]) if names else muted(t("intake.none")))
        return self._at_echo() if row == "at" else ()

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
            return [*self._unit_lines(), *said]
        if row not in self.MENUS:
            return said
        chosen = self.form if row == "form" else self.channel
        cells = [
            line(
                Piece(c.digit, "keys", bold=True),
                Piece(f" {c.title}", "fg", c.code == chosen, "selection" * (c.code == chosen)),
            )
            for c in self.menus[row].choices
        ]
        return [*columns(cells, width), *said]

    def _unit_lines(self) -> list[Line]:
        return [
            line(
                Piece(str(digit), "keys", bold=True),
                Piece(
                    f" {unit.name}",
                    "fg",
                    unit.code == self.unit,
                    "selection" * (unit.code == self.unit),
                ),
            )
            for digit, unit in enumerate(self._units(), start=1)
        ]

    def side_of(self, file: IncidentFile) -> Layout:
        rows, intended, now = self._effects(file), self._intended(), self.now
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

    def _effects(self, file: IncidentFile) -> list[Effect]:
        return effects(file, self._intended())

    # keys

    def digit(self, row: str, mark: str) -> None:
        if mark == "=":
            source = self.file.facts.source_platform if self.file else None
            self.set_text("platform", source or "")
        elif row == "form" and (code := self.menus["form"].by_digit(mark)):
            self.form = code
            self.focus_row("conclusive")
        elif row == "conclusive":
            self.conclusive = mark in "1yY"
            self.focus_row("channel")
        elif row == "attendees" and self.file:
            self.attended = toggled(who_may_attend(self.file), self.attended, mark)
        elif row == "unit" and 0 < int(mark) <= len(self._units()):
            self.unit = self._units()[int(mark) - 1].code
        elif row == "channel":
            self.channel = self.menus["channel"].by_digit(mark)
            self.focus_row("url")
        if row in ("form", "unit"):
            self.read_gates(self.form or "", self.unit)
        self.show_side()

    def entered(self, row: str) -> None:
        if row == "commit":
            self._commit()
        elif row == "url":
            self.focus_row("commit")
        else:
            super().entered(row)

    def refused_row(self, field: str | None) -> str:
        return _REFUSED.get((field or "").rsplit(".", 1)[-1], "commit")

    # commit

    def _commit(self) -> None:
        if self.file is None or self.form is None:
            self.fault_at("form", t("release.choose_form"))
            return
        moment = self.moment_or_fault("at")
        if "at" in self.faults:
            return
        wanting = next((row for row in self._effects(self.file) if row.wants_reason), None)
        if wanting and not self.text("reason"):
            self.fault_at("reason", t("release.reason_missing", title=wanting.duty.title))
            return
        at = (moment.at if moment else self.sending_at).isoformat()
        sent = {
            "incident": self.subject.id,
            "form": self.form,
            "conclusive": self.conclusive,
            "title": self.text("title") or self._default_title(),
            "unit": self.unit or None,
            "releasedAt": at,
            "publications": self._publications(at),
            "attendees": [{"unit": one.unit, "person": one.person} for one in self.attended],
            "lateReason": self.text("reason") or None,
            "statement": self.line_version,
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.record_release, sent)

    def _default_title(self) -> str:
        drill = t("board.drill") if self.file and self.file.drill else ""
        return drill + self.subject.title

    def _publications(self, at: str) -> list[dict[str, Any]]:
        if self.channel is None and not self.text("url"):
            return []
        place = {
            "channelKind": self.channel or "WEBSITE",
            "platform": self.text("platform") or None,
            "url": self.text("url") or None,
            "publishedAt": at,
        }
        return [place]

    def sentence(self, sent: Mapping[str, Any]) -> str:
        form = self.menus["form"].title(sent["form"])
        return t("outbox.says.release", form=form, title=sent["title"])

    def committed(self, answer: dict[str, Any]) -> None:
        titles = [
            f"{row['title']}({t('outcome.' + row['outcome'])})" if row["outcome"] else row["title"]
            for row in answer["fulfilled"]
        ]
        said = t("release.done", n=len(titles), titles=t("intake.comma").join(titles))
        if not titles:
            said = t("release.done.none")
        if answer.get("replayed"):
            said = t("release.replayed")
        warned = " ".join(warning["message"] for warning in answer["warnings"])
        self.finish(f"{said} {warned}".strip())
