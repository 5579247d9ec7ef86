"""Reports of leads in the database: many at once, each with what it joins.

Rows go over as one document, which costs the server less than a parameter for each column.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg

from services.deadlines.domain import lead_refusals as refusals
from services.deadlines.domain.lead_batches import Match
from services.deadlines.domain.leads import EVENT_WINDOW, Lead, Report, Sighting
from services.deadlines.store.leads import LEAD, lead_row
from services.deadlines.store.rows import plain
from services.kit.database import Connection


async def lock_keys(conn: Connection, keys: Sequence[int]) -> None:
    """Wait for others who report the same things; held until the transaction ends.

    The keys must be sorted, so that nobody waits in a ring. What follows in the transaction uses
    its indexes: a plan made while a table was small would read it whole long after it had grown.
    Raises Refusal BUSY after a second.
    """
    try:
        await conn.execute(
            """
            select set_config('enable_seqscan', 'off', true),
                (
                    select count(pg_advisory_xact_lock(key))
                    from unnest($1::bigint[]) as wanted (key)
                )
            """,
            list(keys),
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.lead_busy() from None


async def leads_to_join(conn: Connection, reports: Sequence[Report]) -> list[Match | None]:
    """Find and lock the open lead that each report tells of again; their keys must be locked.

    Open is what nobody has decided, and what became of an incident that is still worked on. A mark
    in common comes before an event in common, and the oldest lead before others.
    """
    found: list[Match | None] = [None] * len(reports)
    try:
        # `offset 0` keeps each look-up to itself: joined they would be done for all leads at once
        rows = await conn.fetch(
            f"""
            select given.asked, marked, {LEAD_COLUMNS}
            from jsonb_to_recordset($1::jsonb) as given (
                asked integer, marks text[], place text, since timestamptz, until timestamptz
            )
            cross join lateral (
                select exists (
                        select from lead_mark where lead = l.id and mark = any(given.marks)
                    ) as marked,
                    {LEAD}
                from lead l
                left join incident i on i.id = l.incident
                where l.id = (
                    select c.id
                    from (
                        select borne.lead as id, true as marked
                        from unnest(given.marks) as told (mark)
                        cross join lateral (
                            select lead
                            from lead_mark
                            where lead_mark.mark = told.mark
                            offset 0
                        ) borne
                        union all
                        select id, false
                        from lead
                        where locality = given.place
                        and occurred_at between given.since and given.until
                    ) c
                    cross join lateral (
                        select o.known_at
                        from lead o
                        left join incident i on i.id = o.incident
                        where o.id = c.id
                        and o.merged_into is null
                        and (
                            o.state = 'NEW'
                            or o.state in ('PROMOTED', 'MERGED') and i.state = 'OPEN'
                        )
                        offset 0
                    ) open
                    order by c.marked desc, open.known_at, c.id
                    limit 1
                )
                and l.merged_into is null
                and (l.state = 'NEW' or l.state in ('PROMOTED', 'MERGED') and i.state = 'OPEN')
                for update of l
            ) found
            """,  # noqa: S608 - the columns are this module's constant
            [_sought(number, report) for number, report in enumerate(reports)],
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.lead_busy() from None
    for row in rows:
        found[row["asked"]] = Match(lead=lead_row(row), marked=row["marked"])
    return found


LEAD_COLUMNS = LEAD.replace("l.", "").replace("i.", "")


def _sought(number: int, report: Report) -> dict[str, Any]:
    place, at = report.event or (None, None)
    since, until = (at - EVENT_WINDOW, at + EVENT_WINDOW) if at else (None, None)
    return {"asked": number, "marks": report.marks, "place": place, "since": since, "until": until}


async def save_leads(conn: Connection, leads: Sequence[tuple[Lead, Sequence[str]]]) -> None:
    """Write new leads, each with the codes under which it may be seen."""
    await conn.execute(
        """
        with given as (
            select id, state, title, summary, platform, url, locality, suggested_severity,
                occurred_at, occurred_precision, heat, known_at, last_seen_at, first_seen_at,
                outside, reported_at, sightings, version, codes
            from jsonb_to_recordset($1::jsonb) as given (
                id uuid, state text, title text, summary text, platform text, url text,
                locality text, suggested_severity text, occurred_at timestamptz,
                occurred_precision text, heat double precision, known_at timestamptz,
                last_seen_at timestamptz, first_seen_at timestamptz, outside boolean,
                reported_at timestamptz, sightings integer, version integer, codes text[]
            )
        ),
        new as (
            insert into lead (
                id, state, title, summary, platform, url, locality, suggested_severity,
                occurred_at, occurred_precision, heat, known_at, last_seen_at, first_seen_at,
                outside, reported_at, sightings, version
            )
            select id, state, title, summary, platform, url, locality, suggested_severity,
                occurred_at, occurred_precision, heat, known_at, last_seen_at, first_seen_at,
                outside, reported_at, sightings, version
            from given
        )
        insert into lead_scope (lead, scope, known_at, waiting)
        select distinct given.id, seen.scope, given.known_at, true
        from given, unnest(given.codes) as seen (scope)
        """,
        [{**plain(lead), "codes": codes} for lead, codes in leads],
    )


async def join_leads(conn: Connection, leads: Sequence[tuple[Lead, Sequence[str]]]) -> None:
    """Write what further sightings made of locked leads, and let these codes see them too."""
    await conn.execute(
        """
        with given as (
            select id, sightings, version, last_seen_at, first_seen_at, outside, reported_at, url,
                platform, locality, occurred_precision, occurred_at, heat, codes
            from jsonb_to_recordset($1::jsonb) as given (
                id uuid, sightings integer, version integer, last_seen_at timestamptz,
                first_seen_at timestamptz, outside boolean, reported_at timestamptz, url text,
                platform text, locality text, occurred_precision text, occurred_at timestamptz,
                heat double precision, codes text[]
            )
        ),
        joined as (
            update lead l
            set sightings = given.sightings, version = given.version,
                last_seen_at = given.last_seen_at, first_seen_at = given.first_seen_at,
                outside = given.outside, reported_at = given.reported_at, url = given.url,
                platform = given.platform, locality = given.locality,
                occurred_precision = given.occurred_precision, occurred_at = given.occurred_at,
                heat = given.heat
            from given
            where l.id = given.id
            and l.id = any($2::uuid[])
            returning l.id, l.known_at, l.state = 'NEW' as waiting
        )
        insert into lead_scope (lead, scope, known_at, waiting)
        select distinct joined.id, seen.scope, joined.known_at, joined.waiting
        from joined
        join given on given.id = joined.id
        cross join unnest(given.codes) as seen (scope)
        on conflict do nothing
        """,
        [{**plain(lead), "codes": codes} for lead, codes in leads],
        [lead.id for lead, _ in leads],
    )


async def save_sightings(conn: Connection, seen: Sequence[Sighting]) -> None:
    """Write sightings and the marks by which their leads are known again."""
    await conn.execute(
        """
        with given as (
            select id, lead_id, received_at, reporter, reporter_name, unit_code, outside, seen_at,
                warnings, vendor, alert_id, platform, url, content_hash, first_seen_at,
                captured_at, locality, suggested_severity, occurred_at, occurred_precision, heat,
                title, summary, marks
            from jsonb_to_recordset($1::jsonb) as given (
                id uuid, lead_id uuid, received_at timestamptz, reporter text, reporter_name text,
                unit_code text, outside boolean, seen_at timestamptz, warnings jsonb, vendor text,
                alert_id text, platform text, url text, content_hash text,
                first_seen_at timestamptz, captured_at timestamptz, locality text,
                suggested_severity text, occurred_at timestamptz, occurred_precision text,
                heat double precision, title text, summary text, marks text[]
            )
        ),
        seen as (
            insert into sighting (
                id, lead, received_at, reporter, reporter_name, unit_code, outside, seen_at,
                warnings, vendor, alert_id, platform, url, content_hash, first_seen_at,
                captured_at, locality, suggested_severity, occurred_at, occurred_precision, heat,
                title, summary, marks
            )
            select id, lead_id, received_at, reporter, reporter_name, unit_code, outside, seen_at,
                warnings, vendor, alert_id, platform, url, content_hash, first_seen_at,
                captured_at, locality, suggested_severity, occurred_at, occurred_precision, heat,
                title, summary, marks
            from given
        )
        insert into lead_mark (mark, lead)
        select distinct borne.mark, given.lead_id
        from given, unnest(given.marks) as borne (mark)
        on conflict do nothing
        """,
        [_flat(one) for one in seen],
    )


def _flat(seen: Sighting) -> dict[str, Any]:
    given = plain(seen)
    return {**given.pop("report"), **given}
