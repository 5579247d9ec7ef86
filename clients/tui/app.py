"""The duty desk: paints the cached board first, then connects, then follows both services."""

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate
from textual.actions import ActionParseResult
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, TextArea

from clients.tui import cache
from clients.tui.acceptance import Acceptances
from clients.tui.ascii_marks import AsciiMarks
from clients.tui.clock import Clock, system_clock
from clients.tui.commands import DeskCommands, DeskPalette
from clients.tui.config import Config
from clients.tui.form_drafts import FormDrafts
from clients.tui.keeper import StateKeeper
from clients.tui.keymap import chosen_keys
from clients.tui.keys import Action, arrange, forms
from clients.tui.known_files import KnownFiles
from clients.tui.locale import t
from clients.tui.models import Obligation
from clients.tui.outbox import Outbox
from clients.tui.outbox_making import keeping
from clients.tui.outbox_sending import OutboxSender
from clients.tui.painting import DamagedCells
from clients.tui.palette import Palette
from clients.tui.readonly import writes
from clients.tui.screens.desk_screen import Hearing
from clients.tui.screens.duty import DutyScreen
from clients.tui.service_link import ServiceLink, Session
from clients.tui.settings import Settings
from clients.tui.state import DeskState
from clients.tui.theme import DARK, LIGHT, NAMED, PALETTES, other, textual_theme
from clients.tui.typeahead import KeysInOrder
from clients.tui.views.header import Freshness
from clients.tui.views.settings import opened_with

SAVE_EVERY = 5.0
HOLD_AFTER_KEY = 1.5


