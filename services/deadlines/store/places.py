"""Places and names in the mirror, found without the registry."""

from datetime import datetime

from services.deadlines.law.results import UnitRef
from services.kit.database import Connection


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
