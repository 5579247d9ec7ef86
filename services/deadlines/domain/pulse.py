"""Whether reminders reach anybody: the sweep, the canary and the outbox judged together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.deadlines.domain.notices import Hold
from services.deadlines.domain.sweep import SILENCE, CatchUp, SweepStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """How notices leave the house (送达状态).

    ``ready_since`` is since when one that should have gone waits; ``stuck`` counts what failed
    again and again (屡送不达), ``unrouted`` what has no way out (无处可送), ``held`` the reminders
    that wait for the end of a standstill or of a planned silence.
    """

    waiting: int
    ready_since: datetime | None
    stuck: int
    unrouted: int
    held: int
    canary_at: datetime | None
    healthy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """All of it at one moment."""

    sweep: SweepStatus
    delivery: DeliveryStatus
    holds: tuple[Hold, ...]
    catch_up: CatchUp | None
    at: datetime

    @property
    def verdict(self) -> str:
        """Name what is wrong first: silent, lost (the canary), stuck; or swept."""
        if not self.sweep.healthy:
            return "silent"
        if _old(self.delivery.canary_at, self.at):
            return "lost"
        return "swept" if self.delivery.healthy else "stuck"


def judged(
    *,
    waiting: int,
    ready_since: datetime | None,
    stuck: int,
    unrouted: int,
    held: int,
    canary: Any,
    now: datetime,
) -> DeliveryStatus:
    """Judge by the outbox and the canary's row: healthy where nothing waits for three minutes."""
    arrived = canary["delivered_at"] if canary else None
    return DeliveryStatus(
        waiting=waiting,
        ready_since=ready_since,
        stuck=stuck,
        unrouted=unrouted,
        held=held,
        canary_at=arrived,
        healthy=not _old(arrived, now) and (ready_since is None or now - ready_since <= SILENCE),
    )


def age(at: datetime | None, now: datetime) -> float | None:
    """Tell how many seconds ago something was; None where it never was."""
    return None if at is None else (now - at) / timedelta(seconds=1)


def _old(at: datetime | None, now: datetime) -> bool:
    return at is None or not timedelta(0) <= now - at <= SILENCE
