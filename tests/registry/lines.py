"""A websocket to the registry with one subscription on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from services.kit.auth import Principal
from tests.registry.api import Api

FOLLOW = """subscription F($after: String) { changes(after: $after) {
  cursor hasMore changes { cursor entity id version kind body } } }"""


class Line:
    """One websocket with one subscription on it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def page(self) -> dict[str, Any]:
        """Return the next page, or the error's payload under ``errors``."""
        message = await self.socket.receive_json(timeout=10)
        if message["type"] == "next" and "errors" not in message["payload"]:
            found: dict[str, Any] = message["payload"]["data"]["changes"]
            return found
        return {"errors": message["payload"]}

    async def changes(self, count: int) -> list[dict[str, Any]]:
        """Return as many changes, from as many pages as they come in."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            found += (await self.page())["changes"]
        return found


@asynccontextmanager
async def line(
    api: Api, after: str | None = None, caller: Principal | None = None
) -> AsyncIterator[Line]:
    """Lend a line that follows the feed after a cursor."""
    async with api.http.ws_connect("/graphql", protocols=["graphql-transport-ws"]) as socket:
        hello = {"authorization": f"Bearer {api.token(caller)}"}
        await socket.send_json({"type": "connection_init", "payload": hello})
        assert (await socket.receive_json(timeout=5))["type"] == "connection_ack"
        payload = {"query": FOLLOW, "variables": {"after": after}}
        await socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
        yield Line(socket)
