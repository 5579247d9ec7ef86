"""Notices on real services: who was told, where nothing goes, what an officer does about it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.notices import NoticesScreen
from clients.tui.views.notices import ROUTERS
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.contracts.sources import ROOT
from tests.stories.told import PLACE, send_notices
from tests.stories.town import Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

MINE = '{ notices(unit: "1301", first: 100) { edges { node { toldTitle acknowledgedAt } } } }'
ROUTES = '{ noticeRoutes(unit: "130108") { kind place active } }'
HOLDS = "{ sweepStatus { holds { reason } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await send_notices(town)
        yield town


async def unread(town: Town) -> int:
    return len((await town.ask(MINE))["notices"]["edges"])


async def test_the_very_words_and_who_else_was_told_stand_beside_a_notice(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "n")
        assert isinstance(officer.app.screen, NoticesScreen)
        await officer.until("已提醒")
        side = officer.pane("side")
        assert "此为内部提醒，不是法定时限的依据。" in side
        assert "无处可送" in side


async def test_enter_opens_what_a_notice_is_about(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "n", "enter")
        assert type(officer.app.screen) is IncidentScreen


async def test_another_roles_notice_is_refused_and_ones_own_is_gone(town: Town) -> None:
    before = await unread(town)
    async with at_the_desk(town) as officer:
        await officer.press("g", "n", "a", "enter")
        await officer.until("须由带班领导本人确认")
        await officer.press("escape", "slash", *"zby", "enter", "ctrl+o", "enter")
        await officer.until("已确认。")
    assert await unread(town) == before - 1


async def test_a_route_for_a_unit_without_one_takes_what_waited(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await officer.press("g", "n", "2", "slash", *"yhq", "enter", "f8", "4")
        await officer.type(PLACE)
        await officer.press("f2", "enter")
        await officer.until("送达地址已保存，补送")
    (route,) = (await town.ask(ROUTES, Role.DUTY_CHIEF))["noticeRoutes"]
    assert (route["kind"], route["active"]) == ("DINGTALK", True)


async def test_a_silence_is_planned_seen_and_ended(town: Town) -> None:
    async with at_the_desk(town, (80, 24), role=Role.DUTY_CHIEF) as officer:
        await officer.press("g", "n", "3", "h")
        await officer.type("+2h")
        await officer.press("down")
        await officer.type("检修")
        await officer.press("f2", "enter")
        await officer.until("检修")
        assert (await town.ask(HOLDS))["sweepStatus"]["holds"] == [{"reason": "检修"}]
        await officer.press("r", "enter")
        await officer.until("已恢复")
    assert (await town.ask(HOLDS))["sweepStatus"]["holds"] == []


async def test_who_may_set_no_route_is_not_told_to(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "n", "2")
        await officer.until("请先电话告知")
        assert "t 送达地址" not in officer.sees()
        await officer.press("f8")
        await officer.until("送达地址由带班领导或名录管理员填写")


@pytest.mark.parametrize("field", ["Query.noticeRoutes", "Mutation.setNoticeRoute"])
def test_the_desk_knows_who_may_set_routes_as_the_services_do(field: str) -> None:
    lines = (ROOT / "docs" / "permissions.txt").read_text().splitlines()
    heads = next(line for line in lines if line.startswith("deadlines ")).split()[1:]
    (row,) = (line.split()[1:] for line in lines if line.startswith(f"{field} "))
    assert {role for role, reach in zip(heads, row, strict=True) if reach != "-"} == set(ROUTERS)
