"""The mirror of the registry: applying its feed, and reads that need no registry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from services.deadlines.domain.mirror import FeedFault, Images, MirrorStatus
from services.deadlines.law.responsibility import merged_into
from services.deadlines.law.results import PersonRef, UnitRef
from services.deadlines.law.words import Post
from services.kit.database import Connection


async def apply_images(conn: Connection, images: Images) -> None:
    """Lay images over the mirror, all or none; an older version never wins.

    Raises FeedFault for values that no table can hold.
    """
    try:
        async with conn.transaction():
            await _apply(conn, images)
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
        raise FeedFault(f"values of the feed: {type(error).__name__}") from error


async def _apply(conn: Connection, images: Images) -> None:
    if images.units:
        await _apply_units(conn, list(images.units.values()))
    if images.unit_names:
        await _apply_unit_names(conn, list(images.unit_names.values()))
    if images.successions:
        await _apply_successions(conn, list(images.successions.values()))
    if images.persons:
        await _apply_persons(conn, list(images.persons.values()))
    if images.posts:
        await _apply_posts(conn, list(images.posts.values()))
    if images.availability:
        await _apply_availability(conn, list(images.availability.values()))
    if images.channels:
        await _apply_channels(conn, list(images.channels.values()))


async def _apply_units(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_unit (
            id, version, code, name, short_name, initials, kind, level, division, parent,
            supervising, management, tags, active_from, active_to,
            scope1, scope2, scope3, scope4, scope5, scope6
        )
        select
            id, version, code, name, short_name, initials, kind, level, division, parent,
            supervising, management, tags, active_from, active_to,
            scope1, scope2, scope3, scope4, scope5, scope6
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, code text, name text, short_name text, initials text,
            kind text, level text, division text, parent text, supervising text, management text,
            tags jsonb, active_from timestamptz, active_to timestamptz,
            scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text
        )
        on conflict (id) do update
        set version = excluded.version, code = excluded.code, name = excluded.name,
            short_name = excluded.short_name, initials = excluded.initials, kind = excluded.kind,
            level = excluded.level, division = excluded.division, parent = excluded.parent,
            supervising = excluded.supervising, management = excluded.management,
            tags = excluded.tags, active_from = excluded.active_from,
            active_to = excluded.active_to, scope1 = excluded.scope1, scope2 = excluded.scope2,
            scope3 = excluded.scope3, scope4 = excluded.scope4, scope5 = excluded.scope5,
            scope6 = excluded.scope6
        where mirror_unit.version <= excluded.version
        """,
        rows,
    )


async def _apply_unit_names(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_unit_name (id, version, unit, begins, name, short_name)
        select id, version, unit, begins, name, short_name
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, unit text, begins timestamptz, name text, short_name text
        )
        on conflict (id) do update
        set version = excluded.version, unit = excluded.unit, begins = excluded.begins,
            name = excluded.name, short_name = excluded.short_name
        where mirror_unit_name.version <= excluded.version
        """,
        rows,
    )


async def _apply_successions(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_succession (id, version, predecessor, successor, kind, begins)
        select id, version, predecessor, successor, kind, begins
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, predecessor text, successor text, kind text,
            begins timestamptz
        )
        on conflict (id) do update
        set version = excluded.version, predecessor = excluded.predecessor,
            successor = excluded.successor, kind = excluded.kind, begins = excluded.begins
        where mirror_succession.version <= excluded.version
        """,
        rows,
    )


async def _apply_persons(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_person (id, version, name, phone)
        select id, version, name, phone
        from jsonb_to_recordset($1) as given (id uuid, version integer, name text, phone text)
        on conflict (id) do update
        set version = excluded.version, name = excluded.name, phone = excluded.phone
        where mirror_person.version <= excluded.version
        """,
        rows,
    )


async def _apply_posts(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_post (
            id, version, unit, person_id, person, post, title, phone, begins, ends
        )
        select id, version, unit, person_id, person, post, title, phone, begins, ends
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, unit text, person_id uuid, person text, post text,
            title text, phone text, begins timestamptz, ends timestamptz
        )
        on conflict (id) do update
        set version = excluded.version, unit = excluded.unit, person_id = excluded.person_id,
            person = excluded.person, post = excluded.post, title = excluded.title,
            phone = excluded.phone, begins = excluded.begins, ends = excluded.ends
        where mirror_post.version <= excluded.version
        """,
        rows,
    )


