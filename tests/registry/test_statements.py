"""An operation costs the same statements whatever the size of its page."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Connection, Database, use_plain_json
from services.kit.graphql.context import Context
from services.kit.graphql.ids import to_global_id
from services.registry.domain.access import POLICY
from services.registry.graphql.schema import registry_schema
from tests.registry.world import NOW, make_principal

SYSTEM = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")
UNIT = (
    "code name parent { name } supervising { name } ancestors { name }"
    ' names { name } nameOn(date: "2026-01-01")'
    " sameLevelOffice(kind: NEWS_OFFICE) { unit { name } }"
)
PERSON = "name phone fictitious unit { name }"
LISTS = {
    "units": f"units(first: %d) {{ edges {{ node {{ {UNIT} }} }} }}",
    "found": f'units(search: "局", first: %d) {{ edges {{ node {{ {UNIT} }} }} }}',
    "appointments": (
        f"appointments(first: %d) {{ edges {{ node {{ unit {{ {UNIT} }} person {{ {PERSON} }}"
        " } } }"
    ),
    "channels": (
        f"channels(first: %d) {{ edges {{ node {{ unit {{ name }} monitor {{ {PERSON} }} }} }} }}"
    ),
    "trainings": (
        f"trainings(first: %d) {{ edges {{ node {{ organiser {{ name }} attendees {{ staffKind"
        f" person {{ {PERSON} lastTrainedOn daysSinceTrained }} }} }} }} }}"
    ),
    "pools": (
        "expertPools(first: %d) { edges { node { unit { name } fields experts { name }"
        " filing { state behind open { id } filed { id } } } } }"
    ),
    "filings": (
        f"filings(first: %d) {{ edges {{ node {{ unit {{ {UNIT} }} recipient {{ name }} changes"
        " { name } snapshot { name } } } }"
    ),
    "experts": "experts(first: %d) { edges { node { unit { name parent { name } } } } }",
    "changes": "changes(first: %d) { changes { cursor body } }",
}


class CountingDatabase(Database):
    """A pool that writes down every statement it runs."""

    statements: list[str]

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        def note(record: Any) -> None:
            self.statements.append(record.query)

        async with super().reading() as conn:
            with conn.query_logger(note):
                yield conn


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counting(demo_dsn: str, demo_db: Database) -> AsyncIterator[CountingDatabase]:
    pool = await asyncpg.create_pool(demo_dsn, min_size=1, max_size=10, init=use_plain_json)
    database = CountingDatabase(pool)
    yield database
    await database.close()


async def statements(database: CountingDatabase, query: str) -> int:
    database.statements = []
    context: Context[None] = Context(
        principal=SYSTEM,
        database=database,
        clock=ManualClock(NOW),
        request_id="",
        service=None,
        policy=POLICY,
    )
    result = await registry_schema().execute(f"{{ {query} }}", context_value=context)
    assert not result.errors, result.errors
    return len([text for text in database.statements if "select" in text])


@pytest.mark.parametrize("name", LISTS)
async def test_statements_do_not_grow_with_the_page(counting: CountingDatabase, name: str) -> None:
    small = await statements(counting, LISTS[name] % 5)
    large = await statements(counting, LISTS[name] % 60)
    assert small == large
    assert large <= 8


async def test_who_speaks_costs_eight_statements_at_most(counting: CountingDatabase) -> None:
    query = """
    whoSpeaks(unit: "130123") {
      speaker { name phone } candidates { person { name phone } } head { phone } deputy { phone }
      channels { name } experts { name }
    }
    """
    assert await statements(counting, query) <= 8


async def test_many_nodes_cost_one_statement_a_kind(counting: CountingDatabase) -> None:
    async with counting.reading() as conn:
        ids = await conn.fetch("select id from unit limit 50")
    wanted = ", ".join(f'"{to_global_id("Unit", row["id"])}"' for row in ids)
    assert await statements(counting, f"nodes(ids: [{wanted}]) {{ id }}") == 1
