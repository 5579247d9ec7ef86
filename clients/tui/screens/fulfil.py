"""Record what is done without a release (上报·移交·核实…): which duty, when, to whom, receipt."""

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding

from clients.tui.locale import t
from clients.tui.models import ObligationState
from clients.tui.models_incident import Duty, IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, echo, hint
from clients.tui.views.dues import clause_of, time_left
from clients.tui.views.incident import sorted_duties
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.owed_gates import closed_by_decision
from clients.tui.views.pieces import BLANK, Layout, Line, Piece, heading, line, muted, prose, strong
from clients.tui.views.release import EXCUSABLE
from clients.tui.views.report_text import report_text
from clients.tui.widgets.choices import DigitRow, TextRow

# The digits of the printed card: 1 上报 2 移交; the rest as on the board.
FIRST = {"UPWARD_REPORT": 0, "TRANSFER": 1}
_REFUSED = {
    "obligation": "duty",
    "doneAt": "at",
    "note": "note",
    "receipt": "receipt",
    "lateReason": "reason",
}


def _is_sent(duty: Duty) -> bool:
    """Tell whether a paper goes to someone: only then is there a text to copy."""
    return duty.kind in FIRST or bool(duty.recipients)


class FulfilScreen(IncidentForm):
    """Digits choose among the open duties that no release ends."""

    TITLE_KEY = "fulfil.title"
    KEYS = "fulfil.keys"
    WAITS = "waits"
    DRAFTED = {**IncidentForm.DRAFTED, "duty_id": str | None}  # noqa: RUF012 - never changed
    ROWS = ("duty", "at", "note", "receipt", "reason", "commit")
    BINDINGS = [Binding("ctrl+y", "copy", show=False)]  # noqa: RUF012 - Textual's class attribute

    duty_id: str | None = None

    def form_rows(self) -> ComposeResult:
        yield DigitRow("duty", t("fulfil.row.duty"))
        yield TextRow("at", t("fulfil.row.at"), cells=11)
        yield TextRow("note", t("fulfil.row.note"))
        yield TextRow("receipt", t("fulfil.row.receipt"))
        yield TextRow("reason", t("fulfil.row.reason"))
        yield DigitRow("commit", "")

    def candidates(self) -> list[Duty]:
        """Return the owed open duties that are done by hand, in the order of their digits."""
        if self.file is None:
            return []
        rows = [
            d
            for d in sorted_duties(self.file, self.now)
            if d.state is ObligationState.OPEN and d.owed and not d.fulfilled_by
            if not closed_by_decision(d)
        ]
        return sorted(rows, key=lambda d: FIRST.get(d.kind, len(FIRST)))[:9]

    @property
    def duty(self) -> Duty | None:
        return next((d for d in self.candidates() if d.id == self.duty_id), None)

    def file_read(self, file: IncidentFile) -> None:
        ids = [duty.id for duty in self.candidates()]
        if self.duty_id in ids:
            return
        self.duty_id = self.subject.duty if self.subject.duty in ids else next(iter(ids), None)

    def take_draft(self) -> None:
        super().take_draft()
        # the duty that was chosen then may have been done since
        if self.file is not None:
            self.file_read(self.file)

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("fulfil.commit")
        if row == "duty":
            duty = self.duty
            return line(strong(duty.title) if duty else muted(t("fulfil.none")))
        if row != "at":
            return ()
        try:
            moment = self.moment("at")
        except BadTime:
            return echo(t("intake.unread"), "near")
        if moment is None:
            return echo(t("release.now", at=say_clock(self.now, self.now)))
        return line(strong(say_moment(moment, self.now)))

    def options(self, row: str, width: int) -> list[Line]:
        said = hint(f"fulfil.hint.{row}", width)
        if row != "duty":
            return said
        return [
            *(self._choice(n, duty) for n, duty in enumerate(self.candidates(), start=1)),
            *said,
        ]

    def _choice(self, digit: int, duty: Duty) -> Line:
        chosen = duty.id == self.duty_id
        to = t("intake.comma").join(duty.recipients)
        return line(
            Piece(str(digit), "keys", bold=True),
            Piece(f" {duty.title}", "fg", chosen, "selection" if chosen else ""),
            muted(f"  {to}"),
        )

    def side_of(self, file: IncidentFile) -> Layout:
        duty, now = self.duty, self.now
        text = self.report(file)

        def layout(width: int) -> list[Line]:
            if duty is None:
                return prose(t("fulfil.none.long"), width, "near")
            to = t("intake.comma").join(duty.recipients) or t("fulfil.to.unknown")
            what = [
                line(strong(duty.title), muted(f"  {duty.modality_title}")),
                *prose(clause_of(duty), width),
                *prose(t("fulfil.lasts", span=time_left(duty, now)), width),
            ]
            if not _is_sent(duty):
                return what
            return [
                *what,
                *prose(t("fulfil.to", names=to), width, "fg"),
                BLANK,
                heading(t("fulfil.text")),
                *prose(text, width, "fg"),
            ]

        return layout

    def report(self, file: IncidentFile) -> str:
        return report_text(file, self.duty, self.now, self.desk.state.officer)

    def action_copy(self) -> None:
        """Put the report's text on the clipboard of the officer's own terminal."""
        if self.file is not None and self.duty is not None and _is_sent(self.duty):
            self.app.copy_to_clipboard(self.report(self.file))
            self.say(t("form.copied"))

    def digit(self, row: str, mark: str) -> None:
        rows = self.candidates()
        if row == "duty" and mark != "0" and int(mark) <= len(rows):
            self.duty_id = rows[int(mark) - 1].id
            self.focus_row("note")
            self.show_side()

    def entered(self, row: str) -> None:
        if row == "commit":
            self._commit()
        else:
            super().entered(row)

    def refused_row(self, field: str | None) -> str:
        return _REFUSED.get((field or "").rsplit(".", 1)[-1], "commit")

    def _commit(self) -> None:
        duty = self.duty
        if duty is None:
            self.fault_at("duty", t("fulfil.none.long"))
            return
        moment = self.moment_or_fault("at")
        if "at" in self.faults:
            return
        at = moment.at if moment else self.sending_at
        late = duty.due_at is not None and at > duty.due_at
        if late and duty.modality in EXCUSABLE and not self.text("reason"):
            self.fault_at("reason", t("release.reason_missing", title=duty.title))
            return
        to = t("intake.comma").join(duty.recipients)
        sent = {
            "obligation": duty.id,
            "doneAt": at.isoformat(),
            "note": self.text("note") or t("fulfil.default_note", title=duty.title, to=to),
            "receipt": self.text("receipt") or None,
            "lateReason": self.text("reason") or None,
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.record_fulfilment, sent)

    def sentence(self, sent: Mapping[str, Any]) -> str:
        title = self.duty.title if self.duty else ""
        note: str = sent["note"]
        return note if note.startswith(title) else t("outbox.says.fulfil", title=title, note=note)

    def committed(self, answer: dict[str, Any]) -> None:
        done = answer["obligation"]
        how = t(f"outcome.{done['outcome']}") if done.get("outcome") else ""
        self.finish(t("fulfil.done", title=done["title"], how=how).rstrip())
