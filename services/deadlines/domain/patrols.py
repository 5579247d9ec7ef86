"""Patrols (巡查): when a unit means to look at its channels, who looked, and what was missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.duty_rules import DutyRules, PatrolTime
from services.deadlines.domain.mirror import CHINA
from services.deadlines.domain.refusals import missing

LONGEST_SPAN: Final = timedelta(days=62)
MOST_LEADS: Final = 50


class PatrolResult(StrEnum):
    """What a patrol found (巡查结果); nothing is a result too, and is said."""

    NOTHING_FOUND = "NOTHING_FOUND"
    FOUND = "FOUND"


RESULT_TITLES: Final = {PatrolResult.NOTHING_FOUND: "未发现", PatrolResult.FOUND: "有发现"}


class PatrolState(StrEnum):
    """What became of one planned patrol (定时巡查状态)."""

    COMING = "COMING"
    DUE = "DUE"
    DONE = "DONE"
    PARTLY = "PARTLY"
    MISSED = "MISSED"


PATROL_TITLES: Final = {
    PatrolState.COMING: "未到时",
    PatrolState.DUE: "待巡查",
    PatrolState.DONE: "已巡查",
    PatrolState.PARTLY: "缺渠道",
    PatrolState.MISSED: "漏巡",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrol:
    """One entry of the patrol log (巡查记录): who looked at which channels, when, and the result.

    ``recorded_at`` is later than ``at`` where it was written down afterwards (补录).
    """

    id: UUID
    unit: str
    at: datetime
    person: str
    channels: tuple[str, ...]
    result: PatrolResult
    note: str | None
    leads: tuple[UUID, ...]
    recorded_at: datetime
    recorded_by: str

    @property
    def result_title(self) -> str:
        """The result in Chinese."""
        return RESULT_TITLES[self.result]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolSlot:
    """One planned patrol of one day with what was done of it.

    It may be done from ``opens_at`` to ``closes_at``, both inclusive. ``lacking`` are the channels
    that nobody looked at by then.
    """

    at: datetime
    opens_at: datetime
    closes_at: datetime
    channels: tuple[str, ...]
    state: PatrolState
    patrols: tuple[UUID, ...]
    lacking: tuple[str, ...]

    @property
    def state_title(self) -> str:
        """The state in Chinese."""
        return PATROL_TITLES[self.state]

    @property
    def missed(self) -> bool:
        """Whether its time is over and something was not looked at."""
        return self.state in (PatrolState.MISSED, PatrolState.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolBook:
    """The patrols of a unit in a time (巡查情况): those planned, and the log."""

    unit: str
    slots: tuple[PatrolSlot, ...]
    log: tuple[Patrol, ...]

    @property
    def missed(self) -> tuple[PatrolSlot, ...]:
        """Those that were missed, whole or in part."""
        return tuple(slot for slot in self.slots if slot.missed)


def check_result(result: PatrolResult, note: str | None, leads: Sequence[UUID]) -> None:
    """Refuse a result without what was found, or a find where there was none.

    Raises Refusal MISSING (note), NOTHING_FOUND.
    """
    if result is PatrolResult.NOTHING_FOUND and leads:
        raise refusals.found_nothing()
    if result is PatrolResult.FOUND and not (note or leads):
        raise missing("input.note", "发现了什么，或关联线索")


def patrol_slots(
    versions: Sequence[DutyRules],
    log: Sequence[Patrol],
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> tuple[PatrolSlot, ...]:
    """List the patrols planned in [begins, ends), each by the rules in force at its own time.

    ``versions`` are in their order. A patrol counts for the planned one nearest to it, the earlier
    of two as near; ``log`` must reach as far beyond the span as any tolerance.
    """
    planned = _planned(versions, begins, ends)
    done: dict[datetime, list[Patrol]] = {}
    for patrol in log:
        near = [(abs(patrol.at - at), at) for at, each in planned if _counts(patrol, at, each)]
        if near:
            done.setdefault(min(near)[1], []).append(patrol)
    return tuple(_slot(at, each, done.get(at, []), now) for at, each in planned)


def patrol_book(
    unit: str,
    versions: Sequence[DutyRules],
    log: Sequence[Patrol],
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> PatrolBook:
    """Put the planned patrols of [begins, ends) and the log of that time together."""
    return PatrolBook(
        unit=unit,
        slots=patrol_slots(versions, log, begins, ends, now),
        log=tuple(patrol for patrol in log if begins <= patrol.at < ends),
    )


def _planned(
    versions: Sequence[DutyRules], begins: datetime, ends: datetime
) -> list[tuple[datetime, PatrolTime]]:
    found = []
    for version, rules in enumerate(versions):
        since = max(begins, rules.set_at or begins)
        later = versions[version + 1].set_at if version + 1 < len(versions) else None
        until = min(ends, later or ends)
        for day in _days(since, until):
            for each in rules.patrols:
                local = datetime.combine(day, time.fromisoformat(each.at), tzinfo=CHINA)
                at = local.astimezone(UTC)
                if since <= at < until:
                    found.append((at, each))
    return sorted(found, key=lambda pair: pair[0])


def _days(begins: datetime, ends: datetime) -> Iterable[date]:
    day = begins.astimezone(CHINA).date()
    while day <= ends.astimezone(CHINA).date():
        yield day
        day += timedelta(days=1)


def _counts(patrol: Patrol, at: datetime, each: PatrolTime) -> bool:
    return abs(patrol.at - at) <= timedelta(minutes=each.tolerance)


def _slot(at: datetime, each: PatrolTime, done: Sequence[Patrol], now: datetime) -> PatrolSlot:
    room = timedelta(minutes=each.tolerance)
    looked_at = {channel for patrol in done for channel in patrol.channels}
    lacking = tuple(channel for channel in each.channels if channel not in looked_at)
    if done and not lacking:
        state = PatrolState.DONE
    elif now < at - room:
        state = PatrolState.COMING
    elif now <= at + room:
        state = PatrolState.DUE
    else:
        state = PatrolState.PARTLY if done else PatrolState.MISSED
    return PatrolSlot(
        at=at,
        opens_at=at - room,
        closes_at=at + room,
        channels=each.channels,
        state=state,
        patrols=tuple(patrol.id for patrol in done),
        lacking=lacking,
    )
