"""Sending to recipients what must come back: transfers, reports, questions; and its receipts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import chain_refusals, refusals
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    LONGEST_NUMBER,
    Evidence,
    checked_evidence,
    optional,
    owing_unit,
    wanted,
)
from services.deadlines.domain.dispatches import (
    Dispatch,
    DispatchKind,
    Receipt,
    deed_of,
    warnings,
)
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.store import dispatches as store
from services.deadlines.usecases.acts import Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id

MOST_RECIPIENTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The answer kept for what was sent or came back."""

    dispatches: tuple[UUID, ...]
    fulfilled: tuple[UUID, ...]
    warnings: tuple[ReleaseWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedReceipt:
    """What came back, as stated; ``received_at`` None is now."""

    received_at: datetime | None = None
    received_by: str | None = None
    number: str | None = None
    answer: str | None = None

    @property
    def stated(self) -> bool:
        """Whether anything of it was stated."""
        return any((self.received_at, self.received_by, self.number, self.answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One recipient, as stated: the pack's word for it, who it really was, what came back."""

    recipient: str
    unit: str | None = None
    person: str | None = None
    receipt: StatedReceipt = StatedReceipt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """The command; ``unit`` None is who owes it, ``sent_at`` None is now."""

    incident: UUID
    kind: DispatchKind
    operation: str
    recipients: Sequence[Recipient]
    unit: str | None
    sent_at: datetime | None
    sent_at_field: str
    means: str | None
    evidence: Evidence
    note: str | None
    late_reason: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipt:
    """The command: what came back for something sent before."""

    dispatch: UUID
    receipt: StatedReceipt
    key: str


async def send(
    database: Database, law: Law, caller: Principal, command: Send, now: datetime
) -> Once[Sent]:
    """Record what was sent to several recipients at once, and fulfil what is proven by it.

    A transfer without a receipt's number, and a question without an answer, stay visibly awaited
    and fulfil nothing yet; a report is made by being sent. Doubts are warnings and stop nothing.
    Raises Refusal MISSING, TOLD_TWICE, TOO_MANY, TIME_IN_FUTURE, BEFORE_OCCURRENCE,
    BEFORE_SENDING, UNKNOWN_UNIT, BAD_URL, BAD_CHECKSUM, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    recipients = _recipients(command.recipients)
    evidence = checked_evidence(command.evidence, "input.evidence")
    code = unit_code("input.unit")(command.unit) if command.unit is not None else None
    means = optional(command.means, "input.means")
    note = optional(command.note, "input.note", LONGEST_NOTE)
    late_reason = optional(command.late_reason, "input.lateReason", LONGEST_NOTE)
    sent_at = command.sent_at or now

    async def act(scene: Scene) -> Sent:
        kind = command.kind
        check_done_at(sent_at, now, scene.facts.occurred_at, command.sent_at_field)
        unit = await scene.unit(code, owing_unit(scene.rows, [kind.value]), "input.unit")
        sent = [
            Dispatch(
                id=new_id(),
                incident_id=scene.file.incident.id,
                kind=kind,
                unit=unit,
                recipient=each.recipient,
                recipient_unit=each.unit,
                person=each.person,
                means=means,
                sent_at=sent_at,
                note=note,
                late_reason=late_reason,
                recorded_at=now,
                recorded_by=caller.name,
                version=1,
                evidence=evidence,
                receipt=_receipt(each.receipt, sent_at, now, f"input.recipients.{place}"),
            )
            for place, each in enumerate(recipients)
        ]
        doubts = warnings(kind, [each.recipient for each in sent], scene.rows)
        await store.save_dispatches(scene.conn, sent)
        for each in sent:
            _note(scene, each, "SENT")
        fulfilled = await _fulfil(scene, sent[0])
        ids = tuple(each.id for each in sent)
        return Sent(dispatches=ids, fulfilled=fulfilled, warnings=doubts)

    request = [
        str(command.incident),
        command.kind,
        list(command.recipients),
        command.unit,
        command.sent_at,
        command.means,
        command.evidence,
        command.note,
        command.late_reason,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation=command.operation,
        request=request,
        answer=Sent,
        now=now,
    )


async def record_receipt(
    database: Database, law: Law, caller: Principal, command: RecordReceipt, now: datetime
) -> Once[Sent]:
    """Record what came back, and fulfil what is proven by it.

    Raises Refusal ALREADY_RECEIVED, MISSING (a transfer's number, a question's answer),
    BEFORE_SENDING, TIME_IN_FUTURE, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    found: list[Dispatch] = []

    async def find(conn: Connection) -> UUID:
        rows = await store.dispatches_by_id(conn, [command.dispatch], caller.scope_code)
        if not rows:
            raise chain_refusals.dispatch_not_found("input.dispatch")
        return rows[0].incident_id

    async def act(scene: Scene) -> Sent:
        # read again: another may have recorded it while this one waited for the lock
        found[:] = await store.dispatches_by_id(scene.conn, [command.dispatch], caller.scope_code)
        before = found[0]
        if before.received:
            raise chain_refusals.already_received(before.recipient, "input.dispatch")
        receipt = _receipt(command.receipt, before.sent_at, now, "input", wanted_now=True)
        if receipt is None:
            raise refusals.missing("input.receivedAt", "收到时间")
        _check_proof(before.kind, receipt)
        after = replace(before, receipt=receipt, version=before.version + 1)
        await store.save_receipt(scene.conn, after.id, receipt)
        _note(scene, after, "RECEIVED")
        return Sent(dispatches=(after.id,), fulfilled=await _fulfil(scene, after))

    return await on_incident(
        database,
        law,
        caller,
        find,
        act,
        field_name="input.dispatch",
        key=command.key,
        operation="recordReceipt",
        request=[str(command.dispatch), command.receipt],
        answer=Sent,
        now=now,
    )


def _check_proof(kind: DispatchKind, receipt: Receipt) -> None:
    if kind is DispatchKind.TRANSFER and receipt.number is None:
        raise refusals.missing("input.number", "回执号")
    if kind is DispatchKind.VERIFY_WITH_CYBERSPACE and receipt.answer is None:
        raise refusals.missing("input.answer", "答复内容")


async def _fulfil(scene: Scene, newest: Dispatch) -> tuple[UUID, ...]:
    rows = await store.dispatches_of(scene.conn, scene.file.incident.id)
    deed = deed_of(newest.kind, newest.unit.code, rows)
    return await scene.fulfil(deed, dispatch=str(newest.id))


def _recipients(given: Sequence[Recipient]) -> list[Recipient]:
    if not given:
        raise chain_refusals.nobody_told("input.recipients")
    if len(given) > MOST_RECIPIENTS:
        raise refusals.too_many("input.recipients", MOST_RECIPIENTS)
    found: dict[str, Recipient] = {}
    for place, each in enumerate(given):
        path = f"input.recipients.{place}"
        name = wanted(each.recipient, f"{path}.recipient", "接收单位")
        if name in found:
            raise chain_refusals.told_twice(name, f"{path}.recipient")
        found[name] = Recipient(
            recipient=name,
            unit=optional(each.unit, f"{path}.unit"),
            person=optional(each.person, f"{path}.person"),
            receipt=each.receipt,
        )
    return list(found.values())


def _receipt(
    given: StatedReceipt,
    sent_at: datetime,
    now: datetime,
    path: str,
    *,
    wanted_now: bool = False,
) -> Receipt | None:
    if not given.stated and not wanted_now:
        return None
    received_at = given.received_at or max(now, sent_at)
    check_done_at(received_at, now, None, f"{path}.receivedAt")
    if received_at < sent_at:
        raise chain_refusals.before_sending(f"{path}.receivedAt")
    return Receipt(
        received_at=received_at,
        received_by=optional(given.received_by, f"{path}.receivedBy"),
        number=optional(given.number, f"{path}.number", LONGEST_NUMBER),
        answer=optional(given.answer, f"{path}.answer", LONGEST_NOTE),
    )


def _note(scene: Scene, each: Dispatch, kind: str) -> None:
    receipt = each.receipt
    scene.record.add(
        "dispatch",
        each.id,
        each.version,
        kind,
        dispatch=each.kind.value,
        to=each.recipient_unit or each.recipient,
        person=each.person,
        means=each.means,
        state=each.state_title,
        sent_at=each.sent_at.isoformat(),
        document=each.evidence.document,
        url=each.evidence.url,
        sha256=each.evidence.sha256,
        receipt=receipt.number if receipt else None,
        answer=receipt.answer if receipt else None,
        received_at=receipt.received_at.isoformat() if receipt else None,
    )