class DutyDesk(App[None]):
    """Screens use `state`, `deadlines`, `registry`, `clock`, `colours`, `open_action`."""

    # Textual loads a default screen's own CSS_PATH too late for the first paint, so it stands here
    CSS_PATH = "screens/duty.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {DeskCommands}
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock = system_clock,
        light: bool = False,
        connect: bool = True,
        undo_seconds: float | None = None,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        ascii_marks: bool = False,
    ) -> None:
        # known at once, for NO_COLOR is done in another way in a terminal's own colours
        super().__init__(ansi_color=True if settings.values.theme.startswith("ansi") else None)
        if ascii_marks:
            self._filters.append(AsciiMarks())
        self.config, self.settings = config, settings
        liked, self.problems = settings.values, settings.problems
        chosen, faults = chosen_keys(liked.keys, "desk.toml")
        self.problems += tuple(faults)
        arrange(chosen, liked.readonly)
        self.set_keymap({name: ",".join(forms(keys)) for name, keys in chosen.items()})
        self.clock = clock
        self.connects = connect
        self.state = DeskState()
        self.session = Session(config.registry_url, config.secret, clock, config.token_command)
        self.deadlines = ServiceLink("deadlines", config.deadlines_url, self.session, clock)
        self.registry = ServiceLink("registry", config.registry_url, self.session, clock)
        self.keeper = StateKeeper(self.state, clock, self.data_changed)
        self.deadlines.readonly = self.registry.readonly = liked.readonly
        undo = liked.undo_seconds if undo_seconds is None else undo_seconds
        self.outbox = Outbox(config.outbox_folder)
        self.drafts = FormDrafts(config.drafts_folder)
        self.files = KnownFiles(config.files_folder)
        keep_it = keeping(self.outbox, self.session, clock)
        self.acceptances = Acceptances(self.deadlines, self.tell, undo, keep_it)
        self.sender = OutboxSender(
            self.outbox, self.deadlines, self.session, clock, self.tell, self.data_changed
        )
        self.parting: list[str] = []
        self.last_key = float("-inf")
        self.keys = KeysInOrder(self, super().on_event)
        self.duty = DutyScreen()
        self._feeds: set[asyncio.Task[None]] = set()
        self._saved = 0.0
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self.theme = LIGHT.name if light else NAMED[liked.theme]

    @property
    def colours(self) -> Palette:
        return PALETTES.get(self.theme, DARK)

    @property
    def readonly(self) -> bool:
        """Nothing may be written from this desk; keys that would write say so."""
        return self.settings.values.readonly

    @property
    def freshness(self) -> Freshness:
        return Freshness(
            now=self.clock(),
            as_of=self.state.as_of,
            fresh=self.state.fresh,
            deadlines=self.deadlines.status,
            registry=self.registry.status,
            service=self.state.service,
            may_sign_in=bool(self.config.token_command),
        )

    @property
    def held(self) -> bool:
        """New rows wait: a dialog is open, or a key was pressed a moment ago."""
        return len(self.screen_stack) > 1 or time.monotonic() - self.last_key < HOLD_AFTER_KEY

    @property
    def typing(self) -> bool:
        """A text field has the focus: nothing else may repaint, or the IME's window jumps."""
        return isinstance(self.screen.focused, Input | TextArea)

    def get_default_screen(self) -> Screen[Any]:
        return self.duty

    def on_mount(self) -> None:
        self.keeper.load(cache.read_snapshot(self.config.snapshot_path))
        if self.problems:
            self.call_after_refresh(self.tell, opened_with(self.problems), True)
        if self.connects:
            self.call_after_refresh(self.start_feeds)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.last_key = time.monotonic()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keys.take(event)
            return
        await super().on_event(event)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key says, or say why not at a desk that only reads."""
        if self.readonly and isinstance(action, str) and writes(action, default_namespace):
            self.tell_here(t("readonly.why"))
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def tell_here(self, sentence: str) -> None:
        """Say a sentence on the screen that is looked at."""
        if isinstance(self.screen, Hearing):
            self.screen.heard(sentence)
        else:
            self.tell(sentence, True)

    async def action_quit(self) -> None:
        """Leave; stay once when an acceptance could not be sent, so that the officer reads why."""
        warned = self.acceptances.failed
        if await self.acceptances.flush() or warned:
            self.exit()

    async def on_unmount(self) -> None:
        await self.acceptances.flush()
        for task in self._feeds:
            task.cancel()
        self.save(at_once=True)

    def start_feeds(self) -> None:
        """Follow both services, and begin anew where they were followed."""
        from clients.tui.background import beside

        for task in self._feeds:
            task.cancel()
        self._feeds = {asyncio.create_task(one) for one in beside(self)}
        self.run_worker(self._read_names(), group="names", exit_on_error=False)

    async def _read_names(self) -> None:
        """Read who sits here, once the registry answers; until then the cached names stand."""
        from clients.tui.names import unit_name

        name = await unit_name(self.registry, self.session)
        self.state.officer = self.session.officer or self.state.officer
        self.state.unit_name = name or self.state.unit_name
        self.data_changed()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, ChopsUpdate):
            renderable = DamagedCells.of(renderable)
        super()._display(screen, renderable)

    def data_changed(self) -> None:
        if self.duty.is_mounted:
            self.duty.data_changed()

    def save(self, at_once: bool = False) -> None:
        """Write the snapshot when something is new, at most every SAVE_EVERY seconds."""
        snapshot = self.keeper.snapshot() if self.keeper.unsaved else None
        if snapshot is None or not (at_once or time.monotonic() - self._saved > SAVE_EVERY):
            return
        self._saved, self.keeper.unsaved = time.monotonic(), False
        cache.write_snapshot(self.config.snapshot_path, snapshot)

    def tell(self, sentence: str, alarming: bool = False) -> None:
        """Say one sentence in the state row; every screen may use it.

        An alarm raised when the screens are gone is kept in `parting` for the terminal.
        """
        if self.duty.is_running:
            self.duty.tell(sentence, alarming)
        elif alarming:
            self.parting.append(sentence)

    def open_action(self, action: Action, row: Obligation | None) -> None:
        """Push the screen of an action; its module is imported on first use."""
        module, _, name = action.screen.partition(":")
        make = getattr(import_module(module), name)
        self.push_screen(make(row) if action.needs_row else make())

    def action_jump(self) -> None:
        from clients.tui.screens.jump import offer_places

        offer_places(self)

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(DeskPalette(placeholder=t("palette.placeholder")))

    def swap_light(self) -> None:
        self.theme = other(self.colours).name
        self.data_changed()
