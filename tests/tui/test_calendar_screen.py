"""The calendar on real services: periods and their counts, policies, working days."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.calendar import CalendarScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.owed_for_occasions import PERIODS, open_occasions
from tests.stories.town import Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

PLAIN = {"unit": "1301", "major": False, "vitalInterests": False}
FILING = "石市府办通〔2026〕9号"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await open_occasions(town)
        yield town


async def open_of(town: Town, unit: str) -> list[str]:
    edges = (await town.ask(PERIODS, unit=unit))["periods"]["edges"]
    return sorted(edge["node"]["title"] for edge in edges)


async def test_enter_on_a_duty_of_an_occasion_opens_it_in_the_calendar(town: Town) -> None:
    async with at_the_desk(town) as officer:
        row = officer.app.duty.row_under_cursor()
        assert row is not None
        await officer.press("enter")
        assert isinstance(officer.app.screen, CalendarScreen)
        await officer.until("还差 1 次")
        assert "石政办发〔2019〕5号" in officer.pane("side")
        assert row.title in officer.pane("side")


async def test_what_is_recorded_for_a_period_is_weighed_and_counted(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "c", "slash", *"1301-zfb", "space", *"dqtb", "enter", "enter")
        await officer.type("2026年下半年政务公开通报")
        await officer.press("down")
        await officer.type("-30")
        await officer.press("down")
        await officer.type(FILING)
        await officer.press("f2", "enter")
        await officer.until("进度 1/1")
    assert "定期通报" not in await open_of(town, "1301-ZFB")


async def test_a_bulletin_without_its_number_is_refused_at_that_row(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "c", "slash", *"1301-xwb", "space", *"dqtb", "enter", "enter")
        await officer.type("通报")
        await officer.press("f2", "enter")
        await officer.until("文号")
        assert officer.app.screen.row == "number"  # type: ignore[attr-defined] # a form


async def test_a_policy_is_announced_moved_and_published_with_two_keys(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "c", "3", "f2")
        await officer.type("公积金提取办法")
        await officer.press("f2", "enter")
        await officer.until("已预告")
        await officer.until("未公布")
        await officer.press("e")
        await officer.type("+48h")
        await officer.press("down")
        await officer.type("征求意见")
        await officer.press("f2", "enter")
        await officer.until("已改期")
        await officer.press("f9", "f2", "enter", "y")
        await officer.until("已记公布")
        await officer.until("已公布")


async def test_working_days_mark_the_year_whose_notice_is_missing(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "c", "4")
        await officer.until("2026-11-23")
        await officer.press("end")
        assert "2027年放假安排尚未录入" in officer.sees()


async def test_a_policy_that_owes_nothing_is_listed_and_wants_no_assessment(town: Town) -> None:
    vital = {**PLAIN, "title": "停车收费办法", "vitalInterests": True}
    await town.act("announcePolicy", "replayed", vital)
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "c", "3", "slash", *"停车收费", "enter")
        await officer.until("适用的规则没有为它规定应办事项")
        assert "风险评估" not in officer.sees()
        assert "未评估" not in officer.sees()
        await officer.press("f8", "2")
        await officer.type("处置预案")
        await officer.press("f2", "enter")
        await officer.until("没有待办的风险评估")


async def test_a_duty_of_an_occasion_is_met_by_hand(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "c", "slash", *"1301-xwb", "space", *"dqtb", "enter", "x")
        await officer.type("已印发")
        await officer.press("f2", "enter")
        await officer.until("已办：定期通报")
    assert "定期通报" not in await open_of(town, "1301-XWB")


async def test_the_risk_of_a_policy_is_recorded_with_its_plan(town: Town) -> None:
    adopted = {"pack": "city-monitoring", "unit": "1301", "effectiveFrom": "2026-11-21"}
    made = await town.act("adoptPack", "replayed", {**adopted, "reason": "试行"}, Role.DUTY_CHIEF)
    assert made["__typename"] == "AdoptPackPayload", made
    vital = {"unit": "1301-JYJ", "title": "供热收费办法", "major": True, "vitalInterests": True}
    await town.act("announcePolicy", "replayed", vital)
    async with at_the_desk(town) as officer:
        await officer.press("g", "c", "3", "slash", *"供热收费", "enter")
        await officer.until("应作风险评估，还没有登记")
        await officer.press("f8", "2")
        await officer.type("处置预案")
        await officer.press("f2", "enter")
        await officer.until("风险评估已登记")
        await officer.until("中风险")
