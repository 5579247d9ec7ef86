"""Transfers, reports and questions to recipients: shown, recorded, and what came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.deadlines.domain import chain_refusals
from services.deadlines.domain.dispatches import Dispatch, DispatchKind, Receipt
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.graphql.evidence import (
    EvidenceInput,
    EvidenceType,
    evidence_of,
    fulfilled_rows,
)
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.releases import WarningType
from services.deadlines.graphql.service import Info
from services.deadlines.store.dispatches import dispatches_by_id
from services.deadlines.usecases import dispatches as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@shows(Receipt)
@strawberry.type(name="Receipt", description="What came back (回执).")
class ReceiptType:
    received_at: datetime = strawberry.field(description="When the recipient had it.")
    received_by: str | None = strawberry.field(description="Who took it.")
    number: str | None = strawberry.field(description="The receipt's number.")
    answer: str | None = strawberry.field(description="The answer to a question.")


@shows(Dispatch)
@strawberry.type(name="Dispatch", description="One thing sent to one recipient (送出件).")
class DispatchType:
    id: strawberry.ID = global_id("Dispatch")
    kind: DispatchKind = strawberry.field(description="What it is.")
    state_title: str = strawberry.field(description="待回执, 已签收, …")
    received: bool = strawberry.field(description="Whether what must come back has come.")
    unit: UnitRefType = strawberry.field(description="Who sent it.")
    recipient: str = strawberry.field(description="To whom, in the pack's word.")
    recipient_unit: str | None = strawberry.field(description="Which unit that was.")
    person: str | None = strawberry.field(description="Which person.")
    means: str | None = strawberry.field(description="By what means.")
    sent_at: datetime = strawberry.field(description="When it was sent.")
    note: str | None = strawberry.field(description="What it said.")
    late_reason: str | None = strawberry.field(description="Why late, if late.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    receipt: ReceiptType | None = strawberry.field(description="What came back; null: nothing.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@strawberry.input(description="One recipient, and what came back already.")
class RecipientInput:
    recipient: str = strawberry.field(description="The pack's word for it, e.g. 公安机关.")
    unit: str | None = strawberry.field(default=None, description="Which unit that is, by name.")
    person: str | None = strawberry.field(default=None, description="Which person.")
    received_at: datetime | None = strawberry.field(
        default=None, description="When the recipient had it; null with a receipt: now."
    )
    received_by: str | None = strawberry.field(default=None, description="Who took it.")
    number: str | None = strawberry.field(default=None, description="The receipt's number.")


@strawberry.input(description="Record a transfer (移交).")
class RecordTransferInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    recipients: list[RecipientInput] = strawberry.field(description="To whom, 1 to 20.")
    unit: str | None = strawberry.field(default=None, description="Who; null: who owes it.")
    transferred_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    means: str | None = strawberry.field(default=None, description="By what means.")
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    note: str | None = strawberry.field(default=None, description="What was transferred.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record a report upward or inside (上报、内部报告).")
class RecordUpwardReportInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    recipients: list[RecipientInput] = strawberry.field(
        description="To whom, all at the same time, 1 to 20."
    )
    internal: bool = strawberry.field(
        default=False, description="Whether inside one's own body (内部报告)."
    )
    unit: str | None = strawberry.field(default=None, description="Who; null: who owes it.")
    sent_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    means: str | None = strawberry.field(default=None, description="By what means, e.g. 电话.")
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    note: str | None = strawberry.field(default=None, description="What was reported.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Ask the 网信办 whether something is so (核实衔接).")
class VerifyWithCyberspaceInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    question: str = strawberry.field(description="What is asked.")
    recipient: str = strawberry.field(default="网信办", description="The pack's word for it.")
    unit: str | None = strawberry.field(default=None, description="Who; null: who owes it.")
    person: str | None = strawberry.field(default=None, description="Whom.")
    means: str | None = strawberry.field(default=None, description="By what means.")
    asked_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    answered_at: datetime | None = strawberry.field(
        default=None, description="When it was answered; null with an answer: now."
    )
    answer: str | None = strawberry.field(default=None, description="The answer; null: not yet.")
    evidence: EvidenceInput | None = strawberry.field(default=None, description="What proves it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record what came back for something sent.")
class RecordReceiptInput:
    dispatch: strawberry.ID = strawberry.field(description="What was sent.")
    received_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    received_by: str | None = strawberry.field(default=None, description="Who took it.")
    number: str | None = strawberry.field(
        default=None, description="The receipt's number; a transfer needs it."
    )
    answer: str | None = strawberry.field(
        default=None, description="The answer; a question needs it."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _SentPayload:
    dispatches: list[Dispatch] = strawberry.field(
        graphql_type=list[DispatchType], description="What was sent, one a recipient."
    )
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="What was transferred, and what it fulfilled.")
class RecordTransferPayload(_SentPayload):
    pass


@strawberry.type(description="What was reported, and what it fulfilled.")
class RecordUpwardReportPayload(_SentPayload):
    pass


@strawberry.type(description="What was asked, and what it fulfilled.")
class VerifyWithCyberspacePayload(_SentPayload):
    pass


@strawberry.type(description="What was sent, with what came back, and what that fulfilled.")
class RecordReceiptPayload(_SentPayload):
    pass


RecordTransferResult = Annotated[
    RecordTransferPayload | RefusalType, strawberry.union("RecordTransferResult")
]
RecordUpwardReportResult = Annotated[
    RecordUpwardReportPayload | RefusalType, strawberry.union("RecordUpwardReportResult")
]
VerifyWithCyberspaceResult = Annotated[
    VerifyWithCyberspacePayload | RefusalType, strawberry.union("VerifyWithCyberspaceResult")
]
RecordReceiptResult = Annotated[
    RecordReceiptPayload | RefusalType, strawberry.union("RecordReceiptResult")
]


@strawberry.type
class DispatchMutation:
    @strawberry.mutation(
        description="Record a transfer; met recipient by recipient, by receipts (移交)."
    )
    async def record_transfer(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordTransferInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordTransferResult:
        command = usecase.Send(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            kind=DispatchKind.TRANSFER,
            operation="recordTransfer",
            recipients=_recipients(input.recipients),
            unit=input.unit,
            sent_at=input.transferred_at,
            sent_at_field="input.transferredAt",
            means=input.means,
            evidence=evidence_of(input.evidence),
            note=input.note,
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        return RecordTransferPayload(**await _send(info, command))

    @strawberry.mutation(
        description="Record a report to one or several recipients at once (上报、内部报告)."
    )
    async def record_upward_report(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordUpwardReportInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordUpwardReportResult:
        internal = input.internal
        command = usecase.Send(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            kind=DispatchKind.INTERNAL_REPORT if internal else DispatchKind.UPWARD_REPORT,
            operation="recordUpwardReport",
            recipients=_recipients(input.recipients),
            unit=input.unit,
            sent_at=input.sent_at,
            sent_at_field="input.sentAt",
            means=input.means,
            evidence=evidence_of(input.evidence),
            note=input.note,
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        return RecordUpwardReportPayload(**await _send(info, command))

    @strawberry.mutation(
        description="Record a question to the 网信办, and its answer if it came (核实衔接)."
    )
    async def verify_with_cyberspace(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            VerifyWithCyberspaceInput, strawberry.argument(description="What to do.")
        ],
    ) -> VerifyWithCyberspaceResult:
        asked = usecase.Recipient(
            recipient=input.recipient,
            person=input.person,
            receipt=usecase.StatedReceipt(received_at=input.answered_at, answer=input.answer),
        )
        command = usecase.Send(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            kind=DispatchKind.VERIFY_WITH_CYBERSPACE,
            operation="verifyWithCyberspace",
            recipients=[asked],
            unit=input.unit,
            sent_at=input.asked_at,
            sent_at_field="input.askedAt",
            means=input.means,
            evidence=evidence_of(input.evidence),
            note=input.question,
            late_reason=None,
            key=input.idempotency_key,
        )
        return VerifyWithCyberspacePayload(**await _send(info, command))

    @strawberry.mutation(description="Record what came back for something sent (回执、答复).")
    async def record_receipt(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordReceiptInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordReceiptResult:
        command = usecase.RecordReceipt(
            dispatch=from_global_id(input.dispatch, "Dispatch", "input.dispatch"),
            receipt=usecase.StatedReceipt(
                received_at=input.received_at,
                received_by=input.received_by,
                number=input.number,
                answer=input.answer,
            ),
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.record_receipt(context.database, law, context.caller, command, now)
        return RecordReceiptPayload(**await _payload(info, done))


def _recipients(given: Sequence[RecipientInput]) -> list[usecase.Recipient]:
    return [
        usecase.Recipient(
            recipient=row.recipient,
            unit=row.unit,
            person=row.person,
            receipt=usecase.StatedReceipt(
                received_at=row.received_at, received_by=row.received_by, number=row.number
            ),
        )
        for row in given
    ]


async def _send(info: Info, command: usecase.Send) -> dict[str, Any]:
    context = info.context
    law, now = context.service.law, context.clock.now()
    done = await usecase.send(context.database, law, context.caller, command, now)
    return await _payload(info, done)


async def _payload(info: Info, done: Once[usecase.Sent]) -> dict[str, Any]:
    caller = info.context.caller
    async with info.context.database.reading() as conn:
        rows = await dispatches_by_id(conn, done.value.dispatches, caller.scope_code)
    if not rows:
        raise chain_refusals.dispatch_not_found("input.idempotencyKey")
    return {
        "dispatches": rows,
        "fulfilled": await fulfilled_rows(info, done.value.fulfilled),
        "warnings": list(done.value.warnings),
        "replayed": done.replayed,
    }
