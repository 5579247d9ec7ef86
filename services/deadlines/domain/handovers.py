"""A handover sheet computed of the record at one moment: all that the next officer must know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.deadlines.domain.duty_rules import DutyRules
from services.deadlines.domain.leads import Lead
from services.deadlines.domain.notice_records import StoredNotice
from services.deadlines.domain.notices import Hold
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.patrols import PatrolSlot, PatrolState
from services.deadlines.domain.sheets import (
    FORMAT,
    AheadKind,
    AheadLine,
    DoneLine,
    DutyLine,
    IncidentLine,
    LeadLine,
    NoticeLine,
    OverrideLine,
    PatrolLine,
    Sheet,
    ShiftLine,
    Tally,
)
from services.deadlines.domain.shifts import Shift, ShiftState, gaps
from services.deadlines.domain.silences import Heard, sources
from services.deadlines.law.alerting import COLOUR_TITLES, TOLD_TITLES
from services.deadlines.law.results import BasisLine
from services.deadlines.law.words import MODALITY_TITLES, DueClass

AHEAD: Final = timedelta(hours=6)
_NO_OUTCOME: Final = "—"
_ORDER: Final = {kind: place for place, kind in enumerate(AheadKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Rows of a list that may be longer: the first of them, and how many there are in all."""

    rows: Sequence[Obligation]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFacts:
    """What the record holds for a sheet at a moment; all of it as the unit's desk may see it.

    ``since`` is the last handover that was taken, or the beginning of the shift where there was
    none. ``shifts`` reach from then to the end of the next six hours.
    """

    unit: str
    unit_name: str
    shift: Shift
    incoming: Shift | None
    since: datetime
    after_handover: bool
    rules: DutyRules
    timed: Listed
    untimed: Listed
    notices: Sequence[StoredNotice]
    waived: Sequence[Obligation]
    fulfilled: Sequence[Obligation]
    opened: Sequence[IncidentLine]
    closed: Sequence[IncidentLine]
    overrides: Sequence[OverrideLine]
    leads: Sequence[Lead]
    heard: Sequence[Heard]
    patrols: Sequence[PatrolSlot]
    shifts: Sequence[Shift]
    holds: Sequence[Hold]


def handover_sheet(facts: HandoverFacts, now: datetime, note: str | None = None) -> Sheet:
    """Compute the sheet at ``now``: open duties by due time, then all that must not be forgotten.

    A limit is inclusive: a duty is past it after its due time, not at it.
    """
    duties = tuple(_duty(row, now) for row in facts.timed.rows)
    untimed = tuple(_duty(row, now) for row in facts.untimed.rows)
    return Sheet(
        format=FORMAT,
        unit=facts.unit,
        unit_name=facts.unit_name,
        shift=shift_line(facts.shift),
        incoming=shift_line(facts.incoming) if facts.incoming else None,
        made_at=now,
        since=facts.since,
        after_handover=facts.after_handover,
        note=note,
        tally=_tally(facts, duties, untimed),
        duties=duties,
        untimed=untimed,
        notices=tuple(_notice(row) for row in facts.notices),
        waived=tuple(_done(row) for row in facts.waived),
        overrides=tuple(facts.overrides),
        sources=sources(facts.heard, facts.rules.expected, now),
        missed_patrols=tuple(_patrol(slot) for slot in facts.patrols if slot.missed),
        leads=tuple(_lead(lead) for lead in facts.leads),
        unhanded=tuple(
            shift_line(shift)
            for shift in facts.shifts
            if shift.id != facts.shift.id
            and shift.unhanded(now)
            # what ended before a handover that was taken stood in its sheet
            and (shift.ends_at > facts.since or not facts.after_handover)
        ),
        ahead=_ahead(facts, duties, now),
        opened=tuple(facts.opened),
        fulfilled=tuple(_done(row) for row in facts.fulfilled),
        closed=tuple(facts.closed),
    )


def shift_line(shift: Shift) -> ShiftLine:
    """Name a shift for a sheet."""
    return ShiftLine(
        id=shift.id,
        role=shift.role_title,
        person=shift.person,
        begins_at=shift.begins_at,
        ends_at=shift.ends_at,
        started_at=shift.started_at,
    )


def _tally(facts: HandoverFacts, duties: Sequence[DutyLine], untimed: Sequence[DutyLine]) -> Tally:
    real = [line.remaining for line in duties if not line.drill and line.remaining is not None]
    listed = len(duties) + len(untimed)
    return Tally(
        overdue=sum(left < 0 for left in real),
        within_hour=sum(0 <= left <= 3600 for left in real),
        later=sum(left > 3600 for left in real),
        untimed=sum(not line.drill for line in untimed),
        drills=sum(line.drill for line in (*duties, *untimed)),
        more=max(facts.timed.total + facts.untimed.total - listed, 0),
    )


