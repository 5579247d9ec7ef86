"""With whom a list is filed."""

from datetime import date

from services.kit.database import Connection
from services.registry.domain.filings import Recipient
from services.registry.domain.units import Unit, UnitKind
from services.registry.usecases.same_level import same_level_office_of


async def recipient_of(conn: Connection, unit: Unit, kind: UnitKind, day: date) -> Recipient:
    """Return the office of that kind at the unit's own level, with the steps to it."""
    answer = await same_level_office_of(conn, unit, kind, day)
    return Recipient(
        unit=answer.unit.code if answer.unit else None,
        trace=tuple(step.text for step in answer.steps),
    )
