"""The registry of each test with 石家庄市应急管理局, and a clerk who imports into it."""

import pytest_asyncio

from services.kit.database import Database
from services.registry.store import units
from tests.registry.api import Api
from tests.registry.imports.clerk import Clerk
from tests.registry.world import make_department, save_world
from tests.support.cluster import empty_tables


@pytest_asyncio.fixture(loop_scope="module")
async def clerk(api: Api, registry_db: Database, registry_dsn: str) -> Clerk:
    await empty_tables(registry_dsn)
    await save_world(registry_db, make_department())
    return Clerk(api)


@pytest_asyncio.fixture(loop_scope="module")
async def health(clerk: Clerk, registry_db: Database) -> None:
    """Add 石家庄市卫生健康委员会."""
    unit = make_department(code="1301-WJW", name="石家庄市卫生健康委员会", short_name="市卫健委")
    async with registry_db.transaction() as conn:
        await units.copy_units(conn, [unit])
