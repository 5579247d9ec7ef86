"""The order of real duties while time passes, rows come, close and change."""

import random
from datetime import timedelta

import msgspec

from clients.tui.board_order import BoardOrder
from clients.tui.listing import Listing
from clients.tui.models import Obligation, ObligationState
from clients.tui.state import DeskState
from clients.tui.views.bands import board_key
from tests.support.desk_rows import NOW, make_row

TEMPLATE = make_row()


def some_row(chance: random.Random, number: int) -> Obligation:
    untimed = chance.random() < 0.2
    due_at = None if untimed else NOW + timedelta(minutes=chance.randint(-200, 3000))
    start_at = NOW - timedelta(minutes=chance.randint(0, 300))
    return msgspec.structs.replace(
        TEMPLATE, id=f"ob-{number:05d}", due_at=due_at, start_at=start_at
    )


def happen(chance: random.Random, state: DeskState, number: int) -> None:
    """Let a duty come, close, or have its limit moved."""
    rows = list(state.rows.values())
    act = chance.choice(["come", "close", "move"]) if rows else "come"
    if act == "come":
        row = some_row(chance, number)
    else:
        known = chance.choice(rows)
        moved = some_row(chance, 0).due_at
        changes = {"due_at": moved} if act == "move" else {"state": ObligationState.FULFILLED}
        row = msgspec.structs.replace(known, version=known.version + 1, **changes)
    state.take_rows([row])


def crowd(chance: random.Random, state: DeskState, number: int) -> None:
    """Let anything happen that the desk hears of: a duty comes, closes, moves, or all is read anew.

    What was read anew after a broken line holds the open duties alone, changed in the meantime.
    """
    if len(state.rows) > 40:
        closed = [id_ for id_, row in state.rows.items() if row.open][:15]
        for id_ in closed:
            row = state.rows[id_]
            gone = {"state": ObligationState.FULFILLED, "version": row.version + 1}
            state.rows[id_] = msgspec.structs.replace(row, **gone)
        state.rows = {row.id: row for row in state.rows.values() if row.open}
    happen(chance, state, number)


def test_ten_thousand_random_events_move_no_row_under_the_cursor() -> None:
    chance, state, listing = random.Random(3), DeskState(), Listing(20)
    state.rows = {row.id: row for row in (some_row(chance, n) for n in range(30))}
    order, now, moved, seen = BoardOrder(listing), NOW, 0, 0
    order.refresh(state, now, held=False)
    listing.select_index(15)
    for number in range(40, 10_040):
        crowd(chance, state, number)
        now += timedelta(seconds=chance.randint(0, 60))
        state.query = chance.choice(["", "", "", "hg", state.query])
        before, held = (listing.selected, listing.line), chance.random() < 0.3
        order.refresh(state, now, held=held)
        if before[0] in listing.order:
            seen += 1
            moved += before != (listing.selected, listing.line)
        if chance.random() < 0.1:
            listing.move(chance.randint(-4, 4))
    assert seen > 5_000
    assert moved == 0


def test_a_settled_list_is_in_the_boards_order() -> None:
    chance, state, listing = random.Random(5), DeskState(), Listing(20)
    order = BoardOrder(listing)
    for number in range(300):
        happen(chance, state, number)
        order.refresh(state, NOW, held=False)
        rows = [state.rows[id_] for id_ in listing.order]
        assert rows == sorted(rows, key=lambda row: board_key(row, NOW))


def test_held_rows_are_counted_until_they_are_let_in() -> None:
    state, listing = DeskState(), Listing(20)
    order = BoardOrder(listing)
    state.take_rows([make_row("a")])
    order.refresh(state, NOW, held=True)
    assert listing.order == ["a"], "an empty board has nothing that could move"
    state.take_rows([make_row("b"), make_row("c")])
    order.refresh(state, NOW, held=True)
    assert (listing.order, order.held) == (["a"], 2)
    assert order.due(NOW, held=False)
    order.refresh(state, NOW, held=False)
    assert (listing.order, order.held) == (["a", "b", "c"], 0)


def test_the_order_is_due_again_when_a_band_turns() -> None:
    state, order = DeskState(), BoardOrder(Listing(20))
    state.take_rows([make_row("a", left=timedelta(minutes=16))])
    order.refresh(state, NOW, held=False)
    assert not order.due(NOW + timedelta(seconds=59), held=False)
    assert order.due(NOW + timedelta(seconds=61), held=False)
