"""The delivery job: what the outbox holds leaves the house, the gravest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.messengers import NotTaken
from services.deadlines.domain.pulse import Pulse, judged
from services.deadlines.domain.routes import CANARY_LANE
from services.deadlines.domain.sweep import MOST_FORGOTTEN
from services.deadlines.store.canary import canary, receive_canary
from services.deadlines.store.carriers import Carriers
from services.deadlines.store.holds import open_holds
from services.deadlines.store.notice_reading import notice_by_id, telling
from services.deadlines.store.routes import route_by_id
from services.deadlines.store.sweep import last_catch_up
from services.deadlines.usecases.sweep import sweep_status
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once, once
from services.kit.outbox import Parcel, deliver, forget_delivered, outbox_state

LARGEST_BATCH = 200
KEPT = timedelta(days=30)
"""What was delivered is shown beside its notice for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverAnswer:
    """The answer of one run; zeros are said too."""

    delivered: int
    failed: int
    waiting: int
    stuck: int


async def deliver_notifications(
    database: Database, carriers: Carriers, caller: Principal, limit: int, key: str, now: datetime
) -> Once[DeliverAnswer]:
    """Send what waits, at most ``limit``; any number of runners may deliver at once.

    What is sent stays sent if the run is repeated or cut short: a receiver tells repetitions by
    their id. Raises Refusal BAD_LIMIT.
    """
    if not 1 <= limit <= LARGEST_BATCH:
        raise refusals.bad_limit("input.limit", LARGEST_BATCH)

    async def send(parcel: Parcel) -> None:
        if parcel.lane == CANARY_LANE:
            async with database.transaction() as conn:
                await receive_canary(conn, parcel.id, now)
            return
        async with database.reading() as conn:
            route = await route_by_id(conn, UUID(parcel.lane))
            notice = await notice_by_id(conn, parcel.subject)
        if route is None or notice is None or not route.active:
            raise NotTaken("this route is closed")
        await carriers.carry(route, notice, parcel.id, now)

    done = await deliver(database, send, now=now, limit=limit, seconds=carriers.seconds)
    async with database.transaction() as conn:

        async def act() -> DeliverAnswer:
            await forget_delivered(conn, now - KEPT, MOST_FORGOTTEN)
            state = await outbox_state(conn, now)
            return DeliverAnswer(
                delivered=done.delivered,
                failed=done.failed,
                waiting=state.waiting,
                stuck=state.stuck,
            )

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="deliverNotifications",
            request=[limit],
            now=now,
            answer=DeliverAnswer,
            act=act,
        )


async def pulse(database: Database, now: datetime) -> Pulse:
    """Judge whether reminders are recorded, told and delivered."""
    sweep = await sweep_status(database, now)
    async with database.reading() as conn:
        outbox = await outbox_state(conn, now)
        unrouted, held = await telling(conn)
        row = await canary(conn)
        holds = await open_holds(conn, now)
        late = await last_catch_up(conn)
    delivery = judged(
        waiting=outbox.waiting,
        ready_since=outbox.ready_since,
        stuck=outbox.stuck,
        unrouted=unrouted,
        held=held,
        canary=row,
        now=now,
    )
    return Pulse(sweep=sweep, delivery=delivery, holds=tuple(holds), catch_up=late, at=now)
