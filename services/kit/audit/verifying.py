"""Whether the record is what was sealed and signed: every row, every seal, every checkpoint.

Reads seal after seal and keeps one batch in memory; the service may go on writing meanwhile.
"""

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.kit.audit.checkpoints import Checkpoint
from services.kit.audit.lanes import Lane, Row, others, passed_over, place_of, rows_of
from services.kit.audit.seals import (
    BEGINNING,
    DIGEST,
    Seal,
    digest_of,
    hash_of,
    head_of,
    seals_after,
)
from services.kit.database import Connection

MOST_FAULTS = 20
SEALS_AT_ONCE = 4
MOST_STRANGERS = 10_000


class Fault(StrEnum):
    """What is wrong with the record."""

    ALTERED = "ALTERED"
    MISSING = "MISSING"
    INSERTED = "INSERTED"
    SEAL_MISSING = "SEAL_MISSING"
    SEAL_ALTERED = "SEAL_ALTERED"
    REWRITTEN = "REWRITTEN"
    """The chain holds in itself and is not the one that was signed."""
    CUT = "CUT"
    """The chain ends before what was signed."""
    UNKNOWN_LANE = "UNKNOWN_LANE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault, at seal ``no``; a row's by its lane, number and entity.

    Of a rewritten chain ``since`` is the last seal that was signed as it stands, ``checkpoint``
    the first checkpoint that it contradicts.
    """

    fault: Fault
    no: int
    lane: str = ""
    seq: int | None = None
    entity: str = ""
    since: int = 0
    checkpoint: Checkpoint | None = None


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What was looked at and what is wrong, the first `MOST_FAULTS` faults in the chain's order.

    ``signed_to`` is the last seal under a checkpoint: what came later could be cut off unseen.
    """

    seals: int = 0
    rows: int = 0
    sealed_at: datetime | None = None
    checkpoints: int = 0
    signed_to: int = 0
    signed_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)


Progress = Callable[[int, int], None]
"""Told the rows looked at and the rows in all."""


@dataclass(slots=True)
class _Span:
    """How far a lane was looked at, and numbers seen on the way that no seal has named yet."""

    high: int = 0
    last: int = 0
    strangers: set[int] = field(default_factory=set)


async def verify(
    conn: Connection,
    lanes: Iterable[Lane],
    checkpoints: Iterable[Checkpoint] = (),
    progress: Progress = lambda done, total: None,
) -> Verdict:
    """Recompute the chain and compare it with the rows and with the checkpoints, in their order."""
    by_name = {lane.table: lane for lane in lanes}
    spans = {name: _Span() for name in by_name}
    verdict, signed = Verdict(), _Signed(iter(checkpoints))
    head = await head_of(conn)
    previous, total = BEGINNING, 0
    async for seal in _seals(conn, head.no):
        if seal.no != verdict.seals + 1:
            verdict.findings.append(Finding(fault=Fault.SEAL_MISSING, no=verdict.seals + 1))
        elif not _stands(seal, previous, total):
            verdict.findings.append(_at_rows(Fault.SEAL_ALTERED, seal))
        signed.meet(seal, verdict)
        lane = by_name.get(seal.lane)
        if lane is None:
            verdict.findings.append(_at_rows(Fault.UNKNOWN_LANE, seal))
        else:
            verdict.findings += await _compare(conn, lane, seal, spans[seal.lane])
        previous, total = seal.hash, seal.total
        verdict.seals, verdict.sealed_at = seal.no, seal.at
        verdict.rows += len(seal.seqs)
        progress(verdict.rows, head.total)
        if len(verdict.findings) >= MOST_FAULTS:
            break
    else:
        signed.end(verdict)
        for name, lane in by_name.items():
            verdict.findings += await _inserted(conn, lane, spans[name], verdict.seals)
    verdict.findings = verdict.findings[:MOST_FAULTS]
    return verdict


async def _seals(conn: Connection, upto: int) -> AsyncIterator[Seal]:
    after = 0
    while after < upto and (batch := await seals_after(conn, after, SEALS_AT_ONCE)):
        for seal in batch:
            if seal.no <= upto:
                yield seal
        after = batch[-1].no


def _stands(seal: Seal, previous: bytes, total: int) -> bool:
    """Tell whether a seal is the one that its hash was made of, and follows the one before."""
    rows = len(seal.seqs)
    return (
        seal.previous == previous
        and seal.total == total + rows
        and len(seal.entities) == rows
        and len(seal.digests) == rows * DIGEST
        and seal.hash
        == hash_of(
            seal.no,
            seal.at,
            seal.lane,
            seal.total,
            seal.seqs,
            seal.entities,
            seal.digests,
            seal.previous,
        )
    )


def _at_rows(fault: Fault, seal: Seal) -> Finding:
    seq = seal.seqs[0] if seal.seqs else None
    return Finding(fault=fault, no=seal.no, lane=seal.lane, seq=seq)


async def _compare(conn: Connection, lane: Lane, seal: Seal, span: _Span) -> list[Finding]:
    """Compare a seal with its rows, and note rows of the same span that it does not name."""
    there = await rows_of(conn, lane, seal.seqs)
    found = []
    for place, (seq, entity) in enumerate(zip(seal.seqs, seal.entities, strict=False)):
        row = there.get(seq)
        if row is None or digest_of(row) != seal.digest(place):
            fault = Fault.ALTERED if row else Fault.MISSING
            found.append(Finding(fault=fault, no=seal.no, lane=lane.table, seq=seq, entity=entity))
    high = max(seal.seqs, default=span.high)
    if high > span.high:
        room = MOST_STRANGERS - len(span.strangers)
        span.strangers.update(await others(conn, lane, span.high, high, seal.seqs, room))
        span.high = high
    span.strangers.difference_update(seal.seqs)
    span.last = seal.seqs[-1] if seal.seqs else span.last
    return found


async def _inserted(conn: Connection, lane: Lane, span: _Span, no: int) -> list[Finding]:
    """Find rows that no seal names although they stand before the last sealed one."""
    place = await place_of(conn, lane, span.last)
    if place is None:
        return []  # found missing already
    rows: Sequence[Row] = await passed_over(
        conn, lane, sorted(span.strangers), span.high, place, span.last, MOST_FAULTS
    )
    return [
        Finding(fault=Fault.INSERTED, no=no, lane=lane.table, seq=row.seq, entity=row.entity)
        for row in rows
    ]


class _Signed:
    """The checkpoints beside the chain, each compared with the seal that it names.

    They come in the order of their seals; one that comes late contradicts the chain like any other.
    """

    def __init__(self, checkpoints: Iterator[Checkpoint]) -> None:
        self._rest = checkpoints
        self._next = next(self._rest, None)
        self._good = 0
        self._told = False

    def meet(self, seal: Seal, verdict: Verdict) -> None:
        while self._next and self._next.no <= seal.no:
            one, self._next = self._next, next(self._rest, None)
            verdict.checkpoints += 1
            if one.no == seal.no and one.hash == seal.hash.hex() and one.total == seal.total:
                self._good = one.no
                verdict.signed_to, verdict.signed_at = one.no, one.at
            elif not self._told:
                self._told = True
                verdict.findings.append(
                    Finding(fault=Fault.REWRITTEN, no=one.no, since=self._good, checkpoint=one)
                )

    def end(self, verdict: Verdict) -> None:
        rest = [] if self._next is None else itertools.chain([self._next], self._rest)
        farthest = max(rest, key=lambda one: one.no, default=None)
        if farthest:
            verdict.findings.append(Finding(fault=Fault.CUT, no=verdict.seals, checkpoint=farthest))
