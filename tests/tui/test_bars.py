"""Bars: their cells add up, Chinese labels align, the number is beside each."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from clients.tui.ascii_marks import in_ascii
from clients.tui.views.bars import MARKS, Bar, Part, bar_line, filled, shares, sizes_of
from clients.tui.views.pieces import plain, width_of

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=6)
labels = st.text(alphabet="县区单位赞皇正定 abc", max_size=20)


@given(counts, st.integers(1, 200))
def test_the_parts_of_a_bar_fill_it_exactly(given_counts: list[int], cells: int) -> None:
    assert sum(shares(given_counts, cells)) == (cells if sum(given_counts) else 0)


@given(counts, st.integers(6, 200))
def test_what_is_there_is_seen_and_what_is_not_is_not(given_counts: list[int], cells: int) -> None:
    shown = shares(given_counts, cells)
    assert [bool(n) for n in shown] == [bool(n) for n in given_counts]


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6), st.integers(20, 200))
def test_a_larger_part_is_never_the_shorter(given_counts: list[int], cells: int) -> None:
    shown = shares(given_counts, cells)
    pairs = sorted(zip(given_counts, shown, strict=True))
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(pairs) if a[0] < b[0] and a[1] > 1)


@given(st.lists(st.tuples(labels, counts), min_size=1, max_size=8), st.integers(40, 160))
def test_bars_begin_in_one_column_whatever_their_labels(
    rows: list[tuple[str, list[int]]], width: int
) -> None:
    bars = [
        Bar(label=label, value=str(sum(numbers)), parts=tuple(Part(n) for n in numbers))
        for label, numbers in rows
    ]
    sizes = sizes_of(bars, width)
    drawn = [bar_line(bar, sizes, width) for bar in bars]
    assert len({width_of(one[:2]) for one in drawn}) == 1
    assert all(width_of(one) <= width for one in drawn)


def test_a_bar_of_the_longest_is_as_long_as_its_share() -> None:
    half = Bar(label="桥西区", value="5", parts=(Part(5),), whole=10)
    assert filled(half, 40) == [20]
    assert filled(Bar(label="", value="1", parts=(Part(1),), whole=9999), 40) == [1]
    assert filled(Bar(label="", value="0", parts=(Part(0),), whole=0), 40) == [0]


def test_chinese_labels_align_and_the_number_stands_beside_the_bar() -> None:
    bars = [
        Bar(label="长安区", value="50.0%", parts=(Part(1), Part(1, MARKS[3]))),
        Bar(label="  正定县政府", value="100.0%", parts=(Part(2),)),
    ]
    sizes = sizes_of(bars, 40)
    drawn = plain(bar_line(bar, sizes, 40) for bar in bars)
    assert drawn.splitlines() == [
        "长安区         50.0%  ▇▇▇▇▇▇▇▇▇▁▁▁▁▁▁▁▁",
        "  正定县政府  100.0%  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇",
    ]


def test_the_marks_of_a_bar_stay_apart_in_ascii() -> None:
    assert in_ascii(MARKS) == "#=-_"
