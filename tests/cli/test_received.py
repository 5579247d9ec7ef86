"""What was referred here, by command: listed, and made an incident by its id."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock, SystemClock
from services.kit.database import Database
from tests.cli.running import Line, warm_command
from tests.cli.test_acts import EXPLOSION, line_as
from tests.stories.town import Town, open_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(SystemClock().now())
    folder = tmp_path_factory.mktemp("t")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def duty(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    async with warm_command(tmp_path_factory.mktemp("warm")) as warm:
        yield line_as(town, Role.OFFICER, warm)


async def test_what_is_referred_here_is_listed_and_opened_by_its_id(town: Town, duty: Line) -> None:
    assert "没有其他单位转来" in (await duty.run("lead", "received")).out
    facts = {"occurredAt": town.clock.now().isoformat(), "localities": ["130123"]}
    given = {"facts": facts, "title": "虚构泄漏"}
    theirs = (await town.act("openIncident", "incident { id }", given))["incident"]["id"]
    asked = {"incident": theirs, "unit": "1301", "sender": "13", "request": "请核实"}
    await town.act("refer", "replayed", asked)
    (line,) = (await duty.run("lead", "received")).out.splitlines()
    assert "待签收  河北省人民政府  虚构泄漏  请核实" in line
    referral = line.rsplit("  ", 1)[1]
    made = await duty.run("incident", "open", *EXPLOSION, "--title", "爆炸", "--referral", referral)
    assert made.code == 0, made.err
    assert "已登记" in (await duty.run("lead", "received")).out
