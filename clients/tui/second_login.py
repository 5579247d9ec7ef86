"""Somebody else's own login at this desk, for one act: a person never signs for another.

What was typed is held by the form alone and goes with it; the desk's own session stays as it is.
"""

from typing import Any

from clients.tui.clock import Clock
from clients.tui.operations import OPERATIONS
from clients.tui.service_link import ServiceLink, Session, unpacked


class SecondSession(Session):
    """A session by login and password; without a login what was typed is an API token."""

    def __init__(self, registry_url: str, login: str, password: str, clock: Clock) -> None:
        super().__init__(registry_url, password, clock)
        self._login, self._password = login, password

    async def _by_secret(self) -> dict[str, Any]:
        if not self._login:
            return await super()._by_secret()
        from clients.tui.transport import post

        given = {"login": self._login, "password": self._password}
        return unpacked(await post(self._url, OPERATIONS.sign_in, {"input": given}, None))


def link_of_another(link: ServiceLink, registry_url: str, login: str, password: str) -> ServiceLink:
    """Return a link to the same service under another login."""
    session = SecondSession(registry_url, login, password, link.clock)
    other = ServiceLink(link.name, link.base_url, session, link.clock)
    other.readonly = link.readonly
    return other
