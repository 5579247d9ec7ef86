"""The job that opens what units owe for each period, once, however late it comes by."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from services.deadlines.domain import refusals
from services.deadlines.domain.obligations import TOLERANCE
from services.deadlines.domain.occasions import NewOccasion, Occasion, OccasionKind, OccasionState
from services.deadlines.domain.periods import LARGEST_BATCH, PeriodsAnswer
from services.deadlines.domain.scopes import Scope
from services.deadlines.domain.sweep import moment_of
from services.deadlines.law.ladders import ladder_of, next_wake, reached
from services.deadlines.law.pack import RulePack
from services.deadlines.law.periods import OF_UNITS, Owing, nearest, owing, required_of
from services.deadlines.law.responsibility import responsible_person
from services.deadlines.law.selection import Need
from services.deadlines.law.selectors import ref
from services.deadlines.law.words import Post, Trigger
from services.deadlines.store import periods as store
from services.deadlines.store.adoptions import token_of
from services.deadlines.store.board import rewatch_occasions
from services.deadlines.store.directory import directory_for
from services.deadlines.store.obligations import Computed, open_obligations
from services.deadlines.store.occasions import save_occasions
from services.deadlines.store.sweep import save_wakes
from services.deadlines.usecases.counting import settle_counts
from services.deadlines.usecases.incidents import note_opened
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

_REASON = "按周期列出"
_KINDS = {
    Trigger.PERIOD: OccasionKind.PERIOD,
    Trigger.DATE: OccasionKind.DATE,
    Trigger.ROSTER: OccasionKind.ROSTER,
    Trigger.STANDING: OccasionKind.STANDING,
}


async def open_periods(
    database: Database,
    law: Law,
    caller: Principal,
    as_of: datetime | None,
    limit: int,
    key: str,
    now: datetime,
) -> Once[PeriodsAnswer]:
    """Open at most ``limit`` of what is owed for periods up to ``as_of`` (None: now).

    What ran since the last complete run is opened too, each with its true period; before the
    first run nothing is. Of one unit, rule and period there is only ever one; what was done
    already is counted at once. Another runner at work makes the answer ``busy`` and nothing is
    done. Raises Refusal TIME_IN_FUTURE, CLOCK_BACKWARDS, BAD_LIMIT.
    """
    if not 1 <= limit <= LARGEST_BATCH:
        raise refusals.bad_limit("input.limit", LARGEST_BATCH)

    async with database.transaction() as conn:

        async def act() -> PeriodsAnswer:
            last = await store.last_run(conn, now + TOLERANCE)
            moment = moment_of(as_of, now, last)
            return await _open(conn, law, caller, last or moment, moment, limit, now)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="openPeriods",
            request=[as_of.isoformat() if as_of else None, limit],
            now=now,
            answer=PeriodsAnswer,
            act=act,
        )


async def _open(
    conn: Connection,
    law: Law,
    caller: Principal,
    since: datetime,
    until: datetime,
    limit: int,
    now: datetime,
) -> PeriodsAnswer:
    opened, fulfilled, standing, left = 0, 0, 0, 0
    turn = await store.take_turn(conn)
    if turn:
        wanting, standing, places = await _wanting(conn, law, since, until)
        batch = wanting[:limit]
        rows = await write_owed(conn, caller, batch, places, now) if batch else []
        opened, left = len(rows), len(wanting) - len(batch)
        fulfilled = len(await settle_counts(conn, law, caller, rows, now))
        if not left:
            await store.save_run(conn, new_id(), until, now, opened)
    return PeriodsAnswer(
        opened=opened,
        fulfilled=fulfilled,
        standing=standing,
        has_more=left > 0 or not turn,
        busy=not turn,
        since=since,
        as_of=until,
    )


async def _wanting(
    conn: Connection, law: Law, since: datetime, until: datetime
) -> tuple[list[Owing], int, dict[str, Scope]]:
    """List what is owed and not there, how much is there, and where the units lie."""
    among = (await law.bindings.at(conn, await token_of(conn))).packs
    packs = [p for p in among.packs if any(d.trigger in OF_UNITS for d in p.duties)]
    divisions = sorted({prefix for pack in packs for prefix in pack.divisions})
    bodies = sorted({body for pack in packs for body in pack.units})
    filed = any(duty.document for pack in packs for duty in pack.duties)
    found = await store.candidates(conn, divisions, bodies, until, filed=filed)
    owed = list(nearest(owing(packs, [one for one, _ in found], since, until)))
    there = await store.standing_periods(conn, sorted({one.rule for one in owed}), since)
    known = {(unit, rule, period) for unit, rule, period, _ in there}
    before = Counter((unit, rule) for unit, rule, _, _ in there)
    standing = {(unit, rule) for unit, rule, _, is_open in there if is_open}
    wanting = [
        named
        for one in owed
        if (named := _named(one, before, standing))
        and (named.unit.code, named.rule, named.period.key) not in known
    ]
    return wanting, len(owed) - len(wanting), {one.unit.code: scope for one, scope in found}


def _named(
    one: Owing, before: Counter[tuple[str, str]], standing: set[tuple[str, str]]
) -> Owing | None:
    """Number a duty without a period: the next is opened once the one before is done.

    What must be on file is owed again where it was withdrawn.
    """
    if one.period.ends is not None:
        return one
    if (one.unit.code, one.rule) in standing:
        return None
    key = f"第{before[one.unit.code, one.rule] + 1}次"
    title = one.period.title if one.duty.document else key
    return replace(one, period=replace(one.period, key=key, title=title))


async def write_owed(
    conn: Connection,
    caller: Principal,
    batch: Sequence[Owing],
    places: dict[str, Scope],
    now: datetime,
) -> list[tuple[Occasion, Sequence[str]]]:
    """Write a batch whole: occasions, duties, reminders, entries of the log."""
    codes = sorted({one.unit.code for one in batch})
    extract = await directory_for(conn, Need(divisions=(), units=tuple(codes), lines=()), now, now)
    new = [(one, _occasion(one, places[one.unit.code], caller, now)) for one in batch]
    fresh = await save_occasions(conn, [occasion for _, occasion in new])
    kept = [(one, occasion) for one, occasion in new if occasion.id in fresh]
    rows = []
    for one, occasion in kept:
        person = responsible_person(one.unit.code, (Post.HEAD,), extract.directory, now)
        duty = required_of(one, person)
        row = Computed(
            id=new_id(),
            duty=duty,
            scope=occasion.scope,
            opened_on=one.duty.trigger.value,
            occasion=occasion.id,
        )
        rows.append(row)
    await open_obligations(conn, None, rows, at=now, actor=caller.name, reason=_REASON)
    await rewatch_occasions(conn, [occasion.id for _, occasion in kept])
    wakes = (_wake(one.pack, row, now) for (one, _), row in zip(kept, rows, strict=True))
    await save_wakes(conn, dict(wakes))
    changes = [
        change
        for (_, occasion), row in zip(kept, rows, strict=True)
        for change in _noted(occasion, row, caller, now)
    ]
    await record_many(conn, changes)
    return [(_row(occasion), occasion.seen_by) for _, occasion in kept]


def _occasion(one: Owing, scope: Scope, caller: Principal, now: datetime) -> NewOccasion:
    period, unit = one.period, one.unit
    return NewOccasion(
        id=new_id(),
        number=period.title,
        kind=_KINDS[one.duty.trigger],
        title=f"{unit.name}{period.title}",
        unit=ref(unit),
        begins_at=period.begins,
        ends_at=period.ends,
        packs=(f"{one.pack.id}@{one.pack.version}",),
        body={},
        opened_at=now,
        opened_by=caller.name,
        scope=scope,
        seen_by=scope.named(),
        rule=one.rule,
        period=period.key,
    )


def _wake(pack: RulePack, row: Computed, now: datetime) -> tuple[UUID, datetime | None]:
    ladder, duty = ladder_of([pack]), row.duty
    if reached(ladder, duty.start_at, duty.due_at, now):
        return row.id, now
    return row.id, next_wake(ladder, duty.start_at, duty.due_at, now)


def _noted(
    occasion: NewOccasion, row: Computed, caller: Principal, now: datetime
) -> Iterator[NewChange]:
    record = Record(
        incident=occasion.id,
        of="occasion",
        number=occasion.number,
        caller=caller,
        now=now,
        seen_by=occasion.seen_by,
    )
    record.add("occasion", occasion.id, 1, "OPENED", title=occasion.title)
    note_opened(record, row)
    yield from record.changes


def _row(new: NewOccasion) -> Occasion:
    return Occasion(
        id=new.id,
        number=new.number,
        kind=new.kind,
        title=new.title,
        state=OccasionState.OPEN,
        unit_json=msgspec.json.encode(new.unit).decode(),
        rule=new.rule,
        period=new.period,
        begins_at=new.begins_at,
        ends_at=new.ends_at,
        packs=list(new.packs),
        opened_at=new.opened_at,
        opened_by=new.opened_by,
        closed_at=None,
        closed_by=None,
        version=1,
    )
