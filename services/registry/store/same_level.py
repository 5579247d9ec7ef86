"""What finding the office of a unit's own level looks at."""

from collections.abc import Sequence

from services.kit.database import Connection
from services.registry.domain.units import Unit, UnitKind
from services.registry.store.units import unit_of

_LONG = 60.0  # an import asks for thousands of units


async def units_around(
    conn: Connection, codes: Sequence[str], kinds: Sequence[UnitKind]
) -> list[Unit]:
    """Return these units, and of those directly below them the ones of these kinds, by code."""
    rows = await conn.fetch(
        """
        select id, code, name, short_name, initials, kind, level, division, parent, supervising,
            management, tags, active_from, active_to, scope1, scope2, scope3, scope4, scope5,
            scope6, work_body, credit_code, version
        from unit
        where code = any($1::text[])
        or (parent = any($1::text[]) and kind = any($2::text[]))
        order by code
        """,
        list(codes),
        [kind.value for kind in kinds],
        timeout=_LONG,
    )
    return [unit_of(row) for row in rows]
