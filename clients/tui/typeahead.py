"""Keys in the order they were pressed, each after what the one before it did.

Textual hands a key to what has the focus at that moment, while the Enter before it may still be on
its way to move the focus: on a busy machine or a slow line the digit for the severity would land in
the field of the time. Here a key waits until its forerunner has been dealt with.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 0.5  # seconds that a key waits for the one before it; then it goes its way all the same
ROUNDS = 8


class KeysInOrder:
    """`take` a key or a paste as it comes in; `deliver` is what Textual does with one."""

    def __init__(
        self, app: App[Any], deliver: Callable[[events.Key | events.Paste], Awaitable[None]]
    ) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[events.Key | events.Paste] = deque()
        self.busy = False

    def take(self, key: events.Key | events.Paste) -> None:
        self._waiting.append(key)
        if not self.busy:
            # a worker's fault ends the desk with its traceback, as a fault in any handler does
            self.busy = True
            self._app.run_worker(self._run(), group="keys")

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._settled()
                await self._deliver(self._waiting.popleft())
        finally:
            self.busy = False

    async def _settled(self) -> None:
        """Return once nobody on the way from the focus to the app has a message left."""
        try:
            async with asyncio.timeout(PATIENCE):
                for _ in range(ROUNDS):
                    screen = self._app.screen
                    path = list((self._app.focused or screen).ancestors_with_self)
                    if screen.is_mounted and not any(node.message_queue_size for node in path):
                        return
                    for node in path:
                        await _passed(node)
        except TimeoutError:
            return


async def _passed(node: MessagePump) -> None:
    """Return when a node has dealt with what stands in its queue now."""
    if not node.is_running:
        return
    turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def done() -> None:
        if not turn.done():
            turn.set_result(None)

    if node.call_later(done):
        await turn
