"""Two acts that end without doing: waive a duty (免办), close the incident (办结)."""

from typing import Any

from textual.app import ComposeResult

from clients.tui.link import Refused
from clients.tui.locale import t
from clients.tui.models import ObligationState
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, hint
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.views.dues import clause_of, duty_lines
from clients.tui.views.incident import sorted_duties
from clients.tui.views.pieces import BLANK, Layout, Line, heading, prose
from clients.tui.widgets.choices import DigitRow, TextRow

# What the officer can do about a refusal to close.
_WAYS_OUT = frozenset({"FINAL_OUTCOME_OPEN", "OBLIGATIONS_OPEN"})


class WaiveScreen(IncidentForm):
    """Waives the duty it was opened on; a reason is required and stays in the file."""

    TITLE_KEY = "waive.title"
    KEYS = "waive.keys"
    ROWS = ("reason", "commit")

    def form_rows(self) -> ComposeResult:
        yield TextRow("reason", t("waive.row.reason"))
        yield DigitRow("commit", "")

    def draft_subject(self) -> str:
        return f"{self.subject.id} {self.subject.duty}"

    @property
    def duty(self) -> Duty | None:
        rows = self.file.obligations if self.file else []
        return next((duty for duty in rows if duty.id == self.subject.duty), None)

    def value(self, row: str) -> Line:
        return self.commit_button("waive.commit") if row == "commit" else ()

    def options(self, row: str, width: int) -> list[Line]:
        return hint(f"waive.hint.{row}", width)

    def side_of(self, file: IncidentFile) -> Layout:
        duty, now = self.duty, self.now

        def layout(width: int) -> list[Line]:
            if duty is None:
                return prose(t("incident.no_duty"), width, "near")
            return [
                heading(t("waive.what")),
                *duty_lines(duty, now, width),
                *prose(clause_of(duty), width),
                BLANK,
                *prose(t("waive.meaning"), width, "near"),
            ]

        return layout

    def entered(self, row: str) -> None:
        if row != "commit":
            super().entered(row)
        elif not self.text("reason"):
            self.fault_at("reason", t("waive.reason_missing"))
        elif self.duty is not None:
            sentence = t("waive.confirm", title=self.duty.title)
            self.app.push_screen(ConfirmScreen(sentence, self.text("reason")), self._confirmed)

    def _confirmed(self, sure: bool | None) -> None:
        if not sure or self.duty is None:
            return
        sent = {
            "obligation": self.duty.id,
            "reason": self.text("reason"),
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.waive_obligation, sent)

    def refused_row(self, field: str | None) -> str:
        return "reason" if (field or "").endswith("reason") else "commit"

    def committed(self, answer: dict[str, Any]) -> None:
        self.finish(t("waive.done", title=answer["obligation"]["title"]))


class CloseScreen(IncidentForm):
    """Closes the incident; what still stands in the way is shown before and after a refusal."""

    TITLE_KEY = "close.title"
    KEYS = "waive.keys"
    ROWS = ("note", "commit")

    def form_rows(self) -> ComposeResult:
        yield TextRow("note", t("close.row.note"))
        yield DigitRow("commit", "")

    def value(self, row: str) -> Line:
        return self.commit_button("close.commit") if row == "commit" else ()

    def options(self, row: str, width: int) -> list[Line]:
        return hint(f"close.hint.{row}", width)

    def side_of(self, file: IncidentFile) -> Layout:
        now = self.now
        left = [d for d in sorted_duties(file, now) if d.state is ObligationState.OPEN]

        def layout(width: int) -> list[Line]:
            if not left:
                return prose(t("close.nothing_open"), width, "ok")
            rows = [heading(t("close.open", n=len(left)))]
            for duty in left:
                rows += duty_lines(duty, now, width)
                rows += prose(way_out(duty), width, "muted", 4)
            return rows

        return layout

    def entered(self, row: str) -> None:
        if row == "commit":
            sentence = t("close.confirm", number=self.subject.number, title=self.subject.title)
            self.app.push_screen(ConfirmScreen(sentence), self._confirmed)
        else:
            super().entered(row)

    def _confirmed(self, sure: bool | None) -> None:
        if sure:
            sent = {
                "incident": self.subject.id,
                "note": self.text("note") or None,
                "idempotencyKey": self.key,
            }
            self.send(OPERATIONS.close_incident, sent)

    def refused(self, refused: Refused) -> None:
        sentence = refused.message
        if refused.code in _WAYS_OUT:
            sentence = f"{sentence}{t('close.way_out')}"
        self.fault_at("commit", sentence)

    def committed(self, answer: dict[str, Any]) -> None:
        self.finish(t("close.done", number=answer["incident"]["number"]))


def way_out(duty: Duty) -> str:
    """Return which key ends a duty that stands in the way."""
    if duty.kind == "FINAL_OUTCOME":
        return t("close.by.conclusive")
    return t("close.by.release" if duty.fulfilled_by else "close.by.hand")
