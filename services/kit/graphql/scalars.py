"""Scalars that say more than strawberry's own."""

from datetime import UTC, datetime

import strawberry


def _write(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without an offset cannot be told to anyone")
    return value.isoformat()


def _read(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time needs an offset, such as 2026-11-21T03:02:00+08:00")
    if not 1 < moment.year < 9999:
        raise ValueError("a time lies in the years 2 to 9998")  # or no span could be added to it
    return moment.astimezone(UTC)


DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="A moment, RFC 3339 with offset, such as 2026-11-21T03:02:00+08:00.",
    serialize=_write,
    parse_value=_read,
    specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
)
