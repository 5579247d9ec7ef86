"""The rosters on real services, kept by keys: what an administrator looks at."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.rosters import RostersScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.conftest import AT_THREE_IN_THE_MORNING
from tests.stories.audited import audit
from tests.stories.town import Officer, Town, at_the_desk, open_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        await audit(town)
        yield town


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
        found = officer.app.screen.chosen.item  # type: ignore[attr-defined] # a RostersScreen
        await officer.press("enter")
        assert officer.app.screen.tab != "findings"  # type: ignore[attr-defined]
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
            assert officer.app.screen.read_at is not None, digit  # type: ignore[attr-defined]


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
        await officer.until("没有你可办的事项")
