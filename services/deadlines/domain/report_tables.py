"""How each figure of a report is counted, and from which obligations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from services.deadlines.domain import report_words as words
from services.deadlines.domain.report_counts import Cell, ReleaseCount
from services.deadlines.domain.report_words import Indicator
from services.deadlines.domain.reports import (
    DONE_LATE,
    Drill,
    Figure,
    LimitClass,
    Section,
    Standing,
)

TIMED: Final = (
    Indicator.TOTAL,
    Indicator.ON_TIME,
    Indicator.LATE,
    Indicator.LATE_WITH_REASON,
    Indicator.LATE_AT_INTAKE,
    Indicator.MISSED,
    Indicator.OPEN,
    Indicator.WAIVED,
    Indicator.ON_TIME_RATE,
    Indicator.MEAN_OVERDUE,
)
UNTIMED: Final = (
    Indicator.TOTAL,
    Indicator.DONE,
    Indicator.OPEN,
    Indicator.WAIVED,
    Indicator.DONE_RATE,
)
COLUMNS: Final = tuple(dict.fromkeys((*TIMED, *UNTIMED)))
_STANDINGS: Final = {
    Indicator.ON_TIME: Standing.ON_TIME,
    Indicator.LATE: Standing.LATE,
    Indicator.LATE_WITH_REASON: Standing.LATE_WITH_REASON,
    Indicator.LATE_AT_INTAKE: Standing.LATE_AT_INTAKE,
    Indicator.MISSED: Standing.MISSED,
    Indicator.OPEN: Standing.OPEN,
    Indicator.WAIVED: Standing.WAIVED,
    Indicator.DONE: Standing.DONE,
}
RATED: Final = (Standing.ON_TIME, Standing.LATE, Standing.LATE_WITH_REASON, Standing.MISSED)
"""What the rate of punctuality is of; a limit that had passed before the report is nobody's."""


def section(key: str, **content: Any) -> Section:
    """Make a section with its title and the sentence that tells how it is counted."""
    title, note = words.SECTION_TITLES[key], words.SECTION_NOTES[key]
    return Section(key=key, title=title, note=note, **content)


def share(part: int, whole: int) -> float | None:
    """Return a percentage with one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def figures_of(cells: Sequence[Cell], drill: Drill) -> tuple[Figure, ...]:
    """Count one row: every figure that its class of limits can have."""
    return tuple(
        Figure(
            indicator=indicator,
            value=value_of(indicator, cells),
            drill=replace(drill, standings=standings_of(indicator)),
        )
        for indicator in (UNTIMED if drill.limit_class is LimitClass.UNTIMED else TIMED)
    )


def standings_of(indicator: Indicator) -> tuple[Standing, ...]:
    """Name the standings that a figure is counted from; none: all."""
    if indicator is Indicator.ON_TIME_RATE:
        return RATED
    if indicator is Indicator.MEAN_OVERDUE:
        return DONE_LATE
    if indicator is Indicator.DONE_RATE:
        return (Standing.DONE, Standing.OPEN)
    return (_STANDINGS[indicator],) if indicator in _STANDINGS else ()


def value_of(indicator: Indicator, cells: Iterable[Cell]) -> float | None:
    """Count one figure over cells of one class of limits."""
    rows = list(cells)

    def count(*standings: Standing) -> int:
        return sum(cell.count for cell in rows if cell.standing in standings)

    if indicator is Indicator.TOTAL:
        return sum(cell.count for cell in rows)
    if indicator is Indicator.ON_TIME_RATE:
        return share(count(Standing.ON_TIME), count(*RATED))
    if indicator is Indicator.DONE_RATE:
        return share(count(Standing.DONE), count(Standing.DONE, Standing.OPEN))
    if indicator is Indicator.MEAN_OVERDUE:
        late, seconds = count(*DONE_LATE), sum(cell.overdue for cell in rows)
        return round(seconds / late / 60, 1) if late else None
    return count(_STANDINGS[indicator])


def release_values(found: Sequence[ReleaseCount]) -> dict[Indicator, float | None]:
    """Count releases: how many, conclusive, proven, let past an approval."""
    count, proven = sum(one.count for one in found), sum(one.proven for one in found)
    return {
        Indicator.RELEASES: count,
        Indicator.CONCLUSIVE: sum(one.conclusive for one in found),
        Indicator.PROVEN: proven,
        Indicator.PROVEN_RATE: share(proven, count),
        Indicator.UNGATED: sum(one.ungated for one in found),
    }
