"""The list of the board: fixed columns in cells, free text last.

`>`1 · tile 2 · marks 2 (`!` 未受理, `?` 暂定) · 剩余 11 · 到期 7 · 级别 4 · 应办事项 14 or 16 ·
责任单位 10 to 16 from width 140 · 事件. Whatever a terminal draws too wide, nothing stands right
of it.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len

from clients.tui.clock import local
from clients.tui.locale import in_chinese, t
from clients.tui.models import Obligation
from clients.tui.views.bands import BRIGHT, LOUD, Band, band
from clients.tui.views.lines import Line, Pen, width_of
from clients.tui.views.texts import (
    countdown,
    due_text,
    grade_short,
    incident_title,
    severity_tone,
    still_until,
)
from clients.tui.views.wrap import fit

OWNER_FROM = 140  # the width of the terminal, not of the list
OWNER_LEAST, OWNER_MOST = 10, 16  # cells; eight characters hold the name of most units
GAP = "  "
LEAST_TITLE = 12  # cells of an incident's title that still tell which it is
MOST_KEPT = 200  # rows whose lines are kept; three screens full
HEAD = 16  # cells of cursor, tile, marks and 剩余


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLook:
    """How a row is drawn apart from its duty; `guessed`: counted on this machine's clock."""

    palette: str
    width: int
    now: datetime
    selected: bool = False
    guessed: bool = False
    flash: bool = False
    owner: int = 0  # cells of the unit's column, none where it is not shown
    accepting: bool = False
    twin: bool = False  # another unit owes the same in the same incident

    @property
    def pen(self) -> Pen:
        return Pen(self.palette, "selection" if self.selected else "panel", self.flash)


def owner_cells(width: int) -> int:
    """Return the cells of the unit's column on a terminal of this width; 0 for no column."""
    return 0 if width < OWNER_FROM else min(OWNER_MOST, OWNER_LEAST + width - OWNER_FROM)


def duty_cells() -> int:
    """Return the cells of the duty's column: English names are longer."""
    return 14 if in_chinese() else 16


class RowPainter:
    """Draws rows; keeps each while no minute changes it, and of one whose seconds run the rest."""

    def __init__(self) -> None:
        self._wholes: dict[str, tuple[object, datetime, Line]] = {}
        self._tails: dict[str, tuple[object, Line]] = {}

    def line(self, row: Obligation, look: RowLook) -> Line:
        """Return the row in exactly the look's width."""
        about = (row, *whole_key(look), local(look.now).date())
        kept = self._wholes.get(row.id)
        if kept is not None and look.now < kept[1] and kept[0] == about:
            return kept[2]
        line = self._drawn(row, look)
        self._wholes[row.id] = (about, still_until(row, look.now), line)
        return line

    def forget_others(self, shown: Set[str]) -> None:
        """Let go of rows that are no longer drawn, once many are kept: a desk runs for weeks."""
        for kept in (self._wholes, self._tails):
            if len(kept) > MOST_KEPT:
                for id_ in kept.keys() - shown:
                    del kept[id_]

    def _drawn(self, row: Obligation, look: RowLook) -> Line:
        step = band(row, look.now)
        pen = look.pen
        tile = Pen(look.palette, step.value, look.flash)
        head = [
            pen(">" if look.selected else " ", "keys", True),
            tile(t(f"tile.{step.value}"), f"tile.{step.value}", True),
            pen(_marks(row, look, step), step.value, True),
            pen(_remaining(row, look, step), step.value, step in LOUD),
        ]
        return head + self._tail(row, look, step)

    def _tail(self, row: Obligation, look: RowLook, step: Band) -> Line:
        about = (
            row,
            step,
            pen_key(look),
            look.width,
            look.owner,
            look.twin,
            local(look.now).date(),
        )
        kept = self._tails.get(row.id)
        if kept is not None and kept[0] == about:
            return kept[1]
        line = tail_line(row, look, step)
        self._tails[row.id] = (about, line)
        return line


def row_line(row: Obligation, look: RowLook) -> Line:
    """Return one row, nothing kept."""
    return RowPainter().line(row, look)


def pen_key(look: RowLook) -> tuple[str, bool, bool]:
    return look.palette, look.selected, look.flash


def whole_key(look: RowLook) -> tuple[object, ...]:
    """Return all of a look but the moment."""
    return (*pen_key(look), look.width, look.owner, look.twin, look.guessed, look.accepting)


def tail_line(row: Obligation, look: RowLook, step: Band) -> Line:
    """Return the row from 到期 to its end."""
    pen, loud = look.pen, step in LOUD
    line = [
        pen(GAP + fit(due_text(row, look.now), 7) + GAP, _due_tone(step)),
        pen(fit(grade_short(row), 4), *_severity(row)),
        pen(GAP + fit(row.title, duty_cells()), "fg", look.selected or loud),
    ]
    if look.owner:
        line.append(pen(GAP + fit(row.owner.name if row.owner else "", look.owner), "muted"))
    title = incident_title(row.matter)
    room = max(4, look.width - HEAD - width_of(line) - 3)
    bright = look.selected or step in BRIGHT
    if look.twin and not look.owner and row.owner:
        title = _with_owner(title, row.owner.name, room)
    line.append(pen(GAP + fit(title, room) + " ", "fg" if bright else "muted"))
    return line


def _with_owner(title: str, owner: str, room: int) -> str:
    left = room - cell_len(owner) - len(GAP)
    return fit(title, left) + GAP + owner if left >= LEAST_TITLE else title


def _marks(row: Obligation, look: RowLook, step: Band) -> str:
    fresh = step is not Band.DONE and not row.accepted and not look.accepting
    return ("!" if fresh else " ") + ("?" if row.provisional else " ")


def _remaining(row: Obligation, look: RowLook, step: Band) -> str:
    text = "" if step is Band.DONE else countdown(row, look.now, look.guessed)
    return fit(text, 11, right=True)


def _due_tone(step: Band) -> str:
    return "muted" if step in (Band.LATER, Band.DONE, Band.UNTIMED) else "fg"


def _severity(row: Obligation) -> tuple[str, bool]:
    tone = severity_tone(row.matter.severity_title)
    return tone, tone in ("severity1", "severity2")


def head_line(palette: str, width: int, owner: int, above: int) -> Line:
    """Return the column heads; at the right how many rows are scrolled away above."""
    pen = Pen(palette, "head")
    heads = [
        "     " + fit(t("column.remaining"), 11, right=True),
        fit(t("column.due"), 7),
        fit(t("column.severity"), 4),
        fit(t("column.duty"), duty_cells()),
    ]
    if owner:
        heads.append(fit(t("column.owner"), owner))
    left = [pen(GAP.join([*heads, t("column.incident")]), "muted")]
    right = [pen(t("state.above", count=above) + " ", "keys", True)] if above else []
    room = width - width_of(left) - width_of(right)
    return [*left, pen(" " * max(0, room), "muted"), *right]
