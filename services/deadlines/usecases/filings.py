"""Filings that the registry tells of, as duties of the clause that asks for them.

They come by the registry's feed and are written in the transaction that moves its cursor: what was
told while this service was down comes with the next sync, once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

import structlog

from services.deadlines.domain.obligations import Closing, ObligationState
from services.deadlines.law.directory import Unit
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.periods import Owing, Period, binds, bound_by, in_force, nearest
from services.deadlines.law.selection import Need, PackSet
from services.deadlines.law.words import Trigger
from services.deadlines.store.directory import directory_for
from services.deadlines.store.obligations import obligations_of_occasions
from services.deadlines.store.occasions import open_filings
from services.deadlines.usecases.periods import write_owed
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.kit.auth import Principal
from services.kit.database import Connection

TITLES: Final = {
    "SPOKESPERSONS": "发言人变动",
    "EXPERT_POOL": "专家库变动",
    "CHANNELS": "微博微信变动",
}
_log = structlog.get_logger("huiying.filings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A filing as the registry last told of it (备案)."""

    id: str
    unit: str
    subject: str
    filed: bool
    opened_at: datetime
    recorded_at: datetime | None
    receipt: str | None

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """Read a feed's image; raises KeyError, TypeError or ValueError for another shape."""
        recorded = body.get("recorded_at")
        return cls(
            id=str(body["id"]),
            unit=str(body["unit"]),
            subject=str(body["subject"]),
            filed=body["state"] == "FILED",
            opened_at=datetime.fromisoformat(body["opened_at"]),
            recorded_at=datetime.fromisoformat(recorded) if recorded else None,
            receipt=body.get("receipt_number"),
        )


def newest(changes: Iterable[Mapping[str, Any]]) -> dict[str, Told]:
    """Reduce a feed, oldest first, to the last image of each filing; broken ones are left out."""
    found: dict[str, Told] = {}
    for change in changes:
        if change.get("entity") != "filing" or change.get("kind") == "removed":
            continue
        try:
            told = Told.of(change["body"])
        except (KeyError, TypeError, ValueError) as error:
            _log.error("filing not understood", cursor=change.get("cursor"), error=repr(error))
            continue
        found[told.id] = told
    return found


def owed_for(packs: PackSet, told: Told, unit: Unit) -> Iterator[Owing]:
    """Yield the clauses by which a filing is owed: in force when it was opened, untimed."""
    title = TITLES.get(told.subject, told.subject)
    period = Period(key=told.id, title=title, begins=told.opened_at, ends=None)
    for pack in packs.packs:
        if not binds(pack, unit) or not in_force(pack, told.opened_at):
            continue
        for duty in pack.duties:
            asked = duty.trigger is Trigger.ROSTER and duty.filing == told.subject
            if asked and duty.units is not None and bound_by(duty.units, unit):
                yield Owing(pack=pack, duty=duty, unit=unit, period=period)


async def follow_filings(
    conn: Connection,
    law: Law,
    caller: Principal,
    changes: Iterable[Mapping[str, Any]],
    now: datetime,
) -> None:
    """Open a duty for each filing that a loaded pack asks for, and close those with a receipt."""
    if not any(d.trigger is Trigger.ROSTER for pack in law.packs.packs for d in pack.duties):
        return
    filings = newest(changes)
    if not filings:
        return
    codes = tuple(sorted({told.unit for told in filings.values()}))
    extract = await directory_for(conn, Need(divisions=(), units=codes, lines=()), now, now)
    among = (await law.bindings.at(conn, extract.adoptions)).packs
    owed = [
        owing
        for told in filings.values()
        if (unit := extract.directory.unit(told.unit)) is not None
        for owing in nearest(owed_for(among, told, unit))
    ]
    if owed:
        await write_owed(conn, caller, owed, {c: extract.scope_of(c) for c in codes}, now)
    filed = {told.id: told for told in filings.values() if told.filed}
    if filed:
        await _close(conn, law, caller, filed, now)


async def _close(
    conn: Connection, law: Law, caller: Principal, filed: Mapping[str, Told], now: datetime
) -> None:
    for occasion, seen_by in await open_filings(conn, sorted(filed)):
        told = filed[occasion.period or ""]
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
        closings = [
            Closing(
                id=row.id,
                state=ObligationState.FULFILLED,
                at=now,
                done_at=told.recorded_at or now,
                by=caller.name,
                outcome=Outcome.ON_TIME,
                receipt=told.receipt,
            )
            for row in owed
        ]
        await fulfil(conn, record, owed, closings, receipt=told.receipt)
        await settle(conn, law, record, occasion.packs, {row.id for row in owed})
        await record.write(conn)
