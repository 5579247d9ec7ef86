"""The incident's file, and what can be done from it."""

from datetime import timedelta
from typing import Any

import pytest

from clients.tui.keys import full_width
from clients.tui.link import LinkState
from clients.tui.models import BoardTally, ChangedEntity, decode
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.whatif import WhatIfScreen
from tests.support.desk_rows import make_row, raw_tally
from tests.tui.canned import NOW, Canned, canned, hours, incident_file
from tests.tui.desk_forms import SUBJECT, open_form


def with_file(**changes: Any) -> Canned:
    service = canned()
    service.answers["IncidentFile"] = lambda asked: {"incident": incident_file(**changes)}
    return service


def make() -> IncidentScreen:
    return IncidentScreen(SUBJECT)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_file_says_what_happened_and_what_is_due(size: tuple[int, int]) -> None:
    async with open_form(make, size=size) as desk:
        said = desk.everything()
        assert "井陉县化工厂爆炸  特别重大  事故灾难" in said
        assert "发生 02:40（约） 22分前" in said
        assert "即!   已 0:22 无时限  上级报告 应" in said
        assert ">近!  00:37:50 03:40   首次发布 原则上" in said
        assert "待   未到应办" in said


@pytest.mark.requirement(24)
async def test_the_upward_report_runs_beside_the_first_release_without_a_limit() -> None:
    async with open_form(make) as desk:
        await desk.press("up")
        said = desk.pane("page")
        assert "上级报告  应" in said
        assert "报送 石家庄市人民政府" in said
        assert "石政办发〔2019〕5号 四第1段" in said


@pytest.mark.requirement(31)
async def test_progress_that_was_not_told_is_marked_at_the_duty_to_keep_telling() -> None:
    rows = incident_file()["obligations"]
    rows[0] |= {"updateOwedSince": NOW.isoformat()}
    async with open_form(make, service=with_file(obligations=rows)) as desk:
        assert "更新待发：03:02 起有进展未对外发布" in desk.pane("page").replace("\n", "")


async def test_each_basis_shows_start_plus_limit_is_due() -> None:
    async with open_form(make) as desk:
        assert "发生 02:40 + 1小时 = 03:40" in desk.pane("page")
        await desk.press("down")
        said = desk.pane("page")
        assert "发生 02:40 + 24小时 = 明02:40" in said
        assert "推定：起算点规则未写明，按事件发生时间" in said


async def test_digits_turn_the_pages_and_full_width_ones_too() -> None:
    async with open_form(make) as desk:
        await desk.press("2")
        assert "虚构甲 县长 138 0000 2101" in desk.pane("page")
        assert "联系 还没有记录" in desk.pane("page")
        await desk.press("３")
        assert "还没有发布" in desk.pane("page")
        await desk.press("4")
        assert "登记事件，开立事项 4 项" in desk.pane("page")
        await desk.press("５")
        assert "中 二第2段" in desk.pane("page")
        assert "所用规则包：石政办发〔2019〕5号" in desk.pane("page")


async def test_the_chosen_duty_stays_chosen_while_the_file_changes() -> None:
    service = canned()
    async with open_form(make, service=service) as desk:
        await desk.press("down")
        screen = desk.app.screen
        assert isinstance(screen, IncidentScreen)
        chosen = screen.duty
        assert chosen is not None
        rows = [row for row in incident_file()["obligations"] if row["id"] != "duty-1"]
        service.answers["IncidentFile"] = lambda _: {"incident": incident_file(obligations=rows)}
        screen.read_file()
        await desk.settle()
        assert screen.duty is not None
        assert screen.duty.id == chosen.id


async def test_a_closed_duty_tells_when_and_how_it_ended() -> None:
    rows = incident_file()["obligations"]
    rows[0] |= {"state": "FULFILLED", "outcome": "ON_TIME", "closedAt": hours(0.9)}
    async with open_form(make, service=with_file(obligations=rows)) as desk:
        assert "毕     03:34  按时     首次发布" in desk.everything()


async def test_earlier_due_times_are_kept_in_sight() -> None:
    rows = incident_file()["obligations"]
    rows[0]["versions"] = [
        {"version": 2, "dueAt": hours(1), "at": hours(0.5), "actor": "虚构丁", "reason": "研判"},
        {"version": 1, "dueAt": hours(5), "at": hours(0.4), "actor": "虚构丁", "reason": "登记"},
    ]
    async with open_form(make, service=with_file(obligations=rows)) as desk:
        assert "1  07:40  虚构丁" in desk.pane("page")


async def test_a_broken_line_leaves_what_was_read_and_says_when() -> None:
    async with open_form(make) as desk:
        screen = desk.app.screen
        assert isinstance(screen, IncidentScreen)
        desk.service.dumb.add("IncidentFile")
        desk.app.deadlines.status.state = LinkState.DOWN
        screen.read_file()
        await desk.settle()
        assert "时限服务中断，以下是 03:02 读到的内容" in desk.words("said")
        assert "首次发布" in desk.everything()
        desk.service.dumb.clear()
        desk.app.deadlines.status.state = LinkState.LIVE
        screen.tick()
        await desk.settle()
        assert desk.words("said") == ""


