"""The sweep's queue, its alerts and its heartbeat."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from asyncpg import Record

from services.deadlines.domain import refusals
from services.deadlines.domain.sweep import Alert, CatchUp, SweepAnswer, Waking
from services.deadlines.law.alerting import Answerable
from services.deadlines.law.results import PartyRef, PersonRef, UnitRef
from services.kit.database import Connection

COUNTED = 10_000


async def save_wakes(conn: Connection, wakes: Mapping[UUID, datetime | None]) -> None:
    """Set when each obligation's next reminder comes; None takes it out of the queue.

    Raises Refusal BUSY where a sweep holds one of them for more than a second.
    """
    try:
        await _save_wakes(conn, wakes)
    except asyncpg.LockNotAvailableError:
        raise refusals.busy() from None


async def _save_wakes(conn: Connection, wakes: Mapping[UUID, datetime | None]) -> None:
    await conn.execute(
        """
        with given as (
            select *
            from unnest($1::uuid[], $2::timestamptz[]) as given (obligation, wake_at)
        ),
        gone as (
            delete from obligation_wake w
            using given
            where w.obligation = given.obligation
            and given.wake_at is null
        )
        insert into obligation_wake (obligation, wake_at)
        select obligation, wake_at
        from given
        where wake_at is not null
        on conflict (obligation) do update
        set wake_at = excluded.wake_at
        """,
        list(wakes.keys()),
        list(wakes.values()),
    )


async def due_wakes(conn: Connection, as_of: datetime, limit: int) -> list[Waking]:
    """Lock at most ``limit`` obligations whose wake has come (inclusive), earliest first.

    Those locked by another sweep, or by a person's act on them, are passed over: the act sets the
    wake anew, and what stays due is found by the next sweep. Wakes of what is no longer owed
    are taken out of the queue.
    """
    locked = await conn.fetch(
        """
        select obligation
        from obligation_wake
        where wake_at <= $1
        order by wake_at, obligation
        limit $2
        for update skip locked
        """,
        as_of,
        limit,
    )
    # a statement of its own: in the one that locks, an act that ended a moment ago has moved the
    # wake already and the due time not yet
    due = [row["obligation"] for row in locked]
    found = await _wakings(conn, due) if due else []
    awake = {waking.obligation for waking in found}
    if len(awake) < len(due):
        await save_wakes(conn, {id_: None for id_ in due if id_ not in awake})
    return found


async def _wakings(conn: Connection, obligations: Sequence[UUID]) -> list[Waking]:
    return list((await wakings_of(conn, obligations)).values())


async def wakings_of(conn: Connection, obligations: Sequence[UUID]) -> dict[UUID, Waking]:
    """Read what reminders need of these obligations, those open and owed, in the given order."""
    rows = await conn.fetch(
        """
        select o.id as obligation, o.incident, o.occasion,
            coalesce(i.number, c.number) as number, o.title, o.start_at, o.due_at, o.due_version,
            o.version, coalesce(i.packs, c.packs) as packs, coalesce(i.drill, false) as drill,
            o.owner, o.person, coalesce(i.desk, c.unit_code) as desk,
            coalesce(d.name, c.unit ->> 'name', i.desk) as desk_name,
            array(
                select a.rung
                from obligation_alert a
                where a.obligation = o.id
                and a.due_version = o.due_version
            ) as recorded,
            array(
                select jsonb_build_object('role', p.role, 'unit', p.unit, 'person', p.person)
                from party p
                where p.incident = o.incident
                and p.role in ('COORDINATOR', 'CO_COORDINATOR')
                and p.ended_at is null
                order by p.place
            ) as coordinators,
            array(
                select s.scope
                from incident_scope s
                where s.incident = o.incident
                union all
                select s.scope
                from occasion_scope s
                where s.occasion = o.occasion
            ) as seen_by
        from unnest($1::uuid[]) with ordinality as due (obligation, place)
        join obligation o on o.id = due.obligation
        left join incident i on i.id = o.incident
        left join occasion c on c.id = o.occasion
        left join mirror_unit d on d.code = coalesce(i.desk, c.unit_code)
        where o.state = 'OPEN'
        and o.owed
        order by due.place
        """,
        list(obligations),
    )
    return {row["obligation"]: _waking(row) for row in rows}


def _waking(row: Record) -> Waking:
    about = Answerable(
        desk=UnitRef(code=row["desk"], name=row["desk_name"]),
        owner=msgspec.convert(row["owner"], UnitRef),
        person=msgspec.convert(row["person"], PersonRef | None),
        coordinators=tuple(msgspec.convert(row["coordinators"], list[PartyRef])),
    )
    return Waking(
        obligation=row["obligation"],
        incident=row["incident"],
        occasion=row["occasion"],
        number=row["number"],
        title=row["title"],
        drill=row["drill"],
        about=about,
        start_at=row["start_at"],
        due_at=row["due_at"],
        due_version=row["due_version"],
        version=row["version"],
        packs=row["packs"],
        recorded=row["recorded"],
        seen_by=row["seen_by"],
    )


async def save_alerts(conn: Connection, alerts: Sequence[Alert], at: datetime) -> list[Alert]:
    """Record alerts; returns those that were not recorded before."""
    rows = await conn.fetch(
        """
        insert into obligation_alert (
            obligation, due_version, rung, title, rung_at, recorded_at
        )
        select obligation, due_version, rung, title, rung_at, $6
        from unnest(
            $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[]
        ) as given (obligation, due_version, rung, title, rung_at)
        on conflict do nothing
        returning obligation, due_version, rung
        """,
        [alert.obligation for alert in alerts],
        [alert.due_version for alert in alerts],
        [alert.rung for alert in alerts],
        [alert.title for alert in alerts],
        [alert.rung_at for alert in alerts],
        at,
    )
    new = {(row["obligation"], row["due_version"], row["rung"]) for row in rows}
    return [a for a in alerts if (a.obligation, a.due_version, a.rung) in new]


async def waiting(conn: Connection, at: datetime) -> tuple[int, datetime | None]:
    """Count what is due at ``at`` and unswept (to ten thousand), and tell the earliest wake."""
    row = await conn.fetchrow(
        """
        select
            (
                select count(*)
                from (select 1 from obligation_wake where wake_at <= $1 limit $2) as due
            ) as backlog,
            (select min(wake_at) from obligation_wake) as first_wake
        """,
        at,
        COUNTED,
    )
    return (row["backlog"], row["first_wake"]) if row else (0, None)


async def last_as_of(conn: Connection, latest: datetime) -> datetime | None:
    """Tell the latest moment swept that is not after ``latest``."""
    sql = "select max(as_of) from sweep_run where as_of <= $1"
    moment: datetime | None = await conn.fetchval(sql, latest)
    return moment


async def last_run(conn: Connection, now: datetime) -> Record | None:
    """Read the newest heartbeat up to ``now``, if there is none the next one."""
    return await conn.fetchrow(
        """
        select at, as_of, backlog, catch_up_from, catch_up_to
        from (
            (
                select at, as_of, backlog, catch_up_from, catch_up_to
                from sweep_run
                where at <= $1
                order by at desc
                limit 1
            )
            union all
            (
                select at, as_of, backlog, catch_up_from, catch_up_to
                from sweep_run
                where at > $1
                order by at
                limit 1
            )
        ) as near
        order by at
        limit 1
        """,
        now,
    )


async def last_catch_up(conn: Connection) -> CatchUp | None:
    """Tell the standstill that was worked off last, as far as heartbeats are kept."""
    row = await conn.fetchrow(
        """
        select catch_up_from, catch_up_to
        from sweep_run
        where catch_up_from is not null
        order by at desc
        limit 1
        """
    )
    return CatchUp(begins=row["catch_up_from"], ends=row["catch_up_to"]) if row else None


async def save_run(conn: Connection, run: UUID, answer: SweepAnswer, at: datetime) -> None:
    """Write the heartbeat."""
    await conn.execute(
        """
        insert into sweep_run (
            id, as_of, at, selected, alerts, backlog, next_wake_at, notices, catch_up_from,
            catch_up_to
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        run,
        answer.as_of,
        at,
        answer.selected,
        answer.alerts,
        answer.backlog,
        answer.next_wake_at,
        answer.notices,
        answer.catch_up.begins if answer.catch_up else None,
        answer.catch_up.ends if answer.catch_up else None,
    )


async def forget_runs(conn: Connection, moment: datetime, limit: int) -> None:
    """Delete at most ``limit`` heartbeats before the moment (exclusive), the oldest first."""
    await conn.execute(
        """
        delete from sweep_run
        where id in (
            select id
            from sweep_run
            where at < $1
            order by at
            limit $2
            for update skip locked
        )
        """,
        moment,
        limit,
    )
