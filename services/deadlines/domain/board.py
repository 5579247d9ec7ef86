"""What a board asks for, and the tally above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.deadlines.domain.obligations import ObligationState

COUNTED = 1000
"""A tally counts the most urgent thousand of each sort; beyond that it says so."""


class ObligationOrder(StrEnum):
    """The order of a list of obligations: by due time, or by when the clock began."""

    DUE_AT = "DUE_AT"
    STARTED_AT = "STARTED_AT"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """Which obligations; the default is what is open and owed (值守台).

    ``timed`` None means both, the timed ones first. ``owner`` is a unit code. ``due_before`` is
    exclusive. ``search`` looks in the number and title of the incident or occasion and in the
    duty's title.
    """

    timed: bool | None = None
    states: Sequence[ObligationState] = (ObligationState.OPEN,)
    owed: bool | None = True
    kinds: Sequence[str] | None = None
    owner: str | None = None
    incident: UUID | None = None
    occasion: UUID | None = None
    unacknowledged: bool | None = None
    due_before: datetime | None = None
    drill: bool | None = None
    search: str | None = None

    @property
    def live(self) -> bool:
        """Whether only open and owed ones are wanted, which the board's indexes hold."""
        return tuple(self.states) == (ObligationState.OPEN,) and self.owed is True

    @property
    def plain(self) -> bool:
        """Whether nothing narrows the live board."""
        return self.live and not any(
            value is not None
            for value in (
                self.kinds,
                self.owner,
                self.incident,
                self.occasion,
                self.unacknowledged,
                self.due_before,
                self.drill,
                self.search,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTally:
    """How many are owed, by urgency (值守台统计); the first five exclude one another.

    Exercises (演练) are counted, for the board shows them too: these are figures of a screen and no
    statistics. A limit is inclusive: overdue begins after the due time. ``capped`` tells that some
    figure counts only the most urgent thousand.
    """

    overdue: int
    within15m: int
    untimed: int
    within_hour: int
    today: int
    later: int
    fulfilled_today: int
    unacknowledged: int
    total: int
    capped: bool
    as_of: datetime
