"""Serving in a process of its own, ended by a signal."""

import asyncio
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import aiohttp
import pytest

from services.kit.serving import listen

PROGRAM = textwrap.dedent(
    """
    import asyncio, contextlib
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route
    from services.kit.serving import listen, serve

    async def slow(request):
        await asyncio.sleep(0.5)
        return PlainTextResponse("done")

    @contextlib.asynccontextmanager
    async def lifespan(app):
        yield
        print("lifespan ended", flush=True)

    async def main():
        listener = listen("127.0.0.1", 0)
        print(listener.getsockname()[1], flush=True)
        try:
            await serve(Starlette(routes=[Route("/", slow)], lifespan=lifespan), listener)
        finally:
            print("cleaned up", flush=True)

    asyncio.run(main())
    """
)


@pytest.fixture
def server() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_running_requests_and_the_cleanup_finish(
    server: subprocess.Popen[str], number: signal.Signals
) -> None:
    assert server.stdout
    port = int(server.stdout.readline())
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        running = asyncio.create_task(http.get("/"))
        await asyncio.sleep(0.3)
        server.send_signal(number)
        response = await running
        assert await response.text() == "done"
        assert "server" not in response.headers
        response.release()
    rest = await asyncio.to_thread(server.stdout.read)
    assert rest.split("\n") == ["lifespan ended", "cleaned up", ""]
    assert server.wait(5) == 0


def test_the_next_free_port_is_taken_when_several_are_allowed() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port, tries=20) as other:
            assert port < other.getsockname()[1] < port + 20
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_told_at_once() -> None:
    with pytest.raises(OSError, match="assign"):
        listen("192.0.2.1", 0, tries=5)


def test_a_listener_does_not_block() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert isinstance(listener, socket.socket)
        assert not listener.getblocking()
