"""The Chinese of notices: short enough for a telephone, honest about times and about what it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.deadlines.domain.messages import CHINA, span_title
from services.deadlines.law.alerting import COLOUR_TITLES, Colour

DRILL = "【演练】"
FOOT = "此为内部提醒，不是法定时限的依据。"
NOBODY = "该岗位无人登记，请值班人员转告。"
NOBODY_ANSWERED = "无人确认"
MINUTE = timedelta(minutes=1)


class Told(Protocol):
    """What a text needs of one reminder."""

    @property
    def rung_title(self) -> str:
        """The rung's short name."""

    @property
    def title(self) -> str:
        """The duty, with its incident's number."""

    @property
    def rung_at(self) -> datetime:
        """When the rung truly came."""

    @property
    def start_at(self) -> datetime:
        """When the duty's clock began."""

    @property
    def due_at(self) -> datetime | None:
        """When it is due; None: never."""

    @property
    def drill(self) -> bool:
        """Whether it belongs to a drill."""


def subject(item: Told, colour: Colour) -> str:
    """Name a reminder in one line."""
    return f"{_mark(item.drill)}【{COLOUR_TITLES[colour]}·{item.rung_title}】{item.title}"


def climb_subject(item: Told, colour: Colour) -> str:
    """Name a reminder that nobody took note of."""
    return f"{_mark(item.drill)}【{COLOUR_TITLES[colour]}·{NOBODY_ANSWERED}】{item.title}"


def digest_subject(colour: Colour, items: int, *, drill: bool) -> str:
    """Name what is told late, all in one."""
    return f"{_mark(drill)}【{COLOUR_TITLES[colour]}·补报】{items}项提醒"


def reminder(item: Told, colour: Colour, now: datetime) -> str:
    """Tell one reminder whole."""
    return "\n".join((subject(item, colour), f"{limit(item, now)}{_late(item, now)}", FOOT))


def climbed(item: Told, colour: Colour, items: int, now: datetime) -> str:
    """Tell the next one in the chain that those before did not take note."""
    others = f"同一告知共{items}项。" if items > 1 else ""
    told = f"前一级至今未确认。{others}"
    return "\n".join((climb_subject(item, colour), limit(item, now), told, FOOT))


def digest(items: Sequence[Told], count: int, first_at: datetime, now: datetime) -> str:
    """Tell what could not be told in time: each with its true time and how late it comes."""
    head = f"以下{count}项提醒未能按时发出，最早的应在{_clock(first_at)}发出，现一并补报。"
    lines = [
        f"{_clock(item.rung_at)} {item.rung_title} {item.title}：{limit(item, now)}"
        f"{_late(item, now)}"
        for item in items
    ]
    more = [f"另有{count - len(lines)}项，请看值班台。"] if count > len(lines) else []
    return "\n".join((head, *lines, *more, FOOT))


def limit(item: Told, now: datetime) -> str:
    """Say how a duty stands against its limit; one without a limit is never called overdue."""
    if item.due_at is None:
        return f"无时限，已历时{_span(now - item.start_at)}"
    if now > item.due_at:
        return f"时限{_clock(item.due_at)}，已超期{_span(now - item.due_at)}"
    return f"时限{_clock(item.due_at)}，还有{_span(item.due_at - now)}"


def _late(item: Told, now: datetime) -> str:
    late = now - item.rung_at
    return f"（本提醒迟发{_span(late)}）" if late >= 3 * MINUTE else ""


def _span(length: timedelta) -> str:
    whole = timedelta(minutes=int(length / MINUTE))
    hours, minutes = divmod(int(whole / MINUTE), 60)
    if hours and minutes and hours < 48:
        return f"{hours}小时{minutes}分钟"
    return span_title(timedelta(hours=hours) if hours else whole) or "0分钟"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%m-%d %H:%M}"


def _mark(drill: bool) -> str:
    return DRILL if drill else ""
