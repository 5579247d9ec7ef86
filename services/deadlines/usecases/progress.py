"""What follows a release: progress of the work, the decision on a further conference."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import structs

from services.deadlines.domain import gate_refusals, messages, refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.obligations import (
    Closing,
    Obligation,
    ObligationState,
    check_done_at,
    check_open,
)
from services.deadlines.domain.publishing import ConferenceDecision, Progress
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.results import RequiredDuty
from services.deadlines.law.words import DueClass, ReleaseForm
from services.deadlines.store import progress as store
from services.deadlines.store.obligations import Computed, obligations_by_id, open_obligations
from services.deadlines.usecases.incidents import LONGEST_NOTE, note_opened, open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_NAME = 50
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The answer kept for recordProgress."""

    incident: UUID
    progress: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideFurther:
    """The command; ``another`` wants its time, none its reason. ``decider`` None is the caller."""

    obligation: UUID
    another: bool
    suggested_at: datetime | None
    reason: str | None
    decider: str | None
    decided_at: datetime | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """The answer kept for decideFurtherConference."""

    incident: UUID
    obligation: UUID
    decision: UUID
    opened: UUID | None


async def record_progress(
    database: Database,
    caller: Principal,
    incident: UUID,
    words: str,
    at: datetime | None,
    key: str,
    now: datetime,
) -> Once[Noted]:
    """Note a step of the work; after the last release it makes an update owed (更新待发).

    Raises Refusal MISSING (text), TIME_IN_FUTURE, BEFORE_OCCURRENCE, NOT_FOUND, INCIDENT_CLOSED.
    """
    words = text("input.text", LONGEST_NOTE)(words)
    if not words:
        raise refusals.missing("input.text", "进展内容")

    async with database.transaction() as conn:

        async def act() -> Noted:
            file = await open_file(conn, caller, incident)
            check_done_at(at or now, now, file.stated.facts.occurred_at, "input.at")
            progress = Progress(
                id=new_id(),
                incident_id=incident,
                at=at or now,
                text=words,
                recorded_at=now,
                recorded_by=caller.name,
            )
            await store.save_progress(conn, progress)
            record = Record(
                incident=incident,
                number=file.incident.number,
                caller=caller,
                now=now,
                seen_by=file.seen_by,
            )
            title = file.incident.title
            record.add("progress", progress.id, 1, "RECORDED", title=title, text=words[:SHOWN])
            await record.write(conn)
            return Noted(incident=incident, progress=progress.id)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="recordProgress",
            request=[str(incident), words, at],
            now=now,
            answer=Noted,
            act=act,
        )


async def decide_further_conference(
    database: Database, law: Law, caller: Principal, command: DecideFurther, now: datetime
) -> Once[Further]:
    """Decide after a press conference on a further one: another at a time, or none and why.

    The suggested time is a target of the house, for no text sets it. Raises Refusal
    NOT_A_CONFERENCE_DECISION, OBLIGATION_NOT_OPEN, MISSING, SUGGESTED_TOO_EARLY, TIME_IN_FUTURE,
    BEFORE_OCCURRENCE, NOT_FOUND, INCIDENT_CLOSED.
    """
    reason = text("input.reason", LONGEST_NOTE)(command.reason or "") or None
    decider = text("input.decider", LONGEST_NAME)(command.decider or "") or caller.name
    if command.another and command.suggested_at is None:
        raise gate_refusals.no_suggestion()
    if not command.another and reason is None:
        raise refusals.missing("input.reason", "不再开的理由")

    async with database.transaction() as conn:

        async def act() -> Further:
            return await _decide(conn, law, caller, command, reason, decider, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="decideFurtherConference",
            request=[
                str(command.obligation),
                command.another,
                command.suggested_at,
                reason,
                decider,
                command.decided_at,
            ],
            now=now,
            answer=Further,
            act=act,
        )


async def _decide(
    conn: Connection,
    law: Law,
    caller: Principal,
    command: DecideFurther,
    reason: str | None,
    decider: str,
    now: datetime,
) -> Further:
    found = await obligations_by_id(conn, [command.obligation], caller.scope_code)
    incident = found[0].incident_id if found else None
    if incident is None:
        raise refusals.obligation_not_found("input.obligation")
    file = await open_file(conn, caller, incident, "input.obligation")
    (row,) = await obligations_by_id(conn, [command.obligation], caller.scope_code)
    if row.kind != "FURTHER_CONFERENCE_DECISION":
        raise gate_refusals.not_a_conference_decision()
    check_open(row)
    decided_at, suggested_at = command.decided_at or now, command.suggested_at
    check_done_at(decided_at, now, row.start_at, "input.decidedAt")
    if command.another and suggested_at is not None and suggested_at <= row.start_at:
        raise gate_refusals.suggested_too_early()
    decision = ConferenceDecision(
        id=new_id(),
        obligation_id=row.id,
        incident_id=incident,
        another=command.another,
        suggested_at=suggested_at if command.another else None,
        reason=reason,
        decider=decider,
        decided_at=decided_at,
        recorded_at=now,
        recorded_by=caller.name,
    )
    record = Record(
        incident=incident,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    await store.save_conference_decision(conn, decision)
    said = _said(decision)
    closing = Closing(
        id=row.id,
        state=ObligationState.FULFILLED,
        at=now,
        done_at=decided_at,
        by=caller.name,
        outcome=Outcome.ON_TIME,
        reason=said,
    )
    await fulfil(conn, record, [row], [closing], decision=str(decision.id))
    opened = [_next(row, decision)] if command.another else []
    if opened:
        by = caller.name
        await open_obligations(conn, incident, opened, at=now, actor=by, reason=said)
        note_opened(record, opened[0])
    await settle(conn, law, record, file.incident.packs, {row.id, *(each.id for each in opened)})
    await record.write(conn)
    return Further(
        incident=incident,
        obligation=row.id,
        decision=decision.id,
        opened=opened[0].id if opened else None,
    )


def _said(decision: ConferenceDecision) -> str:
    if decision.suggested_at is None:
        return messages.CONFERENCE_ENOUGH.format(reason=decision.reason)
    at = decision.suggested_at.astimezone(messages.CHINA)
    return messages.CONFERENCE_AGAIN.format(at=f"{at:%m-%d %H:%M}")


def _next(row: Obligation, decision: ConferenceDecision) -> Computed:
    """Make the target of the house to hold the next conference at the time suggested."""
    lines = [
        structs.replace(
            line,
            due_at=decision.suggested_at,
            assumption=messages.CONFERENCE_OURS,
            acting=not place,
        )
        for place, line in enumerate(row.basis)
    ]
    duty = RequiredDuty(
        key=f"PRESS_CONFERENCE:{row.key}",
        kind="PRESS_CONFERENCE",
        title=messages.CONFERENCE_AGAIN_TITLE,
        due_class=DueClass.INTERNAL_TARGET,
        modality=row.modality,
        start_at=decision.decided_at,
        due_at=decision.suggested_at,
        provisional=False,
        late_at_intake=False,
        owed=True,
        owed_after=(),
        owner=row.owner,
        person=row.person,
        recipients=(),
        fulfilled_by=(ReleaseForm.PRESS_CONFERENCE,),
        conclusive=False,
        at_source=False,
        basis=tuple(lines),
    )
    return Computed(id=new_id(), duty=duty, scope=row.scope, opened_on="CONFERENCE_DECISION")
