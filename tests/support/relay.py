"""A relay on the loopback between a client and a service, which can be made to fail as lines do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum


class Fault(StrEnum):
    """NONE passes all; STALL keeps lines open and moves nothing; SWALLOW loses what comes back;
    CUT closes every line and each new one."""

    NONE = "none"
    STALL = "stall"
    SWALLOW = "swallow"
    CUT = "cut"


class Relay:
    """`port` is its own; it connects to `target`, which may come and go."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.fault = Fault.NONE
        self.swallowed = 0
        self._passing = asyncio.Event()
        self._passing.set()
        self._lines: set[asyncio.StreamWriter] = set()

    def fail(self, fault: Fault) -> None:
        """Fail in this way from now on; NONE mends it for lines that are still open too."""
        self.fault = fault
        if fault is Fault.STALL:
            self._passing.clear()
        else:
            self._passing.set()
        if fault is Fault.CUT:
            for line in list(self._lines):
                line.close()

    async def serve_line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one line both ways until either end leaves."""
        try:
            if self.fault is Fault.CUT:
                raise ConnectionResetError
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self._lines |= {writer, back}
        ways = (self._carry(reader, back, False), self._carry(there, writer, True))
        await asyncio.gather(*ways, return_exceptions=True)
        self._lines -= {writer, back}

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, back: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(1 << 16):
                await self._passing.wait()
                if back and self.fault is Fault.SWALLOW:
                    self.swallowed += len(data)
                    continue
                sink.write(data)
                await sink.drain()
        sink.close()


@asynccontextmanager
async def open_relay(target: int) -> AsyncIterator[Relay]:
    relay = Relay(target)
    server = await asyncio.start_server(relay.serve_line, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        relay.fail(Fault.CUT)
        server.close()
        await server.wait_closed()
