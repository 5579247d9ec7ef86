"""The screens over real services say what their snapshots say; `make pictures` writes them anew."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from services.kit.database import Database
from tests.stories.town import found_town
from tests.support.cluster import Cluster
from tests.support.pictures import SNAPSHOTS, screen_of, screens, words
from tests.support.town_scenes import LARGE, SMALL, Group, Steady, groups, views

# what differs from Chinese to English on a large terminal differs on a small one too
KNOWN = screens()
COMPARED = (("zh", (LARGE, SMALL)), ("en", (LARGE,)))


@pytest.fixture
def own_dsns(cluster: Cluster) -> Iterator[list[str]]:
    dsns = cluster.prepared("town", ("registry", "deadlines"), found_town)
    yield dsns
    for dsn in dsns:
        cluster.drop(dsn)


@pytest_asyncio.fixture
async def own_databases(own_dsns: list[str]) -> AsyncIterator[list[Database]]:
    """Lend the databases of a founded town that no other group has changed."""
    databases = [await Database.connect(dsn) for dsn in own_dsns]
    yield databases
    for database in databases:
        await database.close()


async def shown(officer: Steady, kept: str) -> str:
    """Return the words on the screen as soon as they are those kept, or when nothing moves."""
    said = without_hashes(words(officer.app))
    for pause in (0.0, 0.1, 0.5):
        if said == kept:
            break
        await asyncio.sleep(pause)
        await officer.settle()
        said = without_hashes(words(officer.app))
    return said


def without_hashes(said: str) -> str:
    """Return the words as they are in every run: a report's hash covers ids made by chance.

    Where it has no room in a line it stands in two.
    """
    return re.sub(r"\b[0-9a-f]{24,64}\b", lambda found: "0" * len(found[0]), said)


@pytest.mark.parametrize("group", groups().values(), ids=groups())
async def test_the_screens_of_a_town_show_their_snapshots(
    group: Group, own_databases: list[Database]
) -> None:
    found, kept = {}, {}
    async for name, officer in views(group, own_databases, COMPARED):
        kept[name] = (KNOWN[name], without_hashes((SNAPSHOTS / f"{name}.txt").read_text()))
        said = await shown(officer, kept[name][1])
        found[name] = (screen_of(officer.app), said)
    assert found == kept
