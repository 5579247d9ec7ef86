"""Which band a duty is in, and where it stands on the board."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from clients.tui.models import DueClass, Obligation, ObligationState
from clients.tui.views.menus import SEVERITIES

URGENT_WITHIN = timedelta(minutes=15)
NEAR_WITHIN = timedelta(hours=1)
TODAY_WITHIN = timedelta(hours=24)


class Band(StrEnum):
    """超 · 急 · 即 · 近 · 今 · 后 · 毕; the value is the key of tile, colour and text."""

    OVER = "over"
    URGENT = "urgent"
    UNTIMED = "untimed"
    NEAR = "near"
    TODAY = "today"
    LATER = "later"
    DONE = "done"


LOUD = (Band.OVER, Band.URGENT)
GRAVITY = {severity: place for place, severity in enumerate(SEVERITIES)}
BRIGHT = (Band.OVER, Band.URGENT, Band.UNTIMED, Band.NEAR, Band.DONE)


class Dated(Protocol):
    """A duty in the list or under its incident."""

    @property
    def due_at(self) -> datetime | None: ...
    @property
    def due_class(self) -> DueClass: ...
    @property
    def state(self) -> ObligationState: ...


class Placed(Dated, Protocol):
    """A duty that has a place among those of its incident."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def start_at(self) -> datetime: ...


def time_band(duty: Dated, now: datetime) -> Band:
    """Return the band by time alone; every limit is inclusive, an internal target stops at 近."""
    if duty.due_at is None:
        return Band.UNTIMED
    left = duty.due_at - now
    internal = duty.due_class is DueClass.INTERNAL_TARGET
    if left < timedelta(0):
        return Band.NEAR if internal else Band.OVER
    if left <= URGENT_WITHIN:
        return Band.NEAR if internal else Band.URGENT
    if left <= NEAR_WITHIN:
        return Band.NEAR
    return Band.TODAY if left <= TODAY_WITHIN else Band.LATER


def band(duty: Dated, now: datetime) -> Band:
    """Return the band of an open duty by time, 毕 for any other."""
    return time_band(duty, now) if duty.state is ObligationState.OPEN else Band.DONE


def order_key(duty: Placed, now: datetime) -> tuple[int, datetime, str, str]:
    """Sort by due time; those without limit stand between 急 and 近, oldest first.

    Those of one moment are sorted by name: ids that were made together are in order by chance. A
    closed duty keeps the place it had, so nothing moves until the list lets it go.
    """
    if duty.due_at is None:
        return (1, duty.start_at, duty.title, duty.id)
    loud = time_band(duty, now) in LOUD
    return (0 if loud else 2, duty.due_at, duty.title, duty.id)


def board_key(row: Obligation, now: datetime) -> tuple[int, datetime, int, str, str, str]:
    """Sort as `order_key` does; of one moment the gravest incident first, then by its number."""
    group, moment, title, id_ = order_key(row, now)
    gravity = GRAVITY.get(row.matter.severity or "", len(GRAVITY))
    return (group, moment, gravity, row.matter.number, title, id_)


def next_turn(duty: Dated, now: datetime) -> datetime | None:
    """Return the first moment at which the duty's band changes, None when it never does again.

    The limit itself still belongs to the earlier band, hence the microsecond after it for 超.
    """
    if duty.due_at is None:
        return None
    turns = (
        duty.due_at - TODAY_WITHIN,
        duty.due_at - NEAR_WITHIN,
        duty.due_at - URGENT_WITHIN,
        duty.due_at + timedelta(microseconds=1),
    )
    return next((turn for turn in turns if turn > now), None)
