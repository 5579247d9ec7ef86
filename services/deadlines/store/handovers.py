"""Handover sheets with their signatures."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.handover_changes import SheetChange, Side, Signature
from services.deadlines.domain.handover_signing import Handover
from services.deadlines.domain.sheets import Sheet
from services.deadlines.domain.shifts import Shift
from services.deadlines.store.rows import plain
from services.deadlines.store.shifts import shift_by_id
from services.kit.database import Connection


async def save_handover(conn: Connection, handover: Handover, incoming: UUID) -> None:
    """Write a signed sheet with its outgoing signature."""
    await conn.execute(
        """
        insert into handover (id, shift, number, unit, incoming, made_at, snapshot, sha256)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        handover.id,
        handover.shift.id,
        handover.number,
        handover.shift.unit,
        incoming,
        handover.made_at,
        plain(handover.sheet),
        handover.sha256,
    )
    if handover.outgoing is not None:
        await save_signature(conn, handover.outgoing)


async def save_signature(conn: Connection, signature: Signature) -> None:
    """Append a signature."""
    await conn.execute(
        """
        insert into handover_signature (
            handover, side, accepted, person, subject, at, remark, changes, sha256
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        signature.handover,
        signature.side,
        signature.accepted,
        signature.person,
        signature.subject,
        signature.at,
        signature.remark,
        None if signature.changes is None else plain(signature.changes),
        signature.sha256,
    )


async def handover_by_id(conn: Connection, handover: UUID) -> Handover | None:
    """Find a sheet, whoever asks."""
    row = await conn.fetchrow(
        """
        select id, shift, number, incoming, snapshot, sha256
        from handover
        where id = $1
        """,
        handover,
    )
    return await _whole(conn, row) if row else None


async def handover_of(conn: Connection, shift: UUID, number: int | None) -> Handover | None:
    """Find a sheet of a shift by its number, or the last one."""
    row = await conn.fetchrow(
        """
        select id, shift, number, incoming, snapshot, sha256
        from handover
        where shift = $1
        and ($2::integer is null or number = $2)
        order by number desc
        limit 1
        """,
        shift,
        number,
    )
    return await _whole(conn, row) if row else None


async def last_taken(conn: Connection, unit: str, shift: UUID, at: datetime) -> datetime | None:
    """Tell the moment of the last sheet of another shift of this desk that was taken."""
    moment: datetime | None = await conn.fetchval(
        """
        select h.made_at
        from handover h
        join handover_signature s on s.handover = h.id
            and s.side = 'INCOMING'
            and s.accepted
        where h.unit = $1
        and h.made_at <= $3
        and h.shift <> $2
        order by h.made_at desc
        limit 1
        """,
        unit,
        shift,
        at,
    )
    return moment


async def heir_of(conn: Connection, shift: UUID) -> Shift | None:
    """Follow a shift to whoever stands in for all of it by now."""
    found = await shift_by_id(conn, shift)
    while found is not None and found.gone == "REPLACED":
        heir: UUID | None = await conn.fetchval(
            "select id from shift where replaces = $1", found.id
        )
        if heir is None:
            return found
        found = await shift_by_id(conn, heir)
    return found


async def _whole(conn: Connection, row: Record) -> Handover | None:
    shift = await shift_by_id(conn, row["shift"])
    if shift is None:
        return None
    signatures = await _signatures(conn, row["id"])
    incoming = signatures.get(Side.INCOMING)
    return Handover(
        id=row["id"],
        number=row["number"],
        shift=shift,
        incoming_shift=await heir_of(conn, row["incoming"]),
        sheet=msgspec.convert(row["snapshot"], Sheet),
        sha256=row["sha256"],
        outgoing=signatures.get(Side.OUTGOING),
        incoming=incoming,
        changes=incoming.changes if incoming else None,
    )


async def _signatures(conn: Connection, handover: UUID) -> dict[Side, Signature]:
    rows = await conn.fetch(
        """
        select handover, side, accepted, person, subject, at, remark, changes, sha256
        from handover_signature
        where handover = $1
        """,
        handover,
    )
    found = [_signature(row) for row in rows]
    return {signature.side: signature for signature in found}


def _signature(row: Record) -> Signature:
    changes = row["changes"]
    return Signature(
        **{
            **dict(row),
            "side": Side(row["side"]),
            "changes": None
            if changes is None
            else msgspec.convert(changes, tuple[SheetChange, ...]),
        }
    )
