"""The looks at the roster that find what is wrong with it; each is one statement."""

from datetime import date, datetime, timedelta

from services.kit.database import Connection
from services.registry.domain.appointments import local_day
from services.registry.domain.filings import FilingSubject
from services.registry.domain.findings import (
    ENDING_WITHIN,
    LISTS,
    LIVELIHOOD,
    MANDATORY,
    ON_FILE,
    FindingKind,
    Found,
    Mandatory,
    OnFile,
)


async def look(conn: Connection, today: date, now: datetime) -> list[Found]:
    """Look at everything that an audit looks at, on the local day ``today``."""
    found: list[Found] = []
    for post in MANDATORY:
        found += await _without(conn, post, today)
    found += await _without_body_pool_or_supervisor(conn, today)
    for document in ON_FILE:
        found += await _without_document(conn, document, today)
    found += await _channels(conn, today)
    found += await _terms(conn, today)
    found += await _still_on_the_filed_list(conn, today)
    found += await _leave(conn, today, now)
    found += await _untrained(conn, today)
    found += await _accounts(conn, today)
    return found + await _unfiled(conn)


async def count_kept_units(conn: Connection, today: date) -> int:
    """Count the units that an audit of that day looks at."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from kept_unit
        where (active_from is null or active_from <= $1)
        and (active_to is null or $1 <= active_to)
        """,
        today,
    )
    return count


async def _without(conn: Connection, rule: Mandatory, today: date) -> list[Found]:
    rows = await conn.fetch(
        """
        select code, max(ends_on) + 1 as since
        from kept_unit
        left join appointment on unit = code and post = $2 and starts_on <= $1
        where (active_from is null or active_from <= $1)
        and (active_to is null or $1 <= active_to)
        and kind = any($3::text[])
        and level = any($4::text[])
        group by code
        having not coalesce(bool_or(ends_on is null and starts_on is not null), false)
        and coalesce(max(ends_on) < $1, true)
        """,
        today,
        rule.post.value,
        [kind.value for kind in rule.kinds],
        [level.value for level in rule.levels],
    )
    return [Found(kind=rule.kind, unit=row["code"], since=row["since"]) for row in rows]


async def _without_body_pool_or_supervisor(conn: Connection, today: date) -> list[Found]:
    """Look at what is missing of the unit itself; the tag and the tiers are those of the texts."""
    rows = await conn.fetch(
        """
        with active as (
            select code, kind, level, tags, management, supervising, work_body
            from kept_unit
            where (active_from is null or active_from <= $1)
            and (active_to is null or $1 <= active_to)
        )
        select 'NO_WORK_BODY' as kind, code, null::date as since
        from active
        where work_body is null
        and exists (
            select
            from appointment
            where unit = code
            and post = 'SPOKESPERSON'
            and starts_on <= $1
            and (ends_on is null or $1 <= ends_on)
        )
        union all
        select 'NO_EXPERT_POOL', code, (select max(removed_on) from expert where unit = code)
        from active
        where active.kind = 'DEPARTMENT'
        and level = 'PROVINCE'
        and not exists (
            select
            from expert
            where unit = code
            and (removed_on is null or $1 < removed_on)
        )
        union all
        select 'NO_GOVERNMENT_WEBSITE', code, (
            select max(closed_on) from channel where unit = code and kind = 'GOVERNMENT_WEBSITE'
        )
        from active
        where active.kind = 'GOVERNMENT'
        and level in ('PROVINCE', 'PREFECTURE', 'COUNTY')
        and not exists (
            select
            from channel
            where unit = code
            and channel.kind = 'GOVERNMENT_WEBSITE'
            and opened_on <= $1
            and (closed_on is null or $1 < closed_on)
        )
        union all
        select 'NO_WEIBO_OR_WECHAT', code, (
            select max(closed_on) from channel where unit = code and kind in ('WEIBO', 'WECHAT')
        )
        from active
        where tags @> array[$2::text]
        and not exists (
            select
            from channel
            where unit = code
            and channel.kind in ('WEIBO', 'WECHAT')
            and opened_on <= $1
            and (closed_on is null or $1 < closed_on)
        )
        union all
        select 'VERTICAL_WITHOUT_SUPERVISOR', active.code, above.active_to + 1
        from active
        left join unit above on above.code = active.supervising
        where active.management = 'VERTICAL'
        and (above.code is null or above.active_to < $1)
        """,
        today,
        LIVELIHOOD,
    )
    return [
        Found(kind=FindingKind(row["kind"]), unit=row["code"], since=row["since"]) for row in rows
    ]


