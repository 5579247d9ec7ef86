"""Periods in the database: who may owe them, what was opened, what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.occasions import Occasion
from services.deadlines.domain.periods import NewAct
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.periods import Candidate
from services.deadlines.law.tallies import PeriodicAct, Present
from services.deadlines.law.words import ActKind, Post
from services.deadlines.store.rows import OCCASION, occasion_row, scope_row
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

OLDEST: Final = UUID(int=0)
NEWEST: Final = UUID(int=(1 << 128) - 1)
_LOCK: Final = 7_203_016


async def take_turn(conn: Connection) -> bool:
    """Take the one runner's turn until the transaction ends; False where another has it."""
    return bool(await conn.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK))


async def last_run(conn: Connection, latest: datetime) -> datetime | None:
    """Tell the latest moment up to which all was opened, not after ``latest``."""
    sql = "select max(as_of) from period_run where as_of <= $1"
    moment: datetime | None = await conn.fetchval(sql, latest)
    return moment


async def save_run(conn: Connection, run: UUID, as_of: datetime, at: datetime, opened: int) -> None:
    """Note that all periods up to ``as_of`` are open."""
    await conn.execute(
        """
        insert into period_run (id, as_of, at, opened)
        values ($1, $2, $3, $4)
        """,
        run,
        as_of,
        at,
        opened,
    )


async def candidates(
    conn: Connection,
    divisions: Sequence[str],
    bodies: Sequence[str],
    at: datetime,
    *,
    filed: bool = False,
) -> list[tuple[Candidate, Scope]]:
    """List the units of these territories and bodies as the mirror has them, with their places.

    ``filed``: with what they have on file and which channels they keep open at that moment.
    """
    rows = await conn.fetch(
        """
        select u.code, u.name, u.kind, u.level, u.division, u.parent, u.supervising, u.management,
            u.tags, u.tagged, u.active_from, u.active_to,
            u.scope1, u.scope2, u.scope3, u.scope4, u.scope5, u.scope6,
            exists (
                select
                from mirror_post p
                where p.unit = u.code
                and p.post = 'SPOKESPERSON'
                and (p.begins is null or p.begins <= $3)
                and (p.ends is null or p.ends > $3)
            ) as spoken_for,
            case when $4 then array(
                select d.kind
                from mirror_document d
                where d.unit = u.code
                and d.begins <= $3
                and (d.ends is null or d.ends > $3)
            ) else '{}' end as documents,
            case when $4 then array(
                select c.kind
                from mirror_channel c
                where c.unit = u.code
                and (c.opened_on is null or c.opened_on <= $3)
                and (c.closed_on is null or c.closed_on > $3)
            ) else '{}' end as channels
        from mirror_unit u
        where (u.active_to is null or u.active_to > $3)
        and (
            exists (
                select
                from unnest($1::text[]) as d (code)
                where starts_with(u.division, d.code)
            )
            or exists (
                select
                from unnest($2::text[]) as b (code)
                where u.code = b.code
                or starts_with(u.code, b.code || '-')
            )
        )
        order by u.code
        """,
        list(divisions),
        list(bodies),
        at,
        filed,
    )
    return [(_candidate(row), scope_row(row)) for row in rows]


def _candidate(row: Record) -> Candidate:
    return Candidate(
        unit=Unit(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            level=row["level"],
            division=row["division"],
            parent=row["parent"],
            supervising=row["supervising"],
            management=row["management"],
            tags=frozenset(row["tags"]),
        ),
        active_from=row["active_from"],
        active_to=row["active_to"],
        tagged={tag: datetime.fromisoformat(at) for tag, at in row["tagged"].items() if tag},
        posts=frozenset((Post.SPOKESPERSON,)) if row["spoken_for"] else frozenset(),
        documents=frozenset(row["documents"]),
        channels=frozenset(row["channels"]),
    )


async def standing_periods(
    conn: Connection, rules: Sequence[str], since: datetime
) -> list[tuple[str, str, str, bool]]:
    """List what is on record of these rules: unit, rule, period, whether open.

    Of periods with an end those that end after ``since``, of those without every one.
    """
    rows = await conn.fetch(
        """
        select unit_code, rule, period, state = 'OPEN' as standing
        from occasion
        where rule = any($1::text[])
        and (ends_at is null or ends_at > $2)
        """,
        list(rules),
        since,
    )
    return [(row["unit_code"], row["rule"], row["period"], row["standing"]) for row in rows]


async def save_act(conn: Connection, act: NewAct) -> None:
    """Write an act with the units for which it may count, in one statement."""
    await conn.execute(
        """
        with recorded as (
            insert into periodic_act (
                id, kind, title, held_at, unit_code, host_code, host_kind, host_level, joint,
                present, emergency, url, number, occasion, recorded_at, recorded_by
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            returning id, held_at
        )
        insert into periodic_act_unit (unit_code, held_at, act)
        select unit_code, recorded.held_at, recorded.id
        from recorded
        cross join unnest($17::text[]) as given (unit_code)
        """,
        act.id,
        act.kind.value,
        act.title,
        act.held_at,
        act.unit,
        act.host,
        act.host_kind,
        act.host_level,
        list(act.joint),
        [{"unit": unit, "person": person} for unit, person in act.present],
        act.emergency,
        act.url,
        act.number,
        act.occasion,
        act.recorded_at,
        act.recorded_by,
        list(act.units),
    )


