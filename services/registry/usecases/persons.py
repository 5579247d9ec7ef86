"""Register persons and change them; numbers stay out of the log and of stored answers."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import persons as domain
from services.registry.domain.bodies import person_body
from services.registry.domain.persons import NewPerson, Person, PersonPatch
from services.registry.domain.refusals import unknown_person
from services.registry.store import persons as store
from services.registry.usecases.acting import Act, note, own_unit, perform


async def create_person(database: Database, act: Act, command: NewPerson) -> Once[Person]:
    """Register a person of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Person:
        unit = await own_unit(conn, act, command.unit, "unit")
        made = domain.create_person(command, new_id())
        await store.save_person(conn, made.person, made.phone)
        body = person_body(made.person)
        await note(conn, act, "person", "created", unit.scope, made.person, body)
        return made.person

    return await perform(database, act, "createPerson", command, Person, work)


async def update_person(database: Database, act: Act, patch: PersonPatch) -> Once[Person]:
    """Change a person whose unit, before and after, lies in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Person:
        person = await store.lock_person(conn, patch.id)
        if person is None:
            raise unknown_person("id")
        await own_unit(conn, act, person.unit, "id")
        phone = await store.phone_of(conn, person.id)
        changed = domain.update_person(person, phone, patch)
        unit = await own_unit(conn, act, changed.person.unit, "unit")
        await store.save_person(conn, changed.person, changed.phone)
        body = person_body(changed.person)
        await note(conn, act, "person", "updated", unit.scope, changed.person, body)
        return changed.person

    return await perform(database, act, "updatePerson", patch, Person, work)
