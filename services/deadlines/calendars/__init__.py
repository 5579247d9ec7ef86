"""The days on which offices work, as the State Council's yearly notices (放假安排) set them.

``china.csv`` holds what differs from Monday to Friday: weekdays off, and weekend days worked to
make up for them (调休).
"""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO


def calendar_text() -> str:
    """Read the shipped table, 2004 to 2026."""
    return files(__package__).joinpath("china.csv").read_text(encoding="utf-8")


@cache
def festivals() -> dict[date, str]:
    """Name the festival of each day that is shipped."""
    rows = csv.DictReader(StringIO(calendar_text()))
    return {date.fromisoformat(row["day"]): row["festival"] for row in rows}
