"""Rules on real services: clauses, disagreements, replay, differences, and what binds where."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.clock import local
from clients.tui.screens.pack import PackScreen
from clients.tui.screens.packs import PacksScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.opened import open_incidents
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

ADOPTED = "{ packAdoptions(first: 9) { edges { node { pack unit withdrawnAt } } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await open_incidents(town)
        yield town


def top(officer: Officer) -> type:
    return type(officer.app.screen)


async def test_a_pack_shows_its_clauses_with_what_is_assumed(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "p")
        assert top(officer) is PacksScreen
        await officer.until("石家庄")
        await officer.press("slash", *"shijiazhuang", "enter")
        await officer.press("enter")
        assert top(officer) is PackScreen
        await officer.until("有推定")
        assert "推定：" in officer.pane("side") or "时限" in officer.pane("side")


async def test_fourteen_questions_stand_with_every_texts_answer(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "p", "3")
        await officer.until("D1")
        assert len(officer.app.screen.query_one("#rows").entries) == 14  # type: ignore[attr-defined]
        assert "没有规定" in officer.pane("side")


async def test_a_pack_is_replayed_over_a_year_and_nothing_is_written(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "p")
        await officer.until("石家庄")
        await officer.press("slash", *"city-monitoring", "enter")
        await officer.press("4")
        await officer.until("重算2025年 已算0起")
        await officer.press("f4")
        await officer.until("重算2026年 已算3起")
        assert "只计算，不写入任何内容" in officer.sees()


async def test_two_packs_are_compared_value_by_value(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "p")
        await officer.until("石家庄")
        await officer.press("f7")
        await officer.press("down")
        await officer.press("5")
        await officer.until("追责事由")
        assert "city-monitoring" in officer.pane("side")


async def test_adopting_and_ending_it_want_two_keys_each(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await officer.press("g", "p")
        await officer.until("石家庄")
        await officer.press("slash", *"province-2013", "enter")
        await officer.press("f2", *"1301", "enter", *"+1", "f2", "enter")
        await officer.press("y")
        await officer.until("已采用")
        await officer.press("2")
        await officer.until("province-2013@1")
        await officer.press("f2", *"+30", "enter", *"改用新规", "f2", "enter")
        await officer.press("y")
        await officer.until("已登记停用")
    (edge,) = (await town.ask(ADOPTED, Role.DUTY_CHIEF))["packAdoptions"]["edges"]
    assert edge["node"]["withdrawnAt"] is not None


async def test_rebasing_shows_first_what_would_change(town: Town) -> None:
    today = local(town.clock.now()).date().isoformat()
    given = {"pack": "city-monitoring", "unit": "1301", "effectiveFrom": today}
    await town.act("adoptPack", "replayed", given, Role.DUTY_CHIEF)
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await officer.press("g", "p", "6")
        await officer.until("正定县")
        await officer.press("f2")
        await officer.until("city-monitoring@1")
        await officer.type("改用现行规则")
        await officer.press("f2", "enter")
        await officer.press("y")
        await officer.until("已改按现行规则")
