"""Occasions in the database: opened, locked for an act, closed, read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.occasions import NewOccasion, Occasion, OccasionFile
from services.deadlines.store.periods import NEWEST, OLDEST
from services.deadlines.store.rows import OCCASION, occasion_row, plain, scope_row
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest


async def save_occasions(conn: Connection, new: Sequence[NewOccasion]) -> set[UUID]:
    """Write occasions with the codes that see them, in one statement; returns which were new.

    One whose unit has one of the same rule and period already is passed over.
    """
    rows = await conn.fetch(
        """
        with given as (
            select *
            from jsonb_to_recordset($1) as given (
                id uuid, number text, kind text, title text, unit_code text, unit jsonb, rule text,
                period text, begins_at timestamptz, ends_at timestamptz, packs jsonb, body jsonb,
                opened_at timestamptz, opened_by text, seen_by jsonb, scope1 text, scope2 text,
                scope3 text, scope4 text, scope5 text, scope6 text
            )
        ),
        opened as (
            insert into occasion (
                id, number, kind, title, state, unit_code, unit, rule, period, begins_at, ends_at,
                packs, body, opened_at, opened_by, version, scope1, scope2, scope3, scope4, scope5,
                scope6
            )
            select
                id, number, kind, title, 'OPEN', unit_code, unit, rule, period, begins_at, ends_at,
                packs, body, opened_at, opened_by, 1, scope1, scope2, scope3, scope4, scope5, scope6
            from given
            on conflict (unit_code, rule, period) where rule is not null do nothing
            returning id
        ),
        seen as (
            insert into occasion_scope (scope, occasion)
            select scope, opened.id
            from opened
            join given on given.id = opened.id
            cross join lateral jsonb_array_elements_text(given.seen_by) as seen (scope)
        )
        select id
        from opened
        """,
        [_values(row) for row in new],
    )
    return {row["id"] for row in rows}


def _values(row: NewOccasion) -> dict[str, object]:
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "unit_code": row.unit.code,
        "unit": plain(row.unit),
        "rule": row.rule,
        "period": row.period,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "packs": row.packs,
        "body": plain(row.body),
        "opened_at": row.opened_at,
        "opened_by": row.opened_by,
        "seen_by": sorted(set(row.seen_by)),
        **{f"scope{level}": row.scope.at(level) for level in range(1, 7)},
    }


async def lock_occasion(conn: Connection, occasion: UUID, seen_by: str) -> OccasionFile | None:
    """Lock an occasion that may be seen under the code, for an act on it."""
    row = await conn.fetchrow(
        f"""
        select {OCCASION}, c.body as occasion_body, c.scope1, c.scope2, c.scope3, c.scope4,
            c.scope5, c.scope6,
            array(select s.scope from occasion_scope s where s.occasion = c.id) as seen_by
        from occasion c
        where c.id = $1
        and exists (
            select from occasion_scope s where s.scope = $2 and s.occasion = c.id
        )
        for update of c
        """,  # noqa: S608 - the columns are this package's constants
        occasion,
        seen_by,
    )
    if row is None:
        return None
    return OccasionFile(
        occasion=occasion_row(row),
        body=row["occasion_body"],
        scope=scope_row(row),
        seen_by=tuple(sorted(row["seen_by"])),
    )


async def occasions_by_id(
    conn: Connection, occasions: Sequence[UUID], seen_by: str
) -> list[Occasion]:
    """Find those of these occasions that may be seen under the code."""
    rows = await conn.fetch(
        f"""
        select {OCCASION}
        from occasion c
        join occasion_scope s on s.occasion = c.id and s.scope = $2
        where c.id = any($1::uuid[])
        """,  # noqa: S608 - the columns are this package's constants
        list(occasions),
        seen_by,
    )
    return [occasion_row(row) for row in rows]


async def policies_page(
    conn: Connection,
    page: PageRequest,
    seen_by: str,
    *,
    unit: str | None = None,
    state: str | None = None,
    published: bool | None = None,
) -> Page[Occasion]:
    """List the policies that may be seen under the code, newest first, by id.

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
        and c.kind = 'POLICY'
        and (
            $4::text is null
            or c.unit_code = $4
            or $4 in (c.scope1, c.scope2, c.scope3, c.scope4, c.scope5, c.scope6)
        )
        and ($5::text is null or c.state = $5)
        and (
            $6::boolean is null
            or $6 = (c.body ->> 'published_at' is not null)
        )
        order by s.occasion {order}
        limit $3
        """,  # noqa: S608 - direction and columns are ours, not the caller's
        seen_by,
        page.cursor[0] if page.cursor else start,
        page.limit,
        unit,
        state,
        published,
    )
    return page.cut([occasion_row(row) for row in rows])


async def close_finished(
    conn: Connection, occasions: Sequence[UUID], *, at: datetime, by: str
) -> dict[UUID, int]:
    """Close those of these of which no obligation is open; returns their new versions."""
    rows = await conn.fetch(
        """
        update occasion c
        set state = 'CLOSED', closed_at = $2, closed_by = $3, version = c.version + 1
        where c.id = any($1::uuid[])
        and c.state = 'OPEN'
        and not exists (
            select from obligation o where o.occasion = c.id and o.state = 'OPEN'
        )
        returning c.id, c.version
        """,
        list(occasions),
        at,
        by,
    )
    return {row["id"]: row["version"] for row in rows}


async def open_filings(
    conn: Connection, filings: Sequence[str]
) -> list[tuple[Occasion, list[str]]]:
    """Lock the open occasions of these filings, each with the codes that see it."""
    rows = await conn.fetch(
        f"""
        select {OCCASION},
            array(select s.scope from occasion_scope s where s.occasion = c.id) as seen_by
        from occasion c
        where c.kind = 'ROSTER'
        and c.state = 'OPEN'
        and c.period = any($1::text[])
        order by c.id
        for update of c
        """,  # noqa: S608 - the columns are this package's constants
        list(filings),
    )
    return [(occasion_row(row), list(row["seen_by"])) for row in rows]


async def save_body(conn: Connection, occasion: UUID, body: object) -> None:
    """Keep what is now told of an occasion; one that had closed is worked on again."""
    await conn.execute(
        """
        update occasion
        set body = $2, state = 'OPEN', closed_at = null, closed_by = null, version = version + 1
        where id = $1
        """,
        occasion,
        plain(body),
    )
