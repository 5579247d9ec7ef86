"""What a unit must have on file: a duty while it has not, closed when the registry tells it has.

The duty itself is opened by the job of the periods; what was filed while this service was down
comes with the next sync, in the transaction that moves its cursor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

import structlog

from services.deadlines.domain.mirror import CHINA
from services.deadlines.domain.obligations import Closing, ObligationState
from services.deadlines.domain.occasions import Occasion
from services.deadlines.domain.periods import duty_of
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.store.obligations import obligations_of_occasions
from services.deadlines.store.standing import open_standing
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.kit.auth import Principal
from services.kit.database import Connection

_log = structlog.get_logger("huiying.standing")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """A document as the registry last told of it (制度文件)."""

    id: str
    unit: str
    kind: str
    title: str
    number: str | None
    holds: bool
    recorded_at: datetime

    @classmethod
    def of(cls, body: Mapping[str, Any], now: datetime) -> Self:
        """Read a feed's image; raises KeyError, TypeError or ValueError for another shape."""
        ends = body.get("withdrawn_on")
        ended = ends is not None and datetime.fromisoformat(ends).date() <= _day(now)
        return cls(
            id=str(body["id"]),
            unit=str(body["unit"]),
            kind=str(body["kind"]),
            title=str(body["title"]),
            number=body.get("number"),
            holds=not ended and datetime.fromisoformat(body["dated"]).date() <= _day(now),
            recorded_at=datetime.fromisoformat(body["recorded_at"]),
        )


def _day(now: datetime) -> date:
    return now.astimezone(CHINA).date()


def newest(changes: Iterable[Mapping[str, Any]], now: datetime) -> list[OnFile]:
    """Reduce a feed, oldest first, to the last image of each document; broken ones are left out."""
    found: dict[str, OnFile] = {}
    for change in changes:
        if change.get("entity") != "standing_document":
            continue
        try:
            told = OnFile.of(change["body"], now)
        except (KeyError, TypeError, ValueError) as error:
            _log.error("document not understood", cursor=change.get("cursor"), error=repr(error))
            continue
        found[told.id] = told
    return list(found.values())


async def follow_documents(
    conn: Connection,
    law: Law,
    caller: Principal,
    changes: Iterable[Mapping[str, Any]],
    now: datetime,
) -> None:
    """Close the duty of each unit that has the document on file now."""
    held = {(told.unit, told.kind): told for told in newest(changes, now) if told.holds}
    if not held:
        return
    for occasion, seen_by in await open_standing(conn, sorted({unit for unit, _ in held})):
        duty = duty_of(law.packs, occasion)
        told = held.get((occasion.unit.code, duty.document or "")) if duty else None
        if told is not None:
            await _close(conn, law, caller, occasion, seen_by, told, now)


async def _close(
    conn: Connection,
    law: Law,
    caller: Principal,
    occasion: Occasion,
    seen_by: list[str],
    told: OnFile,
    now: datetime,
) -> None:
    rows = await obligations_of_occasions(conn, [occasion.id])
    owed = [row for row in rows if row.state is ObligationState.OPEN]
    record = Record(
        incident=occasion.id,
        of="occasion",
        number=occasion.number,
        caller=caller,
        now=now,
        seen_by=seen_by,
    )
    receipt = told.number or told.title
    closings = [
        Closing(
            id=row.id,
            state=ObligationState.FULFILLED,
            at=now,
            done_at=max(told.recorded_at, row.start_at),
            by=caller.name,
            outcome=Outcome.ON_TIME,
            receipt=receipt,
        )
        for row in owed
    ]
    await fulfil(conn, record, owed, closings, receipt=receipt)
    await settle(conn, law, record, occasion.packs, {row.id for row in owed})
    await record.write(conn)
