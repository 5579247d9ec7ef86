"""Nothing moves under the cursor."""

import random

from hypothesis import given
from hypothesis import strategies as st

from clients.tui.listing import Listing

IDS = [f"{n:03d}" for n in range(200)]
orders = st.lists(st.sampled_from(IDS), unique=True, max_size=40)


def listing(order: list[str], selected: int = 0, height: int = 10) -> Listing:
    made = Listing(height)
    made.settle(order)
    made.select_index(selected)
    return made


def random_change(chance: random.Random, order: list[str]) -> list[str]:
    """Insert, remove or move one row, as the board's data does."""
    changed = list(order)
    spare = sorted(set(IDS) - set(changed))
    act = chance.choice("irm")
    if act != "i" and changed:
        changed.pop(chance.randrange(len(changed)))
    if act != "r" and spare:
        changed.insert(chance.randint(0, len(changed)), chance.choice(spare))
    return changed


def test_ten_thousand_random_events_move_no_row_under_the_cursor() -> None:
    chance, order, moved = random.Random(7), IDS[:50], 0
    board = listing(order, 20)
    for _ in range(10_000):
        if chance.random() < 0.2:
            board.move(chance.choice([-3, -1, 1, 3]))
        before = (board.selected, board.line)
        order = random_change(chance, order)
        board.settle(order)
        if before[0] in order and (board.selected, board.line) != before:
            moved += 1
    assert moved == 0


@given(orders, orders, st.integers(0, 39))
def test_a_lost_row_leaves_the_cursor_on_the_same_line(
    before: list[str], after: list[str], at: int
) -> None:
    board = listing(before, at)
    line = board.line
    board.settle(after)
    assert (board.selected in after) if after else board.selected is None
    if before and after:
        assert board.line == line


@given(orders, st.integers(0, 39), st.lists(st.integers(-9, 9), max_size=20))
def test_moving_keeps_the_cursor_on_the_screen(order: list[str], at: int, steps: list[int]) -> None:
    board = listing(order, at)
    for step in steps:
        board.move(step)
        assert board.line is None or 0 <= board.line < board.height
        assert 0 <= board.top <= max(0, len(order) - board.height)


def test_the_row_after_a_lost_one_takes_the_cursor() -> None:
    board = listing(["a", "b", "c"], 1)
    board.settle(["a", "c"])
    assert board.selected == "c"
    board.settle(["a"])
    assert board.selected == "a"


def test_an_insert_above_scrolls_instead_of_pushing() -> None:
    board = listing(["b", "c"], 0)
    board.settle(["a", "b", "c"])
    assert (board.selected, board.line, board.above) == ("b", 0, 1)
    board.to_top()
    assert list(board.visible())[:3] == ["a", "b", "c"]


def test_what_is_not_shown_yet_is_counted() -> None:
    assert listing(["a", "b"]).missing(["a", "x", "y"]) == 2


def test_a_click_beside_the_rows_selects_nothing() -> None:
    board = listing(["a", "b"])
    assert not board.select_line(5)
    assert board.select_line(1)
    assert board.selected == "b"
