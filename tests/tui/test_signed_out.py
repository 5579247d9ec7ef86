"""A desk whose login does not hold says that, not that a service is away, and shows no calm."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with open_town(town_dbs[0], town_dbs[1], clock, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.mark.parametrize("secret", [None, "hy_revoked"])
@pytest.mark.parametrize("width", [80, 120])
async def test_a_desk_without_a_login_says_so(
    town: Town, tmp_path: Path, secret: str | None, width: int
) -> None:
    config = Config(
        deadlines_url=town.deadlines_url,
        registry_url=town.registry_url,
        secret=secret,
        state_home=tmp_path,
    )
    app = DutyDesk(config, clock=town.clock.now)
    async with app.run_test(size=(width, 24)) as pilot:
        officer = Officer(app=app, pilot=pilot)
        await officer.until("服务不给数据：")
        said = officer.sees()
    assert "时限 拒" in said
    assert "中断" not in said
    assert "还没有取得数据" in said
    assert "现在没有应办事项" not in said