async def test_a_closed_incident_offers_no_act() -> None:
    async with open_form(make, service=with_file(state="CLOSED", closedAt=NOW.isoformat())) as desk:
        await desk.press("f9")
        assert isinstance(desk.app.screen, IncidentScreen)
        assert "已办结，不能再改" in desk.words("said")


ACTS = {"f9": "r", "f7": "x", "f3": "v", "f5": "w", "f6": "c", "delete": "d"}


@pytest.mark.parametrize("key", ACTS)
async def test_every_act_opens_by_a_key_that_an_input_method_lets_through(key: str) -> None:
    opened = []
    for pressed in (key, ACTS[key], *full_width(ACTS[key])):
        async with open_form(make) as desk:
            await desk.press(pressed)
            opened.append(type(desk.app.screen).__name__)
            await desk.press("escape")
            assert isinstance(desk.app.screen, IncidentScreen)
    assert len(set(opened)) == 1
    assert opened[0] != "IncidentScreen"


async def test_countdowns_go_on_by_the_second() -> None:
    async with open_form(make) as desk:
        screen = desk.app.screen
        assert isinstance(screen, IncidentScreen)
        desk.late = timedelta(seconds=10)
        screen.tick()
        await desk.settle()
        assert "00:37:40" in desk.everything()


async def test_the_chosen_duty_is_accepted_here_as_on_the_board() -> None:
    async with open_form(make) as desk:
        await desk.press("ctrl+o")
        assert "请回值守台受理" in desk.words("said")
        desk.app.state.rows["duty-1"] = make_row(id="duty-1", title="首次发布", acknowledgedAt=None)
        await desk.press("ctrl+o")
        assert "将受理：首次发布" in desk.words("said")
        await desk.press("u")
        assert desk.app.acceptances.pending is None
        assert "已撤销受理" in desk.words("said")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_drill_is_marked_before_its_title(size: tuple[int, int]) -> None:
    async with open_form(make, service=with_file(drill=True), size=size) as desk:
        assert desk.pane("head").startswith("〔演练〕井陉县化工厂爆炸")
        await desk.press("f9")
        assert "〔演练〕井陉县化工厂爆炸" in desk.words("title")


async def test_duties_of_one_name_are_told_apart_by_their_units() -> None:
    rows = incident_file()["obligations"]
    other = {"code": "130107", "name": "井陉矿区人民政府", "known": True}
    service = with_file(obligations=[*rows, rows[0] | {"id": "duty-9", "owner": other}])
    async with open_form(make, service=service) as desk:
        said = desk.everything()
        assert "首次发布 井陉县人民政府" in said
        assert "首次发布 井陉矿区人民政府" in said


async def test_a_link_lost_while_the_file_is_read_is_said_on_it() -> None:
    async with open_form(make) as desk:
        desk.app.deadlines.status.state = LinkState.DOWN
        assert isinstance(desk.app.screen, IncidentScreen)
        desk.app.screen.tick()
        assert "时限服务中断，以下是 03:02 读到的内容" in desk.words("said")


async def test_a_release_names_its_channel_in_chinese() -> None:
    release = {
        "id": "release-1",
        "form": "STATEMENT",
        "formTitle": "权威信息",
        "conclusive": False,
        "title": "情况通报",
        "releasedAt": NOW.isoformat(),
        "recordedBy": "虚构丁",
        "publications": [{"channelKind": "WEIBO", "publishedAt": NOW.isoformat()}],
    }
    async with open_form(make, service=with_file(releases=[release])) as desk:
        await desk.press("3")
        assert "政务微博 无网址" in desk.pane("page")


async def test_a_key_pressed_before_the_file_has_come_is_not_lost() -> None:
    service = canned()
    service.dumb.add("IncidentFile")
    async with open_form(make, service=service) as desk:
        await desk.press("f3")
        assert isinstance(desk.app.screen, WhatIfScreen)
        service.dumb.clear()
        await desk.until(lambda: "还没有改动" in desk.pane("side"))


async def test_a_change_of_the_incident_without_a_change_of_a_duty_is_read() -> None:
    change = ChangedEntity(entity="Incident", id=SUBJECT.id, version=2, kind="PARTY_NOTED")
    async with open_form(make) as desk:
        read = len(desk.service.of("IncidentFile"))
        desk.app.keeper.rows_changed([], decode(raw_tally(), BoardTally), [change])
        assert isinstance(desk.app.screen, IncidentScreen)
        desk.app.screen.tick()
        await desk.until(lambda: len(desk.service.of("IncidentFile")) == read + 1)
        desk.app.screen.tick()
        await desk.settle()
        assert len(desk.service.of("IncidentFile")) == read + 1
