"""动态: the last changes of state, newest first; six rows with their head."""

from collections.abc import Iterable
from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.state import LogLine
from clients.tui.views.lines import Line, Pen, width_of
from clients.tui.views.wrap import fit

ROWS = 6
TONES = {
    "opened": "keys",
    "over": "over",
    "urgent": "urgent",
    "grave": "severity1",
    "accepted": "keys",
    "fulfilled": "ok",
    "released": "ok",
    "assessed": "near",
    "moved": "near",
    "waived": "near",
    "handover": "near",
}


def log_lines(palette: str, lines: Iterable[LogLine], now: datetime, width: int) -> list[Line]:
    """Return the head and the newest changes; what has no room in `width` is cut with `..`."""
    head, pen = Pen(palette, "head"), Pen(palette, "panel")
    shown: list[Line] = [[head(f"    {t('log.title')}  {t('log.only')}", "muted")]]
    for line in list(lines)[: ROWS - 1]:
        here = local(line.at)
        same_day = here.date() == local(now).date()
        time = f"{here:%H:%M:%S}" if same_day else f"{here:%m-%d %H:%M}"[:11]
        row = [
            pen(f"    {fit(time, 8)}  ", "muted"),
            pen(t(f"log.{line.kind}") + "  ", TONES.get(line.kind, "fg"), True),
            pen(fit(line.incident, 24) + "  ", "fg"),
        ]
        room = max(0, width - width_of(row))
        shown.append([*row, pen(fit(line.text, room).rstrip(), "muted")])
    return [*shown, *([pen("")] for _ in range(ROWS - len(shown)))]
