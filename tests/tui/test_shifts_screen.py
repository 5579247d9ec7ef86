"""The roster of shifts on real services: its holes, planning and replacing, patrols and rules."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.handover import HandoverScreen
from clients.tui.screens.shifts import ShiftsScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.on_duty import COMES, GOES, RULES, plan_two
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await town.act("setDutyRules", "replayed", RULES, Role.DUTY_CHIEF)
        await plan_two(town)
        yield town


async def roster_read(officer: Officer) -> None:
    """Open the roster and wait for it."""
    await officer.press("f12", "0")
    await officer.until("当前值班")


async def test_the_roster_tells_who_is_there_and_where_nobody_is(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("h", "f8")
        await officer.until("当前值班")
        assert isinstance(officer.app.screen, ShiftsScreen)
        seen = officer.sees()
        assert all(word in seen for word in (GOES, COMES, "未到岗", "无人值班"))


async def test_an_officer_begins_a_shift_and_reads_its_sheet(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("f12")
        await officer.until("没有可看的交接班单")
        await officer.press("f4", "f2", "enter")
        await officer.until(f"{GOES}已到岗，值到 08:00")
        await officer.until("制单")
        await officer.press("0")
        await officer.until("当前值班")
        await officer.press("down", "enter")
        await officer.until("制单")
        assert isinstance(officer.app.screen, HandoverScreen)
        assert f"交班 主班 {GOES}" in officer.sees()


async def test_a_chief_plans_a_shift_where_nobody_was(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await roster_read(officer)
        await officer.press("f2", "2")
        await officer.type("虚构王")
        await officer.press("enter", *"11212000", "enter", *"11220800", "f2", "enter")
        await officer.until("虚构王已排上")
        assert "虚构王" in officer.sees()


async def test_a_replaced_officer_stays_in_the_roster(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await roster_read(officer)
        await officer.press("slash")
        await officer.type("虚构李")
        await officer.press("enter", "f3")
        await officer.type("虚构赵")
        await officer.press("down", "down", "down", "f2", "enter")
        await officer.until("理由还没有填")
        await officer.type("请假")
        await officer.press("f2", "enter")
        await officer.until("已换班")
        await officer.press("escape")
        await officer.until("虚构赵")


async def test_a_filter_ends_with_its_tab(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await roster_read(officer)
        await officer.press("slash", *"nobody", "enter")
        assert COMES not in officer.sees()
        await officer.press("3")
        await officer.until("每天 06:00")
        await officer.press("1")
        await officer.until(COMES)


async def test_what_only_a_chief_may_do_is_refused_in_words(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await roster_read(officer)
        await officer.press("f2", "1")
        await officer.type("虚构王")
        await officer.press("enter", *"0900", "enter", *"1000", "f2", "enter")
        await officer.until("您的角色不能进行这项操作")


async def test_a_patrol_that_found_nothing_is_written_down(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await roster_read(officer)
        await officer.press("2", "f6", "1")
        await officer.press("f2", "enter")
        await officer.until("已登记巡查：论坛")
        assert "未发现" in officer.sees()


async def test_a_daily_patrol_is_added_and_the_others_stay(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await roster_read(officer)
        await officer.press("3", "f7")
        await officer.type("0300")
        await officer.press("down", "down", *"微博", "down", *"夜间", "f2", "enter")
        await officer.until("每天 03:00 前后 20 分钟")
        assert "每天 06:00 前后 20 分钟" in officer.sees()


async def test_a_role_is_laid_down_and_the_others_stay(town: Town) -> None:
    async with at_the_desk(town, (80, 24), role=Role.DUTY_CHIEF) as officer:
        await roster_read(officer)
        await officer.press("3", "f8")
        await officer.type("night")
        await officer.press("down", *"夜班", "down", "1", *"夜间", "f2", "enter")
        await officer.until("夜班")
        assert all(title in officer.sees() for title in ("带班", "主班", "副班"))


async def test_the_silence_that_is_too_long_is_changed_where_it_stands(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await roster_read(officer)
        await officer.press("3")
        await officer.until("静默超过 120 分钟告警")
        await officer.press("end", "enter", "down", "down")
        await officer.press("end", *("backspace",) * 3, "4", "5", "down", "down", *"加密")
        await officer.press("f2", "enter")
        await officer.until("静默超过 45 分钟告警")
        assert "静默超过 120 分钟告警" not in officer.sees()