async def _without_document(conn: Connection, rule: OnFile, today: date) -> list[Found]:
    rows = await conn.fetch(
        """
        select code, (
            select max(withdrawn_on)
            from standing_document
            where unit = code
            and standing_document.kind = $2
        ) as since
        from kept_unit
        where (active_from is null or active_from <= $1)
        and (active_to is null or $1 <= active_to)
        and kind = any($3::text[])
        and level = any($4::text[])
        and not exists (
            select
            from standing_document
            where unit = code
            and standing_document.kind = $2
            and dated <= $1
            and (withdrawn_on is null or $1 < withdrawn_on)
        )
        and (
            not $5
            or exists (
                select
                from channel
                where unit = code
                and channel.kind in ('WEIBO', 'WECHAT')
                and opened_on <= $1
                and (closed_on is null or $1 < closed_on)
            )
        )
        """,
        today,
        rule.document.value,
        [kind.value for kind in rule.kinds],
        [level.value for level in rule.levels],
        rule.channels,
    )
    return [Found(kind=rule.kind, unit=row["code"], since=row["since"]) for row in rows]


async def _channels(conn: Connection, today: date) -> list[Found]:
    rows = await conn.fetch(
        """
        select channel.id, channel.unit, name, opened_on
        from channel
        join kept_unit on code = channel.unit
        where monitor is null
        and opened_on <= $1
        and (closed_on is null or $1 < closed_on)
        and channel.kind not in ('NEWSPAPER', 'NEWS_WEBSITE', 'COMMERCIAL_WEBSITE', 'BROADCAST')
        """,
        today,
    )
    kind = FindingKind.CHANNEL_WITHOUT_MONITOR
    return [Found(kind=kind, unit=row["unit"], subject=row["id"], who=row["name"]) for row in rows]


async def _terms(conn: Connection, today: date) -> list[Found]:
    """Look for terms that end within thirty days, the last day included, with nobody after."""
    rows = await conn.fetch(
        """
        select ending.id, ending.unit, person.name, ending.ends_on
        from appointment ending
        join kept_unit on code = ending.unit
        join person on person.id = ending.person_id
        where ending.starts_on <= $1
        and ending.ends_on between $1 and $2
        and (active_to is null or ending.ends_on < active_to)
        and not exists (
            select
            from appointment next
            where next.unit = ending.unit
            and next.post = ending.post
            and next.starts_on <= ending.ends_on + 1
            and (next.ends_on is null or ending.ends_on < next.ends_on)
        )
        """,
        today,
        today + ENDING_WITHIN,
    )
    return [
        Found(
            kind=FindingKind.ENDING_SOON,
            unit=row["unit"],
            subject=row["id"],
            who=row["name"],
            day=row["ends_on"],
            since=row["ends_on"] - ENDING_WITHIN,
        )
        for row in rows
    ]


