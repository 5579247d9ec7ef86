"""Both services served and filled, once per module."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.contracts.filling import fill
from tests.contracts.services import NAMES, Served, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registry(registry_db: Database, registry_service_db: Database) -> AsyncIterator[Served]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with serving("registry", registry_db, clock, registry_service_db) as service:
        await fill(service)
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deadlines(
    deadlines_db: Database, deadlines_service_db: Database
) -> AsyncIterator[Served]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with serving("deadlines", deadlines_db, clock, deadlines_service_db) as service:
        await fill(service)
        yield service


@pytest.fixture(params=NAMES)
def service(request: pytest.FixtureRequest, registry: Served, deadlines: Served) -> Served:
    """Each of the two in turn."""
    return {one.name: one for one in (registry, deadlines)}[request.param]


@pytest.fixture
def served(request: pytest.FixtureRequest, registry: Served, deadlines: Served) -> Served:
    """The one that a test's parameter names."""
    return registry if request.param == "registry" else deadlines
