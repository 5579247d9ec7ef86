"""Handover sheets: drafted, signed by both, and written as text, JSON and docx."""

import asyncio
import base64
from datetime import datetime
from typing import Annotated

import msgspec
import strawberry

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.handover_changes import ChangeKind, SheetChange, Signature
from services.deadlines.domain.handover_documents import sheet_document
from services.deadlines.domain.handover_signing import Handover, HandoverState
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.shift_types import ShiftType
from services.deadlines.usecases import handovers as usecase
from services.kit.documents.model import Document
from services.kit.documents.plain import as_text
from services.kit.documents.rendering import Form, render
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.rows import compiled_field, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once

NARROWEST, WIDEST = 60, 160


@shows(Signature)
@strawberry.type(name="HandoverSignature", description="One signature on a sheet (签字).")
class SignatureType:
    person: str = strawberry.field(description="Who.")
    at: datetime = strawberry.field(description="When.")
    accepted: bool = strawberry.field(description="False: the incoming officer refused.")
    remark: str | None = strawberry.field(description="In words.")
    sha256: str = strawberry.field(
        description="Of the signature together with the sheet's, in hex."
    )


@shows(SheetChange)
@strawberry.type(name="SheetChange", description="What changed after the outgoing signature.")
class SheetChangeType:
    kind: ChangeKind = strawberry.field(description="What became of it.")
    kind_title: str = strawberry.field(description="In Chinese.")
    what: str = strawberry.field(description="What it is about.")


def _document(row: Handover) -> Document:
    return sheet_document(row.sheet, row.outgoing, row.incoming, row.changes)


@shows(Handover)
@strawberry.type(name="Handover", description="A handover sheet with its signatures (交接班单).")
class HandoverType:
    id: strawberry.ID | None = compiled_field(
        lambda row: row.id and to_global_id("Handover", row.id),
        strawberry.ID | None,
        description="Global id; null: a draft computed just now.",
    )
    number: int | None = strawberry.field(
        description="Which sheet of its shift; a refused one is followed by the next number."
    )
    state: HandoverState = strawberry.field(description="Where it stands.")
    state_title: str = strawberry.field(description="Where it stands, in Chinese.")
    shift: ShiftType = strawberry.field(description="Whose desk is handed over.")
    incoming_shift: ShiftType | None = strawberry.field(
        description="Who takes it over; null: nobody is planned."
    )
    made_at: datetime = strawberry.field(description="The moment of its figures.")
    sha256: str = strawberry.field(description="Of the sheet alone, in hex.")
    intact: bool = strawberry.field(
        description="Whether the sheet and signatures are what was signed."
    )
    outgoing: SignatureType | None = strawberry.field(description="By whom it was handed over.")
    incoming: SignatureType | None = strawberry.field(description="By whom it was taken over.")
    changes: list[SheetChangeType] | None = strawberry.field(
        description="Since the outgoing signature: until now, or until the incoming one."
    )
    json: str = compiled_field(
        lambda row: msgspec.json.encode(row.sheet, order="sorted").decode(),
        str,
        description="The sheet as signed; its SHA-256 is the one given.",
    )

    @strawberry.field(description="As text for a terminal, a message or a printer.")
    async def text(
        root: strawberry.Parent[Handover],
        info: Info,
        width: Annotated[
            int, strawberry.argument(description="Half-width cells a line, 60 to 160.")
        ] = 78,
    ) -> str:
        if not NARROWEST <= width <= WIDEST:
            raise refusals.bad_width(NARROWEST, WIDEST)
        return await asyncio.to_thread(as_text, _document(root), width)

    @strawberry.field(description="As docx in the office's layout, in base64.")
    async def docx(root: strawberry.Parent[Handover], info: Info) -> str:
        rendered = await asyncio.to_thread(render, _document(root), Form.DOCX)
        return base64.b64encode(rendered.body).decode()


@strawberry.input(description="Sign a sheet and hand the desk over.")
class HandOverInput:
    shift: strawberry.ID = strawberry.field(description="The shift that ends.")
    to: strawberry.ID | None = strawberry.field(
        default=None, description="The shift that takes over; null: the next of the desk."
    )
    note: str | None = strawberry.field(
        default=None, description="What else the next one must know; stands in the sheet."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Take the desk over by signing, or refuse.")
class SignHandoverInput:
    handover: strawberry.ID = strawberry.field(description="The sheet.")
    accept: bool = strawberry.field(default=True, description="False: refuse, with a remark.")
    remark: str | None = strawberry.field(default=None, description="In words.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _SheetPayload:
    handover: Handover = strawberry.field(graphql_type=HandoverType, description="The sheet.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The sheet as it was signed.")
class HandOverPayload(_SheetPayload):
    pass


@strawberry.type(description="The sheet with both signatures.")
class SignHandoverPayload(_SheetPayload):
    pass


HandOverResult = Annotated[HandOverPayload | RefusalType, strawberry.union("HandOverResult")]
SignHandoverResult = Annotated[
    SignHandoverPayload | RefusalType, strawberry.union("SignHandoverResult")
]


@strawberry.type
class HandoverQuery:
    @strawberry.field(
        graphql_type=HandoverType,
        description="A shift's sheet: the last one signed, else a draft as of now (交接班单).",
    )
    async def handover(
        self,
        info: Info,
        shift: Annotated[strawberry.ID, strawberry.argument(description="The shift.")],
        number: Annotated[
            int | None,
            strawberry.argument(description="Which of its sheets, also one that was refused."),
        ] = None,
    ) -> Handover:
        context, now = info.context, info.context.clock.now()
        id_ = from_global_id(shift, "Shift", "shift")
        return await usecase.handover_of(context.database, context.caller, id_, number, now)


@strawberry.type
class HandoverMutation:
    @strawberry.mutation(description="Freeze the sheet and sign it; the outgoing officer (交班).")
    async def hand_over(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            HandOverInput, strawberry.argument(description="What to do.")
        ],
    ) -> HandOverResult:
        context = info.context
        command = usecase.HandOver(
            shift=from_global_id(input.shift, "Shift", "input.shift"),
            to=from_global_id(input.to, "Shift", "input.to") if input.to is not None else None,
            note=input.note,
            key=input.idempotency_key,
        )
        done = await usecase.hand_over(
            context.database, context.caller, command, context.clock.now()
        )
        return HandOverPayload(handover=await _sheet(info, done), replayed=done.replayed)

    @strawberry.mutation(description="Take the desk over, or refuse; the incoming officer (接班).")
    async def sign_handover(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SignHandoverInput, strawberry.argument(description="What to do.")
        ],
    ) -> SignHandoverResult:
        context = info.context
        command = usecase.SignHandover(
            handover=from_global_id(input.handover, "Handover", "input.handover"),
            accept=input.accept,
            remark=input.remark,
            key=input.idempotency_key,
        )
        done = await usecase.sign_handover(
            context.database, context.caller, command, context.clock.now()
        )
        return SignHandoverPayload(handover=await _sheet(info, done), replayed=done.replayed)


async def _sheet(info: Info, done: Once[usecase.HandedOver]) -> Handover:
    context = info.context
    async with context.database.reading() as conn:
        found = await usecase.handover_by_id(conn, done.value.handover, context.clock.now())
    if found is None:
        raise refusals.handover_not_found()
    return found
