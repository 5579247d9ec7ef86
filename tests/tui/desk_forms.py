"""Opens a screen of the desk over a canned service, driven by keys."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from clients.tui.models_incident import Subject
from clients.tui.views.pieces import plain
from clients.tui.widgets.choices import Words
from clients.tui.widgets.lines import Lines
from clients.tui.widgets.pane import Pane
from tests.tui.canned import NOW, Canned, canned, serve_canned

PATIENCE = 30.0  # seconds; a machine under load is slow, not wrong

SUBJECT = Subject(id="incident-1", number="SJZ-2026-0117", title="井陉县化工厂爆炸", duty="duty-1")


@dataclass
class Desk:
    """The app under test, its keys, and the service behind it. `late` moves its clock."""

    app: DutyDesk
    pilot: Pilot[None]
    service: Canned
    late: timedelta = timedelta(0)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, then wait until nothing is on its way."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def settle(self) -> None:
        """Wait until nothing is on its way, however slow the machine is just now."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 2:
                await asyncio.sleep(0.005)
                await self.pilot.pause()
                calm = 0 if self.moving else calm + 1

    @property
    def moving(self) -> bool:
        """Tell whether a pause runs, a request is out or a message waits to be handled."""
        if self.app.keys.busy or any(not worker.is_finished for worker in self.app.workers):
            return True
        if any(getattr(screen, "waiting", ()) for screen in self.app.screen_stack):
            return True
        pumps = (self.app, self.app.screen, *self.app.screen.walk_children())
        return any(pump.message_queue_size for pump in pumps)

    async def until(self, said: Callable[[], bool]) -> None:
        """Wait for what another task brings about."""
        async with asyncio.timeout(PATIENCE):
            while not said():
                await asyncio.sleep(0.01)
        await self.settle()

    def pane(self, id_: str) -> str:
        """Return the text of a pane (`side`, `options`, `page`, `head`)."""
        return plain(self.app.screen.query_one(f"#{id_}", Pane).lines)

    def words(self, id_: str) -> str:
        return plain([self.app.screen.query_one(f"#{id_}", Words).words])

    def told(self) -> str:
        """Return the state row of the board below, where a form tells what it did."""
        return self.app.duty.query_one("#state", Lines).text()

    def everything(self) -> str:
        """Return the screen as drawn, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@asynccontextmanager
async def open_form(
    make: Callable[[], Screen[None]],
    *,
    size: tuple[int, int] = (120, 36),
    service: Canned | None = None,
    state_home: Path | None = None,
    light: bool = False,
    **more: Any,
) -> AsyncIterator[Desk]:
    service = service or canned()
    async with serve_canned(service) as url:
        with tempfile.TemporaryDirectory() as folder:
            config = Config(
                deadlines_url=url,
                registry_url=url,
                secret=None,
                state_home=state_home or Path(folder),
            )
            held: list[Desk] = []

            def clock() -> datetime:
                return NOW + (held[0].late if held else timedelta(0))

            app = DutyDesk(config, clock=clock, light=light, connect=False, **more)
            async with app.run_test(size=size) as pilot:
                desk = Desk(app, pilot, service)
                held.append(desk)
                app.push_screen(make())
                await desk.settle()
                yield desk