async def acts_for(
    conn: Connection,
    units: Sequence[str],
    occasions: Sequence[UUID],
    since: datetime,
    until: datetime | None,
) -> list[PeriodicAct]:
    """List what may count for these units from ``since`` until ``until`` (exclusive, None: all).

    Conferences and interviews that were recorded as releases of incidents are among them, and
    acts of any time that say they are for one of the ``occasions``.
    """
    rows = await conn.fetch(
        """
        select a.id::text as id, a.kind, a.title, a.held_at, a.unit_code, a.host_code, a.host_kind,
            a.host_level, a.joint, a.present, a.emergency, false as drill,
            a.occasion::text as occasion, a.url, a.number
        from periodic_act a
        where a.id in (
            select u.act
            from periodic_act_unit u
            where u.unit_code = any($1::text[])
            and u.held_at >= $3
            and ($4::timestamptz is null or u.held_at < $4)
            union
            select named.id
            from periodic_act named
            where named.occasion = any($2::uuid[])
        )
        union all
        select r.id::text,
            case r.form when 'PRESS_CONFERENCE' then 'CONFERENCE' else 'ONLINE_INTERVIEW' end,
            r.title, r.released_at, r.unit_code, r.unit_code, r.unit ->> 'kind',
            r.unit ->> 'level', '[]', r.attendees,
            coalesce((i.facts -> 'facts' ->> 'emergency')::boolean, false), i.drill, null, null,
            null
        from release r
        join incident i on i.id = r.incident
        where r.form in ('PRESS_CONFERENCE', 'ONLINE_INTERVIEW')
        and r.released_at >= $3
        and ($4::timestamptz is null or r.released_at < $4)
        and (
            r.unit_code = any($1::text[])
            or exists (
                select
                from jsonb_to_recordset(r.attendees) as who (unit text)
                where who.unit = any($1::text[])
            )
        )
        """,
        list(units),
        list(occasions),
        since,
        until,
    )
    return [_act(row) for row in rows]


def _act(row: Record) -> PeriodicAct:
    return PeriodicAct(
        id=row["id"],
        kind=ActKind(row["kind"]),
        title=row["title"],
        held_at=row["held_at"],
        unit=row["unit_code"],
        host=row["host_code"],
        host_kind=row["host_kind"] or "",
        host_level=row["host_level"] or "",
        joint=tuple(row["joint"]),
        present=tuple(Present(unit=who["unit"], person=who["person"]) for who in row["present"]),
        emergency=row["emergency"],
        drill=row["drill"],
        occasion=row["occasion"],
        url=row["url"],
        number=row["number"],
    )


async def posts_of(conn: Connection, units: Sequence[str]) -> Directory:
    """Read who ever held the posts of these units that a text asks to see there."""
    rows = await conn.fetch(
        """
        select p.unit, p.post, coalesce(n.name, p.person) as person, p.begins, p.ends
        from mirror_post p
        left join mirror_person n on n.id = p.person_id
        where p.unit = any($1::text[])
        and p.post in ('HEAD', 'DEPUTY', 'SPOKESPERSON')
        """,
        list(units),
    )
    holders = [
        Holder(
            unit=row["unit"],
            post=Post(row["post"]),
            person=row["person"],
            begins=row["begins"],
            ends=row["ends"],
        )
        for row in rows
    ]
    return Directory.of([], holders)


async def counting_occasions(
    conn: Connection, units: Sequence[str], held_at: datetime, named: UUID | None
) -> list[tuple[Occasion, list[str]]]:
    """Lock the open periods of these units in which a moment lies, and the one named.

    Each comes with the codes under which it may be seen.
    """
    rows = await conn.fetch(
        f"""
        select {OCCASION},
            array(select s.scope from occasion_scope s where s.occasion = c.id) as seen_by
        from occasion c
        where c.rule is not null
        and c.state = 'OPEN'
        and (
            (
                c.unit_code = any($1::text[])
                and c.begins_at <= $2
                and (c.ends_at is null or c.ends_at > $2)
            )
            or c.id = $3
        )
        order by c.id
        for update of c
        """,  # noqa: S608 - the columns are this package's constants
        list(units),
        held_at,
        named,
    )
    return [(occasion_row(row), list(row["seen_by"])) for row in rows]


async def periods_page(
    conn: Connection,
    page: PageRequest,
    seen_by: str,
    *,
    unit: str | None = None,
    period: str | None = None,
    state: str | None = None,
    rule: str | None = None,
) -> Page[Occasion]:
    """List the periods that may be seen under the code, newest first, by id.

    ``unit`` is a code: its own and those of the units below it.
    """
    order, beyond, start = ("asc", ">", OLDEST) if page.backward else ("desc", "<", NEWEST)
    rows = await conn.fetch(
        f"""
        select {OCCASION}
        from occasion_scope s
        join occasion c on c.id = s.occasion
        where s.scope = $1
        and s.occasion {beyond} $2
        and c.rule is not null
        and (
            $4::text is null
            or c.unit_code = $4
            or $4 in (c.scope1, c.scope2, c.scope3, c.scope4, c.scope5, c.scope6)
        )
        and ($5::text is null or c.period = $5)
        and ($6::text is null or c.state = $6)
        and ($7::text is null or c.rule = $7)
        order by s.occasion {order}
        limit $3
        """,  # noqa: S608 - direction and columns are ours, not the caller's
        seen_by,
        page.cursor[0] if page.cursor else start,
        page.limit,
        unit,
        period,
        state,
        rule,
    )
    return page.cut([occasion_row(row) for row in rows])
