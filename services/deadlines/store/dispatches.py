"""What was sent to recipients, and what came back."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.dispatches import Dispatch, DispatchKind, Receipt
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import by_incident, plain
from services.kit.database import Connection


async def save_dispatches(conn: Connection, dispatches: Sequence[Dispatch]) -> None:
    """Write what one act sent, in one statement."""
    await conn.execute(
        """
        insert into dispatch (
            id, incident, kind, unit, recipient, recipient_unit, person, means, sent_at, document,
            url, sha256, note, late_reason, received_at, received_by, receipt, answer, recorded_at,
            recorded_by, version
        )
        select
            id, incident, kind, unit, recipient, recipient_unit, person, means, sent_at, document,
            url, sha256, note, late_reason, received_at, received_by, receipt, answer, recorded_at,
            recorded_by, version
        from jsonb_to_recordset($1) as given (
            id uuid, incident uuid, kind text, unit jsonb, recipient text, recipient_unit text,
            person text, means text, sent_at timestamptz, document text, url text, sha256 text,
            note text, late_reason text, received_at timestamptz, received_by text, receipt text,
            answer text, recorded_at timestamptz, recorded_by text, version integer
        )
        """,
        [_values(each) for each in dispatches],
    )


def _values(each: Dispatch) -> dict[str, object]:
    back = each.receipt
    return {
        "id": each.id,
        "incident": each.incident_id,
        "kind": each.kind,
        "unit": plain(each.unit),
        "recipient": each.recipient,
        "recipient_unit": each.recipient_unit,
        "person": each.person,
        "means": each.means,
        "sent_at": each.sent_at,
        "document": each.evidence.document,
        "url": each.evidence.url,
        "sha256": each.evidence.sha256,
        "note": each.note,
        "late_reason": each.late_reason,
        "received_at": back.received_at if back else None,
        "received_by": back.received_by if back else None,
        "receipt": back.number if back else None,
        "answer": back.answer if back else None,
        "recorded_at": each.recorded_at,
        "recorded_by": each.recorded_by,
        "version": each.version,
    }


async def save_receipt(conn: Connection, dispatch: UUID, receipt: Receipt) -> None:
    """Record what came back for something sent."""
    await conn.execute(
        """
        update dispatch
        set received_at = $2, received_by = $3, receipt = $4, answer = $5, version = version + 1
        where id = $1
        """,
        dispatch,
        receipt.received_at,
        receipt.received_by,
        receipt.number,
        receipt.answer,
    )


async def dispatches_of(conn: Connection, incident: UUID) -> list[Dispatch]:
    """List what was sent about an incident, newest first."""
    return (await dispatches_by_incident(conn, [incident])).get(incident, [])


async def dispatches_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Dispatch]]:
    """List what was sent about each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, kind, unit, recipient, recipient_unit, person, means, sent_at,
            document, url, sha256, note, late_reason, received_at, received_by, receipt, answer,
            recorded_at, recorded_by, version
        from dispatch
        where incident = any($1::uuid[])
        order by incident, sent_at desc, id desc
        """,
        list(incidents),
    )
    return by_incident(rows, _dispatch)


async def dispatches_by_id(
    conn: Connection, dispatches: Sequence[UUID], seen_by: str
) -> list[Dispatch]:
    """Find those of these that belong to incidents that may be seen under that code."""
    rows = await conn.fetch(
        """
        select d.id, d.incident, d.kind, d.unit, d.recipient, d.recipient_unit, d.person, d.means,
            d.sent_at, d.document, d.url, d.sha256, d.note, d.late_reason, d.received_at,
            d.received_by, d.receipt, d.answer, d.recorded_at, d.recorded_by, d.version
        from dispatch d
        join incident_scope s on s.incident = d.incident and s.scope = $2
        where d.id = any($1::uuid[])
        order by d.id
        """,
        list(dispatches),
        seen_by,
    )
    return [_dispatch(row) for row in rows]


def _dispatch(row: Record) -> Dispatch:
    return Dispatch(
        id=row["id"],
        incident_id=row["incident"],
        kind=DispatchKind(row["kind"]),
        unit=msgspec.convert(row["unit"], UnitRef),
        recipient=row["recipient"],
        recipient_unit=row["recipient_unit"],
        person=row["person"],
        means=row["means"],
        sent_at=row["sent_at"],
        note=row["note"],
        late_reason=row["late_reason"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
        evidence=Evidence(document=row["document"], url=row["url"], sha256=row["sha256"]),
        receipt=_receipt(row),
    )


def _receipt(row: Record) -> Receipt | None:
    if row["received_at"] is None:
        return None
    return Receipt(
        received_at=row["received_at"],
        received_by=row["received_by"],
        number=row["receipt"],
        answer=row["answer"],
    )
