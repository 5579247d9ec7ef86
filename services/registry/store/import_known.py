"""What the registry holds of the units and people that a file names, by a few statements."""

from collections.abc import Sequence
from sys import intern
from uuid import UUID

from services.kit.database import Connection
from services.registry.domain.units import Unit
from services.registry.store.import_writing import LONG
from services.registry.store.units import unit_of


async def units_named(
    conn: Connection,
    codes: Sequence[str],
    names: Sequence[str],
    credit_codes: Sequence[str],
    above: str,
    below: str | None,
) -> list[Unit]:
    """Return the units of these codes and credit codes, and in a range of codes of these names."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code = any($1::text[])
        union
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where credit_code = any($5::text[])
        union
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where (name = any($2::text[]) or short_name = any($2::text[]))
        and code >= $3
        and ($4::text is null or code < $4)
        order by code
        """,
        list(codes),
        list(names),
        above,
        below,
        list(credit_codes),
        timeout=LONG,
    )
    return [unit_of(row) for row in rows]


async def supervision_above(conn: Connection, codes: Sequence[str]) -> dict[str, str | None]:
    """Return who supervises these units, and whom each supervisor is under, at most 20 steps."""
    rows = await conn.fetch(
        """
        with recursive line (code, supervising, step) as (
            select code, supervising, 1
            from unit
            where code = any($1::text[])
            union
            select above.code, above.supervising, line.step + 1
            from line
            join unit above on above.code = line.supervising
            where line.step < 20
        )
        select distinct code, supervising
        from line
        """,
        list(codes),
        timeout=LONG,
    )
    return {row["code"]: row["supervising"] for row in rows}


async def persons_of_units(conn: Connection, codes: Sequence[str]) -> dict[UUID, frozenset[str]]:
    """Return who belongs to these units or ever held a post of them, and of which."""
    rows = await conn.fetch(
        """
        select id, array_agg(distinct unit) as units
        from (
            select id, unit
            from person
            where unit = any($1::text[])
            union all
            select person_id, unit
            from appointment
            where unit = any($1::text[])
        ) known
        group by id
        order by id
        """,
        list(codes),
        timeout=LONG,
    )
    alike: dict[tuple[str, ...], frozenset[str]] = {}  # most belong to one unit, beside others
    return {
        row["id"]: alike.setdefault(codes := tuple(map(intern, row["units"])), frozenset(codes))
        for row in rows
    }


async def roster_ids(conn: Connection, entity: str, codes: Sequence[str]) -> list[UUID]:
    """Return the ids of a unit's appointments, experts or channels, by entity, of all times."""
    rows = await conn.fetch(
        """
        select id
        from (
            select id
            from appointment
            where $1 = 'appointment'
            and unit = any($2::text[])
            union all
            select id
            from expert
            where $1 = 'expert'
            and unit = any($2::text[])
            union all
            select id
            from channel
            where $1 = 'channel'
            and unit = any($2::text[])
        ) found
        order by id
        """,
        entity,
        list(codes),
        timeout=LONG,
    )
    return [row["id"] for row in rows]


async def lock_units(conn: Connection, codes: Sequence[str]) -> None:
    """Keep other writers of these units and their rosters out until the transaction ends."""
    await conn.execute(
        """
        select 1
        from unit
        where code = any($1::text[])
        order by code
        for no key update
        """,
        list(codes),
        timeout=LONG,
    )


async def wait_longer(conn: Connection) -> None:
    """Wait for locks as long as an import may in this transaction."""
    await conn.execute("set local lock_timeout = '10s'")


async def lock_units_of_import(conn: Connection, id: UUID) -> list[str]:  # noqa: A002 - the row's own word
    """Lock the units that an import wrote in, as `lock_units`; return their codes."""
    rows = await conn.fetch(
        """
        with written as (
            select entity, id
            from import_effect
            where import = $1
        )
        select code
        from unit
        where id in (select id from written where entity = 'unit')
        or code in (
            select unit from person join written on entity = 'person' and written.id = person.id
            union
            select unit from appointment
            join written on entity = 'appointment' and written.id = appointment.id
            union
            select unit from expert join written on entity = 'expert' and written.id = expert.id
            union
            select unit from channel join written on entity = 'channel' and written.id = channel.id
        )
        order by code
        for no key update
        """,
        id,
        timeout=LONG,
    )
    return [row["code"] for row in rows]


async def fingerprint(conn: Connection, codes: Sequence[str]) -> str:
    """Return a text that changes whenever one of these units, or anything of its roster, does."""
    marks: str = await conn.fetchval(
        """
        select concat_ws(' ',
            (select count(*) || ':' || coalesce(sum(hashtextextended(id::text, version)), 0)
                from unit where code = any($1::text[])),
            (select count(*) || ':' || coalesce(sum(hashtextextended(id::text, version)), 0)
                from person where unit = any($1::text[])),
            (select count(*) || ':' || coalesce(sum(hashtextextended(id::text, version)), 0)
                from appointment where unit = any($1::text[])),
            (select count(*) || ':' || coalesce(sum(hashtextextended(id::text, version)), 0)
                from expert where unit = any($1::text[])),
            (select count(*) || ':' || coalesce(sum(hashtextextended(id::text, version)), 0)
                from channel where unit = any($1::text[]))
        )
        """,
        list(codes),
        timeout=LONG,
    )
    return marks
