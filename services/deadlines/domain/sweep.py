"""The sweep: which reminders have come due, once each, and whether the sweep itself lives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.obligations import TOLERANCE
from services.deadlines.law.alerting import Answerable
from services.deadlines.law.ladders import moment, next_wake, reached
from services.deadlines.law.pack import Rung

SILENCE = timedelta(minutes=3)
"""After so long without a run the sweep counts as stopped; it is called every minute."""

LONGEST_CATCH_UP = timedelta(minutes=10)
"""So long may a standstill be worked off before what is gathered is told all the same."""

KEYS_KEPT = timedelta(hours=48)
"""An act may be repeated under its key for so long; offline desks send theirs within a day."""

RUNS_KEPT = timedelta(days=30)
"""Heartbeats are looked back on for so long."""

MOST_FORGOTTEN = 2000
"""So many rows of each sort one sweep deletes at most; a minute never writes that many."""

LARGEST_BATCH = 500
"""One sweep holds its wakes for less than the second that a person's act waits for a lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """An open obligation whose next reminder has come, locked for this sweep."""

    obligation: UUID
    incident: UUID | None
    occasion: UUID | None
    number: str
    title: str
    drill: bool
    about: Answerable
    start_at: datetime
    due_at: datetime | None
    due_version: int
    version: int
    packs: list[str]
    recorded: list[str]
    seen_by: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One rung of a ladder that an obligation has reached (提醒), at its true time."""

    obligation: UUID
    due_version: int
    rung: str
    title: str
    rung_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken:
    """What one obligation's waking leaves: new alerts in order, and when to wake next."""

    alerts: tuple[Alert, ...]
    wake_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """The standstill that a sweep works off: from the last run before it to the first one after."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepAnswer:
    """The answer of one sweep; zeros are said too."""

    selected: int
    alerts: int
    notices: int = 0
    backlog: int
    next_wake_at: datetime | None
    as_of: datetime
    catch_up: CatchUp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepStatus:
    """Whether reminders run (巡查状态): the heartbeat and what waits."""

    last_run_at: datetime | None
    last_as_of: datetime | None
    healthy: bool
    backlog: int
    next_wake_at: datetime | None
    late_by_seconds: int | None


def catch_up(last: Any, now: datetime) -> CatchUp | None:
    """Tell whether this run works off a standstill, by the last run's row; None: it does not.

    Whatever a standstill left undone is told in one digest a person. It stays the same standstill
    until a run leaves no backlog, ten minutes at most: a digest that waits longer helps nobody.
    """
    if last is None or last["at"] > now:
        return None
    if now - last["at"] > SILENCE:
        return CatchUp(begins=last["at"], ends=now)
    unfinished = last["catch_up_from"] is not None and last["backlog"] > 0
    if unfinished and now - last["catch_up_to"] <= LONGEST_CATCH_UP:
        return CatchUp(begins=last["catch_up_from"], ends=last["catch_up_to"])
    return None


def wake(waking: Waking, ladder: Sequence[Rung], at: datetime) -> Woken:
    """Compute every rung reached at ``at`` and not yet recorded, in one step, and the next wake."""
    done: Collection[str] = frozenset(waking.recorded)
    start, due = waking.start_at, waking.due_at
    alerts = tuple(
        Alert(
            obligation=waking.obligation,
            due_version=waking.due_version,
            rung=rung.name,
            title=rung.title,
            rung_at=moment(rung, start, due) or at,
        )
        for rung in reached(ladder, start, due, at)
        if rung.name not in done
    )
    return Woken(alerts=alerts, wake_at=next_wake(ladder, start, due, at))


def moment_of(as_of: datetime | None, now: datetime, last: datetime | None) -> datetime:
    """Tell at which moment to sweep: the one asked for or now, but not before the ``last``.

    ``last`` is the latest moment swept that does not lie ahead of the clock by more than the
    tolerance: a runner whose clock is fast, or was, keeps no other from sweeping. Raises Refusal
    TIME_IN_FUTURE, or CLOCK_BACKWARDS for a moment that was asked for and lies far before it.
    """
    if as_of is not None and as_of > now + TOLERANCE:
        raise refusals.time_in_future("input.asOf")
    if as_of is not None and last is not None and as_of < last - TOLERANCE:
        raise refusals.clock_backwards()
    moment = as_of or now
    return moment if last is None else max(moment, last)


def status(last: Any, backlog: int, first_wake: datetime | None, now: datetime) -> SweepStatus:
    """Judge the sweep by its last heartbeat row and by what is overdue for it at ``now``.

    A heartbeat of the future, left by a clock that was fast, proves nothing.
    """
    late = int((now - first_wake).total_seconds()) if first_wake and first_wake <= now else None
    return SweepStatus(
        last_run_at=last["at"] if last else None,
        last_as_of=last["as_of"] if last else None,
        healthy=last is not None and timedelta(0) <= now - last["at"] <= SILENCE,
        backlog=backlog,
        next_wake_at=first_wake,
        late_by_seconds=late,
    )
