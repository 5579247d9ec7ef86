"""How wide the columns of a list are."""

from clients.tui.views.listed import Column, Entry, entry_line, head_line, widths
from clients.tui.views.pieces import plain

COLUMNS = (
    Column(title="编号", cells=12),
    Column(title="单位", cells=14, narrow=False),
    Column(title="事件"),
)
ENTRIES = (
    Entry(id="1", cells=("2026-1", "桥西区", "供暖管道破裂"), item=None),
    Entry(id="2", cells=("2026-22", "裕华区", "停水"), item=None),
)


def shown(width: int) -> list[str]:
    laid = widths(COLUMNS, ENTRIES, True, width)
    lines = [head_line(COLUMNS, laid), entry_line(ENTRIES[0], COLUMNS, laid, chosen=True)]
    return plain(lines).splitlines()


def test_columns_are_as_declared_where_nothing_is_cut() -> None:
    assert shown(44) == [
        "  编号          单位            事件",
        "> 2026-1        桥西区          供暖管道破裂",
    ]


def test_a_column_gives_up_what_it_does_not_need_before_the_last_is_cut() -> None:
    assert shown(31) == ["  编号     单位    事件", "> 2026-1   桥西区  供暖管道破裂"]


def test_what_a_small_terminal_does_without_goes_before_anything_is_cut() -> None:
    assert shown(24) == ["  编号     事件", "> 2026-1   供暖管道破裂"]


def test_where_nothing_helps_the_last_column_is_cut() -> None:
    assert shown(21) == ["  编号     事件", "> 2026-1   供暖管道.."]
