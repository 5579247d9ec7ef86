"""Calls to the hotline (12345) with their answers, and what was decided on breaches."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_chain import Accountability, IncidentChain, Ticket
from clients.tui.views.chain import doubt_lines
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    flowing,
    heading,
    line,
    muted,
    prose,
    strong,
)


def calls_page(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return the calls, the unanswered ones standing out, then the decisions on breaches."""
    rows: list[Line] = [heading(t("calls.tickets"))]
    for ticket in chain.tickets:
        rows += ticket_lines(ticket, now, width)
    if not chain.tickets:
        rows += prose(t("calls.no_tickets"), width)
    rows += [BLANK, heading(t("calls.decisions"))]
    for decision in chain.accountabilities:
        rows += decision_lines(decision, now, width)
    if not chain.accountabilities:
        rows += prose(t("calls.no_decisions"), width)
    return rows


def ticket_lines(ticket: Ticket, now: datetime, width: int) -> list[Line]:
    """Return one call and what was said to the caller."""
    state, tone = ("calls.waits", "near") if ticket.unreplied else ("calls.answered", "done")
    called = line(
        Piece(t(state) + " ", tone, bold=True),
        strong(f"{ticket.number} {ticket.kind_title}"),
        muted(f"  {say_clock(ticket.received_at, now)}"),
    )
    rows = [*flowing(called, width), *prose(ticket.summary, width, "fg", 3)]
    for contact in ticket.contacts:
        who = (t(f"calls.kind.{contact.kind}"), contact.person, contact.means, contact.content)
        said = f"{say_clock(contact.at, now)} {' '.join(filter(None, who))}"
        if contact.satisfied is not None:
            said += t("calls.satisfied" if contact.satisfied else "calls.unsatisfied")
        rows += prose(said, width, "muted", 3)
    return rows


def decision_lines(made: Accountability, now: datetime, width: int) -> list[Line]:
    """Return one decision (约谈 通报 追责 移送) and what came of it."""
    comma = t("intake.comma")
    who = comma.join((made.unit.name, *made.persons))
    rows = [
        line(strong(made.title)),
        *prose(who, width, "fg", 3),
        *prose(
            t("calls.decided", by=made.decided_by, at=say_clock(made.decided_at, now)),
            width,
            "muted",
            3,
        ),
        *prose(made.reason, width, "fg", 3),
    ]
    if made.breaches:
        titles = comma.join(breach.title for breach in made.breaches)
        rows += prose(t("calls.breaches", titles=titles), width, "muted", 3)
    if made.rectify_by:
        by = t("calls.rectify_by", at=say_clock(made.rectify_by, now))
        rows += prose(by, width, "near", 3)
    if made.result:
        done = {True: "calls.rectified", False: "calls.unrectified", None: "calls.result"}
        rows += prose(t(done[made.rectified], said=made.result), width, "fg", 3)
    return [*rows, *doubt_lines([doubt.message for doubt in made.warnings], width)]