async def _apply_availability(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_availability (id, version, person_id, begins, ends, present)
        select id, version, person_id, begins, ends, present
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, person_id uuid, begins timestamptz, ends timestamptz,
            present boolean
        )
        on conflict (id) do update
        set version = excluded.version, person_id = excluded.person_id,
            begins = excluded.begins, ends = excluded.ends, present = excluded.present
        where mirror_availability.version <= excluded.version
        """,
        rows,
    )


async def _apply_channels(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_channel (
            id, version, unit, kind, platform, name, url, opened_on, closed_on
        )
        select id, version, unit, kind, platform, name, url, opened_on, closed_on
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, unit text, kind text, platform text, name text, url text,
            opened_on timestamptz, closed_on timestamptz
        )
        on conflict (id) do update
        set version = excluded.version, unit = excluded.unit, kind = excluded.kind,
            platform = excluded.platform, name = excluded.name, url = excluded.url,
            opened_on = excluded.opened_on, closed_on = excluded.closed_on
        where mirror_channel.version <= excluded.version
        """,
        rows,
    )


async def lock_cursor(conn: Connection, now: datetime) -> str | None:
    """Lock the mirror's place in the registry's feed and return it; None is the beginning."""
    cursor: str | None = await conn.fetchval(
        """
        insert into mirror_cursor (asked_at, reachable)
        values ($1, false)
        on conflict (one) do update
        set asked_at = mirror_cursor.asked_at
        returning cursor
        """,
        now,
    )
    return cursor


async def cursor_of(conn: Connection) -> str | None:
    """Read the mirror's place in the registry's feed without locking it."""
    cursor: str | None = await conn.fetchval("select cursor from mirror_cursor")
    return cursor


async def save_cursor(conn: Connection, cursor: str | None, now: datetime) -> None:
    """Note that the registry answered and how far its feed has been applied."""
    await conn.execute(
        """
        update mirror_cursor
        set cursor = $1, applied_at = $2, asked_at = $2, reachable = true
        """,
        cursor,
        now,
    )


async def save_silence(conn: Connection, now: datetime) -> None:
    """Note that the registry did not answer; the cursor and what is mirrored stay."""
    await conn.execute(
        """
        insert into mirror_cursor (asked_at, reachable)
        values ($1, false)
        on conflict (one) do update
        set asked_at = excluded.asked_at, reachable = false
        """,
        now,
    )


async def mirror_status(conn: Connection) -> MirrorStatus:
    """Tell how the mirror stands."""
    row = await conn.fetchrow(
        """
        select m.cursor, m.applied_at, coalesce(m.reachable, false) as reachable,
            (select count(*) from mirror_unit) as units
        from (select true as one) as this
        left join mirror_cursor m on m.one = this.one
        """
    )
    assert row is not None  # noqa: S101 - the left side has exactly one row
    return MirrorStatus(
        last_sync_at=row["applied_at"],
        cursor=row["cursor"],
        reachable=row["reachable"],
        units=row["units"],
    )


async def places_by_code(
    conn: Connection, prefix: str, first: int, *, near: str, now: datetime
) -> list[UnitRef]:
    """List governments and committees whose code begins so: in ``near``, then shortest first.

    Those that had ended ``now`` come last, for an incident of their day.

    ":" is the character after "9", "~" comes after every letter: prefixes are ranges of an index.
    """
    rows = await conn.fetch(
        """
        select code, name, kind, level
        from mirror_unit
        where kind in ('GOVERNMENT', 'COMMITTEE')
        and code = division
        and code collate "C" >= $1
        and code collate "C" < $1 || ':'
        order by active_to <= $4 is true,
            ($3 in (scope1, scope2, scope3, scope4, scope5, scope6)) is not true,
            length(code), code
        limit $2
        """,
        prefix,
        first,
        near,
        now,
    )
    return [UnitRef(**dict(row)) for row in rows]


