"""Calls to the hotline (12345): linked to the incident, answered, and asked about again."""

from typing import Any

from clients.tui.models_preview import Code
from clients.tui.screens.incident_act import IncidentActForm, first_nine, yes
from clients.tui.views.calls import ticket_lines
from clients.tui.views.fields import Field, Kind
from clients.tui.views.pieces import Line


class _OfTickets(IncidentActForm):
    """`ticket` chooses among the calls, those not answered yet first."""

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "ticket":
            return super().choices(row)
        calls = sorted(self.chain.tickets, key=lambda ticket: not ticket.unreplied)
        return first_nine([(one.id, f"{one.number} {one.summary}") for one in calls])

    def known(self, width: int) -> list[Line]:
        return [row for one in self.chain.tickets for row in ticket_lines(one, self.now, width)]


class TicketForm(_OfTickets):
    """关联工单: a call that is about this incident."""

    NAME = "more.ticket"
    OPERATION = "link_hotline_ticket"
    FIELDS = (
        Field(row="number", required=True),
        Field(row="kind", kind=Kind.CHOICE, menu="ticket", required=True),
        Field(row="summary", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="receivedAt", required=True),
    )


class ReplyForm(_OfTickets):
    """热线答复."""

    NAME = "more.reply"
    OPERATION = "record_hotline_reply"
    FIRST = ("ticket",)
    FIELDS = (
        Field(row="ticket", kind=Kind.CHOICE, required=True),
        Field(row="content", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="repliedAt", required=True),
        Field(row="person"),
        Field(row="means"),
        Field(row="late", sent="lateReason"),
    )

    def fixed(self) -> dict[str, Any]:
        return {}


class VisitForm(_OfTickets):
    """回访: whether the caller is satisfied, None where nobody asked."""

    NAME = "more.visit"
    OPERATION = "record_follow_up_visit"
    FIRST = ("ticket",)
    FIELDS = (
        Field(row="ticket", kind=Kind.CHOICE, required=True),
        Field(row="result", required=True),
        Field(row="satisfied", kind=Kind.CHOICE, menu="yesno"),
        Field(row="at", kind=Kind.MOMENT, sent="visitedAt", required=True),
        Field(row="person"),
        Field(row="means"),
    )

    def fixed(self) -> dict[str, Any]:
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "satisfied": yes(sent["satisfied"])}
