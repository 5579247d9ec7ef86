"""What does not grow: the page with the table, a deep page with its depth, an idle sweep."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import uvloop

from services.deadlines.app import shipped_law
from services.deadlines.domain.board import BoardFilter, ObligationOrder
from services.deadlines.store.board import board_page
from services.deadlines.usecases.sweep import sweep_obligations
from services.kit.auth import Role
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from tests.bench.preview import CALLER
from tests.bench.rounds import ratios, span, table

ROUNDS, BATCH = 9, 30
PAGE, DEEP = 50, 400
JOB = replace(CALLER, role=Role.JOB, subject="job", scope_level=1, scope_code="0")
_KEYS = count(1)

Run = Callable[[], Awaitable[Any]]


def measure(small: str, large: str, sizes: tuple[int, int], rounds: int = ROUNDS) -> None:
    """Print the tables of depth and size; the addresses are of databases of these sizes."""
    uvloop.run(_measure(small, large, sizes, rounds))


async def _measure(small: str, large: str, sizes: tuple[int, int], rounds: int) -> None:
    async with AsyncExitStack() as stack:
        few = await Database.connect(small, size=2)
        stack.push_async_callback(few.close)
        many = await Database.connect(large, size=2)
        stack.push_async_callback(many.close)
        pages = min(DEEP, sizes[1] // (5 * PAGE))
        deep = await _cursor(many, pages * PAGE)
        law, beginning = shipped_law(), SystemClock().now()

        async def sweep(database: Database) -> None:
            number = next(_KEYS)
            key, now = f"bench {number}", beginning + timedelta(milliseconds=number)
            await sweep_obligations(database, law, JOB, now, 500, key, now)

        await _print(
            {
                f"first page, {sizes[0]:,} rows": lambda: _page(few),
                f"first page, {sizes[1]:,} rows": lambda: _page(many),
                f"page {pages}, {sizes[1]:,} rows": lambda: _page(many, deep),
                f"idle sweep, {sizes[0]:,} rows": lambda: sweep(few),
                f"idle sweep, {sizes[1]:,} rows": lambda: sweep(many),
            },
            rounds,
        )


async def _page(database: Database, after: tuple[datetime, UUID] | None = None) -> None:
    request = PageRequest(connection="obligations", first=PAGE, last=None, after=after, before=None)
    async with database.reading() as conn:
        page = await board_page(
            conn, request, BoardFilter(timed=True), ObligationOrder.DUE_AT, level=1, code="0"
        )
    assert len(page.rows) == PAGE


async def _cursor(database: Database, offset: int) -> tuple[datetime, UUID]:
    async with database.reading() as conn:
        row = await conn.fetchrow(
            """
            select board_at, id
            from obligation
            where scope1 = '0'
            and state = 'OPEN'
            and owed
            order by board_at, id
            offset $1
            limit 1
            """,
            offset,
        )
    assert row is not None
    return row["board_at"], row["id"]


async def _print(variants: dict[str, Run], rounds: int) -> None:
    found: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name in variants if number % 2 == 0 else reversed(variants):
            milliseconds = await _wall(variants[name])
            if number:  # the first round warms up
                found[name].append(milliseconds)
    page, *_, sweep, _ = variants
    lines = []
    for name, values in found.items():
        base = found[sweep if "sweep" in name else page]
        lines.append([name, span(values), span(ratios(values, base))])
    table(
        f"size and depth, in process with the real database, {rounds} rounds of {BATCH}; "
        "goal: <= 1.5 x the small table and the first page",
        ["what", "ms", "x first"],
        lines,
    )


async def _wall(run: Run) -> float:
    begun = time.perf_counter()
    for _ in range(BATCH):
        await run()
    used = time.perf_counter() - begun
    await asyncio.sleep(0)
    return 1000 * used / BATCH
