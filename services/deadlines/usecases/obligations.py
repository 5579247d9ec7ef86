"""A person's acts on one obligation: taking it on, recording that it was met, waiving it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.deadlines.domain import gate_refusals, period_refusals, refusals
from services.deadlines.domain.after_approvals import closed_by_decision
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import (
    Closing,
    Obligation,
    ObligationState,
    check_done_at,
    check_open,
)
from services.deadlines.law.fulfilment import outcome
from services.deadlines.store import obligations as store
from services.deadlines.store import parties
from services.deadlines.store.notice_reading import acknowledge_as_desk
from services.deadlines.store.occasions import lock_occasion
from services.deadlines.usecases.incidents import LONGEST_NOTE, open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once

LONGEST_NAME = 50
LONGEST_RECEIPT = 200
SHOWN_BY_URL = frozenset(("PUBLIC_CONSULTATION", "EXPERT_INTERPRETATION"))
"""Of a policy: proved by the page on which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The answer kept for an act on an obligation or a party."""

    obligation: UUID | None = None
    party: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """The command: exactly one of obligation and party; who took note, and by what means."""

    obligation: UUID | None
    party: UUID | None
    by: str | None
    means: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFulfilment:
    """The command: a duty that no release meets (a report, a transfer) was done at ``done_at``."""

    obligation: UUID
    done_at: datetime | None
    note: str
    receipt: str | None
    late_reason: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """What the obligation acted on belongs to, locked: an incident or an occasion.

    ``earliest`` is the moment before which nothing of it can have been done, ``known_at`` when
    the desk knew of it; a due time before that was late at intake.
    """

    id: UUID
    of: Literal["incident", "occasion"]
    number: str
    packs: Sequence[str]
    seen_by: Sequence[str]
    earliest: datetime | None
    known_at: datetime


Act = Callable[[Connection, _Matter, Obligation, Record], Awaitable[None]]


async def acknowledge(
    database: Database, law: Law, caller: Principal, command: Acknowledge, now: datetime
) -> Once[Done]:
    """Record that a person took an obligation on, or that a party was told (受理).

    One acknowledgement silences nobody else. Raises Refusal ONE_OF, NOT_FOUND,
    ALREADY_ACKNOWLEDGED, OBLIGATION_NOT_OPEN, INCIDENT_CLOSED.
    """
    person = text("input.by", LONGEST_NAME)(command.by or "") or caller.name
    means = text("input.means", LONGEST_NAME)(command.means or "") or None
    if (command.obligation is None) == (command.party is None):
        raise refusals.one_of_two()

    async with database.transaction() as conn:

        async def act() -> Done:
            if command.obligation is not None:
                await _acknowledge_obligation(conn, caller, command.obligation, person, means, now)
            elif command.party is not None:
                await _acknowledge_party(conn, caller, command.party, person, means, now)
            return Done(obligation=command.obligation, party=command.party)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="acknowledge",
            request=[str(command.obligation), str(command.party), person, means],
            now=now,
            answer=Done,
            act=act,
        )


async def _acknowledge_obligation(
    conn: Connection, caller: Principal, id_: UUID, person: str, means: str | None, now: datetime
) -> None:
    matter, row = await _locked(conn, caller, id_)
    check_open(row)
    if row.acknowledged_at is not None:
        raise refusals.already_acknowledged("input.obligation")
    await store.save_acknowledgement(conn, id_, at=now, by=person)
    await acknowledge_as_desk(conn, id_, caller.unit, at=now, by=caller.name)
    record = _record(matter, caller, now)
    record.add(
        "obligation",
        id_,
        row.version + 1,
        "ACKNOWLEDGED",
        title=row.title,
        person=person,
        means=means,
    )
    await record.write(conn)


async def _acknowledge_party(
    conn: Connection, caller: Principal, id_: UUID, person: str, means: str | None, now: datetime
) -> None:
    party = await parties.party_by_id(conn, id_, caller.scope_code)
    if party is None or party.incident_id is None:
        raise refusals.party_not_found("input.party")
    file = await open_file(conn, caller, party.incident_id, "input.party")
    party = await parties.party_by_id(conn, id_, caller.scope_code)
    if party is None:
        raise refusals.party_not_found("input.party")
    if party.acknowledged_at is not None:
        raise refusals.already_acknowledged("input.party")
    await parties.save_party_acknowledgement(conn, id_, at=now, by=person)
    record = _record(_of_incident(file), caller, now)
    title = f"{party.unit.name}({party.role_title})"
    record.add("party", id_, 1, "ACKNOWLEDGED", title=title, person=person, means=means)
    await record.write(conn)


async def record_fulfilment(
    database: Database, law: Law, caller: Principal, command: RecordFulfilment, now: datetime
) -> Once[Done]:
    """Record that a duty was met by something else than a release: a report, a transfer.

    Raises Refusal MET_BY_RELEASE where only a release meets it, MET_BY_DECISION where only the
    office that was passed by does, NOT_OWED_YET, OBLIGATION_NOT_OPEN, TIME_IN_FUTURE,
    BEFORE_OCCURRENCE, MISSING (note), NOT_FOUND, INCIDENT_CLOSED.
    """
    note = text("input.note", LONGEST_NOTE)(command.note)
    if not note:
        raise refusals.missing("input.note", "办理情况")
    receipt = text("input.receipt", LONGEST_RECEIPT)(command.receipt or "") or None
    late_reason = text("input.lateReason", LONGEST_NOTE)(command.late_reason or "") or None
    done_at = command.done_at or now

    async def act(conn: Connection, matter: _Matter, row: Obligation, record: Record) -> None:
        if row.fulfilled_by and matter.of == "incident":
            raise refusals.met_by_release(row.title)
        if closed_by_decision(row):
            raise gate_refusals.met_by_decision(row.title, "、".join(row.recipients))
        if not row.owed:
            raise refusals.not_owed_yet(row.title)
        page = receipt is not None and receipt.startswith(("http://", "https://"))
        if matter.of == "occasion" and row.kind in SHOWN_BY_URL and not page:
            raise period_refusals.evidence_wanted(row.title)
        check_done_at(done_at, now, matter.earliest, "input.doneAt")
        graded = outcome(
            due_at=row.due_at,
            done_at=done_at,
            known_at=matter.known_at,
            late_reason=late_reason,
            before=row.basis[0].before,
        )
        closing = Closing(
            id=row.id,
            state=ObligationState.FULFILLED,
            at=now,
            done_at=done_at,
            by=caller.name,
            outcome=graded,
            reason=late_reason or note,
            receipt=receipt,
        )
        await store.close_obligations(conn, [closing])
        record.add(
            "obligation",
            row.id,
            row.version + 1,
            "FULFILLED",
            title=row.title,
            outcome=graded.value,
            reason=note,
            receipt=receipt,
            done_at=done_at.isoformat(),
        )

    request = [str(command.obligation), _iso(command.done_at), note, receipt, late_reason]
    return await _on_obligation(
        database,
        law,
        caller,
        command.obligation,
        command.key,
        "recordFulfilment",
        request,
        now,
        act,
    )


async def waive_obligation(
    database: Database,
    law: Law,
    caller: Principal,
    obligation: UUID,
    reason: str,
    key: str,
    now: datetime,
) -> Once[Done]:
    """Waive an open obligation with a reason (免办); it stays waived through every reassessment.

    Raises Refusal MISSING (reason), OBLIGATION_NOT_OPEN, NOT_FOUND, INCIDENT_CLOSED.
    """
    reason = text("input.reason", LONGEST_NOTE)(reason)
    if not reason:
        raise refusals.missing("input.reason", "免办理由")

    async def act(conn: Connection, matter: _Matter, row: Obligation, record: Record) -> None:
        closing = Closing(
            id=row.id,
            state=ObligationState.WAIVED,
            at=now,
            done_at=None,
            by=caller.name,
            reason=reason,
        )
        await store.close_obligations(conn, [closing])
        record.add("obligation", row.id, row.version + 1, "WAIVED", title=row.title, reason=reason)

    request = [str(obligation), reason]
    return await _on_obligation(
        database, law, caller, obligation, key, "waiveObligation", request, now, act
    )


async def _on_obligation(
    database: Database,
    law: Law,
    caller: Principal,
    obligation: UUID,
    key: str,
    operation: str,
    request: Sequence[str | None],
    now: datetime,
    act: Act,
) -> Once[Done]:
    async with database.transaction() as conn:

        async def locked_act() -> Done:
            matter, row = await _locked(conn, caller, obligation)
            check_open(row)
            record = _record(matter, caller, now)
            await act(conn, matter, row, record)
            await settle(conn, law, record, matter.packs, {obligation})
            await record.write(conn)
            return Done(obligation=obligation)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation=operation,
            request=request,
            now=now,
            answer=Done,
            act=locked_act,
        )


async def _locked(
    conn: Connection, caller: Principal, obligation: UUID
) -> tuple[_Matter, Obligation]:
    """Lock what the obligation belongs to, then read it as it stands under that lock."""
    found = await store.obligations_by_id(conn, [obligation], caller.scope_code)
    if not found:
        raise refusals.obligation_not_found("input.obligation")
    incident, occasion = found[0].incident_id, found[0].occasion_id
    if incident is not None:
        matter = _of_incident(await open_file(conn, caller, incident, "input.obligation"))
    else:
        matter = await _of_occasion(conn, caller, occasion)
    rows = await store.obligations_by_id(conn, [obligation], caller.scope_code)
    return matter, rows[0]


def _of_incident(file: IncidentFile) -> _Matter:
    facts = file.stated.facts
    return _Matter(
        id=file.incident.id,
        of="incident",
        number=file.incident.number,
        packs=file.incident.packs,
        seen_by=file.seen_by,
        earliest=facts.occurred_at,
        known_at=facts.known_at,
    )


async def _of_occasion(conn: Connection, caller: Principal, id_: UUID | None) -> _Matter:
    file = await lock_occasion(conn, id_, caller.scope_code) if id_ else None
    if file is None:
        raise refusals.obligation_not_found("input.obligation")
    return _Matter(
        id=file.occasion.id,
        of="occasion",
        number=file.occasion.number,
        packs=file.occasion.packs,
        seen_by=file.seen_by,
        earliest=file.occasion.begins_at,
        known_at=file.occasion.begins_at,
    )


def _record(matter: _Matter, caller: Principal, now: datetime) -> Record:
    return Record(
        incident=matter.id,
        of=matter.of,
        number=matter.number,
        caller=caller,
        now=now,
        seen_by=matter.seen_by,
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
