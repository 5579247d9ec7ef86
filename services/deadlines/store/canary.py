"""The canary: a duty of nobody, due every minute, that goes the way that reminders go."""

from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.routes import CANARY_LANE
from services.kit.database import Connection
from services.kit.ids import new_id
from services.kit.outbox import NewParcel, enqueue

EVERY = timedelta(minutes=1)
RANK = 3


async def send_canary(conn: Connection, as_of: datetime) -> None:
    """Send the canary where its minute has come and the one before has arrived.

    A sweep beside us that sends it is not waited for.
    """
    await conn.execute("insert into canary (due_at) values ($1) on conflict do nothing", as_of)
    back = await conn.fetchval(
        """
        select parcel is null or delivered_at >= swept_at
        from canary
        where due_at <= $1
        for update skip locked
        """,
        as_of,
    )
    if not back:
        return
    parcel = new_id()
    await conn.execute(
        """
        update canary
        set due_at = $1, swept_at = $2, parcel = $3
        """,
        as_of + EVERY,
        as_of,
        parcel,
    )
    await enqueue(
        conn,
        [NewParcel(id=parcel, lane=CANARY_LANE, subject=parcel, rank=RANK, due_at=as_of)],
        as_of,
    )


async def receive_canary(conn: Connection, parcel: UUID, at: datetime) -> None:
    """Note that the canary has arrived."""
    await conn.execute(
        """
        update canary
        set delivered_at = $2
        where parcel = $1
        """,
        parcel,
        at,
    )


async def canary(conn: Connection) -> Record | None:
    """Read how far the canary has come."""
    return await conn.fetchrow("select due_at, swept_at, delivered_at from canary")
