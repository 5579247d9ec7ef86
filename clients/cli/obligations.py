"""What the obligation commands ask and print."""

import asyncio
from dataclasses import dataclass
from typing import Any

import typer

from clients.cli.acts import Act, Services, confirm, print_json, print_lines, width
from clients.cli.board import KeptSession
from clients.cli.choices import Found, duty_of
from clients.cli.ending import bad_option
from clients.cli.exchange import Refused, Unreachable
from clients.cli.locale import t
from clients.cli.times import moment_or_now
from clients.tui import link
from clients.tui import locale as desk
from clients.tui.board_json import duty_json
from clients.tui.board_text import duty_text
from clients.tui.clock import system_clock
from clients.tui.models import BoardAnswer, Obligation
from clients.tui.models_incident import Duty
from clients.tui.operations import OPERATIONS
from clients.tui.service_link import ServiceLink
from clients.tui.snapshot import whole_board
from clients.tui.views.bands import board_key
from clients.tui.views.dues import clause_lines, duty_line
from clients.tui.views.incident import basis_lines, one_basis
from clients.tui.views.pieces import Line, line, muted
from clients.tui.views.release import EXCUSABLE
from clients.tui.views.search import matches


def listed(services: Services, query: str, *, unaccepted: bool, as_json: bool) -> None:
    """Print the board's duties that fit, in the board's order."""
    now = system_clock()
    answer = _board(services)
    rows = sorted(answer.timed.rows + answer.untimed.rows, key=lambda row: board_key(row, now))
    fitting = [r for r in rows if matches(r, query) and not (unaccepted and r.accepted)]
    if as_json:
        print_json({"duties": [duty_json(row, now) for row in fitting]})
        return
    for row in fitting:
        typer.echo(duty_text(row, now))
    if not fitting:
        typer.echo(desk.t("plain.none") if not rows else t("obligation.none_fits"))


def _board(services: Services) -> BoardAnswer:
    config = services.config
    session = KeptSession(config)
    deadlines = ServiceLink("deadlines", config.deadlines_url, session, system_clock)
    try:
        return asyncio.run(whole_board(deadlines))
    except link.LinkDown as down:
        raise Unreachable(f"{config.deadlines_url}: {down}") from down
    except link.Refused as refused:
        raise Refused(refused.code, refused.message, refused.field) from refused


def shown(services: Services, ref: str, *, as_json: bool) -> None:
    """Print a duty with every clause behind it and its earlier due times."""
    import msgspec

    found, now = duty_of(services, ref), system_clock()
    if as_json:
        print_json(msgspec.to_builtins(_duty(found)))
        return
    print_lines(_basis(found, now))


def _basis(found: Found, now: Any) -> list[Line]:
    duty = found.duty
    number = found.file.number if found.file else ""
    head = line(muted(f"{number}  {duty.id if duty else ''}".strip()))
    if isinstance(duty, Duty):
        return [head, duty_line(duty, now), *basis_lines(duty, now, width())]
    rows = [head]
    if duty is not None:
        rows.append(duty_line(duty, now))
        rows += [row for basis in duty.basis for row in one_basis(basis, now, width())]
    return rows


def _duty(found: Found) -> Duty | Obligation:
    assert found.duty is not None  # noqa: S101 - a reference to a duty finds one or ends
    return found.duty


def accepted(act: Act, ref: str) -> None:
    """Accept a duty (受理)."""
    duty = _duty(duty_of(act.services, ref))
    payload = act.send(OPERATIONS.acknowledge, {"obligation": duty.id})
    act.finish(payload, [desk.t("notice.accepted", title=duty.title)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done without a release, as the options say it."""

    at: str | None
    note: str | None
    receipt: str | None
    late_reason: str | None


def fulfilled(act: Act, ref: str, done: Done, *, dry_run: bool) -> None:
    """Record that a duty was done by hand: reported, handed over, verified."""
    duty = _duty(duty_of(act.services, ref))
    at = moment_or_now(act, "at", done.at)
    late = duty.due_at is not None and at > duty.due_at
    if late and duty.modality in EXCUSABLE and not (done.late_reason or "").strip():
        bad_option("late_reason", desk.t("release.reason_missing", title=duty.title))
    to = desk.t("intake.comma").join(duty.recipients)
    sent = {
        "obligation": duty.id,
        "doneAt": at.isoformat(),
        "note": done.note or desk.t("fulfil.default_note", title=duty.title, to=to),
        "receipt": done.receipt,
        "lateReason": done.late_reason,
    }
    if dry_run:
        _would_fulfil(act, duty, sent)
        return
    payload = act.send(OPERATIONS.record_fulfilment, sent)
    one = payload["obligation"]
    how = desk.t(f"outcome.{one['outcome']}") if one.get("outcome") else ""
    act.finish(payload, [desk.t("fulfil.done", title=one["title"], how=how).rstrip()])


def _would_fulfil(act: Act, duty: Duty | Obligation, sent: dict[str, Any]) -> None:
    if act.as_json:
        print_json({"dryRun": True, "input": sent})
        return
    print_lines([duty_line(duty, act.now), *clause_lines(duty, width())])
    typer.echo(t("obligation.would_note", note=sent["note"], at=sent["doneAt"]))


def waived(act: Act, ref: str, reason: str, *, yes: bool) -> None:
    """Waive a duty (免办) for a reason that stays in the file."""
    if not reason.strip():
        bad_option("reason", desk.t("waive.reason_missing"))
    duty = _duty(duty_of(act.services, ref))
    confirm(t("obligation.waive_sure", title=duty.title, reason=reason), yes=yes)
    sent = {"obligation": duty.id, "reason": reason}
    payload = act.send(OPERATIONS.waive_obligation, sent)
    act.finish(payload, [desk.t("waive.done", title=payload["obligation"]["title"])])
