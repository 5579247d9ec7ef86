"""Handing a desk over: the sheet computed, signed by the one who goes and the one who comes."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.acts import LONGEST_NOTE, optional
from services.deadlines.domain.handover_changes import Side, Signature, sheet_changes
from services.deadlines.domain.handover_signing import (
    Handover,
    HandoverState,
    check_incoming,
    check_outgoing,
    seal,
    successor,
)
from services.deadlines.domain.handovers import handover_sheet
from services.deadlines.domain.refusals import missing
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.domain.sheets import digest
from services.deadlines.domain.shifts import LONGEST_SHIFT, Shift, next_shift
from services.deadlines.store import handovers as store
from services.deadlines.store.shifts import shift_by_id, shifts_of, update_shift
from services.deadlines.usecases.handover_facts import gather
from services.deadlines.usecases.reports import snapshot
from services.deadlines.usecases.rosters import MOST
from services.deadlines.usecases.shifts import locked_shift, note, once_here, started
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The answer kept: which sheet."""

    handover: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The command: sign the sheet of a shift for the next one, or for the shift ``to``."""

    shift: UUID
    to: UUID | None
    note: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover:
    """The command: take the desk over by signing, or refuse with a remark."""

    handover: UUID
    accept: bool
    remark: str | None
    key: str


async def handover_of(
    database: Database, caller: Principal, shift: UUID, number: int | None, now: datetime
) -> Handover:
    """Read a shift's sheet: one by its number, else the last, or a draft as of now.

    A declined sheet is read by its number; without one a new draft stands in its place. Raises
    Refusal NOT_FOUND.
    """
    async with snapshot(database) as conn:
        own = await shift_by_id(conn, shift)
        if own is None or not within(own.unit, caller.scope_level, caller.scope_code):
            raise refusals.shift_not_found("shift")
        found = await store.handover_of(conn, shift, number)
        if found is not None and (number or found.state is not HandoverState.DECLINED):
            return await _with_changes(conn, found, now)
        if number is not None:
            raise refusals.handover_not_found("number")
        incoming = next_shift(own, await _around(conn, own, now), now)
        return await _draft(conn, own, incoming, None, now)


async def handover_by_id(conn: Connection, handover: UUID, now: datetime) -> Handover | None:
    """Read a signed sheet with what has changed since."""
    found = await store.handover_by_id(conn, handover)
    return await _with_changes(conn, found, now) if found else None


async def hand_over(
    database: Database, caller: Principal, command: HandOver, now: datetime
) -> Once[HandedOver]:
    """Freeze the sheet as of now under the outgoing signature.

    Raises Refusal NOT_FOUND, SHIFT_GONE, SHIFT_OVER, NO_HANDOVER, NOT_STARTED, NOT_YOURS,
    SHEET_WAITS, TOO_EARLY, NOBODY_TAKES_OVER, BAD_SUCCESSOR, SAME_PERSON, TOO_LONG, BUSY.
    """
    told = optional(command.note, "input.note", LONGEST_NOTE)
    async with database.transaction() as conn:

        async def act() -> HandedOver:
            shift = await locked_shift(conn, caller, command.shift)
            last = await store.handover_of(conn, shift.id, None)
            check_outgoing(shift, last, caller.subject, now)
            wanted = await shift_by_id(conn, command.to) if command.to else None
            if command.to and wanted is None:
                raise refusals.bad_successor()
            incoming = successor(shift, await _around(conn, shift, now), wanted, now)
            draft = await _draft(conn, shift, incoming, told, now)
            made = _signed(draft, caller, 1 if last is None else (last.number or 0) + 1, now)
            await store.save_handover(conn, made, incoming.id)
            await update_shift(conn, replace(shift, signed_at=now, version=shift.version + 1))
            await _note(conn, caller, made, "SIGNED", None, now)
            return HandedOver(handover=made.id or new_id())

        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="handOver",
            request=[command.shift, command.to, told],
            answer=HandedOver,
            act=act,
        )


async def sign_handover(
    database: Database, caller: Principal, command: SignHandover, now: datetime
) -> Once[HandedOver]:
    """Add the incoming signature, with what changed since the outgoing one; or refuse the sheet.

    Signing begins the incoming shift where it has not begun. Raises Refusal NOT_FOUND,
    ALREADY_SIGNED, SAME_PERSON, NOT_YOURS, SHIFT_GONE, MISSING (remark of a refusal), TOO_LONG,
    BUSY.
    """
    remark = optional(command.remark, "input.remark", LONGEST_NOTE)
    if not command.accept and remark is None:
        raise missing("input.remark", "拒签理由")
    async with database.transaction() as conn:

        async def act() -> HandedOver:
            found = await store.handover_by_id(conn, command.handover)
            if found is None or not within(found.shift.unit, caller.scope_level, caller.scope_code):
                raise refusals.handover_not_found()
            await locked_shift(conn, caller, found.shift.id)
            # read again: the lock was waited for
            found = await store.handover_by_id(conn, command.handover) or found
            incoming = found.incoming_shift or found.shift
            check_incoming(found, incoming, caller.subject, caller.name)
            signature = await _incoming(conn, found, caller, command.accept, remark, now)
            await store.save_signature(conn, signature)
            await _settle(conn, caller, found.shift, incoming, command.accept, now)
            kind = "TAKEN" if command.accept else "DECLINED"
            await _note(conn, caller, found, kind, remark, now)
            return HandedOver(handover=command.handover)

        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="signHandover",
            request=[command.handover, command.accept, remark],
            answer=HandedOver,
            act=act,
        )


async def _around(conn: Connection, shift: Shift, now: datetime) -> list[Shift]:
    return await shifts_of(conn, shift.unit, shift.begins_at, now + LONGEST_SHIFT, MOST)


async def _draft(
    conn: Connection, shift: Shift, incoming: Shift | None, told: str | None, now: datetime
) -> Handover:
    facts = await gather(conn, shift, incoming, now)
    sheet = handover_sheet(facts, now, told)
    return Handover(shift=shift, incoming_shift=incoming, sheet=sheet, sha256=digest(sheet))


def _signed(draft: Handover, caller: Principal, number: int, now: datetime) -> Handover:
    id_ = new_id()
    return replace(
        draft,
        id=id_,
        number=number,
        outgoing=_sealed(
            Signature(
                handover=id_,
                side=Side.OUTGOING,
                accepted=True,
                person=caller.name,
                subject=caller.subject,
                at=now,
                remark=draft.sheet.note,
                changes=None,
                sha256="",
            ),
            draft.sha256,
        ),
    )


async def _incoming(
    conn: Connection,
    handover: Handover,
    caller: Principal,
    accept: bool,
    remark: str | None,
    now: datetime,
) -> Signature:
    current = (await _with_changes(conn, handover, now)).changes
    signature = Signature(
        handover=handover.id or new_id(),
        side=Side.INCOMING,
        accepted=accept,
        person=caller.name,
        subject=caller.subject,
        at=now,
        remark=remark,
        changes=current,
        sha256="",
    )
    return _sealed(signature, handover.sha256)


def _sealed(signature: Signature, sheet_sha256: str) -> Signature:
    return replace(signature, sha256=seal(signature, sheet_sha256))


async def _with_changes(conn: Connection, handover: Handover, now: datetime) -> Handover:
    """Add what has changed since the outgoing signature, while the incoming one is missing."""
    if handover.incoming is not None:
        return handover
    facts = await gather(
        conn, handover.shift, handover.incoming_shift, now, since=handover.sheet.since
    )
    current = handover_sheet(facts, now)
    return replace(handover, changes=sheet_changes(handover.sheet, current))


async def _settle(
    conn: Connection,
    caller: Principal,
    shift: Shift,
    incoming: Shift,
    accept: bool,
    now: datetime,
) -> None:
    ended = replace(
        shift,
        signed_at=None,
        handed_over_at=now if accept else None,
        version=shift.version + 1,
    )
    await update_shift(conn, ended)
    if accept and incoming.started_at is None:
        begun = started(incoming, caller, now)
        await update_shift(conn, begun)
        await note(conn, caller, now, [(begun, "STARTED")])


async def _note(
    conn: Connection,
    caller: Principal,
    handover: Handover,
    kind: str,
    remark: str | None,
    now: datetime,
) -> None:
    await record(
        conn,
        at=now,
        entity="handover",
        id=handover.id or new_id(),
        version=1 if kind == "SIGNED" else 2,
        kind=kind,
        actor=caller.subject,
        scope=Scope.of_code(handover.shift.unit).named(),
        body={
            "by": caller.name,
            "unit": handover.shift.unit,
            "shift": str(handover.shift.id),
            "title": f"{handover.sheet.unit_name} {handover.shift.who}",
            "number": handover.number,
            "sha256": handover.sha256,
            "reason": remark,
        },
    )
