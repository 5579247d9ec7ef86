"""What is written about a period or an incident: a report issued, resources told, a review."""

from collections.abc import Mapping, Sequence
from typing import Any

from clients.tui.locale import t
from clients.tui.models_incident import Subject
from clients.tui.models_issued import IssuedReport
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.pieces import Piece, strong

OUTCOMES = ("SLOW", "PASSIVE", "INCOMPLETE", "INEFFECTIVE")


class IssueForm(ActForm):
    """印发: the report is frozen as the record stands now, with a number and a hash."""

    NAME = "issue"
    CONFIRMS = True
    FIELDS = (Field(row="number"), Field(row="issuer", kind=Kind.UNIT))

    def __init__(self, kind: str, title: str, asked: Mapping[str, Any]) -> None:
        super().__init__()
        self.kind, self.about_title, self.asked = kind, title, asked

    @property
    def operation(self) -> Operation:
        return OPERATIONS.issue_bulletin

    def subject(self) -> Sequence[Piece]:
        return (strong(self.about_title),)

    def fixed(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.asked}

    def question(self) -> str:
        return t("issue.confirm", title=self.about_title)

    def done(self, answer: dict[str, Any]) -> str:
        return t("issue.done", number=answer["bulletin"]["number"])


class CorrectForm(ActForm):
    """更正: counted anew as another version, which names what differs."""

    NAME = "correct"
    CONFIRMS = True
    FIELDS = (Field(row="reason", required=True), Field(row="number"))

    def __init__(self, report: IssuedReport) -> None:
        super().__init__()
        self.report = report

    @property
    def operation(self) -> Operation:
        return OPERATIONS.issue_bulletin

    def subject(self) -> Sequence[Piece]:
        return (strong(f"{self.report.number} {self.report.title}"),)

    def fixed(self) -> dict[str, Any]:
        return {"corrects": self.report.id}

    def done(self, answer: dict[str, Any]) -> str:
        return t("issue.done", number=answer["bulletin"]["number"])


class ResourcesForm(ActForm):
    """人员和经费: told by the unit itself, told of in reports, never counted with."""

    NAME = "resources"
    FIELDS = (
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="year", kind=Kind.NUMBER, required=True),
        Field(row="full", kind=Kind.NUMBER, sent="fullTime"),
        Field(row="part", kind=Kind.NUMBER, sent="partTime"),
        Field(row="funds", kind=Kind.NUMBER, sent="fundsYuan"),
        Field(row="source", required=True),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.record_resources


class ReviewForm(ActForm):
    """评议: how an incident was handled, decided by people; the newest one holds."""

    NAME = "review"
    FIELDS = (
        Field(row="outcomes", kind=Kind.MANY),
        Field(row="tolerated", kind=Kind.CHOICE, first="no"),
        Field(row="reason", required=True),
        Field(row="by", sent="decidedBy", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="decidedAt"),
        Field(row="unit", kind=Kind.UNIT),
    )

    def __init__(self, incident: Subject) -> None:
        super().__init__()
        self.incident = incident

    @property
    def operation(self) -> Operation:
        return OPERATIONS.review_incident

    def subject(self) -> Sequence[Piece]:
        return (strong(f"{self.incident.number} {self.incident.title}"),)

    def fixed(self) -> dict[str, Any]:
        return {"incident": self.incident.id}

    def choices(self, row: str) -> tuple[Code, ...]:
        codes = OUTCOMES if row == "outcomes" else ("no", "yes")
        return numbered([(code, t(f"review.{row}.{code}")) for code in codes])

    def read(self, field: Field) -> Any:
        value = super().read(field)
        return value == "yes" if field.row == "tolerated" else value
