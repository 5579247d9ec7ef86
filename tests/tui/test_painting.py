"""Fewer bytes, the same screen: a small terminal reads what the desk writes."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.strip import Strip

from clients.tui.app import DutyDesk
from clients.tui.painting import DamagedCells, cut
from tests.support.desk_rows import NOW
from tests.support.scenes import make_desk, night

CODE = re.compile(r"\x1b\[(?:(\d+);(\d+)H|([\d;]*)m)|([^\x1b])", re.DOTALL)
Cells = dict[tuple[int, int], tuple[str, str]]


def draw(cells: Cells, written: str) -> None:
    """Put what was written on the cells: character and colours, by row and column."""
    y = x = 0
    colours = ""
    for row, column, style, char in CODE.findall(written):
        if row:
            y, x = int(row) - 1, int(column) - 1
        elif char == "\n":
            y, x = y + 1, 0
        elif char:
            cells[y, x] = (char, colours)
            for covered in range(1, cell_len(char)):
                cells.pop((y, x + covered), None)
            x += cell_len(char)
        else:
            colours = "" if style == "0" else style


@dataclass
class Terminals:
    """What a terminal shows by our bytes, and what by Textual's own; how many each were."""

    ours: Cells = field(default_factory=dict)
    theirs: Cells = field(default_factory=dict)
    bytes: tuple[int, int] = (0, 0)

    def read(self, update: CompositorUpdate, console: Console) -> None:
        small = DamagedCells.of(update) if isinstance(update, ChopsUpdate) else update
        mine, whole = small.render_segments(console), update.render_segments(console)
        draw(self.ours, mine)
        draw(self.theirs, whole)
        self.bytes = (self.bytes[0] + len(mine), self.bytes[1] + len(whole))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_terminal_shows_the_same_after_fewer_bytes(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment, seen = [NOW], Terminals()
    app = DutyDesk(make_desk().config, clock=lambda: moment[0], connect=False)

    def display(screen: object, update: object) -> None:
        if isinstance(update, CompositorUpdate):
            seen.read(update, app.console)

    monkeypatch.setattr(app, "_display", display)
    async with app.run_test(size=size) as pilot:
        await night(app)
        await pilot.pause()
        seen.bytes = (0, 0)
        for seconds in (1, 1, 9, 50, 1, 600):
            moment[0] += timedelta(seconds=seconds)
            app.duty.tick()
            await pilot.pause()
            assert seen.ours == seen.theirs
        assert seen.bytes[0] * 3 < seen.bytes[1]
        await pilot.press("down", "end", "/", "h", "g", "escape")
        assert seen.ours == seen.theirs


def test_a_wide_character_on_an_edge_is_kept_whole() -> None:
    red, blue = Style(color="red"), Style(color="blue")
    strip = Strip([Segment("急报", red), Segment("ab", blue)])
    assert cut(strip, 1, 5) == (0, [("急报", red), ("a", blue)])
    assert cut(strip, 2, 3) == (2, [("报", red)])
    assert cut(strip, 5, 6) == (5, [("b", blue)])
    assert cut(strip, 6, 9) == (0, [])
