"""The whole country: loading 307,102 units with a head each, then searching beside a writer."""

import asyncio
import random
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvloop

from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from services.registry.domain.units import Unit, UnitPatch, update_unit
from services.registry.store import units as store
from services.registry.usecases.divisions import load_departments, load_divisions
from services.registry.usecases.finding import UnitQuery, find_units, order_of
from services.registry.usecases.made_up import load_people
from tests.bench.processes import cpu_seconds
from tests.bench.rounds import table
from tests.support.names import chinese_names

NOW = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)
SEARCHES = 150
PAUSE = 0.02
"""Seconds between two renamings of the writer beside the searches."""


def measure(dsn: str) -> None:
    """Print the tables of the load and of the searches; the address is of an empty registry."""
    uvloop.run(_measure(dsn))


async def _measure(dsn: str) -> None:
    database = await Database.connect(dsn, size=4)
    try:
        await _load(database, urlsplit(dsn).path[1:])
        await _search(database)
    finally:
        await database.close()


async def _load(database: Database, name: str) -> None:
    begun, before = time.perf_counter(), time.process_time()
    governments = await load_divisions(database, NOW)
    middle = time.perf_counter()
    bodies = await load_departments(database, NOW)
    units = time.perf_counter()
    people = await load_people(database, NOW, chinese_names())
    ended = time.perf_counter()
    async with database.reading() as conn:
        size = await conn.fetchval("select pg_database_size($1)", name)
        pids = await conn.fetch("select pid from pg_stat_activity where datname = $1", name)
    server = sum(cpu_seconds(row["pid"]) for row in pids if Path(f"/proc/{row['pid']}").exists())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    table(
        "loading the country by the product's loader; goal: < 60 s in all",
        [
            *("governments", "s", "bodies", "s", "people and posts", "s", "all s"),
            *("CPU s here", "CPU s server", "MB here", "MB"),
        ],
        [
            [
                f"{governments:,}",
                f"{middle - begun:.1f}",
                f"{bodies:,}",
                f"{units - middle:.1f}",
                f"{people:,}",
                f"{ended - units:.1f}",
                f"{ended - begun:.1f}",
                f"{time.process_time() - before:.0f}",
                f"{server:.0f}",
                str(peak),
                f"{size / 1e6:.0f}",
            ]
        ],
    )


async def _search(database: Database) -> None:
    chance = random.Random(7)
    async with database.reading() as conn:
        rows = await conn.fetch("select id from unit tablesample bernoulli (2) repeatable (7)")
        sample = list((await store.units_by_id(conn, [row["id"] for row in rows])).values())
    chance.shuffle(sample)
    writer = asyncio.create_task(_rename(database, sample[: len(sample) // 2]))
    lines = []
    every: list[float] = []
    for sort, texts in _texts(chance, sample).items():
        taken = sorted([await _timed(database, text) for text in texts])
        lines.append([sort, str(len(taken)), *_figures(taken)])
        every += taken
    writer.cancel()
    with suppress(asyncio.CancelledError):
        await writer
    lines.append(["all of them", str(len(every)), *_figures(sorted(every))])
    table(
        f"searching {len(sample) * 50:,} units beside a writer of {1 / PAUSE:.0f} units a second; "
        "goal: p99 < 50 ms",
        ["searched", "n", "p50 ms", "p99 ms", "worst ms"],
        lines,
    )


def _texts(chance: random.Random, sample: Sequence[Unit]) -> dict[str, list[str]]:
    """Return what people type: pieces of names and initials, whole names, beginnings of codes."""
    some = sample[:SEARCHES]

    def pieces(texts: list[str], length: int) -> list[str]:
        starts = [chance.randrange(max(1, len(text) - length + 1)) for text in texts]
        cut = zip(texts, starts, strict=True)
        found = [text[start : start + length] for text, start in cut]
        return [piece for piece in found if not piece[:1].isdigit()]

    names = [unit.spoken for unit in some]
    letters = [unit.initials for unit in some]
    return {
        **{f"{n} characters": pieces(names, n) for n in (1, 2, 3, 4)},
        "the whole name": names,
        **{f"{n} initials": pieces(letters, n) for n in (1, 2, 3, 4, 6)},
        "a code's beginning": [unit.code[: chance.choice((2, 4, 6, 9))] for unit in some],
        "offices": ["派出所", "应急", "网信办", "街道", "苏木", "自治县", "gaj", "v"] * 5,
    }


async def _timed(database: Database, text: str) -> float:
    query = UnitQuery(search=text)
    request = PageRequest.parse(20, connection=order_of(query).connection)
    begun = time.perf_counter()
    await find_units(database, query, request)
    return 1000 * (time.perf_counter() - begun)


async def _rename(database: Database, some: Sequence[Unit]) -> None:
    """Rename one unit after another, for ever."""
    while True:
        for unit in some:
            async with database.transaction() as conn:
                locked: Any = await store.lock_unit(conn, unit.code)
                patch = UnitPatch(code=unit.code, name=f"{unit.name}（{locked.version}）")
                await store.save_unit(conn, update_unit(locked, patch, []))
            await asyncio.sleep(PAUSE)


def _figures(taken: Sequence[float]) -> list[str]:
    ninety_nine = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    return [f"{one:.1f}" for one in (taken[len(taken) // 2], ninety_nine, taken[-1])]
