"""Running an application: a socket that is known to be ours, uvicorn, a quiet end."""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

LARGEST_WEBSOCKET_MESSAGE = 64 << 10
GRACEFUL_SECONDS = 10
UNREAD_MILLISECONDS = 20_000


def listen(host: str, port: int, *, tries: int = 1) -> socket.socket:
    """Bind and listen on ``port``, or the first free one of the ``tries`` ports from there on.

    Port 0 takes any free one. Raises OSError when all are taken or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + tries):
        # named TCP: asyncio's loop turns Nagle off only for such a socket
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                # inherited by connections: without it a client that stops reading keeps its unsent
                # data in the kernel for ever, also after we have closed (RFC 5482)
                option = socket.TCP_USER_TIMEOUT
                listener.setsockopt(socket.IPPROTO_TCP, option, UNREAD_MILLISECONDS)
            listener.bind((host, candidate))
            listener.listen(1024)
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or candidate == port + tries - 1:
                raise
        else:
            listener.setblocking(False)
            return listener
    raise ValueError("tries must be at least 1")


async def serve(app: ASGIApp, listener: socket.socket, *, max_connections: int = 500) -> None:
    """Serve until SIGINT or SIGTERM, then give running requests ten seconds; closes the listener.

    Returns after the application's lifespan has ended, so that the caller's own cleaning up runs.
    A second signal ends at once.
    """
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=LARGEST_WEBSOCKET_MESSAGE,
        ws_ping_interval=10,
        ws_ping_timeout=10,
        ws_per_message_deflate=False,  # a small frame must not become a large one
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=max_connections,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        timeout_keep_alive=30,
    )
    keep_what_stays()
    with listener:
        await _Server(config).serve(sockets=[listener])


def keep_what_stays() -> None:
    """Let the collector pass over all that was made so far and stays: schema, packs, modules.

    Each full collection would walk it again, and a request would wait for that.
    """
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """uvicorn raises the signal again when it has ended, which would skip the caller's cleanup."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        for number in signals:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)

    def handle_exit(self, sig: int, frame: object) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True
