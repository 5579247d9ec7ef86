"""When the desk rings: each step to 急 or 超 once, a new 特别重大, unaccepted ones each minute."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clients.tui.locale import t
from clients.tui.models import Obligation
from clients.tui.state import LogLine
from clients.tui.views.bands import LOUD, Band, band
from clients.tui.views.texts import due_text, severity_tone

REPEAT = timedelta(seconds=60)
MOST_TOLD = 2_000  # steps remembered; then those of duties that are over are forgotten


@dataclass(slots=True)
class Alarm:
    """What one look at the board calls for: `flash` are ids, `lines` go to 动态."""

    ring: bool = False
    flash: set[str] = field(default_factory=set)
    lines: list[LogLine] = field(default_factory=list)


class Alarms:
    """Remembers which steps were told, so that none is told twice; a moved limit is a new step."""

    def __init__(self) -> None:
        self._told: set[tuple[str, datetime | None, Band]] = set()
        self._grave: set[str] = set()
        self._rang_at: datetime | None = None
        self._primed = False

    def look(self, rows: Collection[Obligation], now: datetime) -> Alarm:
        """Compare with the last look; the first one only learns what stands there already."""
        alarm = Alarm()
        unaccepted = False
        for row in rows:
            step = band(row, now)
            if step in LOUD:
                unaccepted |= not row.accepted
                self._tell_step(alarm, row, step, now)
            self._tell_grave(alarm, row, now)
        self._primed = True
        if len(self._told) > MOST_TOLD:
            standing = {row.id for row in rows}
            self._told = {mark for mark in self._told if mark[0] in standing}
        self._ring(alarm, unaccepted, now)
        return alarm

    def due(self, now: datetime) -> bool:
        """Tell whether it is time to look for unaccepted rows again."""
        return self._rang_at is not None and now - self._rang_at >= REPEAT

    def _tell_step(self, alarm: Alarm, row: Obligation, step: Band, now: datetime) -> None:
        mark = (row.id, row.due_at, step)
        if mark in self._told:
            return
        self._told.add(mark)
        if self._primed:
            alarm.ring = True
            alarm.flash.add(row.id)
            key = "log.passed" if step is Band.OVER else "log.due"
            text = t(key, title=row.title, due=due_text(row, now))
            alarm.lines.append(
                LogLine(at=now, kind=step.value, incident=row.matter.title, text=text)
            )

    def _tell_grave(self, alarm: Alarm, row: Obligation, now: datetime) -> None:
        incident = row.matter
        if severity_tone(incident.severity_title) != "severity1" or incident.id in self._grave:
            return
        self._grave.add(incident.id)
        if self._primed:
            alarm.ring = True
            alarm.flash.add(row.id)
            alarm.lines.append(
                LogLine(at=now, kind="grave", incident=incident.title, text=incident.number)
            )

    def _ring(self, alarm: Alarm, unaccepted: bool, now: datetime) -> None:
        if self._rang_at is None:
            self._rang_at = now
        if unaccepted and now - self._rang_at >= REPEAT:
            alarm.ring = True
        if alarm.ring or now - self._rang_at >= REPEAT:
            self._rang_at = now
