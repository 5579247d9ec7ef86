"""The duty desk: paints the cached board first, then connects, then follows both services."""

from importlib import import_module

from textual.app import App
from textual.screen import Screen

from clients.tui import cache
from clients.tui.clock import Clock, system_clock
from clients.tui.config import Config
from clients.tui.keys import Action
from clients.tui.link import Link
from clients.tui.models import Obligation
from clients.tui.screens.duty import DutyScreen
from clients.tui.service_link import ServiceLink, Session
from clients.tui.state import DeskState
from clients.tui.theme import DARK, LIGHT, PALETTES, Palette, textual_theme


class DutyDesk(App[None]):
    """Screens use `state`, `deadlines`, `registry`, `clock`, `colours` and `open_action`."""

    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock = system_clock,
        light: bool = False,
        connect: bool = True,
    ) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self.state = DeskState()
        self.connects = connect
        session = Session(config.registry_url, config.secret, clock)
        self.deadlines: Link = ServiceLink("deadlines", config.deadlines_url, session, clock)
        self.registry: Link = ServiceLink("registry", config.registry_url, session, clock)
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self.theme = (LIGHT if light else DARK).name

    @property
    def colours(self) -> Palette:
        return PALETTES.get(self.theme, DARK)

    def get_default_screen(self) -> Screen[None]:
        return DutyScreen()

    def load_cached(self) -> None:
        """Take the last snapshot, if there is one; marked 缓存 until the service speaks."""
        snapshot = cache.read_snapshot(self.config.snapshot_path)
        if snapshot is not None:
            self.state.replace_all(snapshot.board)
            self.state.as_of, self.state.fresh = snapshot.as_of, False
            self.state.unit_name, self.state.officer = snapshot.unit_name, snapshot.officer

    def open_action(self, action: Action, row: Obligation | None) -> None:
        """Push the screen of an action; its module is imported on first use."""
        module, _, name = action.screen.partition(":")
        make = getattr(import_module(module), name)
        self.push_screen(make(row) if action.needs_row else make())
