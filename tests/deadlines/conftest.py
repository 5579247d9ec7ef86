"""A clean database and a served application for each module of this folder."""

from collections.abc import AsyncIterator

import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import Desk, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def module_clock() -> ManualClock:
    return ManualClock(AT_THREE_IN_THE_MORNING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(deadlines_db: Database, module_clock: ManualClock) -> AsyncIterator[Desk]:
    """The service with a filled mirror; its clock stands at 03:02 unless a test moves it."""
    await mirror_world(deadlines_db, module_clock)
    async with serving(deadlines_db, module_clock) as desk:
        yield desk
