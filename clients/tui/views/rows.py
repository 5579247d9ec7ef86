"""The list of the board: fixed columns in cells, free text last.

`>`1 · tile 2 · marks 2 (`!` 未受理, `?` 暂定) · 剩余 11 · 到期 7 · 级别 4 · 应办事项 10 to 16 ·
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
LEAST_DUTY = 10  # cells
BESIDE_DUTY = 36  # cells of all but the duty and the incident, gaps included
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


def duty_cells(width: int) -> int:
    """Return the cells of the duty's column in a list of this width: English names are longer.

    Where the incident's title could not be told any more the duty gives way, to five characters.
    """
    most = 14 if in_chinese() else 16
    return max(LEAST_DUTY, min(most, width - BESIDE_DUTY - LEAST_TITLE))


class RowPainter:
    """Draws rows; keeps each until time or its look changes it, and then all but its countdown.

    Rows that share a look are given the same one, so that it is taken apart once.
    """

    def __init__(self) -> None:
        self._wholes: dict[str, tuple[object, datetime, datetime, Line]] = {}
        self._around_of: dict[str, tuple[object, tuple[Line, Line]]] = {}
        self._look: RowLook | None = None
        self._looks_like: object = None

    def line(self, row: Obligation, look: RowLook) -> Line:
        """Return the row in exactly the look's width."""
        if look is not self._look:
            self._look, self._looks_like = look, (*whole_key(look), local(look.now).date())
        about = (row, self._looks_like)
        kept = self._wholes.get(row.id)
        # also from when: a machine's clock may be put back
        if kept is not None and kept[1] <= look.now < kept[2] and kept[0] == about:
            return kept[3]
        line = self._drawn(row, look)
        self._wholes[row.id] = (about, look.now, still_until(row, look.now), line)
        return line

    def forget_others(self, shown: Set[str]) -> None:
        """Let go of rows that are no longer drawn, once many are kept: a desk runs for weeks."""
        for kept in (self._wholes, self._around_of):
            if len(kept) > MOST_KEPT:
                for id_ in kept.keys() - shown:
                    del kept[id_]

    def _drawn(self, row: Obligation, look: RowLook) -> Line:
        step = band(row, look.now)
        head, tail = self._around(row, look, step)
        left = look.pen(_remaining(row, look, step), step.value, step in LOUD)
        return [*head, left, *tail]

    def _around(self, row: Obligation, look: RowLook, step: Band) -> tuple[Line, Line]:
        """Return what stands left and right of a row's countdown."""
        about = (row, step, self._looks_like)
        kept = self._around_of.get(row.id)
        if kept is not None and kept[0] == about:
            return kept[1]
        around = head_of(row, look, step), tail_line(row, look, step)
        self._around_of[row.id] = (about, around)
        return around


def row_line(row: Obligation, look: RowLook) -> Line:
    """Return one row, nothing kept."""
    return RowPainter().line(row, look)


def whole_key(look: RowLook) -> tuple[object, ...]:
    """Return all of a look but the moment."""
    pen = (look.palette, look.selected, look.flash)
    return (*pen, look.width, look.owner, look.twin, look.guessed, look.accepting)


def head_of(row: Obligation, look: RowLook, step: Band) -> Line:
    """Return the row up to 剩余: cursor, tile and marks."""
    pen, tile = look.pen, Pen(look.palette, step.value, look.flash)
    return [
        pen(">" if look.selected else " ", "keys", True),
        tile(t(f"tile.{step.value}"), f"tile.{step.value}", True),
        pen(_marks(row, look, step), step.value, True),
    ]


def tail_line(row: Obligation, look: RowLook, step: Band) -> Line:
    """Return the row from 到期 to its end."""
    pen, loud = look.pen, step in LOUD
    line = [
        pen(GAP + fit(due_text(row, look.now), 7) + GAP, _due_tone(step)),
        pen(fit(grade_short(row), 4), *_severity(row)),
        pen(GAP + fit(row.title, duty_cells(look.width)), "fg", look.selected or loud),
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
        fit(t("column.duty"), duty_cells(width)),
    ]
    if owner:
        heads.append(fit(t("column.owner"), owner))
    left = [pen(GAP.join([*heads, t("column.incident")]), "muted")]
    right = [pen(t("state.above", count=above) + " ", "keys", True)] if above else []
    room = width - width_of(left) - width_of(right)
    return [*left, pen(" " * max(0, room), "muted"), *right]