async def places_by_initials(
    conn: Connection, prefix: str, first: int, *, near: str, now: datetime
) -> list[UnitRef]:
    """List governments and committees whose initials begin so: in ``near``, then highest first."""
    rows = await conn.fetch(
        """
        select code, name, kind, level
        from mirror_unit
        where kind in ('GOVERNMENT', 'COMMITTEE')
        and code = division
        and initials collate "C" >= $1
        and initials collate "C" < $1 || '~'
        order by active_to <= $4 is true,
            ($3 in (scope1, scope2, scope3, scope4, scope5, scope6)) is not true,
            length(code), length(initials), code
        limit $2
        """,
        prefix,
        first,
        near,
        now,
    )
    return [UnitRef(**dict(row)) for row in rows]


async def places_by_name(
    conn: Connection, part: str, first: int, *, near: str, now: datetime
) -> list[UnitRef]:
    """List governments and committees with this in their names: in ``near``, then by its place."""
    rows = await conn.fetch(
        """
        select code, name, kind, level
        from mirror_unit
        where kind in ('GOVERNMENT', 'COMMITTEE')
        and code = division
        and strpos(name, $1) > 0
        order by active_to <= $4 is true,
            ($3 in (scope1, scope2, scope3, scope4, scope5, scope6)) is not true,
            strpos(name, $1), length(code), code
        limit $2
        """,
        part,
        first,
        near,
        now,
    )
    return [UnitRef(**dict(row)) for row in rows]


async def names_of(conn: Connection, codes: Sequence[str]) -> dict[str, str]:
    """Find the names of units by code."""
    rows = await conn.fetch(
        """
        select code, name
        from mirror_unit
        where code = any($1::text[])
        """,
        list(codes),
    )
    return {row["code"]: row["name"] for row in rows}


async def speakers_of(conn: Connection, units: Sequence[str], at: datetime) -> dict[str, PersonRef]:
    """Find each unit's spokesperson at ``at``, one who is present before one who is away.

    For a unit that was merged since, its successor's speaks, and the note says so.
    """
    rows = await conn.fetch(
        """
        with recursive heirs (unit, heir, depth) as (
            select given.unit, given.unit, 0
            from unnest($1::text[]) as given (unit)
            union all
            select heirs.unit, s.successor, heirs.depth + 1
            from heirs
            join mirror_succession s on s.predecessor = heirs.heir
                and s.kind = 'MERGED'
                and s.begins <= $2
            where heirs.depth < 6
        ),
        last (unit, heir) as (
            select distinct on (unit) unit, heir
            from heirs
            order by unit, depth desc, heir
        )
        select distinct on (l.unit)
            l.unit, h.name as successor, p.person, p.title,
            coalesce(p.phone, n.phone) as phone, a.present is distinct from false as present
        from last l
        join mirror_post p on p.unit = l.heir
        left join mirror_unit h on h.code = l.heir and l.heir <> l.unit
        left join mirror_person n on n.id = p.person_id
        left join lateral (
            select v.present
            from mirror_availability v
            where v.person_id = p.person_id
            and v.begins <= $2
            and (v.ends is null or v.ends > $2)
            order by v.id desc
            limit 1
        ) a on true
        where p.post = 'SPOKESPERSON'
        and (p.begins is null or p.begins <= $2)
        and (p.ends is null or p.ends > $2)
        order by l.unit, present desc, p.begins, p.id
        """,
        list(units),
        at,
    )
    return {
        row["unit"]: PersonRef(
            name=row["person"],
            post=Post.SPOKESPERSON,
            title=row["title"],
            phone=row["phone"],
            present=row["present"],
            note=merged_into(row["successor"], None if row["present"] else "请假中"),
        )
        for row in rows
    }


async def incidents_pending_contacts(conn: Connection, first: int) -> list[UUID]:
    """List open incidents whose contacts are still to be filled in: the newest, and any others.

    Some wait for ever, for a post that nobody holds; chosen by lot, they keep no others waiting.
    """
    rows = await conn.fetch(
        """
        with newest as (
            select id
            from incident
            where contacts_pending
            and state = 'OPEN'
            order by id desc
            limit ($1 + 1) / 2
        ),
        others as (
            select i.id
            from incident i
            where i.contacts_pending
            and i.state = 'OPEN'
            and not exists (select from newest where newest.id = i.id)
            order by random()
            limit $1 / 2
        )
        select id
        from newest
        union all
        select id
        from others
        """,
        first,
    )
    return [row["id"] for row in rows]
