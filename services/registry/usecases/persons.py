"""Register persons and change them; numbers stay out of the log and of stored answers."""

from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import persons as domain
from services.registry.domain.appointments import Post, local_day
from services.registry.domain.bodies import person_body
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.persons import NewPerson, Person, PersonPatch, PersonWithPhone
from services.registry.domain.refusals import unknown_person
from services.registry.domain.units import Unit
from services.registry.store import appointments, units
from services.registry.store import persons as store
from services.registry.store.phones import save_phones
from services.registry.usecases.acting import Act, note, own_unit, perform
from services.registry.usecases.filings import list_changed


async def create_person(database: Database, act: Act, command: NewPerson) -> Once[Person]:
    """Register a person of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Person:
        unit = await own_unit(conn, act, command.unit, "unit")
        made = domain.create_person(command, new_id())
        await _save(conn, act, made)
        body = person_body(made.person)
        await note(conn, act, "person", "created", unit.scope, made.person, body)
        return made.person

    return await perform(database, act, "createPerson", command, Person, work)


async def update_person(database: Database, act: Act, patch: PersonPatch) -> Once[Person]:
    """Change a person whose unit, before and after, lies in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Person:
        listed = await _listed(conn, act, patch.id) if patch.name is not None else {}
        person = await store.lock_person(conn, patch.id)
        if person is None:
            raise unknown_person("id")
        await own_unit(conn, act, person.unit, "id")
        changed = domain.update_person(person, patch)
        unit = await own_unit(conn, act, changed.person.unit, "unit")
        await _save(conn, act, changed)
        body = person_body(changed.person)
        await note(conn, act, "person", "updated", unit.scope, changed.person, body)
        if changed.person.name != person.name:
            await _renamed(conn, act, changed.person, listed)
        return changed.person

    return await perform(database, act, "updatePerson", patch, Person, work)


async def _listed(conn: Connection, act: Act, person_id: UUID) -> dict[UUID, Unit]:
    """Return the units on whose lists somebody stands as a spokesperson, by appointment, locked.

    They are locked before the person and by code, as those do who move a unit's people.
    """
    held = await appointments.appointments_of(conn, person_id, [Post.SPOKESPERSON])
    today = local_day(act.now)
    listed = [one for one in held if one.ends_on is None or today <= one.ends_on]
    codes = sorted({one.unit for one in listed})
    places = {code: await units.lock_unit(conn, code) for code in codes}
    return {one.id: place for one in listed if (place := places[one.unit])}


async def _renamed(conn: Connection, act: Act, person: Person, listed: dict[UUID, Unit]) -> None:
    """Open the filings of the lists on which the person stands."""
    what, subject = ListChange.CHANGED, FilingSubject.SPOKESPERSONS
    for id_, unit in listed.items():
        await list_changed(conn, act, unit, subject, what, "appointment", id_, person.name)


async def _save(conn: Connection, act: Act, one: PersonWithPhone) -> None:
    await store.save_person(conn, one.person)
    if one.rings_anew:
        seen_from = act.principal.scope_code
        await save_phones(conn, {one.person.id: one.phone}, seen_from=seen_from)
