"""Duties of periods: the answer of the job, a period with its progress, the act that counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.occasions import Occasion
from services.deadlines.law.pack import Duty
from services.deadlines.law.periods import Period
from services.deadlines.law.selection import PackSet
from services.deadlines.law.tallies import Tally
from services.deadlines.law.words import ActKind

LARGEST_BATCH = 1000
"""One run opens at most so many periods, so that it ends within its statement's time."""

NUMBERED = frozenset((ActKind.BULLETIN, ActKind.WORK_REPORT))
"""What is proved by the number of the paper (文号)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsAnswer:
    """The answer of one run of openPeriods; zeros are said too.

    ``opened`` were new, ``fulfilled`` of them were met already by what was on record, ``standing``
    were there before. ``has_more`` tells that another run has work to do, ``busy`` that another
    runner was at it and nothing was done here.
    """

    opened: int
    fulfilled: int
    standing: int
    has_more: bool
    busy: bool
    since: datetime
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """What one unit owes for one period, and how far it is done (周期应办).

    ``tally`` is None where the rule is one that no loaded pack has.
    """

    occasion: Occasion
    obligation: Obligation
    tally: Tally | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAct:
    """An act on its way into the record; ``units`` are those for which it may count."""

    id: UUID
    kind: ActKind
    title: str
    held_at: datetime
    unit: str
    host: str
    host_kind: str
    host_level: str
    joint: tuple[str, ...]
    present: tuple[tuple[str, str], ...]
    emergency: bool
    url: str | None
    number: str | None
    occasion: UUID | None
    recorded_at: datetime
    recorded_by: str

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of the units for which it may count, each once."""
        return tuple(dict.fromkeys((self.unit, *self.joint, *(unit for unit, _ in self.present))))


def duty_of(packs: PackSet, occasion: Occasion) -> Duty | None:
    """Find the duty of a period's rule in the version of the pack that opened it."""
    if occasion.rule is None:
        return None
    pack_id, _, duty_id = occasion.rule.partition("/")
    version = next((name.partition("@")[2] for name in occasion.packs), None)
    pack = packs.get(pack_id, version)
    found = (duty for duty in pack.duties if duty.id == duty_id) if pack else iter(())
    return next(found, None)


def period_row(occasion: Occasion) -> Period:
    """Make the law's period of an occasion."""
    return Period(
        key=occasion.period or "",
        title=occasion.number,
        begins=occasion.begins_at,
        ends=occasion.ends_at,
    )
