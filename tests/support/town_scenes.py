"""Pictures of the desk over real services: a town is prepared, keys are pressed, one is taken.

Each module `tests/stories/pictures_*.py` holds a `GROUP`. A scene is taken in both sizes and in
both languages; the names of the English ones end in `-en`. What an earlier scene left behind in the
town a later one shows, so a group is always gone through whole and in the same order.
"""

import asyncio
import logging
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from textual._compositor import Compositor
from textual.events import Paste
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import WorkerCancelled

from clients.tui.locale import LANGUAGES, speak
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.town import Officer, Town, at_the_desk, found_town, open_town
from tests.support.cluster import Cluster, shared_cluster
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.pictures import keep

LARGE, SMALL = (120, 36), (80, 24)
Cells = tuple[int, int]
Taken = tuple[str, Sequence[Cells]]  # a language and in which sizes, the large one first
EVERY: Sequence[Taken] = [(language, (LARGE, SMALL)) for language in LANGUAGES]
READ = ""  # among the keys of a scene: wait until what was asked for is there
PASTED = "="  # before a text among the keys that is pasted at once
SHORT = 0.5  # seconds: a shorter pause before something is asked for is waited for
PATIENCE = 30.0  # seconds; a machine under load is slow, not wrong
UNSEALED = 60.0  # seconds of the real clock: what is sealed by then is in no picture


