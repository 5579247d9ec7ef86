"""What ends with a unit: its own days, and the appointments that would outlast it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.kit.database import Connection
from services.registry.domain import succession as domain
from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.bodies import appointment_body, unit_body
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.units import Unit, code_range
from services.registry.store import appointments
from services.registry.store import succession as store
from services.registry.store.units import save_unit
from services.registry.usecases.acting import Act, note
from services.registry.usecases.filings import Changed, lists_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a unit ends: its last day inclusive, why, in which word of the log, by which field."""

    last_day: date
    reason: str
    kind: str
    field: str


async def close_unit(
    conn: Connection, act: Act, unit: Unit, ending: Ending, with_: Sequence[str] = ()
) -> tuple[Unit, int]:
    """End a locked unit and its appointments; return it, and how many appointments ended.

    ``with_`` are units that end at the same time. Raises UNITS_BELOW, EFFECTIVE_BEFORE_UNIT,
    UNIT_NOT_ACTIVE or APPOINTMENTS_AHEAD.
    """
    closed = domain.close_unit(unit, ending.last_day, ending.field)
    ended = await close_roster(conn, act, unit, ending, with_)
    await save_unit(conn, closed)
    body = {**unit_body(closed), "reason": ending.reason}
    await note(conn, act, "unit", ending.kind, closed.scope, closed, body)
    return closed, ended


async def close_roster(
    conn: Connection, act: Act, unit: Unit, ending: Ending, with_: Sequence[str] = ()
) -> int:
    """End the appointments of a unit that has a last day; return how many.

    Raises UNITS_BELOW or APPOINTMENTS_AHEAD.
    """
    above, below = code_range(unit.code)
    since = ending.last_day + timedelta(days=1)
    count = await store.count_active_below(conn, above, below, since, [unit.code, *with_])
    domain.check_below(count, store.COUNTED - 1, ending.field)
    held = await appointments.appointments_to(conn, unit.code, list(Post))
    ended = domain.end_with_unit(held, ending.last_day, ending.reason, ending.field)
    for one in ended:
        await appointments.save_end(conn, one)
        body = {**appointment_body(one), "reason": ending.reason}
        await note(conn, act, "appointment", "ended", unit.scope, one, body)
    await lists_changed(conn, act, unit, FilingSubject.SPOKESPERSONS, _speakers(ended))
    return len(ended)


async def nobody_led(conn: Connection, unit: Unit, last_day: date, field: str) -> None:
    """Refuse VERTICAL_WITHOUT_SUPERVISOR where units under vertical management lose their superior.

    Supervising edges must be locked.
    """
    led = await store.units_supervised_by(conn, [unit.code], last_day + timedelta(days=1))
    domain.check_supervised(led, field)


def _speakers(ended: Sequence[Appointment]) -> list[Changed]:
    return [
        Changed(what=ListChange.REMOVED, entity="appointment", id=one.id, name=one.person)
        for one in ended
        if one.post is Post.SPOKESPERSON
    ]