async def _still_on_the_filed_list(conn: Connection, today: date) -> list[Found]:
    """Look for spokespersons whose term is over and who stand on the copy filed last."""
    rows = await conn.fetch(
        """
        select appointment.id, appointment.unit, person.name, ends_on
        from appointment
        join kept_unit on code = appointment.unit
        join person on person.id = person_id
        cross join lateral (
            select snapshot
            from filing
            where filing.unit = appointment.unit
            and subject = 'SPOKESPERSONS'
            and state = 'FILED'
            order by filed_on desc, recorded_at desc
            limit 1
        ) filed
        where post = 'SPOKESPERSON'
        and ends_on < $1
        and snapshot @> jsonb_build_array(jsonb_build_object('id', appointment.id))
        """,
        today,
    )
    return [
        Found(
            kind=FindingKind.EXPIRED_BUT_LISTED,
            unit=row["unit"],
            subject=row["id"],
            who=row["name"],
            day=row["ends_on"],
            since=row["ends_on"] + timedelta(days=1),
        )
        for row in rows
    ]


async def _leave(conn: Connection, today: date, now: datetime) -> list[Found]:
    """Look for people in office who are away now and whose stand-in is nobody, or away too."""
    rows = await conn.fetch(
        """
        with in_force as (
            select distinct on (person_id) person_id, present, stand_in_person_id, starts_at
            from availability
            where starts_at <= $2
            and (ends_at is null or $2 < ends_at)
            order by person_id, recorded_at desc, id desc
        )
        select distinct appointment.unit, away.person_id, person.name, away.starts_at
        from in_force away
        join appointment on appointment.person_id = away.person_id
        join kept_unit on code = appointment.unit
        join person on person.id = away.person_id
        left join in_force instead on instead.person_id = away.stand_in_person_id
        where not away.present
        and (away.stand_in_person_id is null or not coalesce(instead.present, true))
        and post in ('HEAD', 'DEPUTY', 'SPOKESPERSON', 'LIAISON')
        and starts_on <= $1
        and (ends_on is null or $1 <= ends_on)
        """,
        today,
        now,
    )
    return [
        Found(
            kind=FindingKind.LEAVE_WITHOUT_STAND_IN,
            unit=row["unit"],
            subject=row["person_id"],
            who=row["name"],
            since=local_day(row["starts_at"]),
        )
        for row in rows
    ]


async def _untrained(conn: Connection, today: date) -> list[Found]:
    """Look for deputies and spokespersons in office who were never trained (石家庄 2019 五)."""
    rows = await conn.fetch(
        """
        select distinct appointment.unit, person.id, person.name
        from appointment
        join kept_unit on code = appointment.unit
        join person on person.id = person_id
        where post in ('DEPUTY', 'SPOKESPERSON')
        and starts_on <= $1
        and (ends_on is null or $1 <= ends_on)
        and not exists (
            select
            from training_attendee
            where training_attendee.person_id = person.id
        )
        """,
        today,
    )
    kind = FindingKind.UNTRAINED
    return [Found(kind=kind, unit=row["unit"], subject=row["id"], who=row["name"]) for row in rows]


async def _accounts(conn: Connection, today: date) -> list[Found]:
    """Look for accounts of units that have ended; they reach what they did, and nothing since."""
    rows = await conn.fetch(
        """
        select account.id, account.unit_code, account.login, active_to
        from account
        join kept_unit on code = unit_code
        where revoked_at is null
        and active_to < $1
        """,
        today,
    )
    return [
        Found(
            kind=FindingKind.ACCOUNT_OF_RETIRED_UNIT,
            unit=row["unit_code"],
            subject=row["id"],
            who=row["login"],
            day=row["active_to"],
            since=row["active_to"] + timedelta(days=1),
        )
        for row in rows
    ]


async def _unfiled(conn: Connection) -> list[Found]:
    rows = await conn.fetch(
        """
        select filing.id, filing.unit, subject, opened_at
        from filing
        join kept_unit on code = filing.unit
        where state = 'OPEN'
        """
    )
    return [
        Found(
            kind=FindingKind.UNFILED_CHANGES,
            unit=row["unit"],
            subject=row["id"],
            who=LISTS[FilingSubject(row["subject"])],
            since=local_day(row["opened_at"]),
        )
        for row in rows
    ]
