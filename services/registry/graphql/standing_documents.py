"""Standing documents: the type, the list, recording one and its end."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.standing_documents import (
    DocumentKind,
    NewDocument,
    StandingDocument,
    WithdrawDocument,
)
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.rosters import InUnit, dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.standing_documents import DocumentFilter
from services.registry.usecases import standing_documents as usecases
from services.registry.usecases.rosters import list_documents


async def _unit(root: strawberry.Parent[StandingDocument], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


@shows(StandingDocument)
@strawberry.type(name="StandingDocument", description="A document that a unit has on file (制度).")
class StandingDocumentType(Node):
    id: strawberry.ID = global_id("StandingDocument")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose document."
    )
    kind: DocumentKind = strawberry.field(description="Which document.")
    title: str = strawberry.field(description="Title.")
    number: str | None = strawberry.field(description="Document number (文号).")
    dated: date = strawberry.field(description="The day it bears (成文日期).")
    withdrawn_on: date | None = strawberry.field(
        description="First day on which it no longer holds; null while it does."
    )
    url: str | None = strawberry.field(description="Where it is published.")
    file_sha256: str | None = strawberry.field(description="SHA-256 of the file, hexadecimal.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="By whom, as a login.")
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.input(description="A document that a unit has on file.")
class RecordDocumentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the unit.")
    kind: DocumentKind = strawberry.field(description="Which document.")
    title: str = strawberry.field(description="Title, at most 200 characters.")
    number: str | None = strawberry.field(default=None, description="Document number (文号).")
    dated: date = strawberry.field(description="The day it bears; not later than today.")
    url: str | None = strawberry.field(default=None, description="Where it is published.")
    file_sha256: str | None = strawberry.field(default=None, description="SHA-256 of the file.")


@strawberry.input(description="The end of a document.")
class WithdrawDocumentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which document.")
    withdrawn_on: date = strawberry.field(description="First day on which it no longer holds.")


@strawberry.type(description="A document recorded or withdrawn.")
class StandingDocumentPayload:
    document: StandingDocument = strawberry.field(
        graphql_type=StandingDocumentType, description="As it is now."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class StandingDocumentQueries:
    @strawberry.field(
        graphql_type=Connection[StandingDocumentType],
        description="Documents that units have on file, as recorded.",
    )
    async def standing_documents(
        self,
        info: Info,
        unit: InUnit = None,
        kind: Annotated[
            DocumentKind | None, strawberry.argument(description="Of this kind.")
        ] = None,
        on: Annotated[
            date | None, strawberry.argument(description="Those that hold on this day.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[StandingDocument]:
        request = page_of("standingDocuments", first, after, last, before)
        chosen = DocumentFilter(unit=unit, kind=kind, on=on)
        return dressed(request, await list_documents(info.context.database, chosen, request))


@strawberry.type
class StandingDocumentMutations:
    @strawberry.mutation(description="Record a document of a unit in the caller's scope.")
    async def record_document(
        self,
        info: Info,
        input: Annotated[RecordDocumentInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[StandingDocumentPayload | RefusalType, strawberry.union("RecordDocumentResult")]:
        command = NewDocument(
            unit=input.unit,
            kind=input.kind,
            title=input.title,
            number=input.number,
            dated=input.dated,
            url=input.url,
            file_sha256=input.file_sha256,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.record_document(info.context.database, act, command)
        return StandingDocumentPayload(document=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Set the first day on which a document no longer holds.")
    async def withdraw_document(
        self,
        info: Info,
        input: Annotated[WithdrawDocumentInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[
        StandingDocumentPayload | RefusalType, strawberry.union("WithdrawDocumentResult")
    ]:
        command = WithdrawDocument(
            id=from_global_id(input.id, "StandingDocument"), withdrawn_on=input.withdrawn_on
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.withdraw_document(info.context.database, act, command)
        return StandingDocumentPayload(document=done.value, replayed=done.replayed)
