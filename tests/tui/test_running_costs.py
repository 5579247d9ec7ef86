"""What a second, a key and a long watch cost, counted: no more than what they change."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from msgspec import structs
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from clients.tui.alarms import MOST_TOLD, Alarms
from clients.tui.app import DutyDesk
from clients.tui.models import BoardAnswer, ObligationState, decode
from clients.tui.state import DeskState
from clients.tui.theme import DARK
from clients.tui.views.lines import Pen, changed_span
from clients.tui.views.listed import Column, Entry
from clients.tui.views.rows import RowLook, RowPainter, row_line
from clients.tui.widgets.lines import Lines
from clients.tui.widgets.listed import ListedRows
from tests.support.desk_rows import NOW, make_row, night_board
from tests.support.scenes import make_desk, night

LOOK = RowLook(palette=DARK.name, width=80, now=NOW)
RUNNING = {1, 2, 3, 6, 7, 8}  # the rows of the night that are due within the hour


def strips(app: DutyDesk, id_: str) -> list[Strip]:
    """Return the lines of a widget as they go to the screen."""
    widget = app.duty.query_one(f"#{id_}", Lines)
    return widget.render_lines(Region(0, 0, *widget.size))


async def redrawn(act: Callable[[DutyDesk], object], id_: str) -> set[int]:
    """Return which lines of a widget an act on the night's board draws anew."""
    app = make_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.keeper.board_read(decode(night_board(), BoardAnswer))
        await night(app)
        a_second(app)
        before = strips(app, id_)
        act(app)
        await pilot.pause()
        after = strips(app, id_)
    return {y for y, (a, b) in enumerate(zip(before, after, strict=True)) if a is not b}


def a_second(app: DutyDesk) -> None:
    later = app.clock() + timedelta(seconds=1)
    app.clock = lambda: later
    app.duty.tick()


async def test_a_second_draws_only_the_rows_whose_seconds_run() -> None:
    assert await redrawn(a_second, "board") == RUNNING


@pytest.mark.parametrize(("id_", "lines"), [("log", set()), ("footer", set()), ("brand", {0})])
async def test_a_second_draws_no_line_that_says_the_same(id_: str, lines: set[int]) -> None:
    assert await redrawn(a_second, id_) == lines


async def test_a_cursor_key_draws_the_row_it_leaves_and_the_row_it_comes_to() -> None:
    assert await redrawn(lambda app: app.duty.board.action_move(1), "board") == {2, 3}


async def test_other_colours_draw_every_line_anew() -> None:
    every = await redrawn(lambda app: app.swap_light(), "log")
    assert every == set(range(6))


def test_a_row_whose_seconds_run_is_drawn_once_a_second() -> None:
    row, painter = make_row(left=timedelta(minutes=20)), RowPainter()
    drawn = [
        painter.line(row, RowLook(palette=DARK.name, width=80, now=NOW + timedelta(seconds=n / 4)))
        for n in range(8)
    ]
    assert len({id(line) for line in drawn}) == 2


@pytest.mark.parametrize("minutes", [60, 15, 0])
def test_a_kept_row_turns_at_the_very_moment_of_its_limit(minutes: int) -> None:
    row, painter = make_row(left=timedelta(minutes=minutes, seconds=1)), RowPainter()
    tenths = (NOW + timedelta(milliseconds=100 * n) for n in range(25))
    looks = [
        RowLook(palette=DARK.name, width=80, now=at + timedelta(microseconds=more))
        for at in tenths
        for more in (0, 1)
    ]
    assert [painter.line(row, look) for look in looks] == [row_line(row, look) for look in looks]


def test_a_kept_row_follows_a_clock_that_is_put_back() -> None:
    row, painter = make_row(left=timedelta(minutes=20)), RowPainter()
    earlier = RowLook(palette=DARK.name, width=80, now=NOW - timedelta(seconds=40))
    painter.line(row, LOOK)
    assert painter.line(row, earlier) == row_line(row, earlier)


def test_the_seconds_alone_are_damaged_whatever_stands_before_them() -> None:
    pen = Pen(DARK.name, "panel")
    assert changed_span([pen("急火 00:08:41 x")], [pen("急火 00:08:35 x")]) == (11, 2)


def test_what_left_the_board_is_forgotten_but_for_its_version_and_title() -> None:
    state, row = DeskState(), make_row("ob-1")
    closed = structs.replace(row, state=ObligationState.FULFILLED, version=row.version + 1)
    state.take_rows([row])
    state.take_rows([closed])
    state.let_go(["ob-1"])
    assert list(state.rows) == ["ob-1"]
    state.let_go()
    assert (state.rows, state.outdated) == ({}, set())
    state.take_rows([row])
    assert state.rows == {}
    assert state.rows_of(row.matter.id) == ["ob-1"]
    assert state.incident_titles() == {row.matter.id: row.matter.title}
    state.take_rows([structs.replace(row, version=row.version + 2)])
    assert (list(state.rows), state.left) == (["ob-1"], {})


def test_steps_of_duties_that_are_over_are_not_remembered_for_ever() -> None:
    alarms, standing = Alarms(), make_row("ob-stays", left=-timedelta(minutes=1))
    for n in range(0, 3 * MOST_TOLD, 500):
        passed = [structs.replace(standing, id=f"ob-{n + at}") for at in range(500)]
        alarms.look([standing, *passed], NOW)
    assert len(alarms._told) <= MOST_TOLD + 500
    assert alarms.look([standing], NOW).lines == []


class Counted(ListedRows):
    """A list that notes which of its lines it draws."""

    drawn: ClassVar[list[int]] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class OneList(App[None]):
    """Nothing but a list."""

    CSS = "Counted { height: 12; }"

    def compose(self) -> ComposeResult:
        yield Counted()


@pytest.mark.parametrize(("keys", "lines"), [(["down"], {1, 2}), (["end"], set(range(12)))])
async def test_a_cursor_key_in_a_list_draws_two_lines_unless_it_scrolls(
    keys: list[str], lines: set[int]
) -> None:
    app = OneList()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.query_one(Counted)
        entries = [Entry(id=f"e{n}", cells=(f"entry {n}",), item=n) for n in range(40)]
        rows.show(entries, (Column(title="", cells=20),), True, ())
        rows.focus()
        await pilot.pause()
        Counted.drawn.clear()
        await pilot.press(*keys)
        await pilot.pause()
        assert set(Counted.drawn) == lines
        assert rows.listing.selected == ("e1" if keys == ["down"] else "e39")
