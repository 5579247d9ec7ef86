"""Units as rows."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.searching import unit_terms
from services.registry.domain.units import (
    Management,
    Unit,
    UnitKind,
    UnitLevel,
)

_LOAD_SECONDS = 60.0
_COLUMNS = (
    "id",
    "code",
    "name",
    "short_name",
    "initials",
    "kind",
    "level",
    "rank",
    "division",
    "parent",
    "supervising",
    "management",
    "tags",
    "active_from",
    "active_to",
    "scope1",
    "scope2",
    "scope3",
    "scope4",
    "scope5",
    "scope6",
    "work_body",
    "credit_code",
    "grams",
    "version",
)


async def unit_by_id(conn: Connection, id: UUID) -> Unit | None:  # noqa: A002 - the row's own word
    """Return the unit or None."""
    row = await conn.fetchrow(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where id = $1
        """,
        id,
    )
    return unit_of(row) if row else None


async def units_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Unit]:
    """Return those of the units that exist, by id."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: unit_of(row) for row in rows}


async def units_by_code(conn: Connection, codes: Sequence[str]) -> dict[str, Unit]:
    """Return those of the units that exist, by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code = any($1::text[])
        """,
        list(codes),
    )
    return {row["code"]: unit_of(row) for row in rows}


async def units_by_credit_code(conn: Connection, credit_codes: Sequence[str]) -> dict[str, Unit]:
    """Return those of the units that exist, by credit code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where credit_code = any($1::text[])
        """,
        list(credit_codes),
    )
    return {row["credit_code"]: unit_of(row) for row in rows}


async def lock_unit(conn: Connection, code: str) -> Unit | None:
    """Return the unit, locked against other writers of it and of its roster until the end."""
    row = await conn.fetchrow(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code = $1
        for no key update
        """,
        code,
    )
    return unit_of(row) if row else None


async def lock_supervision(conn: Connection) -> None:
    """Let one transaction at a time change supervising edges: two could close a cycle together."""
    await conn.execute("select pg_advisory_xact_lock(7204)")


async def lock_credit_codes(conn: Connection) -> None:
    """Let one transaction at a time give units credit codes: two could give one code away."""
    await conn.execute("select pg_advisory_xact_lock(7205)")


async def supervisors(conn: Connection, code: str) -> list[str]:
    """Return the line of authority from ``code`` upward, itself first; at most 20 steps."""
    rows = await conn.fetch(
        """
        with recursive line (code, supervising, step) as (
            select code, supervising, 1
            from unit
            where code = $1
            union all
            select above.code, above.supervising, line.step + 1
            from line
            join unit above on above.code = line.supervising
            where line.step < 20
        )
        select code
        from line
        order by step
        """,
        code,
    )
    return [row["code"] for row in rows]


async def insert_unit(conn: Connection, unit: Unit) -> bool:
    """Write a new unit; return False, writing nothing, where its code is taken."""
    inserted = await conn.fetchval(
        """
        insert into unit (
            id, code, name, short_name, initials, kind, level, rank, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, grams, version
        )
        values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23, $24, $25
        )
        on conflict (code) do nothing
        returning true
        """,
        *_values(unit),
    )
    return bool(inserted)


async def copy_units(conn: Connection, units: Iterable[Unit]) -> None:
    """Write many new units at once, parents before children; a taken code raises."""
    await conn.copy_records_to_table(
        "unit", records=map(_values, units), columns=_COLUMNS, timeout=_LOAD_SECONDS
    )


async def save_unit(conn: Connection, unit: Unit) -> None:
    """Write what may change in a unit; code, kind and place never do."""
    await conn.execute(
        """
        update unit
        set name = $2, short_name = $3, initials = $4, supervising = $5, management = $6,
            tags = $7, active_to = $8, work_body = $9, credit_code = $10, grams = $11,
            version = $12
        where id = $1
        """,
        unit.id,
        unit.name,
        unit.short_name,
        unit.initials,
        unit.supervising,
        unit.management,
        list(unit.tags),
        unit.active_to,
        unit.work_body,
        unit.credit_code,
        unit_terms(unit),
        unit.version,
    )


async def units_below(conn: Connection, parent: str) -> dict[str, Unit]:
    """Return the units whose territorial parent this is, by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where parent = $1
        """,
        parent,
    )
    return {row["code"]: unit_of(row) for row in rows}


async def territorial_units(conn: Connection) -> list[Unit]:
    """Return every unit that bears a division's own code, by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code !~ '-'
        order by code
        """
    )
    return [unit_of(row) for row in rows]


async def units_never_served(conn: Connection, above: str, below: str) -> list[Unit]:
    """Return the units in a half-open range of codes that exist and never had anybody in a post."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code >= $1
        and code < $2
        and active_to is null
        and not exists (
            select
            from appointment
            where appointment.unit = unit.code
        )
        order by code
        """,
        above,
        below,
        timeout=_LOAD_SECONDS,
    )
    return [unit_of(row) for row in rows]


async def existing_codes(conn: Connection) -> set[str]:
    """Return the codes of all units."""
    return {row["code"] for row in await conn.fetch("select code from unit")}


async def refresh_statistics(conn: Connection) -> None:
    """Tell the planner about freshly loaded units; the search chooses its index by frequency."""
    await conn.execute("select gin_clean_pending_list('unit_grams')", timeout=_LOAD_SECONDS)
    await conn.execute("analyze unit", timeout=_LOAD_SECONDS)


async def allow_long_statements(conn: Connection) -> None:
    """Lift the limits on statements and on pauses for this transaction; for loaders only.

    A loader computes 10,000 units between two statements, which a busy machine draws out. The
    index of characters takes them in large pieces, which is a third faster.
    """
    await conn.execute(
        """
        set local statement_timeout = '60s';
        set local idle_in_transaction_session_timeout = '60s';
        set local gin_pending_list_limit = '64MB'
        """
    )


def unit_of(row: Record) -> Unit:
    """Build the unit from a row that has every column but ``rank`` and ``grams``."""
    return Unit(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        initials=row["initials"],
        kind=UnitKind(row["kind"]),
        level=UnitLevel(row["level"]),
        division=row["division"],
        parent=row["parent"],
        supervising=row["supervising"],
        management=Management(row["management"]),
        tags=tuple(row["tags"]),
        active_from=row["active_from"],
        active_to=row["active_to"],
        scope=(
            row["scope1"],
            row["scope2"],
            row["scope3"],
            row["scope4"],
            row["scope5"],
            row["scope6"],
        ),
        work_body=row["work_body"],
        credit_code=row["credit_code"],
        version=row["version"],
    )


def _values(unit: Unit) -> tuple[object, ...]:
    return (
        unit.id,
        unit.code,
        unit.name,
        unit.short_name,
        unit.initials,
        unit.kind.value,
        unit.level.value,
        unit.rank,
        unit.division,
        unit.parent,
        unit.supervising,
        unit.management.value,
        list(unit.tags),
        unit.active_from,
        unit.active_to,
        *unit.scope,
        unit.work_body,
        unit.credit_code,
        unit_terms(unit),
        unit.version,
    )
