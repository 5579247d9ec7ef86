"""Fixtures for the whole suite: databases cloned per module, a clock that stands still."""

import gc
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from pytest_socket import socket_allow_hosts

from services.deadlines.app import SERVICE_ROLE as DEADLINES_ROLE
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.registry.app import SERVICE_ROLE as REGISTRY_ROLE
from tests.stories.town import found_town
from tests.support.cluster import Cluster, empty_tables, shared_cluster
from tests.support.moments import AT_THREE_IN_THE_MORNING


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays for the whole run: two services, a desk, the tests.

    It comes less often then: a screen that opens makes thousands of objects, which all stay.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="module", autouse=True)
def tidied() -> Iterator[None]:
    """Collect between two files: a worker's heap is big, and a question that is timed cannot wait.

    What is left then stays for the run, and is not looked at again.
    """
    yield
    gc.collect()
    gc.freeze()


# what takes longest begins first, so that no worker is left alone with it at the end
LONG = (
    "tests/faults/",
    "tests/stories/",
    "tests/local/",
    "tests/wall/",
    "tests/tui/",
    "tests/cli/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders of long files in front, each file's tests staying together in their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """No test speaks to anything but this machine."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(AT_THREE_IN_THE_MORNING)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with shared_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def kit_dsn(cluster: Cluster) -> Iterator[str]:
    yield from _clone(cluster, "kit")


@pytest.fixture(scope="module")
def registry_dsn(cluster: Cluster) -> Iterator[str]:
    yield from _clone(cluster, "registry")


@pytest.fixture(scope="module")
def deadlines_dsn(cluster: Cluster) -> Iterator[str]:
    yield from _clone(cluster, "deadlines")


@pytest.fixture(scope="module")
def town_dsns(cluster: Cluster) -> Iterator[list[str]]:
    """Lend the databases of a town that was founded once for the whole run."""
    dsns = cluster.prepared("town", ("registry", "deadlines"), found_town)
    yield dsns
    for dsn in dsns:
        cluster.drop(dsn)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town_dbs(town_dsns: list[str]) -> AsyncIterator[list[Database]]:
    """Lend the registry's and the deadlines service's database of a founded town."""
    databases = [await Database.connect(dsn) for dsn in town_dsns]
    yield databases
    for database in databases:
        await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kit_db(kit_dsn: str) -> AsyncIterator[Database]:
    async for database in _database(kit_dsn):
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registry_db(registry_dsn: str) -> AsyncIterator[Database]:
    async for database in _database(registry_dsn):
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registry_service_db(registry_dsn: str) -> AsyncIterator[Database]:
    """Lend the registry's database with the rights that the service has of it."""
    async for database in _database(registry_dsn, REGISTRY_ROLE):
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deadlines_db(deadlines_dsn: str) -> AsyncIterator[Database]:
    async for database in _database(deadlines_dsn):
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deadlines_service_db(deadlines_dsn: str) -> AsyncIterator[Database]:
    """Lend the deadlines' database with the rights that the service has of it."""
    async for database in _database(deadlines_dsn, DEADLINES_ROLE):
        yield database


@pytest_asyncio.fixture(loop_scope="module")
async def clean_kit(kit_dsn: str) -> None:
    """Start the test with empty tables."""
    await empty_tables(kit_dsn)


@pytest_asyncio.fixture(loop_scope="module")
async def clean_registry(registry_dsn: str) -> None:
    """Start the test with empty tables."""
    await empty_tables(registry_dsn)


@pytest_asyncio.fixture(loop_scope="module")
async def clean_deadlines(deadlines_dsn: str) -> None:
    """Start the test with empty tables."""
    await empty_tables(deadlines_dsn)


def _clone(cluster: Cluster, service: str) -> Iterator[str]:
    dsn = cluster.clone(service)
    yield dsn
    cluster.drop(dsn)


async def _database(dsn: str, role: str | None = None) -> AsyncIterator[Database]:
    database = await Database.connect(dsn, role=role)
    yield database
    await database.close()
