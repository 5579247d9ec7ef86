"""A roster of many rows into a registry of all governments: seconds, rows a second, memory."""

import asyncio
import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import xlsxwriter

from services.kit.auth import Principal, Role
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.registry.app import SERVICE_ROLE
from services.registry.domain.imports.runs import ImportPhase, ImportRoster
from services.registry.store import imports as store
from services.registry.usecases.acting import Act
from services.registry.usecases.divisions import load_divisions
from services.registry.usecases.import_undo import carry_out_undo, start_undo
from services.registry.usecases.imports import carry_out, start_import
from services.registry.usecases.uploads import keep_upload
from tests.bench.rounds import table
from tests.support.cluster import Cluster

HEADER = ("单位代码", "姓名", "岗位", "职务", "职级", "手机", "任职日期", "备注")
POSTS = ("主要负责人", "分管负责人", "新闻发言人", "联络员", "舆情收集员")


def measure(cluster: Cluster, rows: int) -> None:
    """Import so many appointments, the same again, and undo the first; print a line for each.

    In a process of its own, whose memory nothing else has grown.
    """
    command = (sys.executable, "-m", "tests.bench.imports", cluster.clone("registry"), str(rows))
    sys.stdout.flush()
    subprocess.run(command, check=True)


async def _measure(dsn: str, rows: int) -> None:
    owner = await Database.connect(dsn)
    await load_divisions(owner, SystemClock().now())
    async with owner.reading() as conn:
        units = [row["code"] for row in await conn.fetch("select code from unit order by code")]
    await owner.close()
    database = await Database.connect(dsn, role=SERVICE_ROLE)
    data = _workbook(units, rows)
    lines: list[tuple[str, ...]] = []
    first = await _line(database, "import", data, lines)
    await _line(database, "again", data, lines)
    await _undo(database, first, lines)
    await database.close()
    head = (
        "",
        "rows",
        "seconds",
        "rows/s",
        "horizon s",
        "service MB",
        "reader MB",
        "new",
        "rejected",
    )
    table(f"imports: {len(data) >> 10:,} KiB xlsx, {len(units):,} units known", head, lines)


def _workbook(units: list[str], rows: int) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("任职名单")
        sheet.write_row(0, 0, HEADER)
        for row in range(rows):
            post = POSTS[row % len(POSTS)]
            told = (units[1 + row // len(POSTS)], f"虚构{row:06d}", post, f"{post}职务", "科级")
            sheet.write_row(row + 1, 0, (*told, f"139{row:08d}", "2026.3.1", "虚构"))
    return target.getvalue()


def _act(operation: str) -> Act:
    now = SystemClock().now()
    who = Principal(
        subject="bench",
        name="bench",
        role=Role.ROSTER_ADMIN,
        unit="0",
        scope_level=1,
        scope_code="0",
        expires_at=now,
    )
    return Act(principal=who, operation=operation, key=f"bench {time.monotonic()}", now=now)


async def _line(database: Database, name: str, data: bytes, lines: list[tuple[str, ...]]) -> object:
    act = _act("importRoster")

    async def body() -> object:
        for start in range(0, len(data), 1 << 20):
            yield data[start : start + (1 << 20)]

    begun, writing = time.monotonic(), 0.0

    def tell(phase: ImportPhase, done: int, total: int | None) -> None:
        nonlocal writing
        if phase is ImportPhase.WRITING and not writing:
            writing = time.monotonic()

    with _peak() as peak:
        kept = await keep_upload(database, act.principal, f"{name}.xlsx", body(), act.now)  # type: ignore[arg-type] # a generator
        command = ImportRoster(upload=kept.id, unit="0", dry_run=False)
        import_id = (await start_import(database, act, command)).value
        await carry_out(database, act, import_id, tell)
    seconds = time.monotonic() - begun
    async with database.reading() as conn:
        one = (await store.imports_by_id(conn, [import_id]))[import_id]
    rows = one.rows_total or 0
    lines.append(
        (
            name,
            f"{rows:,}",
            f"{seconds:.1f}",
            f"{rows / seconds:,.0f}",
            f"{time.monotonic() - writing:.1f}",
            f"{peak[0]}",
            f"{peak[1]}",
            f"{one.new_rows:,}",
            f"{one.rejected_rows:,}",
        )
    )
    return import_id


async def _undo(database: Database, import_id: object, lines: list[tuple[str, ...]]) -> None:
    act = _act("undoImport")
    begun = time.monotonic()
    with _peak() as peak:
        await start_undo(database, act, import_id)  # type: ignore[arg-type] # an id
        await carry_out_undo(database, act, import_id, lambda phase, done, total: None)  # type: ignore[arg-type] # an id
    seconds = time.monotonic() - begun
    lines.append(("undo", "", f"{seconds:.1f}", "", f"{seconds:.1f}", f"{peak[0]}", "", "", ""))


@contextmanager
def _peak() -> Iterator[list[int]]:
    """Lend the most megabytes that this process and a child of it held resident meanwhile."""
    found, ended = [0, 0], Event()

    def watch() -> None:
        while not ended.wait(0.05):
            found[0] = max(found[0], _resident("self"))
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            found[1] = max(found[1], *map(_resident, children), 0)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield found
    finally:
        ended.set()
        watching.join()


def _resident(process: str) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0  # it has just ended
    return pages * resource.getpagesize() >> 20


if __name__ == "__main__":
    asyncio.run(_measure(sys.argv[1], int(sys.argv[2])))
