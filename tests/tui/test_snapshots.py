"""Every scene of the pictures says what its snapshot says; `make pictures` writes them anew."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.conftest import AT_THREE_IN_THE_MORNING
from tests.stories.town import Town, open_town
from tests.support.cluster import Cluster
from tests.support.form_scenes import FORM_SCENES, FormScene, on_stage
from tests.support.offline_scenes import OFFLINE_SCENES
from tests.support.pictures import SNAPSHOTS, Scene, staged, words
from tests.support.scenes import SCENES, make_desk
from tests.support.town_scenes import LARGE, SMALL, Group, groups, in_town, name_of


def snapshot(name: str) -> str:
    return (SNAPSHOTS / f"{name}.txt").read_text()


@pytest.mark.parametrize("scene", [*SCENES, *OFFLINE_SCENES], ids=lambda scene: scene.name)
async def test_the_board_shows_its_snapshot(scene: Scene) -> None:
    async with staged(scene, make_desk) as app:
        assert words(app) == snapshot(scene.name)


@pytest.mark.parametrize("scene", FORM_SCENES, ids=lambda scene: scene.name)
async def test_a_form_shows_its_snapshot(scene: FormScene) -> None:
    async with on_stage(scene) as desk:
        assert words(desk.app) == snapshot(scene.name)


@pytest.fixture(scope="module", params=groups(), ids=lambda group: group.scenes[0].name)
def stage(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[tuple[Group, list[str]]]:
    dsns = [cluster.clone("registry"), cluster.clone("deadlines")]
    yield request.param, dsns
    for dsn in dsns:
        cluster.drop(dsn)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    stage: tuple[Group, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    group, dsns = stage
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with AsyncExitStack() as stack:
        databases = [await Database.connect(dsn, size=6) for dsn in dsns]
        for database in databases:
            stack.push_async_callback(database.close)
        folder = tmp_path_factory.mktemp("town")
        town = await stack.enter_async_context(open_town(databases[0], databases[1], clock, folder))
        await group.prepare(town)
        yield town


@pytest.mark.timeout(120)
async def test_the_screens_of_a_town_show_their_snapshots(
    stage: tuple[Group, list[str]], town: Town
) -> None:
    """On a large terminal in Chinese and a small one in English; the rest is for the eye."""
    differ = []
    for scene in stage[0].scenes:
        for size, language in ((LARGE, "zh"), (SMALL, "en")):
            name = name_of(scene, size, language)
            async with in_town(town, scene, size, language) as officer:
                if words(officer.app) != snapshot(name):
                    differ.append(f"{name}:\n{words(officer.app)}")
    assert not differ, "\n".join(differ)
