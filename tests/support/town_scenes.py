"""Pictures of the desk over real services: a town is prepared, keys are pressed, one is taken.

Each module `tests/stories/pictures_*.py` holds a `GROUP`. Each scene is taken in both sizes and in
both languages; the names of the English ones end in `-en`.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import structlog

from clients.tui.locale import LANGUAGES, speak
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, found_town, open_town
from tests.support.cluster import Cluster, shared_cluster
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.pictures import keep

LARGE, SMALL = (120, 36), (80, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownScene:
    """One view in both sizes: `keys` are pressed, then `act` is done, then it is taken."""

    name: str
    keys: Sequence[str] = ()
    role: Role = Role.OFFICER
    act: Callable[[Officer], Awaitable[None]] | None = None
    light: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Scenes of one town; `prepare` fills it."""

    prepare: Callable[[Town], Awaitable[object]]
    scenes: Sequence[TownScene]


def groups() -> list[Group]:
    folder = Path(__file__).parents[1] / "stories"
    names = sorted(path.stem for path in folder.glob("pictures_*.py"))
    return [import_module(f"tests.stories.{name}").GROUP for name in names]


def take_towns(wanted: Callable[[str], bool], folder: Path) -> None:
    """Write the pictures of all scenes so named."""
    chosen = [
        (group, scenes)
        for group in groups()
        if (scenes := [scene for scene in group.scenes if wanted(scene.name)])
    ]
    if not chosen:
        return
    # what the services say of each request is no part of a picture
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with shared_cluster() as cluster:
        for group, scenes in chosen:
            dsns = cluster.prepared("town", ("registry", "deadlines"), found_town)
            asyncio.run(_take_group(group, scenes, dsns, folder))
            _drop(cluster, dsns)


def _drop(cluster: Cluster, dsns: Sequence[str]) -> None:
    for dsn in dsns:
        cluster.drop(dsn)


async def _take_group(
    group: Group, scenes: Sequence[TownScene], dsns: Sequence[str], folder: Path
) -> None:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    async with AsyncExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        databases = [await Database.connect(dsn, size=6) for dsn in dsns]
        for database in databases:
            stack.push_async_callback(database.close)
        town = await stack.enter_async_context(
            open_town(databases[0], databases[1], clock, Path(place))
        )
        await group.prepare(town)
        for scene in scenes:
            for language in LANGUAGES:
                for size in (LARGE, SMALL):
                    async with in_town(town, scene, size, language) as officer:
                        target = folder / f"{name_of(scene, size, language)}.png"
                        sys.stdout.write(f"{keep(officer.app, target)}\n")


@asynccontextmanager
async def in_town(
    town: Town, scene: TownScene, size: tuple[int, int], language: str
) -> AsyncIterator[Officer]:
    """Open the desk on a prepared town as a scene wants it."""
    speak(language)
    try:
        async with at_the_desk(town, size, role=scene.role, light=scene.light) as officer:
            await officer.press(*scene.keys)
            if scene.act is not None:
                await scene.act(officer)
            await officer.settle()
            yield officer
    finally:
        speak("zh")


def name_of(scene: TownScene, size: tuple[int, int], language: str) -> str:
    tail = ("-light" if scene.light else "") + ("-en" if language == "en" else "")
    return f"{scene.name}-{size[0]}x{size[1]}{tail}"
