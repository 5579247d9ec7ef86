"""Contacts (联系): everyone to be rung with the number, and a note that they were reached."""

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from clients.tui.locale import t
from clients.tui.models import PersonRef
from clients.tui.models_incident import IncidentFile, Party
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, hint
from clients.tui.views.incident import reached_line
from clients.tui.views.intake_rows import columns
from clients.tui.views.menus import menu
from clients.tui.views.pieces import BLANK, Layout, Line, Piece, line, muted, strong
from clients.tui.views.preview import person_lines, unit_text
from clients.tui.widgets.choices import DigitRow, TextRow


class ContactScreen(IncidentForm):
    """F6, digit of the party, Enter: reached by telephone, now."""

    READS = True
    TITLE_KEY = "contact.title"
    KEYS = "contact.keys"
    WAITS = "waits"
    DRAFTED = {**IncidentForm.DRAFTED, "party_id": str | None, "means": str}  # noqa: RUF012 - never changed
    ROWS = ("party", "by", "means", "commit")

    party_id: str | None = None
    means = "PHONE"

    def form_rows(self) -> ComposeResult:
        yield DigitRow("party", t("contact.row.party"))
        yield TextRow("by", t("contact.row.by"))
        yield DigitRow("means", t("contact.row.means"))
        yield DigitRow("commit", "")

    def candidates(self) -> list[Party]:
        """Return the parties that can be marked as reached, in the order of their digits."""
        parties = self.file.parties if self.file else []
        return parties[:9]

    @property
    def party(self) -> Party | None:
        return next((p for p in self.candidates() if p.id == self.party_id), None)

    def file_read(self, file: IncidentFile) -> None:
        waiting = [party for party in self.candidates() if party.acknowledged_at is None]
        if self.party_id is None and waiting:
            self._choose(waiting[0])

    def _choose(self, party: Party) -> None:
        self.party_id = party.id
        person = first_person(party)
        self.set_text("by", person.name if person else "")

    def value(self, row: str) -> Line:
        if row == "commit":
            return self.commit_button("contact.commit")
        if row == "means":
            return line(strong(menu("means").title(self.means)))
        if row == "party":
            party = self.party
            return line(strong(unit_text(party.unit)) if party else muted(t("contact.none")))
        return ()

    def options(self, row: str, width: int) -> list[Line]:
        said = hint(f"contact.hint.{row}", width)
        if row == "means":
            cells = [
                line(Piece(c.digit, "keys", bold=True), Piece(f" {c.title}"))
                for c in menu("means").choices
            ]
            return [*columns(cells, width), *said]
        return said

    def side_of(self, file: IncidentFile) -> Layout:
        parties, chosen, now = self.candidates(), self.party_id, self.now

        def layout(width: int) -> list[Line]:
            rows: list[Line] = []
            for digit, party in enumerate(parties, start=1):
                here = party.id == chosen
                name = Piece(unit_text(party.unit), "fg", True, "selection" if here else "")
                key = Piece(f"{digit} ", "keys", bold=True)
                rows.append(line(key, name, muted(f" {party.role_title}")))
                rows += person_lines(t("preview.person"), party.person, width)
                if party.speaker:
                    rows += person_lines(t("preview.speaker"), party.speaker, width)
                rows += [reached_line(party, now), BLANK]
            return rows or [line(muted(t("incident.no_parties")))]

        return layout

    def digit(self, row: str, mark: str) -> None:
        if row == "means":
            self.means = menu("means").by_digit(mark) or self.means
            self.focus_row("commit")
        elif row in ("party", "commit") and mark != "0":
            parties = self.candidates()
            if int(mark) <= len(parties):
                self._choose(parties[int(mark) - 1])
                self.focus_row("commit")
        self.show_side()

    def entered(self, row: str) -> None:
        if row != "commit":
            self.focus_row("commit")
            return
        party = self.party
        if party is None:
            self.fault_at("party", t("contact.none"))
        elif party.acknowledged_at is not None:
            self.fault_at("party", t("contact.already"))
        elif not self.text("by"):
            self.fault_at("by", t("contact.by_missing"))
        else:
            sent = {
                "party": party.id,
                "by": self.text("by"),
                "means": menu("means").title(self.means),
                "idempotencyKey": self.key,
            }
            self.send(OPERATIONS.acknowledge_party, sent)

    def refused_row(self, field: str | None) -> str:
        last = (field or "").rsplit(".", 1)[-1]
        return last if last in ("party", "by", "means") else "commit"

    def sentence(self, sent: Mapping[str, Any]) -> str:
        unit = unit_text(self.party.unit) if self.party else ""
        return t("outbox.says.contact", means=sent["means"], by=sent["by"], unit=unit)

    def committed(self, answer: dict[str, Any]) -> None:
        party = self.party
        name = unit_text(party.unit) if party else ""
        self.finish(t("contact.done", name=self.text("by"), unit=name))


def first_person(party: Party) -> PersonRef | None:
    """Return who is rung first: the responsible person, else tonight's speaker."""
    return party.person or party.speaker
