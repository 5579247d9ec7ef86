"""``huiying board``: the board for scripts, screen readers and dead terminals."""

import asyncio
import hashlib
from typing import Any

from clients.cli import session
from clients.cli.config import BadConfig, Config
from clients.cli.ending import no_secret
from clients.cli.exchange import Refused, Unreachable
from clients.cli.saved import Unsafe
from clients.tui import link, service_link
from clients.tui.clock import system_clock
from clients.tui.config import Config as DeskConfig
from clients.tui.plain import print_board


def printed(config: Config, *, as_json: bool, follow: bool) -> int:
    """Print the board and return the exit status; see `clients.tui.plain`."""
    kept = KeptSession(config)
    return print_board(desk_config(config), as_json=as_json, follow=follow, session=kept)


def desk_config(config: Config) -> DeskConfig:
    """Return the same configuration as the desk holds it, without a secret."""
    return DeskConfig(
        deadlines_url=config.deadlines_url,
        registry_url=config.registry_url,
        secret=None,
        state_home=config.state_home.parent,
    )


class KeptSession(service_link.Session):
    """Shows the token that the commands keep, so that it outlives a registry out of reach."""

    def __init__(self, config: Config) -> None:
        super().__init__(config.registry_url, None, system_clock, ("huiying", "token"))
        self._config = config

    @property
    def credential(self) -> str:
        """Stands for the same secret as at the desk."""
        secret = self._config.secret()
        return hashlib.sha256(secret.encode()).hexdigest() if secret else ""

    async def _by_command(self) -> dict[str, Any]:
        try:
            found = await asyncio.to_thread(session.token, self._config)
        except Unreachable as down:
            raise link.LinkDown(str(down)) from down
        except Refused as refused:
            raise link.Refused(refused.code, refused.message, refused.field) from refused
        except session.NoSecret as none:
            raise link.Refused("UNAUTHENTICATED", no_secret()) from none
        except (BadConfig, Unsafe) as bad:
            raise link.Refused("BAD_CONFIG", str(bad)) from bad
        told: dict[str, Any] = session.told(found)
        return told
