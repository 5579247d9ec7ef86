"""Which time a report is about: a natural period by its name, or any two moments."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from services.deadlines.domain import report_refusals, report_words
from services.deadlines.law.periods import CHINA, Period, midnight, period_of
from services.deadlines.law.words import Every

LONGEST: Final = timedelta(days=732)
"""Two years, one of them a leap year."""

_NAME: Final = re.compile(r"(20\d\d)(?:Q([1-4])|H([12]))?")


def named_period(name: str, field: str) -> Period:
    """Return a natural period by its name: 2026, 2026H2, 2026Q4. Raises Refusal BAD_PERIOD."""
    found = _NAME.fullmatch(name.strip().upper())
    if found is None:
        raise report_refusals.bad_period(field)
    year, quarter, half = found.groups()
    if quarter:
        return period_of(Every.QUARTER, midnight(date(int(year), 3 * int(quarter), 1)))
    if half:
        return period_of(Every.HALF_YEAR, midnight(date(int(year), 6 * int(half), 1)))
    return period_of(Every.YEAR, midnight(date(int(year), 1, 1)))


def report_period(
    name: str | None, begins: datetime | None, ends: datetime | None, now: datetime, at: str
) -> Period:
    """Return the time of a report: the period of that name, or from ``begins`` to ``ends``.

    Without any it is the half-year that runs ``now``. ``at`` is put before the fields that are
    named. Raises Refusal BAD_PERIOD: a name and a time are given, it runs backwards, has not begun,
    or is longer than two years.
    """
    if name is None and begins is None and ends is None:
        return period_of(Every.HALF_YEAR, now)
    if name is not None and (begins or ends):
        raise report_refusals.no_period(f"{at}period")
    if name is not None:
        period = named_period(name, f"{at}period")
    elif begins is None or ends is None:
        raise report_refusals.no_period(f"{at}{'from' if begins is None else 'to'}")
    else:
        period = _between(begins, ends, at)
    if period.begins > now:
        raise report_refusals.not_begun(f"{at}{'period' if name else 'from'}")
    return period


def _between(begins: datetime, ends: datetime, at: str) -> Period:
    if ends <= begins:
        raise report_refusals.backwards(f"{at}to")
    if ends - begins > LONGEST:
        raise report_refusals.too_wide(f"{at}to")
    local = {"begins": begins.astimezone(CHINA), "ends": ends.astimezone(CHINA)}
    title = report_words.BETWEEN.format(**local)
    return Period(key="", title=title, begins=begins, ends=ends)
