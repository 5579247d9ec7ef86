"""Receivers of reminders that behave badly on demand: HTTP and SMTP, on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(slots=True)
class Sink:
    """What it was sent, by path; ``moods`` tells how a path answers, by default well.

    A mood is a status, "stall" (never answers), "drop" (closes without an answer), "late" (takes
    it and answers after the sender has gone) or "code" (200 with an error code in the body).
    """

    url: str = ""
    moods: dict[str, int | str] = field(default_factory=dict)
    got: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    patience: float = 0.5

    def ids(self, path: str) -> list[str]:
        """Return the ids of what came to a path, in order."""
        return [headers["idempotency-key"] for where, headers, _ in self.got if where == path]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        mood = self.moods.get(request.path, 200)
        headers = {name.lower(): value for name, value in request.headers.items()}
        if mood == "stall":
            await asyncio.sleep(self.patience)
            raise web.HTTPGatewayTimeout
        if mood == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        self.got.append((request.path, headers, await request.json()))
        if mood == "late":
            await asyncio.sleep(self.patience)
        if mood == "code":
            return web.json_response({"errcode": 93000, "code": 93000})
        status = mood if isinstance(mood, int) else 200
        return web.json_response({"errcode": 0, "code": 0}, status=status)


@asynccontextmanager
async def http_sink() -> AsyncIterator[Sink]:
    """Lend a receiver over HTTP."""
    sink = Sink()
    server = web.Server(sink.handle)
    runner = web.ServerRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sink.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield sink
    finally:
        await runner.cleanup()


@dataclass(slots=True)
class MailSink:
    """Mails taken; while ``busy`` it answers 451 to each, as a grey-listing server does."""

    port: int = 0
    busy: bool = False
    mails: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 sink")
        while line := (await reader.readline()).decode().strip().upper():
            if line.startswith("DATA"):
                say("354 go on")
                raw = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(raw.decode())
            elif line.startswith("QUIT"):
                break
            say("451 later" if self.busy and line.startswith("RCPT") else "250 well")
        say("221 bye")
        writer.close()


@asynccontextmanager
async def mail_sink() -> AsyncIterator[MailSink]:
    """Lend a receiver of mail."""
    sink = MailSink()
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
