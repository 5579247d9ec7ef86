"""Reminder ladders: which rung an obligation stands on, and when the next one comes.

The rungs are the house's own reminders. They never move a due time and are never shown as law.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.deadlines.law.pack import RulePack, Rung

# Where a pack brings no ladder: the desk's own colours, an hour, a quarter, due.
DEFAULT = (
    Rung(name="NEAR", title="近", offset=timedelta(hours=-1)),
    Rung(name="URGENT", title="急", offset=timedelta(minutes=-15)),
    Rung(name="OVERDUE", title="超", offset=timedelta(0)),
)


def ladder_of(packs: Sequence[RulePack]) -> tuple[Rung, ...]:
    """Take the ladder of the most specific pack that brings one, in order of time."""
    found = next((p.ladder for p in packs if p.ladder), DEFAULT)
    return tuple(sorted(found, key=lambda rung: rung.offset))


def reached(ladder: Sequence[Rung], due_at: datetime, at: datetime) -> tuple[Rung, ...]:
    """List the rungs whose moment has come at ``at``, in order.

    A rung before the due time comes at its very moment; the limit is inclusive, so the rung at
    the due time comes only once it has passed.
    """
    return tuple(r for r in ladder if moment(r, due_at) <= at)


def next_wake(ladder: Sequence[Rung], due_at: datetime, at: datetime) -> datetime | None:
    """Tell when the next rung after ``at`` comes; None when all have."""
    return min((m for r in ladder if (m := moment(r, due_at)) > at), default=None)


def moment(rung: Rung, due_at: datetime) -> datetime:
    """Tell when a rung comes for an obligation due at ``due_at`` (inclusive)."""
    exact = due_at + rung.offset
    return exact + timedelta(microseconds=1) if rung.offset == timedelta(0) else exact
