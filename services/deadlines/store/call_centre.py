"""Call-centre statistics: append-only, the newest version of a unit's day counts."""

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from services.deadlines.domain.call_centre import CallDay, KeptDay, KnownUnit
from services.deadlines.store.rows import scope_row
from services.kit.database import Connection

LONGEST_PERIOD = 20_000


async def lock_source(conn: Connection, source: str) -> None:
    """Let imports of one source follow each other until the transaction ends."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended($1, 27))", source)


async def known_units(conn: Connection, codes: Sequence[str]) -> dict[str, KnownUnit]:
    """Find units of the mirror by their codes, with their places."""
    rows = await conn.fetch(
        """
        select code, name, scope1, scope2, scope3, scope4, scope5, scope6
        from mirror_unit
        where code = any($1::text[])
        """,
        list(codes),
    )
    return {row["code"]: KnownUnit(name=row["name"], scope=scope_row(row)) for row in rows}


async def days_of_source(
    conn: Connection, source: str, rows: Sequence[CallDay]
) -> dict[tuple[str, date], KeptDay]:
    """Return the newest version of what the source has told of these units and days."""
    found = await conn.fetch(
        """
        select distinct on (c.unit_code, c.day)
            c.id, c.unit_code, c.unit_name, c.day, c.source, c.version, c.calls, c.answered,
            c.in_time, c.imported_at, c.imported_by
        from unnest($2::text[], $3::date[]) as given (unit, day)
        join call_statistic c on c.unit_code = given.unit and c.day = given.day
        where c.source = $1
        order by c.unit_code, c.day, c.version desc
        """,
        source,
        [row.unit for row in rows],
        [row.day for row in rows],
    )
    return {(row["unit_code"], row["day"]): _kept(row) for row in found}


async def save_days(conn: Connection, days: Sequence[tuple[KeptDay, KnownUnit]]) -> None:
    """Write new versions, by one statement."""
    await conn.copy_records_to_table(
        "call_statistic",
        records=[
            (
                day.id,
                day.row.unit,
                day.unit_name,
                day.row.day,
                day.source,
                day.version,
                day.row.calls,
                day.row.answered,
                day.row.in_time,
                day.imported_at,
                day.imported_by,
                *unit.scope.codes,
            )
            for day, unit in days
        ],
        columns=(
            "id",
            "unit_code",
            "unit_name",
            "day",
            "source",
            "version",
            "calls",
            "answered",
            "in_time",
            "imported_at",
            "imported_by",
            "scope1",
            "scope2",
            "scope3",
            "scope4",
            "scope5",
            "scope6",
        ),
    )


async def days_between(
    conn: Connection, since: date, until: date, *, unit: str, seen_by: str
) -> list[KeptDay]:
    """List the days from ``since`` (inclusive) to ``until`` (exclusive) of a unit tree.

    By unit, source and day, the newest version of each, as far as ``seen_by`` may see; at most
    LONGEST_PERIOD days.
    """
    rows = await conn.fetch(
        """
        select distinct on (unit_code, source, day)
            id, unit_code, unit_name, day, source, version, calls, answered, in_time, imported_at,
            imported_by
        from call_statistic
        where day >= $1
        and day < $2
        and $3 in (scope1, scope2, scope3, scope4, scope5, scope6, unit_code)
        and $4 in (scope1, scope2, scope3, scope4, scope5, scope6, unit_code)
        order by unit_code, source, day, version desc
        limit $5
        """,
        since,
        until,
        unit,
        seen_by,
        LONGEST_PERIOD,
    )
    return [_kept(row) for row in rows]


def _kept(row: Record) -> KeptDay:
    return KeptDay(
        id=row["id"],
        row=CallDay(
            unit=row["unit_code"],
            day=row["day"],
            calls=row["calls"],
            answered=row["answered"],
            in_time=row["in_time"],
        ),
        unit_name=row["unit_name"],
        source=row["source"],
        version=row["version"],
        imported_at=row["imported_at"],
        imported_by=row["imported_by"],
    )
