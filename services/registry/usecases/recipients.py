"""With whom a list is filed."""

from datetime import date

from services.kit.database import Connection
from services.registry.domain.filings import Recipient
from services.registry.domain.units import Unit, UnitKind
from services.registry.store.units import units_below


async def recipient_of(conn: Connection, unit: Unit, kind: UnitKind, day: date) -> Recipient:
    """Return the office of that kind at the unit's own level, with the steps to it."""
    government = unit.code.partition("-")[0]
    near = await units_below(conn, government)
    offices = sorted(code for code, one in near.items() if one.kind is kind)
    return Recipient(unit=offices[0] if offices else None, trace=())
