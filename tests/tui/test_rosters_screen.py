"""The rosters by keys: what an administrator looks at, and a week of the work."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from textual.events import Paste

from clients.tui.screens.rosters import RostersScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.audited import audit
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

HEADER = ("单位代码", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期")
BUREAU = "1301-YJGLJ"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await audit(town)
        yield town


@asynccontextmanager
async def at_the_bureau(town: Town, tab: str) -> AsyncIterator[Officer]:
    """Sit down as the administrator, the bureau at hand, on a tab."""
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r", "2", "slash", *BUREAU, "enter")
        await officer.until("应急管理局")
        await officer.press("enter", tab)
        yield officer


async def fill(officer: Officer, *rows: str) -> None:
    """Paste each row's text, Enter after each; "" leaves a row as it is."""
    for text in rows:
        field = officer.app.screen.focused
        if text and field is not None:
            field.post_message(Paste(text))
        await officer.pilot.press("enter")
    await officer.settle()


def list_of(officer: Officer) -> RostersScreen:
    screen = officer.app.screen
    assert isinstance(screen, RostersScreen), officer.sees()
    return screen


def lines(officer: Officer) -> str:
    return "\n".join(entry.texts() for entry in list_of(officer).listed.entries)


async def find_unit(officer: Officer, initials: str) -> None:
    """Search a unit of the registry on the tab of units, and choose the first answer."""
    await officer.press("g", "r", "2", "slash", *initials, "enter")


