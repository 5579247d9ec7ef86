"""An import of any size runs the same statements, but for those that carry rows in batches."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest_asyncio

from services.kit.database import Connection, Database, use_plain_json
from services.kit.ids import new_id
from services.registry.domain.imports.runs import ImportRoster
from services.registry.usecases.acting import Act
from services.registry.usecases.import_undo import carry_out_undo, start_undo
from services.registry.usecases.imports import carry_out, start_import
from services.registry.usecases.uploads import keep_upload
from tests.registry.imports.clerk import Clerk
from tests.registry.samples.make import POSTS, spokesperson, text
from tests.registry.world import NOW, make_principal


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


@pytest_asyncio.fixture(loop_scope="module")
async def counting(clerk: Clerk, registry_dsn: str) -> AsyncIterator[CountingDatabase]:
    pool = await asyncpg.create_pool(registry_dsn, min_size=1, max_size=4, init=use_plain_json)
    database = CountingDatabase(pool)
    yield database
    await database.close()


def act(operation: str) -> Act:
    return Act(principal=make_principal(), operation=operation, key=str(new_id()), now=NOW)


async def run(database: CountingDatabase, names: list[str]) -> tuple[int, int]:
    """Import these people and undo it; return how many statements each took."""

    async def body() -> AsyncIterator[bytes]:
        yield text(POSTS, *(spokesperson(name, 手机="") for name in names)).encode()

    one = act("importRoster")
    kept = await keep_upload(database, one.principal, "x.csv", body(), NOW)
    command = ImportRoster(upload=kept.id, unit="1301", dry_run=False)
    import_id = (await start_import(database, one, command)).value
    database.statements = []
    await carry_out(database, one, import_id, lambda phase, done, total: None)
    imported = len(database.statements)
    await start_undo(database, two := act("undoImport"), import_id)
    database.statements = []
    await carry_out_undo(database, two, import_id, lambda phase, done, total: None)
    return imported, len(database.statements)


async def test_ten_times_the_rows_cost_no_statement_more(counting: CountingDatabase) -> None:
    counting.statements = []
    await run(counting, ["虚构甲", "虚构乙"])  # the first use of a type asks for it
    few = await run(counting, [f"虚构{n:03d}" for n in range(40)])
    many = await run(counting, [f"虚构{n:03d}" for n in range(400)])
    assert few == many
    assert max(many) < 70
