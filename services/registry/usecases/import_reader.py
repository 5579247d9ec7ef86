"""The process that opens spreadsheets: hostile ones cost only itself.

``python -m services.registry.usecases.import_reader`` reads a file from its standard input and
writes frames to its standard output, each four bytes of length and then msgpack. It holds no
secret, no connection and bounded memory and time; whatever kills it refuses the file.
"""

import asyncio
import os
import resource
import struct
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from services.kit.refusal import Refusal
from services.registry.domain.imports import faults
from services.registry.domain.imports.rows import (
    ChannelRow,
    ExpertRow,
    PostRow,
    Row,
    UnitRow,
)
from services.registry.domain.imports.tables import (
    Cells,
    Rejected,
    RosterFile,
    RosterReader,
    SheetReport,
    cells_of,
)

MOST_MEMORY = 2 << 30
"""Address space, of which a file of the largest size resides in less than half a gibibyte."""
MOST_SECONDS = 120
_BATCH = 1_000
_LENGTH = struct.Struct("<I")


@dataclass(slots=True, kw_only=True)
class Frame:
    """Some rows, in order within each kind; the last frame of a file has its sheets."""

    units: list[UnitRow] = field(default_factory=list)
    posts: list[PostRow] = field(default_factory=list)
    experts: list[ExpertRow] = field(default_factory=list)
    channels: list[ChannelRow] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)
    sheets: list[SheetReport] | None = None
    refusal: tuple[str, str] | None = None


@dataclass(slots=True, kw_only=True)
class Request:
    """What is wanted: all rows, or the cells of some lines by sheet."""

    lines: dict[str, list[int]] | None = None


_decode = msgspec.msgpack.Decoder(Frame).decode


async def read_apart(data: bytes, progress: Callable[[int], None]) -> RosterFile:
    """Read a whole file in a process of its own; ``progress`` is told the rows read so far.

    Raises Refusal: those of reading, and FILE_TOO_LARGE where the process came to its limits.
    """
    rows: list[Row] = []
    rejected: list[Rejected] = []
    sheets: list[SheetReport] = []
    async for frame in _frames(data, Request()):
        rows += (*frame.units, *frame.posts, *frame.experts, *frame.channels)
        rejected += frame.rejected
        sheets += frame.sheets or ()
        progress(len(rows) + len(rejected))
    return RosterFile(sheets=tuple(sheets), rows=tuple(rows), rejected=tuple(rejected))


async def cells_apart(data: bytes, lines: Mapping[str, Sequence[int]]) -> list[Cells]:
    """Return the headers and these lines of a file as texts; raises as `read_apart`."""
    wanted = Request(lines={sheet: list(numbers) for sheet, numbers in lines.items()})
    return [one async for frame in _frames(data, wanted) for one in frame.cells]


async def _frames(data: bytes, wanted: Request) -> AsyncIterator[Frame]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath},
    )
    assert process.stdin  # noqa: S101 - as piped above
    assert process.stdout  # noqa: S101 - as piped above
    feeding = asyncio.create_task(_feed(process.stdin, wanted, data))
    whole = False
    try:
        async with asyncio.timeout(2 * MOST_SECONDS):
            while head := await process.stdout.read(_LENGTH.size):
                frame = _decode(await process.stdout.readexactly(_LENGTH.unpack(head)[0]))
                if frame.refusal:
                    raise Refusal(*frame.refusal, faults.FIELD)
                whole = frame.sheets is not None
                yield frame
    except (asyncio.IncompleteReadError, TimeoutError, struct.error):
        whole = False
    finally:
        feeding.cancel()
        if process.returncode is None:
            process.kill()
        await process.wait()
    if not whole:
        raise faults.too_costly()


async def _feed(stdin: asyncio.StreamWriter, wanted: Request, data: bytes) -> None:
    request = msgspec.msgpack.encode(wanted)
    try:
        stdin.write(_LENGTH.pack(len(request)) + request)
        for start in range(0, len(data), 1 << 20):
            stdin.write(data[start : start + (1 << 20)])
            await stdin.drain()
        stdin.close()
    except ConnectionError:
        return  # it refused the file before it had all of it


def main() -> None:
    """Serve one request and end."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    size = _LENGTH.unpack(source.read(_LENGTH.size))[0]
    wanted = msgspec.msgpack.decode(source.read(size), type=Request)
    for frame in _answer(source.read(), wanted):
        body = msgspec.msgpack.encode(frame)
        target.write(_LENGTH.pack(len(body)) + body)
    target.flush()


def _answer(data: bytes, wanted: Request) -> Iterator[Frame]:
    try:
        if wanted.lines is None:
            yield from _rows(data)
        else:
            lines = {sheet: frozenset(numbers) for sheet, numbers in wanted.lines.items()}
            yield from _batches("cells", cells_of(data, lines))
            yield Frame(sheets=[])
    except Refusal as refusal:
        yield Frame(refusal=(refusal.code, refusal.message))


def _rows(data: bytes) -> Iterator[Frame]:
    reader = RosterReader(data)
    frame = Frame()
    for count, one in enumerate(reader.rows(), start=1):
        getattr(frame, _LISTS[type(one)]).append(one)
        if count % _BATCH == 0:
            yield frame
            frame = Frame()
    frame.sheets = reader.reports
    yield frame


def _batches(name: str, many: Iterator[Any]) -> Iterator[Frame]:
    frame = Frame()
    for one in many:
        getattr(frame, name).append(one)
        if len(getattr(frame, name)) == _BATCH:
            yield frame
            frame = Frame()
    yield frame


_LISTS: Mapping[type, str] = {
    UnitRow: "units",
    PostRow: "posts",
    ExpertRow: "experts",
    ChannelRow: "channels",
    Rejected: "rejected",
}

if __name__ == "__main__":
    main()
