"""Load every administrative division as a government, in one transaction."""

import gzip
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from itertools import chain
from pathlib import Path
from uuid import UUID

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.registry.domain.bodies import seen_under, unit_body
from services.registry.domain.divisions import Division, governments, nation
from services.registry.domain.initials import initials
from services.registry.domain.units import Unit
from services.registry.store import units as store

LOADER = "loader"
_BATCH = 10_000
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
    return len(written)


async def write_units(conn: Connection, units: Iterable[Unit], now: datetime) -> list[Unit]:
    """Write new units, parents before children, with a change-log entry each; return them.

    They may be made while they are read: the server takes in the first while the next is made.
    """
    written: list[Unit] = []
    await store.copy_units(conn, _noted(units, written))
    for start in range(0, len(written), _BATCH):
        entries = [_created(unit, now) for unit in written[start : start + _BATCH]]
        await record_many(conn, entries)
    return written


def _noted(units: Iterable[Unit], written: list[Unit]) -> Iterator[Unit]:
    for unit in units:
        written.append(unit)
        yield unit


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
