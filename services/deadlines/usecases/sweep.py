"""The sweep job: every rung of every reminder ladder is recorded once, whoever runs it."""

from datetime import datetime

from services.deadlines.domain import refusals
from services.deadlines.domain.obligations import TOLERANCE
from services.deadlines.domain.sweep import (
    KEYS_KEPT,
    LARGEST_BATCH,
    MOST_FORGOTTEN,
    RUNS_KEPT,
    Alert,
    SweepAnswer,
    SweepStatus,
    Waking,
    catch_up,
    moment_of,
    status,
    wake,
)
from services.deadlines.store import sweep as store
from services.deadlines.store.canary import send_canary
from services.deadlines.store.holds import open_holds
from services.deadlines.store.notices import climbs_waiting
from services.deadlines.usecases.notices import climb_on, compose, tell
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import ladder_for
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, forget_before, once
from services.kit.ids import new_id


async def sweep_obligations(
    database: Database,
    law: Law,
    caller: Principal,
    as_of: datetime | None,
    limit: int,
    key: str,
    now: datetime,
) -> Once[SweepAnswer]:
    """Record the reminders that have come due at ``as_of`` (None: now) and write the heartbeat.

    Keys of idempotency and heartbeats that are old are deleted by the way, a few at a time.
    Any number of runners may sweep at once: each locks what it works on and passes over what
    another holds. After a standstill the rungs missed are recorded with their true times, and what
    should have climbed meanwhile counts into the backlog. Raises Refusal TIME_IN_FUTURE,
    CLOCK_BACKWARDS, BAD_LIMIT.
    """
    if not 1 <= limit <= LARGEST_BATCH:
        raise refusals.bad_limit("input.limit", LARGEST_BATCH)

    async with database.transaction() as conn:

        async def act() -> SweepAnswer:
            moment = moment_of(as_of, now, await store.last_as_of(conn, now + TOLERANCE))
            answer = await _sweep(conn, law, caller, moment, limit, now)
            await store.save_run(conn, new_id(), answer, now)
            await forget_before(conn, now - KEYS_KEPT, MOST_FORGOTTEN)
            await store.forget_runs(conn, now - RUNS_KEPT, MOST_FORGOTTEN)
            return answer

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="sweepObligations",
            request=[as_of.isoformat() if as_of else None, limit],
            now=now,
            answer=SweepAnswer,
            act=act,
        )


async def _sweep(
    conn: Connection, law: Law, caller: Principal, as_of: datetime, limit: int, now: datetime
) -> SweepAnswer:
    late = catch_up(await store.last_run(conn, now), now)
    holds = await open_holds(conn, now)
    found = await store.due_wakes(conn, as_of, limit)
    wakings = {waking.obligation: waking for waking in found}
    woken = {id_: wake(each, ladder_for(law, each.packs), as_of) for id_, each in wakings.items()}
    alerts = [alert for each in woken.values() for alert in each.alerts]
    new = await store.save_alerts(conn, alerts, now) if alerts else []
    if woken:
        await store.save_wakes(conn, {id_: each.wake_at for id_, each in woken.items()})
    await record_many(
        conn, [_change(alert, wakings[alert.obligation], caller, now) for alert in new]
    )
    told = await tell(conn, law, wakings, new, waits=late is not None, holds=holds, now=now)
    told += await climb_on(conn, law, caller, as_of, waits=late is not None, holds=holds, now=now)
    backlog, first_wake = await store.waiting(conn, as_of)
    if late is not None:
        backlog += await climbs_waiting(conn, as_of)
    if late is None or not backlog:
        told += await compose(conn, holds, now)
    await send_canary(conn, as_of)
    return SweepAnswer(
        selected=len(found),
        alerts=len(new),
        notices=told,
        backlog=backlog,
        next_wake_at=first_wake,
        as_of=as_of,
        catch_up=late,
    )


def _change(alert: Alert, waking: Waking, caller: Principal, now: datetime) -> NewChange:
    return NewChange(
        at=now,
        entity="obligation",
        id=alert.obligation,
        version=waking.version,
        kind="ALERTED",
        actor=caller.subject,
        scope=tuple(waking.seen_by),
        body={
            "incident": str(waking.incident) if waking.incident else None,
            "occasion": str(waking.occasion) if waking.occasion else None,
            "number": waking.number,
            "by": caller.name,
            "title": waking.title,
            "rung": alert.title,
            "rung_at": alert.rung_at.isoformat(),
            "due_at": waking.due_at.isoformat() if waking.due_at else None,
            "start_at": waking.start_at.isoformat(),
        },
    )


async def sweep_status(database: Database, now: datetime) -> SweepStatus:
    """Judge whether reminders run, by the heartbeat and by what waits at ``now``."""
    async with database.reading() as conn:
        last = await store.last_run(conn, now)
        backlog, first_wake = await store.waiting(conn, now)
    return status(last, backlog, first_wake, now)
