"""Working days (工作日), for the few limits that are counted in them.

Hours of the texts run round the clock; nothing here touches them. Counted in working days are
lead times of approval (提前3个工作日) and the tickets of the 12345 hotline.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from io import StringIO
from typing import Final, Self

from services.deadlines.law.loading import Fault, PackFaults

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
MOST: Final = 1000
"""How many working days may be counted at once; four years, far beyond any text."""


class DayKind(StrEnum):
    """How a day differs from the ordinary week."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A day found by counting; ``provisional`` names the years that had no notice yet.

    Those years were counted as Monday to Friday, so the day may still move.
    """

    day: date
    provisional: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days of China; ``years`` are those whose notice is known."""

    exceptions: Mapping[date, DayKind]
    years: frozenset[int]

    @classmethod
    def parse(cls, text: str, source: str) -> Self:
        """Read the table ``day,is,festival``, ascending.

        Raises PackFaults naming each line that is no date, is out of order, stands twice, or says
        what the ordinary week says anyway.
        """
        found: dict[date, DayKind] = {}
        faults: list[Fault] = []
        for number, row in enumerate(csv.DictReader(StringIO(text)), start=2):
            try:
                day, kind = date.fromisoformat(row["day"]), DayKind(row["is"])
            except (KeyError, TypeError, ValueError) as error:
                faults.append(Fault(f"line {number}", str(error)))
                continue
            if found and day <= max(found):
                faults.append(Fault(f"line {number}", f"{day} is out of order"))
            if (kind is DayKind.WORK) is not (day.weekday() >= _SATURDAY):
                faults.append(Fault(f"line {number}", f"{day} is so in any week"))
            found[day] = kind
        if faults or not found:
            raise PackFaults(source, faults or [Fault("", "the table is empty")])
        return cls(found, frozenset(day.year for day in found))

    def with_notice(self, year: int, days: Mapping[date, DayKind]) -> "Workdays":
        """Add, or replace, what the notice of one year says; every day must lie in that year."""
        if any(day.year != year for day in days):
            raise ValueError(f"a day outside {year}")
        others = {day: kind for day, kind in self.exceptions.items() if day.year != year}
        return Workdays({**others, **days}, self.years | {year})

    def works(self, day: date) -> bool:
        """Tell whether offices work on ``day``; without its year's notice, Monday to Friday."""
        kind = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORK

    def after(self, day: date, count: int) -> Counted:
        """Find the ``count``-th working day after ``day``, which itself never counts."""
        return self._walk(day, count, _DAY)

    def before(self, day: date, count: int) -> Counted:
        """Find the ``count``-th working day before ``day``, which itself never counts."""
        return self._walk(day, count, -_DAY)

    def between(self, first: date, last: date) -> int:
        """Count the working days from ``first`` to ``last``, both inclusive."""
        return sum(self.works(first + n * _DAY) for n in range((last - first).days + 1))

    def _walk(self, day: date, count: int, step: timedelta) -> Counted:
        if not 1 <= count <= MOST:
            raise ValueError(f"1 to {MOST} working days can be counted, not {count}")
        begun = day
        while count:
            day += step
            count -= self.works(day)
        return Counted(day=day, provisional=self._unknown(sorted((begun, day))))

    def _unknown(self, ends: Iterable[date]) -> tuple[int, ...]:
        first, last = ends
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.years)
