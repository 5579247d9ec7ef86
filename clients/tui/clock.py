"""The desk's clock: the only place here that reads the machine's time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Clock = Callable[[], datetime]

# one zone, no summer time since 1992: a fixed offset is exact and needs no tzdata
SHANGHAI = timezone(timedelta(hours=8), "CST")


def system_clock() -> datetime:
    """Return the machine's present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this module is the client's one exception to the ban


def local(moment: datetime) -> datetime:
    """Return the moment as the wall clocks of the office show it."""
    return moment.astimezone(SHANGHAI)
