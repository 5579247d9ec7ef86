"""What stands in which cell."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs
from rich.cells import cell_len

from clients.tui.link import LinkState, LinkStatus
from clients.tui.models import (
    BoardTally,
    Called,
    MirrorStatus,
    Obligation,
    ServiceStatus,
    SweepStatus,
    decode,
)
from clients.tui.theme import DARK, LIGHT
from clients.tui.views.detail import Subject, detail_lines, people, strip_lines
from clients.tui.views.footer import footer_line
from clients.tui.views.header import Freshness, ListState, brand_line, state_line, tally_line
from clients.tui.views.lines import Line, Pen, changed_span, width_of
from clients.tui.views.rows import RowLook, RowPainter, head_line, row_line
from clients.tui.views.tally import tally_at
from clients.tui.views.texts import is_whole, numbered
from tests.support.desk_rows import (
    NOW,
    make_glance,
    make_row,
    night_rows,
    raw_incident,
    raw_person,
    raw_row,
    raw_tally,
)

LOOK = RowLook(palette=DARK.name, width=80, now=NOW)
FRESH = Freshness(
    now=NOW,
    as_of=NOW,
    fresh=True,
    deadlines=LinkStatus(state=LinkState.LIVE),
    registry=LinkStatus(state=LinkState.LIVE),
)
BROKEN = LinkStatus(state=LinkState.DOWN, retry_at=NOW + timedelta(seconds=11.5), attempt=5)
OLD = replace(FRESH, as_of=NOW - timedelta(minutes=3, seconds=6), deadlines=BROKEN)


def text(line: Line) -> str:
    return "".join(segment.text for segment in line)


def test_columns_stand_in_their_cells() -> None:
    row = make_row(left=timedelta(minutes=8, seconds=41), acknowledgedAt=None, provisional=True)
    line = text(row_line(row, LOOK))
    assert line.startswith(" 急!?   00:08:41  03:12    特大  首次发布        井陉县化工园区爆炸")
    head = text(head_line(DARK.name, 80, 0, 0))
    for word, cell in (("剩余", 12), ("到期", 18), ("级别", 27), ("应办事项", 33), ("事件", 49)):
        assert cell_len(head[: head.index(word)]) == cell


@pytest.mark.parametrize(
    ("width", "owner"), [(57, 0), (77, 0), (77, 10), (80, 0), (80, 10), (117, 0), (117, 10)]
)
def test_every_row_fills_its_width_exactly(width: int, owner: int) -> None:
    for raw in night_rows():
        row = decode(raw, Obligation)
        look = replace(LOOK, width=width, owner=owner, guessed=True)
        assert width_of(row_line(row, look)) == width


def test_a_narrow_list_still_tells_which_incident() -> None:
    """The list of a terminal of a hundred columns, beside its pane."""
    line = text(row_line(make_row(title="新闻发布会"), replace(LOOK, width=57)))
    assert "新闻发布会  井陉县化.." in line


def test_the_tile_and_marks_tell_without_colour() -> None:
    late = text(row_line(make_row(left=-timedelta(hours=4), lateAtIntake=True), LOOK))
    assert late.startswith(" 超     +4:00 接")
    done = text(row_line(make_row(state="FULFILLED", acknowledgedAt=None), LOOK))
    assert done.startswith(" 毕  ")
    selected = text(row_line(make_row(), replace(LOOK, selected=True)))
    assert selected.startswith(">近")


def test_a_drill_is_marked_in_the_list() -> None:
    row = make_row(incident=raw_incident(drill=True))
    assert "〔演练〕井陉县" in text(row_line(row, LOOK))


def test_a_period_is_not_named_twice() -> None:
    named = {"id": "oc-1", "kind": "PERIOD", "kindTitle": "期间"}
    period = named | {"number": "2026年下半年", "title": "桥西区2026年下半年"}
    assert numbered(make_row(incident=None, occasion=period).matter) == "桥西区2026年下半年"
    assert numbered(make_row().matter) == "2026-0001 井陉县化工园区爆炸"


@pytest.mark.parametrize("width", [80, 120, 160])
@pytest.mark.parametrize("palette", [DARK.name, LIGHT.name])
def test_the_fixed_rows_fill_the_width_whatever_the_state(width: int, palette: str) -> None:
    tally = decode(raw_tally(overdue=112, total=10_000), BoardTally)
    for fresh in (FRESH, OLD, replace(FRESH, registry=BROKEN), replace(FRESH, as_of=None)):
        lines = [
            brand_line(palette, width, "石家庄市人民政府办公室值班室", "虚构子", fresh),
            tally_line(palette, width, tally),
            tally_line(palette, width, None),
            state_line(palette, width, listed(held=3), fresh),
            footer_line(palette, width, fresh),
        ]
        assert [width_of(line) for line in lines] == [width] * 5


def listed(**changes: object) -> ListState:
    return replace(ListState(shown=16, query="", unaccepted=3, held=0), **changes)  # type: ignore[arg-type] # a builder's overrides


def test_the_state_row_tells_the_list_or_the_loss() -> None:
    live = text(state_line(DARK.name, 120, listed(), FRESH)).split()
    assert live == ["全部", "16", "条", "未受理", "3", "按到期排序"]
    old = text(state_line(DARK.name, 120, listed(), OLD)).strip()
    assert old == (
        "数据停在 03:01:06 (3分06秒前)  时限服务中断，12 秒后第 5 次重连  倒计时按本机时钟推算(~)"
    )
    narrow = text(state_line(DARK.name, 80, listed(), OLD)).strip()
    assert narrow == "数据停在 03:01:06 (3分前)  时限服务中断，12 秒后重连  (~)推算"


@pytest.mark.parametrize("width", [80, 100, 120])
def test_with_both_services_away_the_state_row_is_whole(width: int) -> None:
    both = replace(OLD, registry=replace(BROKEN, retry_at=NOW + timedelta(seconds=3)))
    said = text(state_line(DARK.name, width, listed(), both)).rstrip()
    assert "时限、登记服务均中断，4 秒后" in said
    assert said.endswith("(~)推算" if width < 100 else "(~)")


def test_a_list_that_is_not_whole_says_so() -> None:
    line = text(state_line(DARK.name, 120, listed(shown=1000, total=10_000), FRESH))
    assert line.strip().startswith("全部 10000 条，列出前 1000 条")


def test_a_tally_of_rows_the_desk_does_not_know_stays_the_services() -> None:
    tally = decode(raw_tally(overdue=7, total=10_000), BoardTally)
    assert tally_at(tally, [make_row()], NOW) is tally
    assert tally_at(None, [], NOW) is None


def test_a_silent_registry_leaves_the_countdowns_alone() -> None:
    fresh = replace(FRESH, registry=BROKEN)
    assert (fresh.stale, fresh.guessed) == (True, False)
    band = text(state_line(DARK.name, 120, listed(), fresh))
    assert "登记服务中断" in band
    assert "数据停在" not in band


def test_held_rows_are_announced_in_both_states() -> None:
    for fresh in (FRESH, OLD):
        line = text(state_line(DARK.name, 120, listed(held=2), fresh))
        assert line.rstrip().endswith("有 2 条新增，按 . 载入")


def test_the_tally_has_a_tile_for_duties_without_limit_between_urgent_and_near() -> None:
    tally = decode(raw_tally(overdue=2, untimed=3), BoardTally)
    words = text(tally_line(DARK.name, 120, tally)).split()
    tiles = [word for word in words if word in "超急即近今后"]
    assert tiles == list("超急即近今后")
    assert words[words.index("即") + 1] == "3"


def pane(height: int = 32, **changes: Any) -> str:
    row = make_row("ob-0002", **changes)
    glance = make_glance(night_rows(), "inc-0003")
    lines = detail_lines(DARK.name, height, Subject(row=row, glance=glance, now=NOW))
    assert len(lines) == height
    assert all(width_of(line) <= 43 for line in lines)
    return "\n".join(text(line) for line in lines)


def test_the_pane_tells_clause_people_and_the_incidents_limits() -> None:
    shown = pane()
    for part in ("四第1段", "原则上 1小时", "0311-0000 0101", "0311-0000 0102", "本事件时限"):
        assert part in shown
    assert shown.index("依据") < shown.index("责任人") < shown.index("最近动态")


@pytest.mark.requirement(26)
def test_an_internal_target_is_labelled_and_never_passes_for_law() -> None:
    shown = pane(dueClass="INTERNAL_TARGET", left=-timedelta(minutes=5))
    assert "内部目标，不是法定时限" in shown


def test_what_is_missing_is_said_and_never_invented() -> None:
    shown = pane(owner=None, person=None, speaker=raw_person("虚构己", "发言人", phone=None))
    assert "责任单位未登记" in shown
    assert "无电话" in shown


@pytest.mark.parametrize("height", [1, 6, 12, 20, 50])
def test_the_pane_fits_any_height(height: int) -> None:
    pane(height)


def test_the_strip_has_the_same_in_two_lines() -> None:
    subject = Subject(row=make_row(), glance=None, now=NOW)
    rule, incident, people = (text(line) for line in strip_lines(DARK.name, 80, subject))
    assert set(rule) == {"─"}
    assert "限 原则上 1小时  四第1段" in incident
    assert "0311-0000 0102" in people


def test_only_the_cells_that_differ_are_damaged() -> None:
    pen = Pen(DARK.name, "panel")
    before = [pen("  "), pen("00:08:41"), pen(" 03:12")]
    after = [pen("  "), pen("00:08:40"), pen(" 03:12")]
    assert changed_span(before, after) == (9, 1)
    assert changed_span(after, after) is None
    assert changed_span([pen("火")], [pen("水火")]) == (0, 4)


def test_a_kept_row_is_what_a_new_one_would_be_at_every_second() -> None:
    painter, rows = RowPainter(), [decode(raw, Obligation) for raw in night_rows()]
    rows.append(make_row("ob-past", left=-timedelta(hours=30)))
    for second in range(0, 7300, 7):
        look = replace(LOOK, now=NOW + timedelta(seconds=second / 2))
        assert [painter.line(row, look) for row in rows] == [row_line(row, look) for row in rows]


def test_a_row_further_than_an_hour_is_drawn_once_a_minute() -> None:
    row, painter = make_row(left=timedelta(hours=3)), RowPainter()
    drawn = {
        id(painter.line(row, replace(LOOK, now=NOW + timedelta(seconds=second))))
        for second in range(1, 60)
    }
    assert len(drawn) == 1


def status(swept: int, synced: int, *, healthy: bool = True) -> ServiceStatus:
    """Swept and synced so many minutes ago."""
    run, sync = (NOW - timedelta(minutes=ago) for ago in (swept, synced))
    return ServiceStatus(
        sweep_status=SweepStatus(last_run_at=run, healthy=healthy),
        mirror_status=MirrorStatus(last_sync_at=sync, reachable=True),
    )


@pytest.mark.parametrize("width", [80, 120])
def test_whether_the_sweep_runs_and_how_old_the_roster_is_stands_in_the_state_row(
    width: int,
) -> None:
    def said(service: ServiceStatus) -> str:
        fresh = replace(FRESH, service=service)
        line = state_line(DARK.name, width, ListState(shown=20, unaccepted=2), fresh)
        assert width_of(line) == width
        return text(line)

    assert said(status(1, 1)).endswith("到期检查正常 ")
    assert said(status(7, 1, healthy=False)).endswith(" 到期检查已停 7 分 ")
    assert said(status(7, 1)).endswith(" 到期检查已停 7 分 ")  # read before, and ageing since
    assert said(status(1, 12)).endswith("到期检查正常  登记簿 12 分前同步 ")


def test_the_list_hides_numbers_and_the_selected_duty_tells_them_with_its_incident() -> None:
    raw = raw_row(person=raw_person("虚构甲", "局长", phone="139****0001"), speaker=None)
    row, glance = decode(raw, Obligation), make_glance([raw], raw["incident"]["id"])
    called = Called(name="虚构甲", phone="13900000001")
    told = [structs.replace(one, person=called) for one in glance.obligations]
    (hidden,) = people(Subject(row=row, glance=None, now=NOW))
    (whole,) = people(Subject(row=row, glance=structs.replace(glance, obligations=told), now=NOW))
    assert (hidden[1].phone, whole[1].phone) == ("139****0001", "13900000001")
    assert (is_whole(hidden[1].phone), is_whole(whole[1].phone)) == (False, True)


def test_lines_of_rows_that_left_are_let_go() -> None:
    painter, look = RowPainter(), RowLook(palette=DARK.name, width=80, now=NOW)
    rows = [make_row(f"ob-{n:04d}") for n in range(300)]
    for row in rows:
        painter.line(row, look)
    painter.forget_others({rows[7].id})
    assert list(painter._wholes) == list(painter._around_of) == [rows[7].id]
