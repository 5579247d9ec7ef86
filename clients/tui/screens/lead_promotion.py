"""An incident made of a lead (立案): what it tells is filled in, what it would owe beside."""

from collections.abc import Sequence
from typing import Any

from clients.tui.locale import t
from clients.tui.models_leads import Lead
from clients.tui.models_preview import Place
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.lead_forms import LeadForm
from clients.tui.screens.opening import OpeningForm
from clients.tui.views.lead_twins import Twin, likely
from clients.tui.views.leads import LeadNotes, claimed_time, twin_lines
from clients.tui.views.pieces import Line, line, muted, prose


class PromoteForm(OpeningForm, LeadForm):
    """The severity is the officer's: what the sender calls it is never filled in."""

    NAME = "promote"

    def __init__(self, lead: Lead, notes: LeadNotes, twins: Sequence[Twin]) -> None:
        super().__init__(lead, notes, twins)
        self.preview = notes.preview(lead)
        if lead.locality:
            name = notes.places.get(lead.locality, lead.locality)
            self.places["place"] = (Place(code=lead.locality, name=name),)

    def on_mount(self) -> None:
        self.begin_with("title", self.lead.title)

    @property
    def operation(self) -> Operation:
        return OPERATIONS.promote_lead

    def told(self) -> dict[str, Any]:
        return self.lead.facts

    def value(self, row: str) -> Line:
        if row == "occurred" and not self.text(row) and self.lead.occurred_at:
            said = t("promote.claimed", at=claimed_time(self.lead, self.now))
            return line(muted(said))
        return super().value(row)

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        kept = ("lead", "title", "note", "idempotencyKey")
        return {name: sent[name] for name in kept} | {"facts": self.facts()}

    def done(self, answer: dict[str, Any]) -> str:
        return t("promote.done", number=answer["incident"]["number"])

    def above(self, width: int) -> list[Line]:
        rows = twin_lines(likely(self.twins), width)
        if claimed := self.lead.suggested_severity:
            rows += prose(t("promote.suggested", severity=claimed), width, "near")
        return rows
