"""One city: a day of its vendor and of its jobs (REQUIREMENTS 6.3, 6.4), then a whole year."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories import day_of_a_vendor, day_of_the_jobs, year_of_one_city
from tests.stories.town import Town, open_town, seen_from
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    registry_db: Database, deadlines_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """Both services, whose clock the three stories turn on one after the other."""
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(registry_db, deadlines_db, clock, folder) as town:
        yield town


@pytest.mark.timeout(240)
async def test_a_day_of_a_monitoring_vendor(town: Town, deadlines_db: Database) -> None:
    await day_of_a_vendor.whole_day(town, deadlines_db)


@pytest.mark.timeout(240)
async def test_a_day_of_the_scheduled_jobs(
    town: Town, registry_db: Database, deadlines_db: Database
) -> None:
    province = await seen_from(town, registry_db, "13", Role.LEADER, Role.ROSTER_ADMIN)
    await day_of_the_jobs.whole_day(town, province, deadlines_db)


@pytest.mark.timeout(240)
@pytest.mark.requirement(46, 47)
async def test_a_year_of_one_city(town: Town) -> None:
    await year_of_one_city.whole_year(town)
