"""People and money that a unit has for this work in a year, as it told them; for reports alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain import refusals, report_refusals
from services.deadlines.law.periods import CHINA
from services.deadlines.law.results import UnitRef

MOST_PEOPLE: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldResources:
    """What a unit told (人员和经费, 某省 2013 十二); None: not told. ``source`` says by what."""

    id: UUID
    unit: UnitRef
    year: int
    full_time: int | None
    part_time: int | None
    funds_yuan: int | None
    source: str
    recorded_at: datetime
    recorded_by: str


def check_resources(
    year: int, people: tuple[int | None, int | None], funds: int | None, now: datetime
) -> None:
    """Refuse BAD_YEAR, NEGATIVE, TOO_LARGE, and MISSING where nothing is told at all."""
    if not 2000 <= year <= now.astimezone(CHINA).year + 1:
        raise report_refusals.bad_year("input.year")
    if funds is None and people == (None, None):
        raise report_refusals.nothing_told("input.fullTime")
    fields = (("fullTime", people[0]), ("partTime", people[1]), ("fundsYuan", funds))
    for name, number in fields:
        if number is not None and number < 0:
            raise refusals.negative(f"input.{name}")
        if number is not None and number > MOST_PEOPLE and name != "fundsYuan":
            raise refusals.too_large(f"input.{name}")
