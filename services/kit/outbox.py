"""The outbox: what must leave the house is delivered at least once, the gravest first, for ever.

Rows are written by `enqueue` in the transaction of what they tell of, taken by any number of
runners under a lease (`take`), and settled under the fencing number of that taking (`settle`).
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from services.kit.database import Connection, Database

STUCK_AFTER = 8
"""After so many failed tries a row counts as stuck; it is tried all the same."""

LEASE = timedelta(seconds=30)
"""Longer than any `deliver` takes; a killed runner's rows wait for its end."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
LONGEST_REST = timedelta(minutes=1)
LONGEST_ERROR = 200
_DICE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParcel:
    """Something to send: ``id`` stays the same through every try, ``rank`` 0 is the gravest."""

    id: UUID
    lane: str
    subject: UUID
    rank: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A row under lease; ``attempts`` counts this try too."""

    id: UUID
    lane: str
    subject: UUID
    rank: int
    due_at: datetime
    attempts: int
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a try: delivered, failed with its ``error``, or not made (``tried`` False)."""

    parcel: Parcel
    delivered: bool = False
    tried: bool = True
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one run did; ``overtaken`` were settled by another runner after our lease had ended."""

    delivered: int
    failed: int
    left: int
    overtaken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """How much waits, since when the one waits that should have gone first, and what is stuck."""

    waiting: int
    ready_since: datetime | None
    stuck: int


async def enqueue(conn: Connection, parcels: Sequence[NewParcel], at: datetime) -> None:
    """Write what is to be sent, in the caller's transaction; an id that is there stays as it is."""
    await conn.execute(
        """
        insert into outbox (id, lane, subject, rank, due_at, created_at, next_at)
        select id, lane, subject, rank, due_at, $6, $6
        from unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[], $5::timestamptz[])
            as given (id, lane, subject, rank, due_at)
        on conflict (id) do nothing
        """,
        [parcel.id for parcel in parcels],
        [parcel.lane for parcel in parcels],
        [parcel.subject for parcel in parcels],
        [parcel.rank for parcel in parcels],
        [parcel.due_at for parcel in parcels],
        at,
    )


async def take(conn: Connection, now: datetime, limit: int) -> list[Parcel]:
    """Lease at most ``limit`` rows whose time has come, by rank, then due time, then id.

    Rows that another runner is taking, and those of a lane that rests, are passed over.
    """
    rows = await conn.fetch(
        """
        with taken as (
            select o.id
            from outbox o
            where o.delivered_at is null
            and o.next_at <= $1
            and not exists (
                select from outbox_lane l where l.lane = o.lane and l.rests_until > $1
            )
            order by o.rank, o.due_at, o.id
            limit $2
            for update of o skip locked
        )
        update outbox o
        set attempts = o.attempts + 1, next_at = $3, fence = nextval('outbox_fence')
        from taken
        where o.id = taken.id
        returning o.id, o.lane, o.subject, o.rank, o.due_at, o.attempts, o.fence
        """,
        now,
        limit,
        now + LEASE,
    )
    return sorted(
        (Parcel(**dict(row)) for row in rows), key=lambda each: (each.rank, each.due_at, each.id)
    )


async def settle(conn: Connection, outcomes: Sequence[Outcome], now: datetime) -> int:
    """Write what became of rows we hold; returns how many of them were still ours.

    A row not tried goes back as if it had not been taken. A lane rests after a failure, the
    longer the more followed one another, and is awake again after a success.
    """
    settled = await conn.fetch(
        """
        update outbox o
        set delivered_at = given.delivered_at, next_at = given.next_at, error = given.error,
            attempts = given.attempts
        from unnest(
            $1::uuid[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::text[],
            $6::integer[]
        ) as given (id, fence, delivered_at, next_at, error, attempts)
        where o.id = given.id
        and o.fence = given.fence
        and o.delivered_at is null
        returning o.id
        """,
        [each.parcel.id for each in outcomes],
        [each.parcel.fence for each in outcomes],
        [now if each.delivered else None for each in outcomes],
        [_next_at(each, now) for each in outcomes],
        [each.error[:LONGEST_ERROR] if each.error else None for each in outcomes],
        [each.parcel.attempts - (not each.tried) for each in outcomes],
    )
    ours = {row["id"] for row in settled}
    await _rest(conn, [each for each in outcomes if each.parcel.id in ours], now)
    return len(ours)