def _matter(row: Obligation) -> tuple[str, str, bool]:
    if row.incident is not None:
        return row.incident.number, row.incident.title, row.incident.drill
    if row.occasion is not None:
        return row.occasion.number, row.occasion.title, False
    return "", "", False


def _acting(row: Obligation) -> BasisLine | None:
    basis = row.basis
    return next((line for line in basis if line.acting), basis[0] if basis else None)


def _duty(row: Obligation, now: datetime) -> DutyLine:
    number, matter, drill = _matter(row)
    basis = _acting(row)
    left = None if row.due_at is None else _seconds(row.due_at - now)
    return DutyLine(
        id=row.id,
        number=number,
        matter=matter,
        title=row.title,
        unit=row.owner.name,
        modality=MODALITY_TITLES[row.modality],
        due_at=row.due_at,
        start_at=row.start_at,
        remaining=left,
        elapsed=_seconds(now - row.start_at),
        provisional=row.provisional,
        internal=row.due_class is DueClass.INTERNAL_TARGET,
        drill=drill,
        acknowledged=row.acknowledged_at is not None,
        document=(basis.document or basis.pack_title) if basis else "",
        clause=basis.clause if basis else "",
        assumption=basis.assumption if basis else None,
    )


def _seconds(span: timedelta) -> int:
    # down, so that a duty is past its limit as soon as it is, and not a second later
    return span // timedelta(seconds=1)


def _done(row: Obligation) -> DoneLine:
    number, matter, drill = _matter(row)
    return DoneLine(
        id=row.id,
        number=number,
        matter=matter,
        title=row.title,
        unit=row.owner.name,
        drill=drill,
        at=row.closed_at or row.start_at,
        by=row.closed_by or "",
        outcome=row.outcome or _NO_OUTCOME,
        reason=row.close_reason,
    )


def _notice(row: StoredNotice) -> NoticeLine:
    return NoticeLine(
        id=row.id,
        colour=COLOUR_TITLES[row.colour],
        unit=row.unit_name,
        person=row.person,
        told=TOLD_TITLES[row.told],
        subject=row.subject,
        at=row.at,
        climb_at=row.climb_at,
        drill=row.drill,
        unrouted=row.unrouted,
    )


def _patrol(slot: PatrolSlot) -> PatrolLine:
    return PatrolLine(
        at=slot.at,
        channels=slot.channels,
        lacking=slot.lacking,
        partly=slot.state is PatrolState.PARTLY,
    )


def _lead(lead: Lead) -> LeadLine:
    return LeadLine(
        id=lead.id,
        title=lead.title,
        platform=lead.platform,
        known_at=lead.known_at,
        sightings=lead.sightings,
    )


def _ahead(
    facts: HandoverFacts, duties: Sequence[DutyLine], now: datetime
) -> tuple[AheadLine, ...]:
    until = now + AHEAD
    lines = [
        *_dues(duties),
        *_boundaries(facts.shifts, now, until),
        *(
            AheadLine(at=slot.at, kind=AheadKind.PATROL, what="、".join(slot.channels))
            for slot in facts.patrols
            if slot.state in (PatrolState.COMING, PatrolState.DUE)
        ),
        *(
            AheadLine(at=hold.until, kind=AheadKind.SILENCE_ENDS, what=hold.reason)
            for hold in facts.holds
        ),
    ]
    coming = [line for line in lines if now <= line.at <= until]
    return tuple(sorted(coming, key=lambda line: (line.at, _ORDER[line.kind], line.what)))


def _dues(duties: Iterable[DutyLine]) -> Iterable[AheadLine]:
    return (
        AheadLine(
            at=line.due_at,
            kind=AheadKind.DUE,
            what=f"{line.title}（{line.number} {line.unit}）",
            drill=line.drill,
        )
        for line in duties
        if line.due_at is not None
    )


def _boundaries(shifts: Sequence[Shift], now: datetime, until: datetime) -> Iterable[AheadLine]:
    standing = [shift for shift in shifts if shift.gone is None]
    for shift in standing:
        if shift.state(now) is not ShiftState.HANDED_OVER:
            yield AheadLine(at=shift.ends_at, kind=AheadKind.SHIFT_ENDS, what=shift.who)
        yield AheadLine(at=shift.begins_at, kind=AheadKind.SHIFT_BEGINS, what=shift.who)
    for gap in gaps(standing, now, until):
        yield AheadLine(at=gap.begins_at, kind=AheadKind.UNMANNED, what="", until=gap.ends_at)
