"""What a person makes of a lead: an incident, part of another, two, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.deadlines.domain import lead_refusals, messages, refusals
from services.deadlines.domain.facts_input import stated_facts, text
from services.deadlines.domain.leads import LeadFile, LeadState, LeadWarning, check_undecided
from services.deadlines.store import leads as store
from services.deadlines.usecases.incidents import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    open_worked,
)
from services.deadlines.usecases.leads import note as note_lead
from services.deadlines.usecases.previews import Law, asking, work
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The answer kept for every decision: the lead, and what it became part of."""

    lead: UUID
    incident: UUID | None = None
    into: UUID | None = None
    warnings: tuple[LeadWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoteLead:
    """The command: facts by the names of `Facts`, laid over what the lead tells."""

    lead: UUID
    facts: Mapping[str, Any]
    title: str | None
    note: str | None
    key: str


async def lead_file(
    conn: Connection, caller: Principal, lead: UUID, field: str = "input.lead"
) -> LeadFile:
    """Lock a lead for a decision; raises Refusal NOT_FOUND or BUSY."""
    file = await store.lock_lead(conn, lead, caller.scope_code)
    if file is None:
        raise lead_refusals.lead_not_found(field)
    return file


async def promote_lead(
    database: Database, law: Law, caller: Principal, command: PromoteLead, now: datetime
) -> Once[Decided]:
    """Make an incident of a lead, with all that it calls for, in one transaction.

    Its ``known_at`` is the server's receipt of the first report, and may be stated earlier only;
    severity and whatever else a person must find stays open unless stated. Raises Refusal
    LEAD_DECIDED, NOT_FOUND, BUSY, or for bad facts.
    """
    title = text("input.title", LONGEST_TITLE)(command.title or "")
    said = text("input.note", LONGEST_NOTE)(command.note or "")

    async with database.transaction() as conn:

        async def act() -> Decided:
            file = await lead_file(conn, caller, command.lead)
            check_undecided(file.lead, "input.lead")
            around = await asking(conn, law, command.facts, now, caller.unit)
            facts = stated_facts(command.facts, around, file.lead.facts(caller.unit))
            worked = await work(conn, law, facts, now)
            called = title or file.lead.title[:LONGEST_TITLE]
            reason = said or messages.FROM_LEAD
            opened = await open_worked(conn, law, caller, worked, called, reason, now)
            await decide(
                conn, caller, file, LeadState.PROMOTED, now, reason=reason, incident=opened.incident
            )
            return Decided(lead=file.lead.id, incident=opened.incident)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="promoteLead",
            request=[str(command.lead), dict(command.facts), title, said],
            now=now,
            answer=Decided,
            act=act,
        )


async def dismiss_lead(
    database: Database, caller: Principal, lead: UUID, reason: str, key: str, now: datetime
) -> Once[Decided]:
    """Decide that a lead is nothing to follow (排除), with the reason.

    Raises Refusal MISSING, LEAD_DECIDED, NOT_FOUND, BUSY.
    """
    reason = text("input.reason", LONGEST_NOTE)(reason)
    if not reason:
        raise refusals.missing("input.reason", "排除理由")

    async with database.transaction() as conn:

        async def act() -> Decided:
            file = await lead_file(conn, caller, lead)
            check_undecided(file.lead, "input.lead")
            await decide(conn, caller, file, LeadState.DISMISSED, now, reason=reason)
            return Decided(lead=lead)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="dismissLead",
            request=[str(lead), reason],
            now=now,
            answer=Decided,
            act=act,
        )


async def decide(
    conn: Connection,
    caller: Principal,
    file: LeadFile,
    state: LeadState,
    now: datetime,
    *,
    reason: str | None,
    incident: UUID | None = None,
    into: UUID | None = None,
) -> None:
    """Save what became of a locked lead, and note it."""
    await store.save_decision(
        conn,
        file.lead.id,
        state,
        at=now,
        by=caller.name,
        reason=reason,
        incident=incident,
        into=into,
    )
    await note_lead(
        conn,
        caller,
        file.lead,
        state.value,
        version=file.lead.version + 1,
        scope=file.seen_by,
        now=now,
        incident=incident,
        reason=reason,
    )
