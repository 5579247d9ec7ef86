"""Record the documents that a unit has on file, and their end."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import standing_documents as domain
from services.registry.domain.bodies import document_body
from services.registry.domain.refusals import unknown
from services.registry.domain.standing_documents import (
    NewDocument,
    StandingDocument,
    WithdrawDocument,
)
from services.registry.store import standing_documents as store
from services.registry.usecases.acting import Act, note, own_unit, own_unit_locked, perform


async def record_document(
    database: Database, act: Act, command: NewDocument
) -> Once[StandingDocument]:
    """Record a document of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> StandingDocument:
        unit = await own_unit(conn, act, command.unit, "unit")
        made = domain.record_document(command, act.principal.subject, new_id(), act.now)
        await store.save_document(conn, made)
        body = document_body(made)
        await note(conn, act, "standing_document", "recorded", unit.scope, made, body)
        return made

    return await perform(database, act, "recordDocument", command, StandingDocument, work)


async def withdraw_document(
    database: Database, act: Act, command: WithdrawDocument
) -> Once[StandingDocument]:
    """Set the first day on which a document no longer holds; raises Refusal."""

    async def work(conn: Connection) -> StandingDocument:
        found = (await store.documents_by_id(conn, [command.id])).get(command.id)
        if found is None:
            raise unknown("文件", "id")
        unit = await own_unit_locked(conn, act, found.unit, "id")
        current = (await store.documents_by_id(conn, [command.id]))[command.id]
        ended = domain.withdraw_document(current, command)
        await store.save_document(conn, ended)
        body = document_body(ended)
        await note(conn, act, "standing_document", "withdrawn", unit.scope, ended, body)
        return ended

    return await perform(database, act, "withdrawDocument", command, StandingDocument, work)
