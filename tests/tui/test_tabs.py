"""The digits of tabs, with as much air as there is room for."""

import pytest

from clients.tui.views.pieces import plain
from clients.tui.views.tabs import Tab, tabs_line

NAMED = (
    Tab(digit="1", name="应办", here=True),
    Tab(digit="2", name="审批"),
    Tab(digit="3", name="自查", ruled=True),
)
COUNTED = (
    Tab(digit="1", name="在办", here=True, count="11", tone="over"),
    Tab(digit="2", name="越批", count="0", spared=True),
    Tab(digit="3", name="线索", count="1", tone="fg"),
)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (40, " 1 应办  2 审批  |  3 自查"),
        (24, " 1 应办 2 审批 | 3 自查"),
        (22, " 1应办 2审批 | 3自查"),
    ],
)
def test_tabs_stand_as_far_apart_as_there_is_room(width: int, said: str) -> None:
    assert plain([tabs_line(NAMED, width)]) == said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (40, " 1 在办 11  2 越批 0  3 线索 1"),
        (29, " 1 在办 11  2 越批  3 线索 1"),
        (26, " 1在办 11  2越批  3线索 1"),
        (20, " 1在办 11 2越批 3线索 1"),
    ],
)
def test_little_room_tells_no_count_that_may_be_spared(width: int, said: str) -> None:
    assert plain([tabs_line(COUNTED, width)]) == said


def test_the_open_tab_has_a_blank_of_its_ground_on_either_side() -> None:
    for width in (40, 24, 22):
        chosen = [p.text for p in tabs_line(NAMED, width) if p.ground == "selection"]
        assert "".join(chosen).replace("1 ", "1") == " 1应办 "
