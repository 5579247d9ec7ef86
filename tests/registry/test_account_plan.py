"""Among thirty thousand accounts a page reads a range of the index and sorts nothing."""

import re
from typing import Any

import pytest
import pytest_asyncio

from services.kit.database import Connection, Database
from services.registry.domain.units import code_range
from services.registry.store import account_pages as store
from services.registry.store.search import plan_for_values
from services.registry.store.units import copy_units
from tests.registry.world import make_department


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def many(world: Database) -> None:
    """Give each of 300 departments a hundred accounts, one in ten of them ended."""
    async with world.transaction() as conn:
        places = [make_department(code=f"1301-B{number:03}") for number in range(300)]
        await copy_units(conn, places)
        await conn.execute(
            """
            insert into account (
                id, login, name, role, unit_code, scope_level, scope_code, introspect, created_at,
                revoked_at
            )
            select gen_random_uuid(), 'many-' || code || number, '某', 'OFFICER', code, 6, code,
                false, now(), case when number % 10 = 0 then now() end
            from unnest($1::text[]) as code, generate_series(1, 100) as number
            """,
            [place.code for place in places],
        )
        await conn.execute("analyze account")


@pytest.mark.parametrize("revoked", [None, False])
@pytest.mark.parametrize("under", ["0", "1301"])
async def test_a_page_is_one_range_of_the_index(
    world: Database, under: str, revoked: bool | None
) -> None:
    for told in await plans(world, under, revoked):
        assert re.search("Index Scan (Backward )?using account_page", told), told
        assert not re.search("Seq Scan|Sort", told), told


async def test_the_few_accounts_of_a_department_are_found_by_the_index(world: Database) -> None:
    for told in await plans(world, "1301-B007", None):
        assert "account_page" in told
        assert "Seq Scan" not in told


async def plans(world: Database, under: str, revoked: bool | None) -> list[str]:
    """Return how the server would read a page in the midst of a subtree, each way."""
    above, below = code_range(under)
    chosen = store.AccountFilter(above=above, below=below, revoked=revoked)
    async with world.transaction() as conn:
        await plan_for_values(conn)
        reads = (store.accounts_after, store.accounts_before)
        return [await explained(conn, read, chosen) for read in reads]


async def explained(conn: Connection, read: Any, chosen: store.AccountFilter) -> str:
    """Return how the server would run a read."""
    asked: list[Any] = []

    class Asked:
        async def fetch(self, query: str, *values: Any) -> list[Any]:
            asked[:] = [query, *values]
            return []

    await read(Asked(), chosen, ("1301-B007", "many-1301-B00750"), 21)
    query, *values = asked
    return "\n".join(row[0] for row in await conn.fetch(f"explain {query}", *values))
