"""Who replays the feed from its beginning has the registry, whatever was done to it and by whom."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.kit.database import Database
from services.registry.usecases.divisions import write_units
from tests.registry.api import Api
from tests.registry.lines import line
from tests.registry.random_acts import Acts
from tests.registry.replica import TABLES, Replica, differences, tables
from tests.registry.test_changes import SYSTEM
from tests.registry.world import NOW, world_units
from tests.support.cluster import empty_tables

FEED = """query ($after: String, $first: Int!) { changes(after: $after, first: $first) {
  cursor hasMore changes { cursor entity id version kind body } } }"""


@pytest_asyncio.fixture(loop_scope="module")
async def empty(api: Api, registry_dsn: str, world: Database) -> AsyncIterator[Database]:
    """Lend the registry with five units that the loader wrote, and nothing else."""
    await empty_tables(registry_dsn)
    async with world.transaction() as conn:
        await write_units(conn, world_units(), NOW)
    yield world


async def page(api: Api, after: str | None, first: int) -> dict[str, Any]:
    data = await api.ask(FEED, {"after": after, "first": first}, caller=SYSTEM)
    found: dict[str, Any] = data["changes"]
    return found


async def replayed(api: Api, first: int = 1000) -> Replica:
    replica = Replica()
    while (told := await page(api, replica.cursor, first))["changes"]:
        replica.take(told)
    return replica


@pytest.mark.parametrize("seed", range(3))
async def test_a_consumer_that_replays_from_the_start_has_every_row_and_column(
    api: Api, empty: Database, seed: int
) -> None:
    acts = Acts(api=api, database=empty, chance=random.Random(seed))
    await acts.each()
    await acts.some(90)
    assert differences(await replayed(api), await tables(empty)) == []


async def test_every_kind_of_act_is_among_the_random_ones(api: Api, empty: Database) -> None:
    done: Counter[str] = Counter()
    for seed in range(3):
        acts = Acts(api=api, database=empty, chance=random.Random(seed), name=f"k{seed}")
        await acts.each()
        await acts.some(40)
        done += acts.done
    assert len(done) == 27, done
    told = {change["entity"] for change in (await page(api, None, 1000))["changes"]}
    assert told >= TABLES.keys()


async def test_a_consumer_killed_at_any_page_goes_on_where_it_had_written(
    api: Api, empty: Database
) -> None:
    acts = Acts(api=api, database=empty, chance=random.Random(11))
    await acts.each()
    chance, replica = random.Random(5), Replica()
    while (told := await page(api, replica.cursor, chance.randint(1, 9)))["changes"]:
        if chance.random() < 0.4:
            broken = {**told, "changes": [*told["changes"], {"entity": "unit"}]}
            with pytest.raises(KeyError):
                replica.take(broken)  # dies in the middle: nothing of the page is kept
        else:
            replica.take(told)
    assert differences(replica, await tables(empty)) == []


async def test_a_follower_beside_writers_at_once_ends_with_the_registry(
    api: Api, empty: Database
) -> None:
    replica, ended = Replica(), asyncio.Event()

    async def follow() -> None:
        while not ended.is_set():
            async with line(api, replica.cursor, SYSTEM) as one:
                for _ in range(5):  # then the line is cut
                    replica.take(await one.page())

    follower = asyncio.create_task(follow())
    writers = [
        Acts(api=api, database=empty, chance=random.Random(seed), name=f"w{seed}")
        for seed in range(4)
    ]
    await asyncio.gather(*(one.each() for one in writers))
    await asyncio.gather(*(one.some(30) for one in writers))
    last = (await page(api, None, 1000))["changes"][-1]["cursor"]
    async with asyncio.timeout(60):  # four writers and a follower on a busy machine
        while replica.cursor != last:
            await asyncio.sleep(0.05)
    follower.cancel()
    assert differences(replica, await tables(empty)) == []