async def _rest(conn: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    tried = [each for each in outcomes if each.tried]
    last = {each.parcel.lane: each.delivered for each in tried}  # the last try of each lane decides
    await conn.execute(
        """
        insert into outbox_lane as l (lane, failures, rests_until)
        select lane, 1, $2::timestamptz + $3::interval
        from unnest($1::text[]) as given (lane)
        order by lane
        on conflict (lane) do update
        set failures = l.failures + 1,
            rests_until = $2::timestamptz
                + least($4::interval, $3::interval * power(2, least(l.failures, 10)))
        """,
        sorted(lane for lane, well in last.items() if not well),
        now,
        FIRST_PAUSE,
        LONGEST_REST,
    )
    await conn.execute(
        "delete from outbox_lane where lane = any($1::text[])",
        sorted(lane for lane, well in last.items() if well),
    )


def _next_at(outcome: Outcome, now: datetime) -> datetime:
    return now if not outcome.tried else now + pause(outcome.parcel.attempts, _DICE.random())


def pause(attempts: int, chance: float) -> timedelta:
    """Tell how long to wait after so many tries: twice as long each time, from half to whole.

    ``chance`` (0 to 1) spreads those that failed together; ten minutes is the longest.
    """
    whole: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    return whole * (0.5 + chance / 2)


Send = Callable[[Parcel], Awaitable[None]]


async def deliver(
    database: Database,
    send: Send,
    *,
    now: datetime,
    limit: int,
    seconds: float = 3.0,
    budget: float = 3.5,
) -> Delivered:
    """Take, send and settle once: lanes beside each other, the rows of one lane in their order.

    A try may last ``seconds``; a lane that failed is not asked again in this run, and after
    ``budget`` seconds none begins another try, so that a receiver that never answers holds up
    nobody. ``send`` raises whatever it likes where it did not succeed.
    """
    async with database.transaction() as conn:
        taken = await take(conn, now, limit)
    loop = asyncio.get_running_loop()
    stop = loop.time() + budget
    lanes = [
        [parcel for parcel in taken if parcel.lane == lane]
        for lane, _ in groupby(sorted(parcel.lane for parcel in taken))
    ]
    tries = await asyncio.gather(*(_lane(lane, send, seconds, stop) for lane in lanes))
    outcomes = [outcome for lane in tries for outcome in lane]
    if not outcomes:
        return Delivered(delivered=0, failed=0, left=0, overtaken=0)
    async with database.transaction() as conn:
        ours = await settle(conn, outcomes, now)
    return Delivered(
        delivered=sum(each.delivered for each in outcomes),
        failed=sum(each.tried and not each.delivered for each in outcomes),
        left=sum(not each.tried for each in outcomes),
        overtaken=len(outcomes) - ours,
    )


async def _lane(
    parcels: Iterable[Parcel], send: Send, seconds: float, stop: float
) -> list[Outcome]:
    loop = asyncio.get_running_loop()
    outcomes: list[Outcome] = []
    failed = False
    for parcel in parcels:
        if failed or loop.time() >= stop:
            outcomes.append(Outcome(parcel=parcel, tried=False))
            continue
        error = await _tried(parcel, send, min(seconds, stop - loop.time()))
        failed = error is not None
        outcomes.append(Outcome(parcel=parcel, delivered=not failed, error=error))
    return outcomes


async def _tried(parcel: Parcel, send: Send, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            await send(parcel)
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        # whatever it is, it was not delivered, and the next try comes
        return f"{type(error).__name__}: {error}"
    return None


async def outbox_state(conn: Connection, now: datetime) -> OutboxState:
    """Count what waits (to ten thousand) and what is stuck, and tell since when one is ready."""
    row = await conn.fetchrow(
        """
        select
            (
                select count(*)
                from (select 1 from outbox where delivered_at is null limit 10000) as counted
            ) as waiting,
            (
                select min(greatest(o.next_at, l.rests_until))
                from outbox o
                left join outbox_lane l on l.lane = o.lane
                where o.delivered_at is null
                and o.next_at <= $1
                and (l.rests_until is null or l.rests_until <= $1)
            ) as ready_since,
            (
                select count(*)
                from (
                    select 1
                    from outbox
                    where delivered_at is null
                    and attempts >= $2
                    limit 10000
                ) as counted
            ) as stuck
        """,
        now,
        STUCK_AFTER,
    )
    if row is None:
        return OutboxState(waiting=0, ready_since=None, stuck=0)
    return OutboxState(waiting=row["waiting"], ready_since=row["ready_since"], stuck=row["stuck"])


async def withdraw(conn: Connection, lane: str) -> list[UUID]:
    """Take back what waits for a receiver that is no more; returns the subjects it told of."""
    rows = await conn.fetch(
        """
        delete from outbox
        where lane = $1
        and delivered_at is null
        returning subject
        """,
        lane,
    )
    await conn.execute("delete from outbox_lane where lane = $1", lane)
    return [row["subject"] for row in rows]


async def forget_delivered(conn: Connection, before: datetime, limit: int) -> None:
    """Delete at most ``limit`` rows delivered before the moment (exclusive), the oldest first."""
    await conn.execute(
        """
        delete from outbox
        where id in (
            select id
            from outbox
            where delivered_at < $1
            order by delivered_at
            limit $2
            for update skip locked
        )
        """,
        before,
        limit,
    )
