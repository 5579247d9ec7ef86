"""Telling: whoever a recorded rung concerns gets a notice, in the transaction that records it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.notices import (
    Climbing,
    Hold,
    Item,
    Notice,
    climb,
    digest,
    in_passing,
    is_held,
    items_of,
    once_each,
    parts_of,
    reminders,
)
from services.deadlines.domain.sweep import Alert, Waking
from services.deadlines.law.alerting import Answerable, Told, head_of
from services.deadlines.law.ladders import rung_named
from services.deadlines.law.pack import Rung
from services.deadlines.store import digests as digests_store
from services.deadlines.store import notices as store
from services.deadlines.store.routes import routes_of
from services.deadlines.store.sweep import wakings_of
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import ladder_for
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection
from services.kit.ids import new_id
from services.kit.outbox import NewParcel, enqueue

MOST_CLIMBS = 200
"""So many notices climb in one sweep at most; the rest a minute later."""

MOST_DIGESTS = 100
"""So many recipients' digests one sweep puts together; the rest with the next."""


async def tell(
    conn: Connection,
    law: Law,
    woken: Mapping[UUID, Waking],
    alerts: Sequence[Alert],
    *,
    waits: bool,
    holds: Sequence[Hold],
    now: datetime,
) -> int:
    """Write what these new alerts tell to whom; returns how many notices that makes now.

    ``waits`` holds back everything for the digests, ``holds`` what a planned silence covers.
    """
    by_obligation: dict[UUID, list[Alert]] = {}
    for alert in alerts:
        by_obligation.setdefault(alert.obligation, []).append(alert)
    heads: dict[UUID, Answerable] = {}
    ladders = {id_: _rungs(law, woken[id_]) for id_ in by_obligation}
    if any(Told.HEAD in ladders[a.obligation][a.rung].to for a in alerts):
        heads = await _with_heads(conn, [woken[id_] for id_ in by_obligation], now)
    items = [
        item
        for id_, own in by_obligation.items()
        for item in items_of(woken[id_], ladders[id_], own, heads.get(id_, woken[id_].about))
    ]
    waiting = [item for item in items if waits or is_held(item.recipient, holds)]
    held = {id(item) for item in waiting}
    told = reminders([item for item in items if id(item) not in held], now)
    await _gather(conn, waiting, now)
    return await _tell(conn, told, now)


async def climb_on(
    conn: Connection,
    law: Law,
    caller: Principal,
    as_of: datetime,
    *,
    waits: bool,
    holds: Sequence[Hold],
    now: datetime,
) -> int:
    """Let notices climb that nobody acknowledged; returns how many new ones that makes now.

    One whose duties are all done climbs no more. A planned silence puts climbing off to its end.
    ``waits`` gathers it for the digests, which only he who composes them may: two at once would
    gather one rung twice for one recipient.
    """
    if waits and not await digests_store.try_composing(conn):
        return 0
    due = await store.due_climbs(conn, as_of, MOST_CLIMBS)
    if not due:
        return 0
    wakings = await wakings_of(conn, [row["obligation"] for row in due if row["obligation"]])
    heads = await _with_heads(conn, list(wakings.values()), now)
    told: list[tuple[Notice, list[Item]]] = []
    put_off: list[UUID] = []
    changes: list[NewChange] = []
    for row in due:
        climbing = store.climbing(row, wakings.get(row["obligation"]))
        new = _climbed(law, climbing, heads, now)
        if any(is_held(notice.recipient, holds) for notice, _ in new):
            put_off.append(climbing.notice)
            continue
        told += new
        changes += [_change(climbing.waking, notice, caller, now) for notice, _ in new]
    await store.set_climbs(conn, [row["notice"] for row in due], None)
    if put_off:
        await store.set_climbs(conn, put_off, min(hold.until for hold in holds))
    await record_many(conn, changes)
    if waits:
        await _gather(conn, once_each(in_passing(item) for _, own in told for item in own), now)
        return 0
    return await _tell(conn, told, now)


