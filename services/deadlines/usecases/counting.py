"""Counting what was done toward the periods that are open, and closing those that are met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.obligations import Closing, Obligation, ObligationState
from services.deadlines.domain.occasions import Occasion
from services.deadlines.domain.periods import PeriodRow, duty_of, period_row
from services.deadlines.law.directory import Directory
from services.deadlines.law.fulfilment import outcome
from services.deadlines.law.tallies import PeriodicAct, Tally, tally
from services.deadlines.law.words import ReleaseForm
from services.deadlines.store import periods as store
from services.deadlines.store.board import rewatch_occasions
from services.deadlines.store.obligations import obligations_of_occasions
from services.deadlines.store.occasions import close_finished
from services.deadlines.store.sweep import save_wakes
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection

COUNTED_FORMS = frozenset((ReleaseForm.PRESS_CONFERENCE, ReleaseForm.ONLINE_INTERVIEW))
"""The forms of release of an incident that may count toward a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    acts: Sequence[PeriodicAct]
    directory: Directory


async def weigh(
    conn: Connection, law: Law, occasions: Sequence[Occasion]
) -> dict[UUID, Tally | None]:
    """Tally periods from what is on record, by two statements for all; None: no such rule."""
    counted = [row for row in occasions if row.rule is not None]
    if not counted:
        return {}
    evidence = await _evidence(conn, counted)
    return {row.id: _tally(law, row, evidence) for row in counted}


async def _evidence(conn: Connection, occasions: Sequence[Occasion]) -> _Evidence:
    units = sorted({row.unit.code for row in occasions})
    ends = [row.ends_at for row in occasions]
    until = None if None in ends else max(end for end in ends if end)
    since = min(row.begins_at for row in occasions)
    acts = await store.acts_for(conn, units, [row.id for row in occasions], since, until)
    return _Evidence(acts=acts, directory=await store.posts_of(conn, units))


def _tally(law: Law, row: Occasion, evidence: _Evidence) -> Tally | None:
    duty = duty_of(law.packs, row)
    if duty is None or duty.quota is None:
        return None
    unit = row.unit.code
    mine = [act for act in evidence.acts if _concerns(act, unit)]
    return tally(duty, unit, period_row(row), mine, evidence.directory, str(row.id))


def _concerns(act: PeriodicAct, unit: str) -> bool:
    there = any(present.unit == unit for present in act.present)
    return act.unit == unit or unit in act.joint or there


async def count_held(
    conn: Connection,
    law: Law,
    caller: Principal,
    units: Iterable[str],
    held_at: datetime,
    now: datetime,
) -> None:
    """Count what these units held at a moment toward their open periods."""
    codes = list(dict.fromkeys(units))
    periods = await store.counting_occasions(conn, codes, held_at, None)
    await settle_counts(conn, law, caller, periods, now)


async def settle_counts(
    conn: Connection,
    law: Law,
    caller: Principal,
    occasions: Sequence[tuple[Occasion, Sequence[str]]],
    now: datetime,
) -> list[UUID]:
    """Close the periods whose count is reached, at the time it was; returns their occasions.

    Each occasion comes with the codes that see it, and is locked or new.
    """
    tallies = await weigh(conn, law, [row for row, _ in occasions])
    met = [(row, seen) for row, seen in occasions if (t := tallies.get(row.id)) and t.reached_at]
    if not met:
        return []
    ids = [row.id for row, _ in met]
    duties = await obligations_of_occasions(conn, ids)
    changes: list[NewChange] = []
    for row, seen_by in met:
        changes += await _close(conn, caller, row, seen_by, duties, tallies, now)
    await rewatch_occasions(conn, ids)
    await save_wakes(conn, {duty.id: None for duty in duties})
    await close_finished(conn, ids, at=now, by=caller.name)
    await record_many(conn, changes)
    return ids


async def _close(
    conn: Connection,
    caller: Principal,
    occasion: Occasion,
    seen_by: Sequence[str],
    duties: Sequence[Obligation],
    tallies: Mapping[UUID, Tally | None],
    now: datetime,
) -> list[NewChange]:
    found = tallies[occasion.id]
    mine = [
        duty
        for duty in duties
        if duty.occasion_id == occasion.id and duty.state is ObligationState.OPEN
    ]
    if found is None or found.reached_at is None:
        return []
    record = Record(
        incident=occasion.id,
        of="occasion",
        number=occasion.number,
        caller=caller,
        now=now,
        seen_by=seen_by,
    )
    await fulfil(
        conn,
        record,
        mine,
        [_closing(duty, occasion, found.reached_at, caller, now) for duty in mine],
    )
    return record.changes


def _closing(
    duty: Obligation, occasion: Occasion, done_at: datetime, caller: Principal, now: datetime
) -> Closing:
    return Closing(
        id=duty.id,
        state=ObligationState.FULFILLED,
        at=now,
        done_at=done_at,
        by=caller.name,
        outcome=outcome(
            due_at=duty.due_at, done_at=done_at, known_at=occasion.begins_at, late_reason=None
        ),
        reason=None,
    )


async def period_rows(conn: Connection, law: Law, occasions: Sequence[Occasion]) -> list[PeriodRow]:
    """Put periods together with their duties and tallies, in the given order."""
    tallies = await weigh(conn, law, occasions)
    duties = await obligations_of_occasions(conn, [row.id for row in occasions])
    by_occasion = {duty.occasion_id: duty for duty in duties}
    return [
        PeriodRow(occasion=row, obligation=by_occasion[row.id], tally=tallies.get(row.id))
        for row in occasions
        if row.id in by_occasion
    ]
