"""The registry served over HTTP, on an empty database and on the demo's."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from services.kit.auth import TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.registry.app import SERVICE_ROLE, build_app, signing_key
from services.registry.usecases.demo import load_demo
from tests.registry.api import Api
from tests.registry.world import NOW, save_world
from tests.support.cluster import Cluster
from tests.support.servers import serve_app

QUICK = {"passes": 1, "memory_kib": 64}
"""Costs of a password's hash in tests; the true ones are tested in tests/kit."""


@pytest.fixture(scope="module")
def module_clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("keys") / "signing.json"
    write_signing_key(path, new_signing_key())
    return Settings(signing_key=path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(registry_db: Database) -> Database:
    """Lend the registry with 河北省, 石家庄市, 井陉县 and 正定县."""
    await save_world(registry_db)
    return registry_db


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api(
    world: Database, registry_service_db: Database, settings: Settings, module_clock: ManualClock
) -> AsyncIterator[Api]:
    async for one in _serve(registry_service_db, settings, module_clock):
        yield one


@pytest.fixture(scope="session")
def demo_dsn(cluster: Cluster) -> Iterator[str]:
    """Make one database with the demo for the whole run; tests only read it."""
    dsn = cluster.clone("registry")
    yield dsn
    cluster.drop(dsn)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo_db(demo_dsn: str) -> AsyncIterator[Database]:
    database = await Database.connect(demo_dsn)
    await load_demo(database, NOW)
    yield database
    await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo_api(
    demo_db: Database, demo_dsn: str, settings: Settings, module_clock: ManualClock
) -> AsyncIterator[Api]:
    database = await Database.connect(demo_dsn, role=SERVICE_ROLE)
    async for one in _serve(database, settings, module_clock):
        yield one
    await database.close()


async def _serve(database: Database, settings: Settings, clock: ManualClock) -> AsyncIterator[Api]:
    issuer = TokenIssuer(signing_key(settings.signing_key), settings.issuer)
    async with (
        serve_app(_app(settings, clock, database)) as url,
        aiohttp.ClientSession(url) as http,
    ):
        yield Api(http=http, issuer=issuer, clock=clock)


def _app(settings: Settings, clock: ManualClock, database: Database) -> Starlette:
    quick = Passwords(**QUICK)
    return build_app(settings, clock, database, passwords=quick, poll_seconds=0.02)
