"""Taking over what call centres count of their own answering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.deadlines.domain import period_refusals, refusals
from services.deadlines.domain.call_centre import (
    CallDay,
    KeptDay,
    KnownUnit,
    checked_days,
    checked_source,
    news,
)
from services.deadlines.domain.scopes import all_codes
from services.deadlines.store import call_centre as store
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

OPERATION = "importCallStatistics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The answer kept: how many days are new, told anew with other numbers, and as they were."""

    id: UUID
    new: int
    corrected: int
    unchanged: int


async def import_call_statistics(
    database: Database,
    caller: Principal,
    source: str,
    rows: Sequence[CallDay],
    key: str,
    now: datetime,
) -> Once[Imported]:
    """Keep a source's numbers as stated; all rows are taken or none.

    Raises what `checked_days` raises, and Refusal UNKNOWN_UNIT, NOT_FOUND (a unit elsewhere).
    """
    named, days = checked_source(source), checked_days(rows, now)

    async with database.transaction() as conn:

        async def act() -> Imported:
            return await _take(conn, caller, named, days, now)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation=OPERATION,
            request=[named, days],
            now=now,
            answer=Imported,
            act=act,
        )


async def _take(
    conn: Connection, caller: Principal, source: str, days: Sequence[CallDay], now: datetime
) -> Imported:
    units = await store.known_units(conn, list({day.unit for day in days}))
    _check_units(days, units, caller)
    await store.lock_source(conn, source)
    kept = await store.days_of_source(conn, source, days)
    taken = [
        KeptDay(
            id=new_id(),
            row=day,
            unit_name=units[day.unit].name,
            source=source,
            version=1 + (kept[day.unit, day.day].version if (day.unit, day.day) in kept else 0),
            imported_at=now,
            imported_by=caller.name,
        )
        for day in news(days, kept)
    ]
    await store.save_days(conn, [(day, units[day.row.unit]) for day in taken])
    corrected = sum(day.version > 1 for day in taken)
    done = Imported(
        id=new_id(),
        new=len(taken) - corrected,
        corrected=corrected,
        unchanged=len(days) - len(taken),
    )
    if taken:
        await _note(conn, caller, source, taken, units, done, now)
    return done


def _check_units(
    days: Sequence[CallDay], units: Mapping[str, KnownUnit], caller: Principal
) -> None:
    for place, day in enumerate(days):
        field = f"input.rows.{place}.unit"
        unit = units.get(day.unit)
        if unit is None:
            raise refusals.unknown_unit(day.unit, field)
        if unit.scope.at(caller.scope_level) != caller.scope_code:
            raise period_refusals.unit_elsewhere(field)


async def _note(
    conn: Connection,
    caller: Principal,
    source: str,
    taken: Sequence[KeptDay],
    units: Mapping[str, KnownUnit],
    done: Imported,
    now: datetime,
) -> None:
    days: list[date] = [day.row.day for day in taken]
    await record(
        conn,
        at=now,
        entity="call_statistics",
        id=done.id,
        version=1,
        kind="IMPORTED",
        actor=caller.subject,
        scope=all_codes(units[code].scope for code in {day.row.unit for day in taken}),
        body={
            "by": caller.name,
            "title": source,
            "new": done.new,
            "corrected": done.corrected,
            "from": min(days).isoformat(),
            "to": max(days).isoformat(),
            "ids": [str(day.id) for day in taken],
        },
    )
