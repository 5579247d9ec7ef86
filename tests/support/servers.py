"""Serve an application on a free loopback port inside the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

GRACE = 2  # seconds for answers that are under way


@asynccontextmanager
async def serve_app(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve ``app`` with its lifespan and lend its base URL, without a slash at the end.

    Port 0 takes any free one; a number serves at an address that was lent before.
    """
    # named TCP: asyncio turns Nagle off only then, and every answer would wait 40 ms
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        listener.setblocking(False)
        port = listener.getsockname()[1]
        server = _Server(_config(app))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        if serving.done():
            await serving
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.ending.set()
            await serving


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=64 << 10,
        lifespan="on",
        log_config=None,
        timeout_graceful_shutdown=GRACE,
        # as in production: at five seconds it would close a line as the desk asks on it again
        timeout_keep_alive=30,
    )


class _Server(uvicorn.Server):
    """Leaves signals to pytest, tells a failed start as an ordinary error, and ends at once.

    Uvicorn looks ten times a second whether it shall end and whether it has: 0.2 s each time, which
    the suite would wait some thousand times. How it ends in earnest is seen in tests/faults.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ending = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for each in sockets or ():
            each.close()
        for connection in tuple(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(0.002)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().serve(sockets)
        except SystemExit as ending:
            raise RuntimeError("the application did not start") from ending
