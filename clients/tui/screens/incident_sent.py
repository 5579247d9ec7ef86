"""What is sent and must come back: reports upward, transfers, questions, and their receipts."""

from collections.abc import Mapping
from typing import Any

from clients.tui.locale import t
from clients.tui.models import ObligationState
from clients.tui.models_preview import Code
from clients.tui.screens.incident_act import IncidentActForm, first_nine, several, without, yes
from clients.tui.views.chain import dispatch_lines
from clients.tui.views.fields import Field, Kind
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line

_HOW = (
    Field(row="means"),
    Field(row="proof", sent="evidence"),
    Field(row="note"),
    Field(row="late", sent="lateReason"),
    Field(row="sender", kind=Kind.UNIT, sent="unit"),
)


class _SentForm(IncidentActForm):
    """`KINDS`: the duties whose recipients stand in the row to begin with."""

    KINDS: tuple[str, ...] = ()

    def begun(self) -> Mapping[str, str]:
        names = [
            name
            for duty in self.file.obligations
            if duty.kind in self.KINDS and duty.state is ObligationState.OPEN
            for name in duty.recipients
        ]
        return {"to": t("intake.comma").join(dict.fromkeys(names))}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        person, number = sent.pop("person", None), sent.pop("number", None)
        to = [
            {"recipient": name, "person": person, "number": number}
            for name in several(sent["recipients"])
        ]
        return {**sent, "recipients": to}

    def known(self, width: int) -> list[Line]:
        return [
            row for one in self.chain.dispatches for row in dispatch_lines(one, self.now, width)
        ]


class ReportForm(_SentForm):
    """上报: to all superiors at the same time, each with a receipt of its own later."""

    NAME = "more.report"
    OPERATION = "record_upward_report"
    KINDS = ("UPWARD_REPORT", "INTERNAL_REPORT")
    FIELDS = (
        Field(row="to", sent="recipients", required=True),
        Field(row="internal", kind=Kind.CHOICE, menu="yesno", first="NO", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="sentAt", required=True),
        Field(row="person"),
        *_HOW,
    )

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return super().shaped({**sent, "internal": bool(yes(sent["internal"]))})


class TransferForm(_SentForm):
    """移交: it is proved by the receipt's number, now or when it comes."""

    NAME = "more.transfer"
    OPERATION = "record_transfer"
    KINDS = ("TRANSFER",)
    FIELDS = (
        Field(row="to", sent="recipients", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="transferredAt", required=True),
        Field(row="person"),
        Field(row="number"),
        *_HOW,
    )


class VerifyForm(IncidentActForm):
    """问网信: a question to the 网信办 and, if it has come, the answer."""

    NAME = "more.verify"
    OPERATION = "verify_with_cyberspace"
    FIELDS = (
        Field(row="question", required=True),
        Field(row="person"),
        Field(row="means"),
        Field(row="at", kind=Kind.MOMENT, sent="askedAt", required=True),
        Field(row="answer"),
        Field(row="answered", kind=Kind.MOMENT, sent="answeredAt"),
        Field(row="proof", sent="evidence"),
        Field(row="sender", kind=Kind.UNIT, sent="unit"),
    )

    def known(self, width: int) -> list[Line]:
        asked = [one for one in self.chain.dispatches if one.kind == "VERIFY_WITH_CYBERSPACE"]
        return [row for one in asked for row in dispatch_lines(one, self.now, width)]


class ReceiptForm(IncidentActForm):
    """回执: what came back for one thing sent before."""

    NAME = "more.receipt"
    OPERATION = "record_receipt"
    FIRST = ("sent",)
    FIELDS = (
        Field(row="sent", kind=Kind.CHOICE, sent="dispatch", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="receivedAt", required=True),
        Field(row="by", sent="receivedBy"),
        Field(row="number"),
        Field(row="answer"),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        awaited = [
            (
                one.id,
                f"{say_clock(one.sent_at, self.now)} {t(f'chain.kind.{one.kind}')} "
                f"{one.recipient_unit or one.recipient}",
            )
            for one in self.chain.dispatches
            if not one.received
        ]
        return first_nine(awaited)

    def fixed(self) -> dict[str, Any]:
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return without(sent, "incident")

    def known(self, width: int) -> list[Line]:
        return [
            row for one in self.chain.dispatches for row in dispatch_lines(one, self.now, width)
        ]
