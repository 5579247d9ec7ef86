"""The system screen on real services: what is wrong first, what is away, what to do."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.outbox import OutboxScreen
from clients.tui.screens.system import SystemScreen
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.opened import open_incidents
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await open_incidents(town)
        await town.job("sweepObligations")
        yield town


async def system_read(officer: Officer) -> SystemScreen:
    """Open the screen and wait for it."""
    await officer.press("g", "y")
    await officer.until("读取")
    assert isinstance(officer.app.screen, SystemScreen)
    return officer.app.screen


async def test_all_that_must_run_is_told_in_one_list(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        screen = await system_read(officer)
        titles = {entry.item.title for entry in screen.entries}
        assert titles >= {"时限 服务", "登记 服务", "到期检查", "提醒送达", "登记簿同步"}
        assert titles >= {"时限 封存", "登记 封存", "待发", "设置", "值守台", "演练"}


async def test_a_sweep_that_stopped_stands_on_top_with_what_to_do(town: Town) -> None:
    town.clock.advance(minutes=30)
    async with at_the_desk(town) as officer:
        screen = await system_read(officer)
        first = screen.entries[0].item
        assert (first.name, first.said) == ("sweep", "停了，最近一次 03:02（30分前）")
        assert "不正常" in officer.sees()
        await officer.press("slash", *"到期检查", "enter")
        assert "怎么办" in officer.pane("side")
        assert "到点打电话" in officer.pane("side")


async def test_a_registry_that_is_away_takes_nothing_else_with_it(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await town.close_registry()
        screen = await system_read(officer)
        said = {entry.item.id: entry.item.said for entry in screen.entries}
        await town.open_registry()
        assert said["service.registry"] == "不应答"
        assert said["seals.registry"] == "问不到"
        assert said["service.deadlines"] == "正常"


async def test_the_outbox_is_one_key_away(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await system_read(officer)
        await officer.press("f9")
        assert isinstance(officer.app.screen, OutboxScreen)
