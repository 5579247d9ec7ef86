"""What call centres count of their own answering, kept as they state it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.deadlines.domain import call_refusals, refusals
from services.deadlines.domain.acts import wanted
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.messages import CHINA
from services.deadlines.domain.scopes import Scope

MOST_ROWS = 1000
LARGEST = 10_000_000
EARLIEST = date(2000, 1, 1)


class CallDay(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's day at a call centre (热线接听统计): calls, answered, and answered in time.

    ``in_time`` is by the source's own measure, None where it keeps none.
    """

    unit: str
    day: date
    calls: int
    answered: int
    in_time: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day as kept: by which source, in which version; the newest counts."""

    id: UUID
    row: CallDay
    unit_name: str
    source: str
    version: int
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit of the mirror with its place."""

    name: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTotal:
    """A unit's days of one source added up; ``in_time`` None where any day lacks it."""

    unit: str
    unit_name: str
    source: str
    days: int
    calls: int
    answered: int
    in_time: int | None


def checked_days(rows: Sequence[CallDay], now: datetime) -> tuple[CallDay, ...]:
    """Check rows as a source states them; nothing is added up or repaired.

    Raises Refusal MISSING, TOO_MANY, UNKNOWN_UNIT (no code), DAY_IN_FUTURE, TIME_TOO_EARLY,
    NEGATIVE, TOO_LARGE, MORE_THAN_CALLS, MORE_THAN_ANSWERED, TOLD_TWICE, each with its row.
    """
    if not rows:
        raise refusals.missing("input.rows", "统计数据")
    if len(rows) > MOST_ROWS:
        raise refusals.too_many("input.rows", MOST_ROWS)
    today = now.astimezone(CHINA).date()
    seen: dict[tuple[str, date], int] = {}
    found = []
    for place, given in enumerate(rows):
        path = f"input.rows.{place}"
        row = msgspec.structs.replace(given, unit=unit_code(f"{path}.unit")(given.unit))
        _check(row, today, path)
        first = seen.setdefault((row.unit, row.day), place)
        if first != place:
            raise call_refusals.told_twice(first + 1, f"{path}.day")
        found.append(row)
    return tuple(found)


def _check(row: CallDay, today: date, path: str) -> None:
    if row.day > today:
        raise call_refusals.day_in_future(f"{path}.day")
    if row.day < EARLIEST:
        raise refusals.time_too_early(f"{path}.day")
    counts = {"calls": row.calls, "answered": row.answered, "answeredInTime": row.in_time or 0}
    for name, count in counts.items():
        if count < 0:
            raise refusals.negative(f"{path}.{name}")
        if count > LARGEST:
            raise refusals.too_large(f"{path}.{name}")
    if row.answered > row.calls:
        raise call_refusals.more_than_calls(f"{path}.answered")
    if (row.in_time or 0) > row.answered:
        raise call_refusals.more_than_answered(f"{path}.answeredInTime")


def checked_source(source: str) -> str:
    """Check who counted; raises Refusal MISSING, TOO_LONG, BAD_TEXT."""
    return wanted(source, "input.source", "统计数据的来源")


def news(rows: Iterable[CallDay], kept: Mapping[tuple[str, date], KeptDay]) -> list[CallDay]:
    """Return the rows that say something that is not kept already."""
    return [
        row for row in rows if (row.unit, row.day) not in kept or kept[row.unit, row.day].row != row
    ]


def totals(days: Iterable[KeptDay]) -> list[CallTotal]:
    """Add up days by unit and source, in that order; sources are never mixed."""
    found: dict[tuple[str, str], list[KeptDay]] = {}
    for day in days:
        found.setdefault((day.row.unit, day.source), []).append(day)
    return [_total(rows) for _, rows in sorted(found.items())]


def _total(days: Sequence[KeptDay]) -> CallTotal:
    last = days[-1]
    in_time = [day.row.in_time for day in days if day.row.in_time is not None]
    return CallTotal(
        unit=last.row.unit,
        unit_name=last.unit_name,
        source=last.source,
        days=len(days),
        calls=sum(day.row.calls for day in days),
        answered=sum(day.row.answered for day in days),
        in_time=sum(in_time) if len(in_time) == len(days) else None,
    )
