"""The board under the officer's hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from clients.tui.app import DutyDesk
from clients.tui.cache import Snapshot, write_snapshot
from clients.tui.link import Link, LinkDown, LinkState, LinkStatus
from clients.tui.models import BoardAnswer, ObligationState, decode
from clients.tui.widgets.lines import Lines
from tests.support.desk_rows import (
    NOW,
    make_board,
    make_row,
    night_board,
    night_rows,
    raw_board,
    raw_row,
)
from tests.support.scenes import make_desk, night, quiet, registry_down, stale

Desk = tuple[DutyDesk, Pilot[None]]


@asynccontextmanager
async def open_desk(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    app = make_desk()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.keeper.board_read(decode(night_board(), BoardAnswer))
        app.last_key = float("-inf")
        await pilot.pause()
        yield app, pilot


def shown(app: DutyDesk, id_: str) -> str:
    return app.duty.query_one(f"#{id_}", Lines).text()


def selected(app: DutyDesk) -> str | None:
    return app.duty.board.listing.selected


async def test_the_most_urgent_duty_is_selected_at_the_start() -> None:
    async with open_desk() as (app, _):
        assert selected(app) == "ob-0000"
        assert shown(app, "board").splitlines()[0].startswith(">超")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)])
async def test_no_row_moves_when_a_link_breaks(size: tuple[int, int]) -> None:
    async with open_desk(size) as (app, pilot):
        await night(app)
        places = {w.id: w.region for w in app.duty.query(Lines)}
        for scene in (stale, registry_down, night):
            await scene(app)
            await pilot.pause()
            assert {w.id: w.region for w in app.duty.query(Lines)} == places


async def test_the_strip_takes_the_panes_place_below_a_hundred_columns() -> None:
    async with open_desk((80, 24)) as (app, _):
        assert not app.duty.query_one("#detail").display
        assert "0311-0000 0102" in shown(app, "strip")
    async with open_desk((100, 30)) as (app, _):
        assert "0311-0000 0102" in shown(app, "detail")
        assert not app.duty.query_one("#strip").display


@pytest.mark.parametrize("key", ["slash", "ideographic_comma", "ctrl+f"])
async def test_the_filter_opens_by_every_form_of_its_key(key: str) -> None:
    async with open_desk() as (app, pilot):
        await pilot.press(key)
        assert app.typing
        await pilot.press("s", "k", "enter")
        assert set(app.duty.board.listing.order) == {"ob-0005", "ob-0007", "ob-0009", "ob-0013"}
        assert "筛选“sk” 4 条" in shown(app, "state")
        await pilot.press("escape")
        assert len(app.duty.board.listing.order) == 16


async def test_a_han_character_typed_on_the_board_filters_by_it() -> None:
    async with open_desk() as (app, pilot):
        await pilot.press("爆")
        await pilot.press("enter")
        titles = {app.state.rows[id_].matter.title for id_ in app.duty.board.listing.order}
        assert titles == {"井陉县化工园区爆炸"}


async def test_new_rows_are_held_back_after_a_key_and_loaded_by_the_dot() -> None:
    async with open_desk() as (app, pilot):
        await pilot.press("down")
        board = decode(with_new_row(), BoardAnswer)
        app.keeper.board_read(board)
        assert "ob-new" not in app.duty.board.listing.order
        assert "有 1 条新增，按 . 载入" in shown(app, "state")
        assert "超  9" in shown(app, "brand")
        await pilot.press("ideographic_full_stop")
        assert "ob-new" in app.duty.board.listing.order
        assert selected(app) == "ob-0001"


def with_new_row() -> dict[str, Any]:
    board = night_board()
    board["timed"]["edges"].append({"node": raw_row("ob-new", left=-timedelta(minutes=1))})
    board["boardTally"]["overdue"] = 9
    return board


async def test_new_rows_are_held_back_while_a_dialog_is_open() -> None:
    async with open_desk() as (app, pilot):
        await pilot.press("question_mark")
        app.last_key = float("-inf")
        app.keeper.board_read(decode(with_new_row(), BoardAnswer))
        assert "ob-new" not in app.duty.board.listing.order
        await pilot.press("escape")
        app.last_key = float("-inf")
        app.duty.tick()
        assert "ob-new" in app.duty.board.listing.order


async def test_a_closed_row_stays_in_its_place_a_moment_marked_done() -> None:
    async with open_desk() as (app, _):
        line = shown(app, "board").splitlines()[1]
        assert line.startswith(" 超!")
        closed = make_row("ob-0001", left=-timedelta(minutes=3), state="FULFILLED", version=2)
        app.state.take_rows([closed])
        app.data_changed()
        assert shown(app, "board").splitlines()[1].startswith(" 毕")
        assert app.state.rows["ob-0001"].state is ObligationState.FULFILLED


async def test_an_unattended_board_shows_the_most_urgent_again() -> None:
    async with open_desk() as (app, _):
        app.keeper.board_read(decode(with_new_row(), BoardAnswer))
        app.duty.board.action_jump(2)
        rows = [*night_rows(), raw_row("ob-first", left=-timedelta(days=1))]
        app.keeper.board_read(make_board(rows))
        assert app.duty.board.listing.above == 1
        assert "上面还有 1 条" in shown(app, "heads")
        app.duty.tick()
        assert app.duty.board.listing.above == 0


async def test_nothing_but_the_field_repaints_while_a_text_is_typed() -> None:
    async with open_desk() as (app, pilot):
        await pilot.press("slash")
        before = shown(app, "brand")
        app.clock = lambda: NOW + timedelta(seconds=30)
        app.duty.tick()
        assert shown(app, "brand") == before
        await pilot.press("escape")
        assert "03:04:42" in shown(app, "brand")


async def test_a_tick_changes_only_countdowns_under_an_hour_and_the_clock() -> None:
    async with open_desk() as (app, _):
        boards = []
        for later in (NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)):
            app.clock = partial(later.replace)
            app.duty.tick()
            boards.append(shown(app, "board").splitlines())
        before, after = boards
        changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        assert changed == [1, 2, 3, 6, 7, 8]


async def test_the_tally_counts_on_while_nothing_changes_but_the_time() -> None:
    async with open_desk() as (app, _):
        assert shown(app, "brand").splitlines()[1].split()[:5] == ["超", "2", "超期", "急", "2"]
        app.clock = partial((NOW + timedelta(minutes=9)).replace)
        app.duty.tick()
        assert shown(app, "brand").splitlines()[1].split()[:5] == ["超", "3", "超期", "急", "1"]


async def test_acceptance_is_announced_and_can_be_undone() -> None:
    async with open_desk() as (app, pilot):
        app.deadlines.connected()
        await pilot.press("down", "ａ")
        assert "将受理：首次发布，10 秒内按 u 撤销" in shown(app, "state")
        assert shown(app, "board").splitlines()[1].startswith(">超  ")
        await pilot.press("ctrl+u")
        assert "已撤销" in shown(app, "state")
        assert app.acceptances.pending is None


async def test_an_action_that_needs_the_service_says_so_when_it_is_down() -> None:
    async with open_desk() as (app, pilot):
        await stale(app)
        await pilot.press("v")
        assert "时限服务中断，此操作暂不可用" in shown(app, "state")


async def test_the_spokespersons_phone_is_copied_by_one_key() -> None:
    async with open_desk() as (app, pilot):
        await pilot.press("y")
        assert app.clipboard == "0311-0000 0102"
        assert "已复制 虚构己 0311-0000 0102" in shown(app, "state")


async def test_light_and_dark_change_places() -> None:
    async with open_desk() as (app, pilot):
        assert app.colours.dark
        await pilot.press("ctrl+l")
        assert not app.colours.dark


@pytest.mark.parametrize(("query", "title"), [("sl", "受理"), ("依据", "依据"), ("help", "帮助")])
async def test_the_palette_finds_by_initials_text_and_id(query: str, title: str) -> None:
    from clients.tui.commands import DeskCommands

    async with open_desk() as (app, _):
        hits = [hit async for hit in DeskCommands(app.screen, None).search(query)]
        assert any(str(hit.text).startswith(title) for hit in hits)


async def test_the_cached_board_is_shown_and_marked_until_the_service_speaks() -> None:
    app = make_desk()
    at = NOW - timedelta(minutes=3, seconds=6)
    write_snapshot(app.config.snapshot_path, Snapshot(as_of=at, board=make_board(night_rows())))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "数据停在 03:01:06 (3分06秒前)  正在连接服务" in shown(app, "state")
        assert "数据 03:01:06 缓存" in shown(app, "footer")
        assert "~+00:03:32" in shown(app, "board")
        await night(app)
        assert "~" not in shown(app, "board")


async def test_without_colour_every_cell_is_grey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk() as (app, pilot):
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        inks = {style.color.get_truecolor() for style in styles if style.color}
        assert inks
        assert all(ink.red == ink.green == ink.blue for ink in inks)


async def test_an_empty_board_says_what_to_do() -> None:
    async with make_desk().run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, DutyDesk)
        assert "还没有取得数据" in shown(app, "board")
        await quiet(app)
        assert "按 F2 或 n 登记事件" in shown(app, "board")
        await pilot.press("enter")
        assert "没有选中事项" in shown(app, "state")


class Unheard:
    """Fails every acceptance as a line does that breaks under it."""

    def __init__(self) -> None:
        self.status = LinkStatus(state=LinkState.LIVE)

    async def mutate(self, *_: object) -> dict[str, Any]:
        raise LinkDown("reset")


async def test_leaving_keeps_an_acceptance_that_was_not_heard_for_later() -> None:
    async with open_desk() as (app, pilot):
        app.deadlines.connected()
        app.acceptances._link = cast("Link", Unheard())
        await pilot.press("down", "a", "ctrl+q")
        assert [act.operation for act in app.outbox.acts()] == ["acknowledge"]
        assert app.acceptances.pending is None
    assert app.parting == []


async def test_leaving_waits_once_when_an_acceptance_was_neither_heard_nor_kept() -> None:
    async with open_desk() as (app, pilot):
        app.deadlines.connected()
        app.acceptances._link = cast("Link", Unheard())
        app.acceptances._keep = None
        await pilot.press("down", "a", "ctrl+q")
        assert app.is_running
        assert "未能确认" in shown(app, "state")
        await pilot.press("ctrl+q")
        assert app._exit
    assert any("未能确认" in sentence for sentence in app.parting)


async def test_leaving_sends_what_is_held_back() -> None:
    async with open_desk() as (app, pilot):
        app.deadlines.connected()
        sent: list[object] = []

        class Line(Unheard):
            async def mutate(self, *given: object) -> dict[str, Any]:
                sent.append(given)
                return {}

        app.acceptances._link = cast("Link", Line())
        await pilot.press("down", "a", "ctrl+q")
        assert len(sent) == 1
    assert app.parting == []


async def test_a_duty_of_an_occasion_is_shown_and_opens_its_clauses_and_the_calendar() -> None:
    of = {"id": "oc-1", "number": "2026年下半年", "title": "半年通报", "kindTitle": "周期事项"}
    row = raw_row(
        "ob-0900", left=timedelta(minutes=5), title="半年通报", incident=None, occasion=of
    )
    async with open_desk() as (app, pilot):
        app.keeper.board_read(decode(raw_board([row]), BoardAnswer))
        await pilot.pause()
        assert "半年通报" in shown(app, "board")
        assert "周期事项" in shown(app, "detail")
        await pilot.press("f9")
        assert "不属于舆情事件" in shown(app, "state")
        await pilot.press("0")
        await pilot.pause()
        assert "2026年下半年" in app.screen.query_one("#sheet-body", Lines).text()
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "CalendarScreen"
