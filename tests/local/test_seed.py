"""The accounts of the local system, from one version of it to the next."""

from pathlib import Path

from services.kit.database import Database
from services.local import seed
from services.local.databases import Databases
from services.local.home import Home
from services.registry.store.accounts import account_of_login, save_operations
from tests.registry.world import save_world


async def test_an_account_of_an_older_version_may_do_what_this_one_asks_of_it(
    registry_dsn: str, registry_db: Database, tmp_path: Path
) -> None:
    await save_world(registry_db)
    home = Home(tmp_path / "home")
    found = Databases(registry=registry_dsn, deadlines="", server="", mark="")
    home.make()
    seed.prepare_secrets(home)
    await seed.ensure_accounts(home, found)
    async with registry_db.transaction() as conn:
        made = await account_of_login(conn, "jobs")
        assert made is not None
        await save_operations(conn, made.id, ["sweepObligations"])
    await seed.ensure_accounts(home, found)
    async with registry_db.reading() as conn:
        assert await account_of_login(conn, "jobs") == made
