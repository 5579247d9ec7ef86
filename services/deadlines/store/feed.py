"""Applying the registry's feed to the mirror."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

import asyncpg

from services.deadlines.domain.mirror import MOST_FAULTS, Fault, FeedFault, Images
from services.deadlines.store.standing import apply_documents
from services.kit.database import Connection

Applying: TypeAlias = Callable[[Connection, Sequence[dict[str, Any]]], Awaitable[None]]


async def apply_images(conn: Connection, images: Images, now: datetime) -> list[Fault]:
    """Lay images over the mirror; an older version never wins.

    Returns those that no table can hold; the others are applied. Raises FeedFault, with nothing
    applied, where they are more than `MOST_FAULTS`: then it is not a few things that are wrong.
    """
    faults: list[Fault] = []
    async with conn.transaction():
        for table, apply, rows in _parts(images):
            async for row, reason in _apply(conn, apply, rows):
                entity, cursor = images.places[row.get("table", table), row["id"]]
                faults.append(
                    Fault(entity=entity, id=str(row["id"]), cursor=cursor, reason=reason, at=now)
                )
                if len(faults) > MOST_FAULTS:
                    raise FeedFault(f"{reason} and {MOST_FAULTS} more faults of values")
    return faults


def _parts(images: Images) -> Iterator[tuple[str, Applying, list[dict[str, Any]]]]:
    # what is gone first, for a code may have gone to another unit
    gone = [
        {"table": table, "id": id_, "version": row["version"]}
        for table, rows in images.removed.items()
        for id_, row in rows.items()
    ]
    yield "", _remove, gone
    for table, apply in _APPLIED.items():
        yield table, apply, list(getattr(images, table).values())


async def _apply(
    conn: Connection, apply: Applying, rows: Sequence[dict[str, Any]]
) -> AsyncIterator[tuple[dict[str, Any], str]]:
    """Apply rows together; where that fails, by halves, until each that cannot be is alone.

    Yields those with the reason.
    """
    waiting = [rows] if rows else []
    while waiting:
        part = waiting.pop()
        try:
            async with conn.transaction():
                await apply(conn, part)
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            if len(part) == 1:
                yield part[0], type(error).__name__
            else:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]


async def _remove(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Delete what the registry no longer has, unless a newer version of it is mirrored."""
    await conn.execute(
        """
        with given as (
            select *
            from jsonb_to_recordset($1) as told ("table" text, id uuid, version integer)
        ),
        units as (
            delete from mirror_unit kept
            using given
            where given."table" = 'units'
            and kept.id = given.id
            and kept.version <= given.version
        ),
        persons as (
            delete from mirror_person kept
            using given
            where given."table" = 'persons'
            and kept.id = given.id
            and kept.version <= given.version
        ),
        posts as (
            delete from mirror_post kept
            using given
            where given."table" = 'posts'
            and kept.id = given.id
            and kept.version <= given.version
        ),
        away as (
            delete from mirror_availability kept
            using given
            where given."table" = 'availability'
            and kept.id = given.id
            and kept.version <= given.version
        )
        delete from mirror_channel kept
        using given
        where given."table" = 'channels'
        and kept.id = given.id
        and kept.version <= given.version
        """,
        rows,
    )


async def _apply_units(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_unit (
            id, version, code, name, short_name, initials, kind, level, division, parent,
            supervising, management, tags, tagged, active_from, active_to,
            scope1, scope2, scope3, scope4, scope5, scope6
        )
        select
            id, version, code, name, short_name, initials, kind, level, division, parent,
            supervising, management, tags, jsonb_strip_nulls(jsonb_build_object('', told_at)),
            active_from, active_to, scope1, scope2, scope3, scope4, scope5, scope6
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, code text, name text, short_name text, initials text,
            kind text, level text, division text, parent text, supervising text, management text,
            tags jsonb, active_from timestamptz, active_to timestamptz, told_at text,
            scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text
        )
        on conflict (id) do update
        set version = excluded.version, code = excluded.code, name = excluded.name,
            short_name = excluded.short_name, initials = excluded.initials, kind = excluded.kind,
            level = excluded.level, division = excluded.division, parent = excluded.parent,
            supervising = excluded.supervising, management = excluded.management,
            tags = excluded.tags,
            tagged = (
                select coalesce(jsonb_strip_nulls(jsonb_object_agg(
                    borne.tag,
                    case when mirror_unit.tags ? borne.tag then mirror_unit.tagged -> borne.tag
                        else excluded.tagged -> '' end
                )), '{}')
                from jsonb_array_elements_text(excluded.tags) as borne (tag)
            ),
            active_from = excluded.active_from,
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
    applied = await conn.fetch(
        """
        insert into mirror_person (id, version, name, phone_hint)
        select id, version, name, phone_hint
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, name text, phone_hint text
        )
        on conflict (id) do update
        set version = excluded.version, name = excluded.name, phone_hint = excluded.phone_hint
        where mirror_person.version <= excluded.version
        returning id
        """,
        rows,
    )
    # the service may write a number and not read one, so that none is updated in its place
    ids = [row["id"] for row in applied]
    await conn.execute("delete from mirror_phone where person_id = any($1::uuid[])", ids)
    await conn.execute(
        """
        insert into mirror_phone (person_id, phone)
        select id, phone
        from jsonb_to_recordset($1) as given (id uuid, phone text)
        where phone is not null
        and id = any($2::uuid[])
        """,
        rows,
        ids,
    )


async def _apply_posts(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_post (
            id, version, unit, person_id, person, post, title, filed_on, begins, ends
        )
        select id, version, unit, person_id, person, post, title, filed_on, begins, ends
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, unit text, person_id uuid, person text, post text,
            title text, filed_on timestamptz, begins timestamptz, ends timestamptz
        )
        on conflict (id) do update
        set version = excluded.version, unit = excluded.unit, person_id = excluded.person_id,
            person = excluded.person, post = excluded.post, title = excluded.title,
            filed_on = excluded.filed_on, begins = excluded.begins, ends = excluded.ends
        where mirror_post.version <= excluded.version
        """,
        rows,
    )


async def _apply_availability(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(
        """
        insert into mirror_availability (id, version, person_id, begins, ends, present, stand_in)
        select id, version, person_id, begins, ends, present, stand_in
        from jsonb_to_recordset($1) as given (
            id uuid, version integer, person_id uuid, begins timestamptz, ends timestamptz,
            present boolean, stand_in uuid
        )
        on conflict (id) do update
        set version = excluded.version, person_id = excluded.person_id,
            begins = excluded.begins, ends = excluded.ends, present = excluded.present,
            stand_in = excluded.stand_in
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


_APPLIED: Final[Mapping[str, Applying]] = {
    "units": _apply_units,
    "unit_names": _apply_unit_names,
    "successions": _apply_successions,
    "persons": _apply_persons,
    "posts": _apply_posts,
    "availability": _apply_availability,
    "channels": _apply_channels,
    "documents": apply_documents,
}
