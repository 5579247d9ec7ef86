"""The queue of leads on real services: what is seen of one, and what is made of it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from clients.tui.keys import arrange
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.lead_promotion import PromoteForm
from clients.tui.screens.leads import LeadsScreen
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.opened import open_incidents
from tests.stories.reported import LEADS, report_lead, report_leads
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

READ = "query L($id: ID!) { lead(id: $id) { state reason sightingCount mergedInto { number } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await open_incidents(town)
        town.folder.joinpath("leads").write_text("\n".join(await report_leads(town)))
        yield town


def top(officer: Officer) -> type:
    return type(officer.app.screen)


def lead(town: Town, at: int) -> str:
    return town.folder.joinpath("leads").read_text().split("\n")[at]


async def test_a_reading_desk_offers_enter_only_where_it_opens_something(town: Town) -> None:
    try:
        async with at_the_desk(town, readonly=True) as officer:
            await officer.press("g", "l")
            await officer.until("00:48:00")
            assert "Enter" not in officer.sees()
            await officer.press("enter")
            await officer.until("本席只读")
            await officer.press("escape", "g", "i")
            await officer.until("Enter 打开")
    finally:
        arrange({})


async def test_the_queue_shows_the_strictest_clock_and_what_may_be_the_same(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "l")
        assert top(officer) is LeadsScreen
        await officer.until("00:48:00")
        side = officer.pane("side")
        assert "可能是同一件事" in side
        assert "2026-0001 正定县化工园区爆炸" in side
        assert "来源所称，仅供参考" in side
        assert "称 02:30 首见、32分后才收到" in side


async def test_a_lead_that_comes_leaves_the_cursor_where_it_is(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "l", "down")
        before = officer.sees().split("\n")
        at = next(n for n, row in enumerate(before) if row.startswith(">"))
        await report_lead(
            town, 1, title="长安区一商场冒烟", localityCode="130102", source={"contentHash": None}
        )
        town.clock.advance(seconds=3)
        await officer.until("长安区一商场冒烟")
        assert officer.sees().split("\n")[at][:1] == ">"
        assert LEADS[1][0][:8] in officer.sees().split("\n")[at]


async def test_a_dismissal_wants_a_reason_and_a_second_key(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "l", "slash", "学", "enter", "delete")
        await officer.press("f2", "enter")
        await officer.until("理由还没有填。")
        await officer.type("误传")
        await officer.press("f2", "enter", "enter")
        assert (await town.ask(READ, id=lead(town, 3)))["lead"]["state"] == "NEW"
        await officer.press("y")
        await officer.until("已记为不予处理。")
    found = (await town.ask(READ, id=lead(town, 3)))["lead"]
    assert (found["state"], found["reason"]) == ("DISMISSED", "误传")


async def test_a_report_joined_wrongly_is_split_off_by_its_digit(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "l", "s", "1")
        await officer.type("另一处")
        await officer.press("f2", "enter")
        await officer.until("已拆出")
    assert (await town.ask(READ, id=lead(town, 0)))["lead"]["sightingCount"] == 1
    async with at_the_desk(town) as officer:
        await officer.press("g", "l", "s")
        await officer.until("没有可拆的")


async def test_the_likeliest_incident_has_the_first_digit_of_a_merger(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.press("g", "l", "down", "f7", "down", "1", "f2", "enter", "y")
        await officer.until("已并入。")
        await officer.press("3")
        await officer.until("2026-0001")
    found = (await town.ask(READ, id=lead(town, 1)))["lead"]
    assert (found["state"], found["mergedInto"]["number"]) == ("MERGED", "2026-0001")


async def test_a_promoted_lead_is_followed_and_enter_opens_its_incident(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("g", "l", "enter")
        assert top(officer) is PromoteForm
        assert "正定县人民政府" in officer.pane("side")
        await officer.press("down", "2")
        await officer.press("f2", "enter")
        await officer.until("已转为事件")
        await officer.press("enter")
        assert top(officer) is IncidentScreen
        await officer.until(LEADS[0][0][:8])
    assert (await town.ask(READ, id=lead(town, 0)))["lead"]["state"] == "PROMOTED"
