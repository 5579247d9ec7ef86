"""Load every administrative division as a government, and the departments of all of them."""

import asyncio
import gc
import gzip
import tomllib
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.registry.domain.bodies import seen_under, unit_body
from services.registry.domain.demo_units import Words
from services.registry.domain.departments import departments
from services.registry.domain.divisions import Division, governments, nation
from services.registry.domain.initials import initials
from services.registry.domain.units import Unit
from services.registry.store import units as store

LOADER = "loader"
_BATCH = 10_000
AT_ONCE = 3
_DATA = files("services.registry") / "data"


def read_divisions() -> list[Division]:
    """Return the 44,703 rows of the list with their precomputed initials, in its order."""
    letters = gzip.decompress((_DATA / "initials.txt.gz").read_bytes()).decode().splitlines()
    return [
        Division(code=code, name=name, initials=sound)
        for (code, name), sound in zip(_rows(), letters, strict=True)
    ]


def write_initials(folder: Path | None = None) -> int:
    """Compute the initials of all rows anew, two seconds' work; return how many were written."""
    text = "".join(f"{initials(name)}\n" for _, name in _rows())
    target = (folder or Path(str(_DATA))) / "initials.txt.gz"
    target.write_bytes(gzip.compress(text.encode(), mtime=0))
    return text.count("\n")


async def load_divisions(database: Database, now: datetime) -> int:
    """Write the governments that are missing; return how many were written.

    Units that exist keep what was changed in them. All or nothing; a second call writes nothing.
    """
    async with database.transaction() as conn:
        await store.allow_long_statements(conn)
        known = await store.existing_codes(conn)
        units = chain([nation(new_id())], governments(read_divisions(), new_id))
        written = await write_units(conn, (unit for unit in units if unit.code not in known), now)
        if written:
            await store.refresh_statistics(conn)
    return written


async def load_departments(database: Database, now: datetime) -> int:
    """Write the missing offices and departments of every government; return how many.

    Each province is a transaction of its own, all or nothing: a transaction of half a minute would
    hold back every reader of the change log. A load that was stopped goes on when called again.
    """
    words, towns = read_words("demo.toml"), read_words("towns.toml")
    async with database.reading() as conn:
        places = await store.territorial_units(conn)
        known = await store.existing_codes(conn)
    batches = departments(words, towns, places, new_id)
    total = await _write_missing(database, next(batches), known, now)

    async def write_provinces() -> int:
        return sum([await _write_missing(database, made, known, now) for made in batches])

    # while the server takes in one province, the next is made
    with freed_by_counting():
        total += sum(await asyncio.gather(*(write_provinces() for _ in range(AT_ONCE))))
    async with database.transaction() as conn:
        await store.allow_long_statements(conn)
        await store.refresh_statistics(conn)
    return total


async def _write_missing(
    database: Database, units: Iterable[Unit], known: Container[str], now: datetime
) -> int:
    async with database.transaction() as conn:
        await store.allow_long_statements(conn)
        return await write_units(conn, (unit for unit in units if unit.code not in known), now)


async def write_units(conn: Connection, units: Iterable[Unit], now: datetime) -> int:
    """Write new units, parents before children, with a change-log entry each; return how many.

    They may be made while they are read: the server takes in the first while the next is made.
    """
    coming, written = iter(units), 0
    while batch := list(islice(coming, _BATCH)):
        await store.copy_units(conn, batch)
        await record_many(conn, [_created(unit, now) for unit in batch])
        written += len(batch)
    return written


@contextmanager
def freed_by_counting() -> Iterator[None]:
    """Do not look for cycles meanwhile: loaders make none, and looking costs them a quarter."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


def read_words(name: str) -> Words:
    """Return what a file of words beside the list says."""
    return tomllib.loads((_DATA / name).read_text("utf-8"))


def loaded(
    entity: str,
    id: UUID,  # noqa: A002 - the entry's own word
    unit: Unit,
    body: dict[str, object],
    now: datetime,
) -> NewChange:
    """Return the change-log entry of something a loader wrote, seen where its unit is seen."""
    return NewChange(
        at=now,
        entity=entity,
        id=id,
        version=1,
        kind="created",
        actor=LOADER,
        scope=seen_under(unit.scope),
        body=body,
    )


def _created(unit: Unit, now: datetime) -> NewChange:
    return loaded("unit", unit.id, unit, unit_body(unit), now)


def _rows() -> list[tuple[str, str]]:
    text = gzip.decompress((_DATA / "divisions.tsv.gz").read_bytes()).decode()
    pairs = (line.split("\t") for line in text.splitlines())
    return [(code, name) for code, name in pairs]
