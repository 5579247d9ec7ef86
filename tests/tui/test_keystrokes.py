"""Each task of the desk within its keystrokes, in both languages; text that is typed counts not.

The long tasks of the night are counted in a real terminal: `test_the_night_in_a_terminal.py`.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from clients.tui.locale import LANGUAGES, speak
from clients.tui.models import Obligation
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.opened import INCIDENTS, open_incidents
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
        yield town


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("zh")


def at(officer: Officer) -> str:
    return type(officer.app.screen).__name__


async def test_the_tasks_of_the_board(town: Town, language: str) -> None:
    async with at_the_desk(town) as officer:
        await officer.until(INCIDENTS[0][0][:6])
        row = officer.app.duty.row_under_cursor()
        assert row is not None
        assert row.id == officer.app.duty.board.listing.order[0]  # the most urgent: no key
        await officer.press("enter")
        assert at(officer) == "IncidentScreen"
        await officer.press("escape")
        assert at(officer) == "DutyScreen"
        await officer.press("a")
        assert waiting(officer) == row.id
        await officer.press("u")
        assert waiting(officer) is None
        await officer.press("slash", *"gn", "enter")
        assert {one.matter.title for one in visible(officer)} == {INCIDENTS[1][0]}


def waiting(officer: Officer) -> str | None:
    return officer.app.acceptances.row_id


def visible(officer: Officer) -> list[Obligation]:
    rows = officer.app.state.rows
    return [rows[id_] for id_ in officer.app.duty.board.listing.order]


SCREENS = (
    (("h",), "HandoverScreen"),
    (("f12",), "HandoverScreen"),
    (("g", "c"), "CalendarScreen"),
    (("g", "s"), "StatisticsScreen"),
    (("g", "l"), "LeadsScreen"),
    (("g", "r"), "RostersScreen"),
    (("w",), "SpeaksScreen"),
)


async def test_each_screen_is_reached_within_its_keys(town: Town, language: str) -> None:
    async with at_the_desk(town) as officer:
        await officer.until(INCIDENTS[0][0][:6])
        for keys, screen in SCREENS:
            await officer.press(*keys)
            assert at(officer) == screen
            await officer.press("escape")
            assert at(officer) == "DutyScreen"


async def test_any_command_takes_six_keys(town: Town, language: str) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("colon", *{"zh": "tj", "en": "stat"}[language], "enter")
        assert at(officer) == "StatisticsScreen"