async def test_the_first_tab_tells_what_is_wrong_which_law_and_what_to_do(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r")
        assert isinstance(officer.app.screen, RostersScreen)
        await officer.until("依据")
        assert "石家庄市" in officer.sees()


async def test_enter_on_a_finding_leads_to_its_unit(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r", "down")
        chosen = list_of(officer).chosen
        assert chosen is not None
        found = chosen.item
        await officer.press("enter")
        assert list_of(officer).tab != "findings"
        await officer.until(found.unit.name)


async def test_a_unit_is_found_by_initials_and_shows_its_tree_and_its_people(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await find_unit(officer, "1301-yjglj")
        await officer.until("石家庄市应急管理局")
        await officer.until("河北省")
        assert "新闻发言人" in officer.pane("side") or "发言人" in officer.pane("side")


async def test_each_tab_reads_or_says_that_it_is_empty(town: Town) -> None:
    async with at_the_desk(town, (80, 24), role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r")
        for digit in "3456789":
            await officer.press(digit)
            assert list_of(officer).read_at is not None, digit


async def test_a_number_is_shown_after_a_second_key_and_the_look_is_on_record(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r", "3")
        assert "号码不显示" in officer.pane("side")
        await officer.press("f6")
        await officer.until("会记下")
        await officer.press("enter")
        assert "会记下" in officer.sees()
        await officer.press("y")
        await officer.until("本次查看已记录")
        await officer.press("f7")
        await officer.until("admin  person")


async def test_an_officer_looks_and_is_offered_no_act_that_is_not_his(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "r", "5", "f2")
        await officer.until("没有您可办的事项")


async def test_a_spreadsheet_is_tried_written_and_taken_back_whole(town: Town) -> None:
    path = town.folder / "list.csv"
    with path.open("w", encoding="gbk", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        sheet.writerow((BUREAU, "虚构甲", "新闻发言人", "副局长", "13900007001", "2026.3.1", ""))
        sheet.writerow((BUREAU, "虚构错", "联络员", "科长", "13900007003", "2026-02-30", ""))
    async with at_the_bureau(town, "8") as officer:
        await officer.press("f2", "1")
        await fill(officer, str(path), "")
        await officer.until("试导入完成")
        assert "虚构错" in officer.pane("side")
        await officer.press("enter")
        await officer.until("已写入名录")
        await officer.press("enter", "3")
        assert "虚构甲" in lines(officer)
        await officer.press("8", "f2", "2", "ctrl+u")
        await fill(officer, str(town.folder / "rejected.csv"), "")
        await officer.until("退回的行已存为")
        assert "虚构错" in (town.folder / "rejected.csv").read_text("utf-8-sig")
        await officer.press("f2", "3", "enter", "y")
        await officer.until("已撤销")
        await officer.press("3")
        assert "虚构甲" not in lines(officer)


async def test_a_new_spokesperson_is_registered_appointed_filed_and_trained(town: Town) -> None:
    async with at_the_bureau(town, "3") as officer:
        await officer.press("f2", "1", "3", "enter")
        await fill(officer, "虚构乙", "13900007002", "副局长", *[""] * 7)
        await officer.until("已任命虚构乙")
        assert "虚构乙" in lines(officer)
        await officer.press("6", "f2", "1")
        await fill(officer, "石新办备〔2026〕17号", "", "", "")
        await officer.until("回执已登记")


async def test_leave_names_who_stands_in_and_an_end_takes_two_keys(town: Town) -> None:
    async with at_the_bureau(town, "3") as officer:
        await officer.press("f2", "3", "1")
        await fill(officer, "", "+2h")
        await officer.press("1")
        await officer.press("f2", "f2")
        await officer.until("已登记")
        await officer.press("f2", "2")
        await fill(officer, "+1", "轮岗", "")
        await officer.until("不再担任")
        await officer.press("enter")
        await officer.until("不再担任")
        await officer.press("y")
        await officer.until("离任日已登记")


async def test_an_expert_and_a_channel_come_and_go(town: Town) -> None:
    async with at_the_bureau(town, "4") as officer:
        await officer.press("f2", "1")
        await fill(officer, "虚构丙", "危化品、防汛", "", "", "")
        await officer.until("虚构丙已入库")
        await officer.press("5", "f2", "1", "2")
        await fill(officer, "微博", "虚构应急发布", "", "", "", "", "", "", "", "")
        await officer.until("虚构应急发布已登记")
        assert "无人监测" in officer.sees()
        await officer.press("f2", "3")
        await fill(officer, "", "")
        await officer.press("y")
        await officer.until("已关停")


async def test_rules_are_recorded_and_withdrawn(town: Town) -> None:
    async with at_the_bureau(town, "7") as officer:
        await officer.press("f2", "1", "1")
        await fill(officer, "虚构回应制度", "石应急〔2026〕1号", "20260301", "", "", "")
        await officer.until("已登记")
        await officer.press("f2", "2")
        await fill(officer, "", "")
        await officer.press("y")
        await officer.until("登记废止")


async def test_a_bureau_is_created_renamed_and_merged_with_its_outcome_told(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r", "2", "f2", "1")
        await fill(officer, "FZJ", "石家庄市防灾局")
        await officer.press("1", "f2", "f2")
        await officer.until("已新建石家庄市防灾局")
        await officer.press("slash", *"1301-FZJ", "enter")
        await officer.until("石家庄市防灾局")
        await officer.press("f2", "3")
        await fill(officer, "石家庄市防灾减灾局", "", "+1", "")
        await officer.until("已登记更名")
        await officer.press("f2", "4")
        await fill(officer, BUREAU, "+30")
        await officer.press("f2", "f2")
        await officer.until("不能恢复")
        await officer.press("y")
        await officer.until("将并入")


async def test_an_officer_makes_a_token_shown_once_and_revokes_it_by_two_keys(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "r", "9", "f2", "1")
        await fill(officer, "虚构脚本")
        await officer.press("4", "f2", "f2")
        await officer.until("只显示这一次")
        assert "hyt_" in officer.pane("side")
        await officer.press("escape")
        await officer.until("虚构脚本")
        await officer.press("f2", "2", "enter", "y")
        await officer.until("已收回")


async def test_a_finding_opens_the_form_that_mends_it(town: Town) -> None:
    async with at_the_desk(town, (80, 24), role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r")
        rows = list_of(officer)
        finding = next(e for e in rows.entries if e.item.kind == "NO_RESPONSE_RULES")
        await officer.press(*["down"] * [e.id for e in rows.entries].index(finding.id))
        await officer.press("f2", "1")
        await officer.until("登记制度文件")
        assert finding.item.unit.name[:8] in officer.sees()


async def test_a_unit_is_created_divided_and_given_its_last_day(town: Town) -> None:
    async with at_the_desk(town, role=Role.ROSTER_ADMIN) as officer:
        await officer.press("g", "r", "2", "f2", "1")
        await fill(officer, "KJJ", "石家庄市勘界局")
        await officer.press("1", "f2", "f2")
        await officer.until("已新建石家庄市勘界局")
        await officer.press("slash", *"1301-KJJ", "enter")
        await officer.until("石家庄市勘界局")
        await officer.press(
            "f2", "5", *"KJB 石家庄市勘界办", "down", "down", "down", "down", "+", "1"
        )
        await officer.press("f2", "f2", "y")
        await officer.until("已拆分：石家庄市勘界办")
        await officer.press("f2", "6", *"+30", "down", *"机构改革", "f2", "f2", "y")
        await officer.until("已定撤销日")
