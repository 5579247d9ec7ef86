"""The days of those who are no people (REQUIREMENTS 6.3, 6.4): scheduled jobs, and a vendor."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.conftest import AT_THREE_IN_THE_MORNING
from tests.stories import day_of_a_vendor, day_of_the_jobs
from tests.stories.town import Town, open_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        yield town


@pytest.mark.timeout(120)
async def test_a_day_of_a_monitoring_vendor(town: Town, deadlines_db: Database) -> None:
    await day_of_a_vendor.whole_day(town, deadlines_db)


@pytest.mark.timeout(120)
async def test_a_day_of_the_scheduled_jobs(town: Town, deadlines_db: Database) -> None:
    await day_of_the_jobs.whole_day(town, deadlines_db)
