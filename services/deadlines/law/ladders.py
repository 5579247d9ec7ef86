"""Reminder ladders: which rung an obligation stands on, and when the next one comes.

The rungs are the house's own reminders. They never move a due time and are never shown as law.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.deadlines.law.alerting import Colour, Told
from services.deadlines.law.pack import RulePack, Rung

_TICK = timedelta(microseconds=1)

# Where a pack brings no ladder: the desk's own colours, an hour, a quarter, due.
DEFAULT = (
    Rung(
        name="NEAR",
        title="近",
        offset=timedelta(hours=-1),
        colour=Colour.YELLOW,
        to=(Told.DUTY_OFFICER,),
        then=(Told.DUTY_CHIEF,),
        climb=timedelta(minutes=10),
    ),
    Rung(
        name="URGENT",
        title="急",
        offset=timedelta(minutes=-15),
        colour=Colour.ORANGE,
        to=(Told.DUTY_OFFICER, Told.RESPONSIBLE_PERSON),
        then=(Told.DUTY_CHIEF, Told.HEAD),
        climb=timedelta(minutes=5),
    ),
    Rung(
        name="OVERDUE",
        title="超",
        offset=timedelta(0),
        colour=Colour.RED,
        to=(Told.DUTY_OFFICER, Told.DUTY_CHIEF, Told.RESPONSIBLE_PERSON, Told.COORDINATORS),
        then=(Told.HEAD,),
        climb=timedelta(minutes=5),
    ),
)


def ladder_of(packs: Sequence[RulePack]) -> tuple[Rung, ...]:
    """Take the ladder of the most specific pack that brings one, in order of time."""
    found = next((p.ladder for p in packs if p.ladder), DEFAULT)
    return tuple(sorted(found, key=_place))


def reached(
    ladder: Sequence[Rung], start_at: datetime, due_at: datetime | None, at: datetime
) -> tuple[Rung, ...]:
    """List the rungs whose moment has come at ``at``, in order of time.

    A rung before the due time comes at its very moment; the limit is inclusive, so the rung at
    the due time comes only once it has passed.
    """
    timed = ((moment(rung, start_at, due_at), rung) for rung in ladder)
    come = [(when, rung) for when, rung in timed if when is not None and when <= at]
    return tuple(rung for _, rung in sorted(come, key=lambda each: each[0]))


def next_wake(
    ladder: Sequence[Rung], start_at: datetime, due_at: datetime | None, at: datetime
) -> datetime | None:
    """Tell when the next rung after ``at`` comes; None when all have."""
    moments = (moment(rung, start_at, due_at) for rung in ladder)
    return min((when for when in moments if when is not None and when > at), default=None)


def moment(rung: Rung, start_at: datetime, due_at: datetime | None) -> datetime | None:
    """Tell when a rung comes for an obligation due at ``due_at`` (inclusive).

    None where it never does: a rung of elapsed time is for duties without a limit, and one about
    the due time for those that have one. A due time before the start leaves no part to wait for.
    """
    if due_at is None:
        return None if rung.elapsed is None else start_at + rung.elapsed
    if rung.fraction is not None:
        exact = start_at + max(due_at - start_at, timedelta(0)) * rung.fraction
        return min(exact, due_at) + (_TICK if rung.fraction == 1 else timedelta(0))
    if rung.offset is None:
        return None
    return due_at + rung.offset + (_TICK if rung.offset == timedelta(0) else timedelta(0))


def rung_named(ladder: Sequence[Rung], name: str) -> Rung | None:
    """Find a rung by its name; None where the ladder has it no more."""
    return next((rung for rung in ladder if rung.name == name), None)


def _place(rung: Rung) -> tuple[int, float]:
    if rung.fraction is not None:
        return (0, rung.fraction)
    if rung.offset is not None:
        return (1, rung.offset.total_seconds())
    return (2, rung.elapsed.total_seconds() if rung.elapsed else 0)
