"""Statistics on real services: bars by period, each number down to its incident."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.evidence import EvidenceScreen, HourScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.statistics import StatisticsScreen
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.a_half_year import half_a_year
from tests.stories.town import Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await half_a_year(town)
        yield town


async def test_each_unit_has_a_bar_with_its_rate_and_enter_leads_to_the_incident(
    town: Town,
) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "s")
        assert isinstance(officer.app.screen, StatisticsScreen)
        await officer.until("法定有时限")
        await officer.press("enter")
        assert isinstance(officer.app.screen, EvidenceScreen)
        await officer.until("2026-00")
        await officer.press("enter")
        assert isinstance(officer.app.screen, IncidentScreen)


async def test_every_number_of_a_row_lists_as_many_as_it_says(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "s")
        await officer.until("法定有时限")
        await officer.press("enter")
        screen = officer.app.screen
        assert isinstance(screen, EvidenceScreen)
        for digit, figure in enumerate(screen.figures.values(), start=1):
            await officer.press(str(digit))
            if figure.indicator in ("TOTAL", "ON_TIME", "LATE", "MISSED", "OPEN"):
                assert len(screen.entries) == figure.value, figure.title


async def test_hours_count_no_drill_and_open_on_their_incidents(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "s", "3")
        await officer.until("03:00")
        assert "演练不计" in officer.sees()
        await officer.press("down", "down", "down", "enter")
        assert isinstance(officer.app.screen, HourScreen)
        assert "正定县化工园区爆炸" in officer.sees()
        assert "演练：" not in officer.sees()


async def test_stages_and_severities_are_bars_too(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "s", "2")
        await officer.until("接报前")
        assert "审批" in officer.sees()
        await officer.press("4")
        await officer.until("特别重大")


async def test_a_period_without_anything_says_so(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "s", "8")
        await officer.until("本期无")
        assert "2025年" in officer.sees()
        await officer.press("5")
        await officer.until("2026年下半年")
