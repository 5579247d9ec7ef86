"""Times as the desk writes them; all moments are shown by the office's wall clock."""

import re
from datetime import datetime, timedelta
from math import ceil

from clients.tui.clock import local
from clients.tui.locale import optional, per_language, t
from clients.tui.models import DueClass, IncidentRef, Obligation
from clients.tui.views.bands import Dated

HOUR = 3600
DAY = 24 * HOUR


def hours_minutes(seconds: int) -> str:
    """Return H:MM."""
    return f"{seconds // HOUR}:{seconds // 60 % 60:02d}"


def clock_text(seconds: int) -> str:
    """Return HH:MM:SS."""
    return f"{seconds // HOUR:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def seconds_left(due_at: datetime, now: datetime) -> int:
    """Return whole seconds, a begun one counted while time is left; negative after the limit."""
    return ceil((due_at - now).total_seconds())


def countdown(row: Obligation, now: datetime, guessed: bool = False) -> str:
    """Return what stands under 剩余, at most 11 cells; `guessed` puts `~` in front.

    Seconds only under an hour: everything further repaints once a minute.
    """
    text = _elapsed(row, now) if row.due_at is None else _left(row, row.due_at, now)
    return f"~{text}" if guessed else text


def _elapsed(row: Obligation, now: datetime) -> str:
    seconds = max(0, int((now - row.start_at).total_seconds()))
    return t("span.elapsed", text=_span(seconds))


def _span(seconds: int) -> str:
    if seconds >= DAY:
        return t("span.days_hours", days=seconds // DAY, hours=seconds // HOUR % 24)
    return hours_minutes(seconds)


def _left(row: Obligation, due_at: datetime, now: datetime) -> str:
    left = seconds_left(due_at, now)
    size, sign = abs(left), "+" if left < 0 else ""
    if row.late_at_intake and left < 0:
        return t("span.intake", text=sign + _span(size))
    if size < HOUR:
        return sign + clock_text(size)
    return sign + _span(size)


def still_until(row: Obligation, now: datetime) -> datetime:
    """Return the moment (exclusive) until which the row says what it says `now`.

    That is the next full minute or, under an hour, second of its own time; `now` itself where the
    limit is reached this very moment.
    """
    if row.due_at is None:
        return row.start_at + _next_minute(now - row.start_at)
    left = seconds_left(row.due_at, now)
    if left >= HOUR:
        return row.due_at - timedelta(minutes=left // 60)
    if left <= -HOUR or (left < 0 and row.late_at_intake):
        return row.due_at + _next_minute(now - row.due_at)
    return now if row.due_at == now else row.due_at - timedelta(seconds=left - 1)


def _next_minute(gone: timedelta) -> timedelta:
    return timedelta(minutes=gone // timedelta(minutes=1) + 1)


def due_text(duty: Dated, now: datetime) -> str:
    """Return what stands under 到期, at most 7 cells."""
    if duty.due_at is None:
        return t("due.none")
    due, days = local(duty.due_at), (local(duty.due_at).date() - local(now).date()).days
    time, date = f"{due:%H:%M}", f"{due:%m-%d}"
    if duty.due_class is DueClass.INTERNAL_TARGET:
        return t("due.internal", text=time if days == 0 else date)
    if days == 0:
        return time
    if abs(days) == 1:
        return t("due.tomorrow" if days == 1 else "due.yesterday", time=time)
    return date


def moment_text(moment: datetime, now: datetime) -> str:
    """Return a moment with seconds, its date in front when that is not today."""
    here = local(moment)
    same_day = here.date() == local(now).date()
    return f"{here:%H:%M:%S}" if same_day else f"{here:%m-%d %H:%M}"


def span_text(span: timedelta) -> str:
    """Return a length of time in words, two units at most."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return t("span.seconds", seconds=seconds)
    if seconds < HOUR:
        return t("span.minutes_seconds", minutes=seconds // 60, seconds=seconds % 60)
    if seconds < DAY:
        return t("span.hours_minutes", hours=seconds // HOUR, minutes=seconds // 60 % 60)
    return t("span.days_hours", days=seconds // DAY, hours=seconds // HOUR % 24)


def is_whole(phone: str | None) -> bool:
    """Tell whether there is a number to call, none of it hidden."""
    return bool(phone) and "*" not in (phone or "")


def phone_text(phone: str) -> str:
    """Return a mobile number grouped 3-4-4 as it is read aloud; any other as it is written."""
    mobile = len(phone) == 11 and phone.startswith("1") and phone.isascii() and phone.isdigit()
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if mobile else phone


def cited(document: str, clause: str) -> str:
    """Return a clause as an official cites it: the document, then where in it."""
    return f"{document} {clause_text(clause)}"


def clause_text(clause: str) -> str:
    """Return where a clause stands in words: `四¶1` is the first paragraph of part 四.

    The pilcrow is also a mark that some terminals draw two cells wide.
    """
    return re.sub(r"¶(\d+)", lambda found: t("clause.paragraph", n=found[1]), clause)


def place_name(name: str) -> str:
    """Return the place a government is named after: an incident lies in 正定县."""
    short = name
    for ending in t("place.endings").split():
        short = short.removesuffix(ending)
    return short or name


def incident_title(incident: IncidentRef) -> str:
    """Return the title, a drill marked as one unless its title says so itself."""
    marked = not incident.drill or t("board.drill.word") in incident.title
    return incident.title if marked else t("board.drill") + incident.title


def numbered(matter: IncidentRef) -> str:
    """Return the number and the title, a number that the title says itself (a period's) once."""
    title = incident_title(matter)
    return title if matter.number in title else f"{matter.number} {title}"


def grade_text(row: Obligation) -> str:
    """Return how grave the row's incident is in words; of an occasion (事由), which sort it is."""
    if row.incident is None:
        return row.matter.kind_title or ""
    return severity_name(row.incident.severity_title)


def severity_name(title: str | None) -> str:
    """Return a severity in the desk's language, a pack's own level as the service names it."""
    return optional(f"severity.name.{title}") or title or t("severity.unknown")


def grade_short(row: Obligation) -> str:
    """Return a row's severity in four cells; an occasion has none."""
    return severity_short(row.incident.severity_title) if row.incident else ""


def severity_short(title: str | None) -> str:
    """Return a severity in four cells; a level the desk does not know is cut to its first two."""
    if not title:
        return t("severity.unknown")
    try:
        return t(f"severity.{title}")
    except KeyError:
        return title[:2]


@per_language
def severity_tones() -> dict[str, str]:
    """Return the tone of each of the four official levels, gravest first."""
    levels = t("severity.levels").split()
    return {title: f"severity{rank}" for rank, title in enumerate(levels, start=1)}


def severity_tone(title: str | None) -> str:
    return severity_tones().get(title or "", "muted")
