"""Note who is on leave and who stands in."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import availability as domain
from services.registry.domain.availability import Availability, NewAvailability
from services.registry.domain.bodies import availability_body
from services.registry.domain.refusals import unknown_person
from services.registry.store import availability as store
from services.registry.store import persons
from services.registry.usecases.acting import Act, name_of_person, note, own_unit, perform


async def set_availability(
    database: Database, act: Act, command: NewAvailability
) -> Once[Availability]:
    """Add an entry for a person whose home unit lies in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Availability:
        person = await persons.lock_person(conn, command.person_id)
        if person is None:
            raise unknown_person("personId")
        unit = await own_unit(conn, act, person.unit, "personId")
        if command.stand_in_person_id is not None:
            await name_of_person(conn, command.stand_in_person_id, "standInPersonId")
        entry = domain.set_availability(command, person.name, new_id(), act.now)
        await store.insert_availability(conn, entry)
        body = availability_body(entry)
        await note(conn, act, "availability", "created", unit.scope, entry, body)
        return entry

    return await perform(database, act, "setAvailability", command, Availability, work)
