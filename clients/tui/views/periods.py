"""Periods of reports (通报期): halves of a year and years, by the office's calendar."""

import re
from collections.abc import Sequence
from datetime import datetime

from clients.tui.clock import SHANGHAI, local
from clients.tui.locale import t

_NAME = re.compile(r"(\d{4})(?:H([12]))?")


def half_of(now: datetime) -> str:
    """Return the half-year a moment falls into: `2026H2`."""
    at = local(now)
    return f"{at.year}H{1 if at.month < 7 else 2}"


def choices(now: datetime) -> Sequence[str]:
    """Return this half-year, the one before, this year, the year before."""
    this, year = half_of(now), local(now).year
    return this, moved(this, -1), str(year), str(year - 1)


def moved(name: str, step: int) -> str:
    """Return the period so many of its length later."""
    year, half = _parsed(name)
    if not half:
        return str(year + step)
    at = year * 2 + half - 1 + step
    return f"{at // 2}H{at % 2 + 1}"


def span(name: str) -> tuple[datetime, datetime]:
    """Return from when, inclusive, until when, exclusive."""
    year, half = _parsed(name)
    first, last = (1, 13) if not half else (1, 7) if half == 1 else (7, 13)
    return _month(year, first), _month(year, last)


def said(name: str) -> str:
    """Return a period as it is said: 2026年下半年."""
    year, half = _parsed(name)
    return t(f"periods.half{half}" if half else "periods.year", year=year)


def _month(year: int, month: int) -> datetime:
    return datetime(year + (month > 12), (month - 1) % 12 + 1, 1, tzinfo=SHANGHAI)


def _parsed(name: str) -> tuple[int, int]:
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"no period: {name}")
    return int(match[1]), int(match[2] or 0)
