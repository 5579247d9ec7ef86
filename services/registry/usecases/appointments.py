"""Appoint people to posts and end appointments."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import appointments as domain
from services.registry.domain.appointments import (
    Appointment,
    EndAppointment,
    NewAppointment,
    Post,
)
from services.registry.domain.bodies import appointment_body
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.refusals import unit_not_active, unknown
from services.registry.domain.units import Unit
from services.registry.store import appointments as store
from services.registry.usecases.acting import Act, name_of_person, note, own_unit_locked, perform
from services.registry.usecases.filings import list_changed


async def appoint(database: Database, act: Act, command: NewAppointment) -> Once[Appointment]:
    """Appoint a person to a post of a unit in the caller's scope; raises Refusal.

    The unit is locked, so that of two heads appointed at once the second is refused.
    """

    async def work(conn: Connection) -> Appointment:
        unit = await own_unit_locked(conn, act, command.unit, "unit")
        if not unit.is_active(command.starts_on):
            raise unit_not_active(unit.name, "startsOn")
        name = await name_of_person(conn, command.person_id, "personId")
        others = await store.appointments_to(conn, unit.code, [command.post])
        made = domain.appoint(command, name, others, new_id())
        await store.insert_appointment(conn, made)
        await note(conn, act, "appointment", "created", unit.scope, made, appointment_body(made))
        if made.filed_on is None:
            await _list_changed(conn, act, unit, ListChange.ADDED, made)
        return made

    return await perform(database, act, "appoint", command, Appointment, work)


async def end_appointment(
    database: Database, act: Act, command: EndAppointment
) -> Once[Appointment]:
    """Set the last day of an appointment in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Appointment:
        found = (await store.appointments_by_id(conn, [command.id])).get(command.id)
        if found is None:
            raise unknown("任职", "id")
        unit = await own_unit_locked(conn, act, found.unit, "id")
        current = (await store.appointments_by_id(conn, [command.id]))[command.id]
        ended = domain.end_appointment(current, command)
        await store.save_end(conn, ended)
        await note(conn, act, "appointment", "ended", unit.scope, ended, appointment_body(ended))
        await _list_changed(conn, act, unit, ListChange.REMOVED, ended)
        return ended

    return await perform(database, act, "endAppointment", command, Appointment, work)


async def _list_changed(
    conn: Connection, act: Act, unit: Unit, what: ListChange, one: Appointment
) -> None:
    """Open a filing where the post is one whose list is filed (某省 2013 一)."""
    if one.post is Post.SPOKESPERSON:
        subject = FilingSubject.SPOKESPERSONS
        await list_changed(conn, act, unit, subject, what, "appointment", one.id, one.person)
