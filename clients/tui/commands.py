"""The command palette: every offered action by title, by its pinyin initials or by its id."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from clients.tui.keys import Action, key_texts, offered
from clients.tui.locale import t
from clients.tui.views.search import initials

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


class DeskPalette(CommandPalette):
    """Textual's palette without its emoji, which terminals draw one or two cells wide."""

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = ":"


class DeskCommands(Provider):
    """Lists the table of keys; choosing a command does what its key does."""

    def _run(self, action: Action) -> Callable[[], None]:
        app: DutyDesk = self.app  # type: ignore[assignment] # Provider knows only the base class

        def act() -> None:
            app.run_worker(app.duty.act(action.id), exit_on_error=False)

        return act

    async def discover(self) -> Hits:
        for action in _listed():
            yield DiscoveryHit(_title(action), self._run(action), help=t(action.help_key))

    async def search(self, query: str) -> Hits:
        wanted = query.strip().lower()
        for action in _listed():
            title = t(action.title_key)
            texts = (title, initials(title), action.id, t(action.help_key))
            rank = next((n for n, text in enumerate(texts) if wanted in text.lower()), None)
            if rank is not None:
                yield Hit(1 - rank / 10, _title(action), self._run(action), help=t(action.help_key))


def _listed() -> list[Action]:
    return [action for action in offered() if action.id != "palette"]


def _title(action: Action) -> str:
    return f"{t(action.title_key)}  {key_texts(action)}"