async def compose(conn: Connection, holds: Sequence[Hold], now: datetime) -> int:
    """Make one digest a recipient of all that waits and is not held; returns how many."""
    if not await digests_store.try_composing(conn):
        return 0
    waiting = await digests_store.waiting_parts(conn, [hold.scope for hold in holds], MOST_DIGESTS)
    digests = [digest(each, now) for each in waiting]
    if digests:
        await _send(conn, digests, now)
        taken = zip(waiting, digests, strict=True)
        await digests_store.give_parts(
            conn, [(part, own.id) for each, own in taken for part in each.parts]
        )
    return len(digests)


async def _gather(conn: Connection, items: Sequence[Item], now: datetime) -> None:
    """Keep items for the digests."""
    parts = parts_of(items)
    if parts:
        await digests_store.save_parts(conn, parts)
        await store.save_items(conn, [(p.id, item) for p in parts for item in p.items], now)


async def _tell(conn: Connection, told: Sequence[tuple[Notice, list[Item]]], now: datetime) -> int:
    """Send notices and write what each tells; returns how many."""
    if told:
        pairs = [(notice.id, item) for notice, items in told for item in items]
        await store.save_items(conn, pairs, now)
        await _send(conn, [notice for notice, _ in told], now)
    return len(told)


async def _send(conn: Connection, notices: Sequence[Notice], now: datetime) -> None:
    """Write notices, and into the outbox once for each route of the recipient's unit."""
    if not notices:
        return
    routes: dict[str, list[tuple[UUID, bool]]] = {}
    for route in await routes_of(conn, sorted({each.recipient.unit for each in notices})):
        if route.active:
            routes.setdefault(route.unit, []).append((route.id, route.accepts_drills))
    parcels: list[NewParcel] = []
    unrouted: set[UUID] = set()
    for notice in notices:
        own = [
            id_
            for id_, drills in routes.get(notice.recipient.unit, ())
            if drills or not notice.drill
        ]
        parcels += [parcel_of(notice.id, route, notice.rank, notice.due_at) for route in own]
        if not own and not notice.drill:
            unrouted.add(notice.id)
    await store.save_notices(conn, notices, unrouted)
    if parcels:
        await enqueue(conn, parcels, now)


def parcel_of(notice: UUID, route: UUID, rank: int, due_at: datetime) -> NewParcel:
    """Make what carries one notice by one route."""
    return NewParcel(id=new_id(), lane=str(route), subject=notice, rank=rank, due_at=due_at)


def _rungs(law: Law, waking: Waking) -> dict[str, Rung]:
    return {rung.name: rung for rung in ladder_for(law, waking.packs)}


async def _with_heads(
    conn: Connection, wakings: Sequence[Waking], now: datetime
) -> dict[UUID, Answerable]:
    units = sorted({waking.about.owner.code for waking in wakings})
    directory = await store.heads_of(conn, units, now)
    return {
        waking.obligation: replace(
            waking.about, head=head_of(waking.about.owner.code, directory, now)
        )
        for waking in wakings
    }


def _climbed(
    law: Law, climbing: Climbing, heads: Mapping[UUID, Answerable], now: datetime
) -> list[tuple[Notice, list[Item]]]:
    waking = climbing.waking
    if waking is None:
        return []
    rung = rung_named(ladder_for(law, waking.packs), climbing.rung)
    return climb(climbing, rung, heads[waking.obligation], now) if rung else []


def _change(waking: Waking | None, notice: Notice, caller: Principal, now: datetime) -> NewChange:
    if waking is None:
        raise ValueError("nothing climbs without a duty")
    to = notice.recipient
    return NewChange(
        at=now,
        entity="obligation",
        id=waking.obligation,
        version=waking.version,
        kind="CLIMBED",
        actor=caller.subject,
        scope=tuple(waking.seen_by),
        body={
            "incident": str(waking.incident) if waking.incident else None,
            "occasion": str(waking.occasion) if waking.occasion else None,
            "number": waking.number,
            "by": caller.name,
            "title": waking.title,
            "to": to.person or to.unit_name,
            "told": to.told.value,
        },
    )
