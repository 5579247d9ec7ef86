"""Afterwards: calling to account, what came of it, the review, other rules."""

from typing import Any

from clients.tui.models_incident import Duty
from clients.tui.models_preview import Code
from clients.tui.screens.incident_act import IncidentActForm, first_nine, several, yes
from clients.tui.views.calls import decision_lines
from clients.tui.views.fields import Field, Kind
from clients.tui.views.incident import pack_names
from clients.tui.views.pieces import Line, prose


class _OfDecisions(IncidentActForm):
    def known(self, width: int) -> list[Line]:
        made = self.chain.accountabilities
        return [row for one in made for row in decision_lines(one, self.now, width)]


class AccountForm(_OfDecisions):
    """约谈追责: what people decided on missed limits; no measure says that none is taken."""

    NAME = "more.account"
    OPERATION = "record_accountability"
    CONFIRMS = True
    FIELDS = (
        Field(row="measures", kind=Kind.MANY, menu="measure"),
        Field(row="breaches", kind=Kind.MANY),
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="persons"),
        Field(row="reason", required=True),
        Field(row="by", sent="decidedBy", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="decidedAt", required=True),
        Field(row="rectify", kind=Kind.DUE, sent="rectifyBy"),
        Field(row="reasons"),
        Field(row="proof", sent="evidence"),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "breaches":
            return super().choices(row)
        late = [duty for duty in self.file.obligations if self._missed(duty)]
        return first_nine([(duty.id, duty.title) for duty in late])

    def _missed(self, duty: Duty) -> bool:
        overdue = duty.outcome is None and duty.due_at is not None and duty.due_at < self.now
        return overdue or (duty.outcome or "").startswith("LATE")

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        persons, reasons = several(sent["persons"]), several(sent["reasons"])
        return {**sent, "persons": persons, "reasons": reasons}


class RectifyForm(_OfDecisions):
    """整改情况: what came of a decision."""

    NAME = "more.rectify"
    OPERATION = "record_rectification"
    FIRST = ("decision",)
    FIELDS = (
        Field(row="decision", kind=Kind.CHOICE, sent="accountability", required=True),
        Field(row="result", required=True),
        Field(row="rectified", kind=Kind.CHOICE, menu="yesno"),
        Field(row="at", kind=Kind.MOMENT, sent="carriedOutAt"),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "decision":
            return super().choices(row)
        made = [(one.id, f"{one.title} {one.unit.name}") for one in self.chain.accountabilities]
        return first_nine(made)

    def fixed(self) -> dict[str, Any]:
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "rectified": yes(sent["rectified"])}


class ReviewForm(IncidentActForm):
    """复盘: what fell short, and whether it is borne with (容错)."""

    NAME = "more.review"
    OPERATION = "review_incident"
    FIELDS = (
        Field(row="outcomes", kind=Kind.MANY, menu="shortfall"),
        Field(row="obligations", kind=Kind.MANY),
        Field(row="tolerated", kind=Kind.CHOICE, menu="yesno", first="NO", required=True),
        Field(row="reason", required=True),
        Field(row="by", sent="decidedBy", required=True),
        Field(row="unit", kind=Kind.UNIT),
        Field(row="at", kind=Kind.MOMENT, sent="decidedAt", required=True),
        Field(row="proof", sent="evidence"),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "obligations":
            return super().choices(row)
        return first_nine([(duty.id, duty.title) for duty in self.file.obligations])

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "tolerated": bool(yes(sent["tolerated"]))}


class RebaseForm(IncidentActForm):
    """改按现行制度: the duties are computed anew by the rules in force today."""

    NAME = "more.rebase"
    OPERATION = "rebase_incident"
    CONFIRMS = True
    FIELDS = (Field(row="reason", required=True),)

    def known(self, width: int) -> list[Line]:
        return [row for name in pack_names(self.file) for row in prose(name, width, "fg")]
