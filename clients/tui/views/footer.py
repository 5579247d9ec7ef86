"""The last row: at most nine keys, and how fresh the data is."""

from rich.segment import Segment

from clients.tui.keys import offered, shown
from clients.tui.locale import t
from clients.tui.views.header import NARROW, Freshness
from clients.tui.views.lines import Line, Pen, spread, width_of
from clients.tui.views.texts import moment_text

MOST_KEYS = 9


def footer_line(palette: str, width: int, fresh: Freshness) -> Line:
    pen, narrow = Pen(palette, "head"), width < NARROW
    right = [freshness_part(pen, fresh, narrow)]
    left = [pen(" ")]
    placed = sorted(
        (action for action in offered() if action.footer is not None),
        key=lambda action: action.footer or 0,
    )
    for action in placed[:MOST_KEYS]:
        if narrow and not action.narrow:
            continue
        title = f" {t(action.title_key)}{'  ' if narrow else '   '}"
        part = [pen(shown(action.keys[0]), "keys", True), pen(title)]
        if width_of(left) + width_of(part) + width_of(right) <= width:
            left += part
    return spread(left, right, width, pen)


def freshness_part(pen: Pen, fresh: Freshness, narrow: bool) -> Segment:
    word = "cached" if fresh.guessed else "live"
    at = "--:--:--" if fresh.as_of is None else moment_text(fresh.as_of, fresh.now)
    text = t(f"foot.{word}.narrow" if narrow else f"foot.{word}", at=at)
    return pen(f"{text} ", "over" if fresh.guessed else "ok")
