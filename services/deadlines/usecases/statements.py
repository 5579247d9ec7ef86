"""Drafting the line to take (口径): every draft is a version of its own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.gates import Statement
from services.deadlines.store import statements as store
from services.deadlines.usecases.incidents import LONGEST_NOTE, open_file
from services.deadlines.usecases.recording import Record
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_STATEMENT = 5000
SHOWN = 60
"""How much of a statement the timeline tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The answer kept for draftStatement."""

    incident: UUID
    version: int


async def draft_statement(
    database: Database,
    caller: Principal,
    incident: UUID,
    wording: str,
    note: str | None,
    key: str,
    now: datetime,
) -> Once[Drafted]:
    """Append a version of the line to take; the earlier ones stay as they are.

    Raises Refusal MISSING (text), TOO_LONG, BAD_TEXT, NOT_FOUND, INCIDENT_CLOSED.
    """
    wording = text("input.text", LONGEST_STATEMENT)(wording)
    note = text("input.note", LONGEST_NOTE)(note or "") or None
    if not wording:
        raise refusals.missing("input.text", "口径内容")

    async with database.transaction() as conn:

        async def act() -> Drafted:
            file = await open_file(conn, caller, incident)
            before = await store.statements_of(conn, incident)
            statement = Statement(
                id=new_id(),
                incident_id=incident,
                version=1 + (before[0].version if before else 0),
                text=wording,
                note=note,
                author=caller.name,
                at=now,
            )
            await store.save_statement(conn, statement)
            record = Record(
                incident=incident,
                number=file.incident.number,
                caller=caller,
                now=now,
                seen_by=file.seen_by,
            )
            record.add(
                "statement",
                statement.id,
                statement.version,
                "DRAFTED",
                title=file.incident.title,
                statement=statement.version,
                text=wording[:SHOWN],
            )
            await record.write(conn)
            return Drafted(incident=incident, version=statement.version)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="draftStatement",
            request=[str(incident), wording, note],
            now=now,
            answer=Drafted,
            act=act,
        )