@dataclass(frozen=True, slots=True, kw_only=True)
class TownScene:
    """One view in both sizes: `keys` are pressed, then `act` is done, then it is taken.

    `base` leads to the screen that it begins on; scenes of one base follow each other on it.
    """

    name: str
    base: Sequence[str] = ()
    keys: Sequence[str] = ()
    role: Role = Role.OFFICER
    act: "Callable[[Steady], Awaitable[None]] | None" = None
    light: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Scenes of one town; `prepare` fills it."""

    prepare: Callable[[Town], Awaitable[object]]
    scenes: Sequence[TownScene]


def groups() -> dict[str, Group]:
    """Return all groups by the names of their modules without `pictures_`."""
    folder = Path(__file__).parents[1] / "stories"
    names = sorted(path.stem for path in folder.glob("pictures_*.py"))
    modules = {name: import_module(f"tests.stories.{name}") for name in names}
    return {name.removeprefix("pictures_"): module.GROUP for name, module in modules.items()}


def take_towns(wanted: Callable[[str], bool], folder: Path) -> None:
    """Write the pictures of all scenes so named."""
    chosen = [
        group for group in groups().values() if any(wanted(scene.name) for scene in group.scenes)
    ]
    if not chosen:
        return
    # what the services say of each request is no part of a picture
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with shared_cluster() as cluster:
        for group in chosen:
            dsns = cluster.prepared("town", ("registry", "deadlines"), found_town)
            asyncio.run(_take_group(group, wanted, dsns, folder))
            _drop(cluster, dsns)


def _drop(cluster: Cluster, dsns: Sequence[str]) -> None:
    for dsn in dsns:
        cluster.drop(dsn)


async def _take_group(
    group: Group, wanted: Callable[[str], bool], dsns: Sequence[str], folder: Path
) -> None:
    async with AsyncExitStack() as stack:
        databases = [await Database.connect(dsn, size=6) for dsn in dsns]
        for database in databases:
            stack.push_async_callback(database.close)
        async for name, officer in views(group, databases):
            if wanted(name):
                await officer.settle()
                sys.stdout.write(f"{keep(officer.app, folder / f'{name}.png')}\n")


async def views(
    group: Group,
    databases: Sequence[Database],
    taken: Sequence[Taken] = EVERY,
) -> "AsyncIterator[tuple[str, Steady]]":
    """Open a town for a group and go through its scenes; yields each view's name when it stands.

    Whoever looks has to settle first if the last answers matter.
    """
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    with tempfile.TemporaryDirectory() as place:
        opened = open_town(databases[0], databases[1], clock, Path(place), seal_seconds=UNSEALED)
        async with opened as town:
            await group.prepare(town)
            for language, sizes in taken:
                for role in sorted({scene.role for scene in group.scenes}):
                    scenes = [scene for scene in group.scenes if scene.role == role]
                    async for view in _sitting(town, scenes, language, sizes):
                        yield view


async def _sitting(
    town: Town, scenes: Sequence[TownScene], language: str, sizes: Sequence[Cells]
) -> "AsyncIterator[tuple[str, Steady]]":
    """Go through the scenes of one role at one desk, which is made smaller for each and large."""
    speak(language)
    try:
        with unpainted():
            desk = replace(town, folder=town.folder / language)  # which keeps what it was told once
            async with at_the_desk(desk, LARGE, role=scenes[0].role) as sits:
                officer = Steady(app=sits.app, pilot=sits.pilot)
                for scene in scenes:
                    await officer.begin(scene)
                    yield name_of(scene, LARGE, language), officer
                    for size in sizes[1:]:
                        await officer.pilot.resize_terminal(*size)
                        yield name_of(scene, size, language), officer
                    await officer.end(scene)
    finally:
        speak("zh")


@contextmanager
def unpainted() -> Iterator[None]:
    """Let nothing be painted between the views: nobody sees it, and it is a third of the time."""

    def passed_over(self: Compositor, *_: object, **__: object) -> None:
        self._dirty_regions.clear()

    with patch.object(Compositor, "render_update", passed_over):
        yield


class Steady(Officer):
    """An officer who waits no longer than something moves; `base` leads to the screen `at`."""

    base: Sequence[str] = ()
    at: Screen[Any] | None = None

    async def begin(self, scene: TownScene) -> None:
        """Go to the scene's base, unless this is it, and do what the scene does."""
        if scene.base != self.base:
            await self.back_to(self.app.duty)
            await self.hit(*scene.base)
            self.base, self.at = scene.base, self.app.screen
        if scene.light:
            self.app.swap_light()
        await self.hit(*scene.keys)
        if scene.act is not None:
            await self.settle()
            await scene.act(self)

    async def end(self, scene: TownScene) -> None:
        """Go back to the base on a large terminal; nothing that was filled in is kept."""
        if self.app.size != LARGE:
            await self.pilot.resize_terminal(*LARGE)
        await self.back_to(self.at or self.app.duty)
        if scene.light:
            self.app.swap_light()
        shutil.rmtree(self.app.drafts.folder, ignore_errors=True)

    async def back_to(self, screen: Screen[Any]) -> None:
        while self.app.screen is not screen:
            await self.app.pop_screen()

    async def hit(self, *keys: str) -> None:
        """Press keys without waiting, but where one is `READ`; paste what is `PASTED`."""
        for key in keys:
            if key.startswith(PASTED):
                self.paste(key.removeprefix(PASTED))
            else:
                await (self.pilot.press(key) if key != READ else self.settle())

    def paste(self, text: str) -> None:
        if (field := self.app.screen.focused) is not None:
            field.post_message(Paste(text))

    async def fill(self, *rows: str) -> None:
        """Paste each row's text, Enter after each; "" leaves a row as it is."""
        for text in rows:
            if text:
                self.paste(text)
            await self.pilot.press("enter")
        await self.settle()

    async def settle(self) -> None:
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 2:
                for worker in tuple(self.app.workers):
                    with suppress(WorkerCancelled):
                        await worker.wait()
                await asyncio.sleep(0.005)
                await self.pilot.pause()
                calm = 0 if self.moving else calm + 1

    @property
    def moving(self) -> bool:
        """Tell whether a key, a short pause, a request or a message is under way."""
        if self.app.keys.busy or any(not worker.is_finished for worker in self.app.workers):
            return True
        if any(getattr(screen, "waiting", ()) for screen in self.app.screen_stack):
            return True
        pumps = (self.app, self.app.screen, *self.app.screen.walk_children())
        return any(pump.message_queue_size or _pauses(pump) for pump in pumps)


def _pauses(pump: MessagePump) -> bool:
    """Tell whether something was put off for a moment."""
    return any(
        timer._repeat == 0
        and timer._interval <= SHORT
        and timer._task is not None
        and not timer._task.done()
        for timer in tuple(pump._timers)
    )


def name_of(scene: TownScene, size: tuple[int, int], language: str) -> str:
    tail = ("-light" if scene.light else "") + ("-en" if language == "en" else "")
    return f"{scene.name}-{size[0]}x{size[1]}{tail}"
