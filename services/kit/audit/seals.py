"""The chain of seals: rows of the record, batch after batch, none of which can change unseen.

The SHA-256 of a seal goes over the one before, what the seal says of itself, and the digest of
each of its rows. Whoever can rewrite the database can rewrite the chain as well: that is what the
checkpoints outside are for.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from asyncpg import Record

from services.kit.audit.lanes import Lane, Row, oldest, pending, place_of
from services.kit.database import Connection, Database

BATCH = 1000
"""Rows under one seal at most; what a seal and its check hold in memory."""
LOCK_KEY = 7206
DIGEST = 32
BEGINNING = bytes(DIGEST)


class SealBroken(Exception):
    """The row that was sealed last is gone: somebody has rewritten the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One batch; ``seqs``, ``entities`` and the 32-byte pieces of ``digests`` stand for its rows.

    ``total`` counts the rows under seal in all lanes, these included.
    """

    no: int
    at: datetime
    lane: str
    total: int
    seqs: tuple[int, ...]
    entities: tuple[str, ...]
    digests: bytes
    previous: bytes
    hash: bytes

    def digest(self, place: int) -> bytes:
        """Return the digest of the row at a place, from 0."""
        return self.digests[place * DIGEST : (place + 1) * DIGEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain; number 0 before the first seal."""

    no: int = 0
    total: int = 0
    hash: bytes = BEGINNING
    at: datetime | None = None


def digest_of(row: Row) -> bytes:
    """Return the SHA-256 of a row's canonical text in UTF-8."""
    return hashlib.sha256(row.line.encode()).digest()


def new_seal(head: Head, lane: str, rows: Sequence[Row], at: datetime) -> Seal:
    """Put these rows under a seal that follows ``head``."""
    seqs, entities = tuple(row.seq for row in rows), tuple(row.entity for row in rows)
    digests = b"".join(map(digest_of, rows))
    no, total = head.no + 1, head.total + len(rows)
    return Seal(
        no=no,
        at=at,
        lane=lane,
        total=total,
        seqs=seqs,
        entities=entities,
        digests=digests,
        previous=head.hash,
        hash=hash_of(no, at, lane, total, seqs, entities, digests, head.hash),
    )


def hash_of(
    no: int,
    at: datetime,
    lane: str,
    total: int,
    seqs: Sequence[int],
    entities: Sequence[str],
    digests: bytes,
    previous: bytes,
) -> bytes:
    """Return the SHA-256 of a seal: the one before, its own words as JSON, numbers, digests."""
    words = orjson.dumps(["huiying-seal-1", no, at, lane, total, entities])
    numbers = struct.pack(f">{len(seqs)}q", *seqs)
    return hashlib.sha256(previous + hashlib.sha256(words).digest() + numbers + digests).digest()


async def seal_next(database: Database, lanes: Iterable[Lane], at: datetime) -> bool:
    """Seal the next batch of each lane; tell whether more is waiting.

    Any number of processes may seal: one works, the others leave it to that one.

    Raises:
        SealBroken: see there.
    """
    more = False
    async with database.transaction() as conn:
        if not await conn.fetchval("select pg_try_advisory_xact_lock($1)", LOCK_KEY):
            return False
        head = await head_of(conn)
        for lane in lanes:
            place, last = await _sealed_to(conn, lane)
            rows = await pending(conn, lane, place, last, BATCH)
            more = more or len(rows) == BATCH
            if rows:
                seal = new_seal(head, lane.table, rows, at)
                await _save(conn, seal)
                head = Head(no=seal.no, total=seal.total, hash=seal.hash, at=at)
    return more


async def oldest_unsealed(conn: Connection, lanes: Iterable[Lane]) -> datetime | None:
    """Return the time of the oldest row that is under no seal yet; raises SealBroken."""
    found = [await oldest(conn, lane, *await _sealed_to(conn, lane)) for lane in lanes]
    return min((at for at in found if at), default=None)


async def head_of(conn: Connection) -> Head:
    """Return the end of the chain."""
    row = await conn.fetchrow("select no, total, hash, at from seal order by no desc limit 1")
    if row is None:
        return Head()
    return Head(no=row["no"], total=row["total"], hash=row["hash"], at=row["at"])


async def seals_after(conn: Connection, no: int, first: int) -> list[Seal]:
    """Return the seals after that number (exclusive), in their order."""
    rows = await conn.fetch(
        """
        select no, at, lane, total, seqs, entities, digests, previous, hash
        from seal
        where no > $1
        order by no
        limit $2
        """,
        no,
        first,
    )
    return [_seal(row) for row in rows]


async def hash_at(conn: Connection, no: int) -> bytes | None:
    """Return the hash of one seal, None where there is none of that number."""
    found: bytes | None = await conn.fetchval("select hash from seal where no = $1", no)
    return found


async def sealed_since(conn: Connection, no: int) -> datetime | None:
    """Return when the first seal after that number was made."""
    found: datetime | None = await conn.fetchval(
        "select at from seal where no > $1 order by no limit 1", no
    )
    return found


async def _sealed_to(conn: Connection, lane: Lane) -> tuple[str, int]:
    last = await conn.fetchval(
        "select seqs[rows] from seal where lane = $1 order by no desc limit 1", lane.table
    )
    place = await place_of(conn, lane, last or 0)
    if place is None:
        raise SealBroken(f"{lane.table} {last}")
    return place, last or 0


async def _save(conn: Connection, seal: Seal) -> None:
    await conn.execute(
        """
        insert into seal (no, at, lane, rows, total, seqs, entities, digests, previous, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        seal.no,
        seal.at,
        seal.lane,
        len(seal.seqs),
        seal.total,
        seal.seqs,
        seal.entities,
        seal.digests,
        seal.previous,
        seal.hash,
    )


def _seal(row: Record) -> Seal:
    return Seal(
        no=row["no"],
        at=row["at"],
        lane=row["lane"],
        total=row["total"],
        seqs=tuple(row["seqs"]),
        entities=tuple(row["entities"]),
        digests=row["digests"],
        previous=row["previous"],
        hash=row["hash"],
    )
