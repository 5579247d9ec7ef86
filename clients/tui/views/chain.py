"""办理链 of one incident: what was sent and came back, referred, ordered, advised, told on."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_chain import Dispatch, IncidentChain, Referral
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


def chain_page(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return every part that has anything, what still waits for an answer standing out."""
    parts = (
        ("chain.dispatches", [r for d in chain.dispatches for r in dispatch_lines(d, now, width)]),
        ("chain.referrals", [r for f in chain.referrals for r in referral_lines(f, now, width)]),
        ("chain.directives", directive_lines(chain, now, width)),
        ("chain.consultations", consultation_lines(chain, now, width)),
        ("chain.leads", lead_lines(chain, now, width)),
        ("chain.progress", progress_lines(chain, now, width)),
    )
    rows = [row for key, part in parts if part for row in (heading(t(key)), *part, BLANK)]
    return rows or prose(t("chain.none"), width)


def dispatch_lines(sent: Dispatch, now: datetime, width: int) -> list[Line]:
    """Return what was sent to one recipient, and its receipt."""
    to = sent.recipient_unit or sent.recipient
    what = line(
        Piece(f"{sent.state_title} ", "done" if sent.received else "near", bold=True),
        strong(t(f"chain.kind.{sent.kind}")),
        Piece(f" {to}"),
    )
    rows = flowing(what, width)
    how = (say_clock(sent.sent_at, now), sent.person, sent.means, sent.note)
    rows += prose(" ".join(filter(None, how)), width, "muted", 3)
    if back := sent.receipt:
        said = (say_clock(back.received_at, now), back.received_by, back.number, back.answer)
        rows += prose(t("chain.receipt", said=" ".join(filter(None, said))), width, "fg", 3)
    return rows


def referral_lines(referral: Referral, now: datetime, width: int) -> list[Line]:
    """Return a referral with its steps in order."""
    what = line(
        Piece(f"{referral.state_title} ", "near" if referral.next_steps else "done", True),
        strong(referral.receiver.name),
        muted(f"  {say_clock(referral.received_at, now)}"),
    )
    rows = [*flowing(what, width), *prose(referral.request, width, "fg", 3)]
    for step in referral.steps:
        said = (say_clock(step.at, now), step.step_title, step.unit.name, step.person, step.note)
        rows += prose(" ".join(filter(None, said)), width, "muted", 3)
    return rows


def directive_lines(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return the orders from above, each with its limit."""
    rows: list[Line] = []
    for order in chain.directives:
        due = t("chain.no_due")
        if order.due_at:
            due = t("chain.due", at=say_clock(order.due_at, now))
        named = line(strong(order.superior), Piece(f" {order.document} "), Piece(due, "near"))
        rows += flowing(named, width)
        rows += prose(order.content, width, "muted", 3) if order.content else []
    return rows


def consultation_lines(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return the consultations with what they advise and what is doubtful."""
    rows: list[Line] = []
    for held in chain.consultations:
        names = t("intake.comma").join(unit.name for unit in held.convenors)
        what = line(strong(held.title), muted(f"  {say_clock(held.held_at, now)}"))
        rows += flowing(what, width)
        rows += prose(names, width, "muted", 3)
        rows += prose(held.opinion, width, "fg", 3)
        rows += doubt_lines([doubt.message for doubt in held.warnings], width)
    return rows


def lead_lines(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return who leads, by whose decision."""
    rows: list[Line] = []
    for made in chain.designations:
        said = t("chain.lead.by", office=made.office.name, at=say_clock(made.at, now))
        rows += flowing(line(strong(made.unit.name), muted(f" {said}")), width)
        rows += prose(made.reason, width, "muted", 3)
    return rows


def progress_lines(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return the steps of the work."""
    rows: list[Line] = []
    for step in chain.progress:
        rows.append(line(Piece(f"{say_clock(step.at, now)} "), muted(step.recorded_by)))
        rows += prose(step.text, width, "fg", 3)
    return rows


def doubt_lines(doubts: list[str], width: int) -> list[Line]:
    """Return what was doubtful about an act (提示)."""
    return [row for said in doubts for row in prose(t("chain.doubt", said=said), width, "near", 3)]
