"""Reading a desk's roster."""

from datetime import datetime, timedelta
from typing import Final

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.refusals import bad_span
from services.deadlines.domain.scopes import within
from services.deadlines.domain.shifts import OnDuty, Roster, gaps, on_duty
from services.deadlines.store import shifts as store
from services.kit.auth import Principal
from services.kit.database import Database

LONGEST_SPAN: Final = timedelta(days=62)
MOST: Final = 1000
USUAL: Final = 100
"""What a limit of an answer's size counts a roster for; a month of three shifts a day."""


async def roster(
    database: Database, caller: Principal, unit: str, begins: datetime, ends: datetime
) -> Roster:
    """Read the shifts that touch [begins, ends) and where nobody keeps the desk.

    Raises Refusal NOT_FOUND, BAD_SPAN, SPAN_TOO_LONG.
    """
    _check_unit(caller, unit)
    if ends <= begins:
        raise bad_span("to")
    if ends - begins > LONGEST_SPAN:
        raise refusals.span_too_long(LONGEST_SPAN.days, "to")
    async with database.reading() as conn:
        found = await store.shifts_of(conn, unit, begins, ends, MOST)
    return Roster(unit=unit, shifts=tuple(found), gaps=gaps(found, begins, ends))


async def on_duty_at(database: Database, caller: Principal, unit: str, at: datetime) -> OnDuty:
    """Tell who is on duty at a moment. Raises Refusal NOT_FOUND."""
    _check_unit(caller, unit)
    async with database.reading() as conn:
        found = await store.shifts_of(conn, unit, at, at + timedelta(microseconds=1), MOST)
        last = await store.ended_before(conn, unit, at)
    return on_duty(unit, [*found, last] if last else found, at)


def _check_unit(caller: Principal, unit: str) -> None:
    if not within(unit, caller.scope_level, caller.scope_code):
        raise refusals.unit_elsewhere("unit")
