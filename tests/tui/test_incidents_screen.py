"""The list of incidents on real services: the first of the screens behind `g`."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.incidents import IncidentsScreen
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.opened import INCIDENTS, open_incidents
from tests.stories.town import Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await open_incidents(town)
        yield town


async def test_g_and_a_letter_lead_to_the_list_and_enter_to_the_file(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "i")
        assert isinstance(officer.app.screen, IncidentsScreen)
        assert all(title[:8] in officer.sees() for title, *_ in INCIDENTS)
        await officer.press("enter")
        assert isinstance(officer.app.screen, IncidentScreen)
        await officer.press("escape", "escape")
        assert len(officer.app.screen_stack) == 1


async def test_an_input_method_reaches_the_list_by_a_digit(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("ctrl+g", "5")
        assert isinstance(officer.app.screen, IncidentsScreen)


async def test_initials_filter_and_escape_clears_before_it_leaves(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "i", "slash", *"zlsyw", "enter")
        assert "1 条" in officer.sees()
        await officer.press("escape")
        assert "3 条" in officer.sees()
        await officer.press("escape")
        assert len(officer.app.screen_stack) == 1


async def test_a_tab_without_incidents_says_so(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "i", "2")
        await officer.until("没有办结的事件")


async def test_what_was_read_stays_with_its_hour_when_the_service_goes(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "i")
        officer.app.deadlines.base_url = "http://127.0.0.1:9"
        await officer.press("f5")
        await officer.until("服务中断，这是 03:02 读到的。")
        assert INCIDENTS[0][0][:8] in officer.sees()
