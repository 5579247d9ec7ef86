"""Times as a tired officer types them: `-22`, `0240`, `昨2350`; and as the desk says them back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from clients.tui.clock import SHANGHAI, local
from clients.tui.locale import t

# The services refuse a time more than five minutes ahead; up to there the clocks may differ.
AHEAD = timedelta(minutes=5)

_AGO = re.compile(r"-(?:(\d{1,3})[h:](\d{1,2})?|(\d{1,4}))m?")
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})")
_DATED = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})(?:\s*(\d{1,2}):?(\d{2}))?")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with its precision: MINUTE, ABOUT or DAY (then `at` is that day's first minute)."""

    at: datetime
    precision: str


class BadTime(ValueError):
    """What was typed is no time; `key` names the sentence that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def parse_moment(text: str, now: datetime) -> Moment | None:
    """Read a time, to the minute; None for an empty text; raise BadTime.

    A clock time later than `now` plus five minutes is yesterday's: what is reported has happened.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if not folded:
        return None
    about = folded.endswith(tuple(t("moments.about_marks")))
    folded = folded.rstrip(t("moments.about_marks")).strip()
    moment = _ago(folded, now) or _exact(folded) or _dated(folded, now) or _clock(folded, now)
    if moment is None:
        raise BadTime("moments.unreadable")
    if moment.at > now + AHEAD:
        raise BadTime("moments.future")
    return Moment(moment.at, "ABOUT") if about and moment.precision != "DAY" else moment


def _ago(text: str, now: datetime) -> Moment | None:
    match = _AGO.fullmatch(text)
    if not match:
        return None
    hours, minutes, alone = match.groups()
    back = timedelta(hours=int(hours or 0), minutes=int(alone or minutes or 0))
    return Moment(_minute(now - back), "ABOUT")


def _exact(text: str) -> Moment | None:
    """Read RFC 3339, as a program or a letter writes it; without a zone it is not that."""
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return Moment(at, "MINUTE") if at.tzinfo else None


def _dated(text: str, now: datetime) -> Moment | None:
    if match := _PACKED.fullmatch(text):
        month, day, hour, minute = match.groups()
        return _on(now, None, month, day, hour, minute)
    if match := _DATED.fullmatch(text):
        return _on(now, *match.groups())
    return None


def _on(
    now: datetime, year: str | None, month: str, day: str, hour: str | None, minute: str | None
) -> Moment:
    this_year = local(now).year
    at = _date(int(year or this_year), int(month), int(day), int(hour or 0), int(minute or 0))
    if year is None and at > now + AHEAD:
        at = _date(this_year - 1, int(month), int(day), int(hour or 0), int(minute or 0))
    return Moment(at, "DAY" if hour is None else "MINUTE")


def _clock(text: str, now: datetime) -> Moment | None:
    days, rest = _days_back(text)
    today = local(now) - timedelta(days=days or 0)
    if days and not rest:
        return Moment(_minute(today.replace(hour=0, minute=0)), "DAY")
    match = _CLOCK.fullmatch(rest)
    if not match:
        return None
    at = _date(today.year, today.month, today.day, int(match[1]), int(match[2]))
    if days is None and at > now + AHEAD:
        at -= timedelta(days=1)
    return Moment(at, "MINUTE")


def _days_back(text: str) -> tuple[int | None, str]:
    for days, key in enumerate(("today", "yesterday", "day_before")):
        if text[:1] in t(f"moments.{key}_marks"):
            return days, text[1:].strip()
    return None, text


def _date(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    try:
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    except ValueError as impossible:
        raise BadTime("moments.impossible") from impossible


def _minute(at: datetime) -> datetime:
    return local(at).replace(second=0, microsecond=0)


def say_clock(at: datetime, now: datetime) -> str:
    """Return `02:40`, `昨23:50`, `明08:00` or `11-18 02:40` as seen from `now`'s day."""
    there, here = local(at), local(now)
    days = (there.date() - here.date()).days
    near = {0: "", -1: t("moments.yesterday"), 1: t("moments.tomorrow")}
    prefix = near.get(days)
    return f"{prefix}{there:%H:%M}" if prefix is not None else f"{there:%m-%d %H:%M}"


def say_moment(moment: Moment, now: datetime) -> str:
    """Return the time as understood, with its precision and how long ago it was."""
    if moment.precision == "DAY":
        return t("moments.whole_day", day=f"{local(moment.at):%m-%d}")
    ago = t("moments.ago", span=say_span(max(now - moment.at, timedelta(0))))
    about = t("moments.about") if moment.precision == "ABOUT" else ""
    return f"{say_clock(moment.at, now)}{about} {ago}"


def say_span(span: timedelta) -> str:
    """Return a length in whole minutes: `22分`, `1时05分`, `2天03时`."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return t("moments.minutes", n=minutes)
    if minutes < 24 * 60:
        return t("moments.hours", h=minutes // 60, m=f"{minutes % 60:02d}")
    return t("moments.days", d=minutes // 1440, h=f"{minutes // 60 % 24:02d}")


def parse_due(text: str, now: datetime) -> datetime:
    """Read a limit set by an order: `+2h`, `+90`, `明0900`, `0900`, `01010900`, `12-3 9:00`.

    The last three are the next such time; a year, and RFC 3339, are taken as they are. A day
    without an hour is no limit. Raise BadTime.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if (exact := _exact(folded)) is not None:
        return exact.at
    if match := _AGO.fullmatch(folded.replace("+", "-", 1) if folded[:1] == "+" else ""):
        hours, minutes, alone = match.groups()
        ahead = timedelta(hours=int(hours or 0), minutes=int(alone or minutes or 0))
        return _minute(now + ahead)
    if match := _PACKED.fullmatch(folded):
        return _next(now, None, *match.groups())
    if (match := _DATED.fullmatch(folded)) and match[4]:
        return _next(now, *match.groups())
    tomorrow = folded[:1] != "" and folded[:1] in t("moments.tomorrow_marks")
    match = _CLOCK.fullmatch(folded[1:].strip() if tomorrow else folded)
    if not match:
        raise BadTime("moments.no_limit")
    day = local(now) + timedelta(days=1 if tomorrow else 0)
    at = _date(day.year, day.month, day.day, int(match[1]), int(match[2]))
    return at if at > now else at + timedelta(days=1)


def _next(now: datetime, year: str | None, *numbers: str) -> datetime:
    month, day, hour, minute = map(int, numbers)
    this_year = local(now).year
    due = _date(int(year or this_year), month, day, hour, minute)
    return due if year or due > now else _date(this_year + 1, month, day, hour, minute)


def due_and_rest(text: str) -> tuple[str, str]:
    """Return the limit that a text begins with, and what follows it: of `12-3 9:00 某办` both."""
    when, _, rest = text.strip().partition(" ")
    hour, _, last = rest.strip().partition(" ")
    both = f"{when} {hour}"
    if _DATED.fullmatch(unicodedata.normalize("NFKC", both)) and hour:
        return both, last.strip()
    return when, rest.strip()
