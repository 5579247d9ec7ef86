"""Record trainings."""

from collections.abc import Sequence

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import trainings as domain
from services.registry.domain.bodies import training_body
from services.registry.domain.refusals import unknown_person
from services.registry.domain.trainings import Attendee, NewTraining, Training
from services.registry.store import persons
from services.registry.store import trainings as store
from services.registry.usecases.acting import Act, note, own_unit, perform


async def record_training(database: Database, act: Act, command: NewTraining) -> Once[Training]:
    """Record a training that a unit of the caller's scope held; raises Refusal.

    Those trained may belong anywhere: the news office of a place trains its departments' people.
    """

    async def work(conn: Connection) -> Training:
        unit = await own_unit(conn, act, command.organiser, "organiser")
        made = domain.record_training(command, act.principal.subject, new_id(), act.now)
        await _refuse_unknown(conn, made.attendees)
        await store.insert_training(conn, made.training, made.attendees)
        body = training_body(made)
        await note(conn, act, "training", "recorded", unit.scope, made.training, body)
        return made.training

    return await perform(database, act, "recordTraining", command, Training, work)


async def _refuse_unknown(conn: Connection, attendees: Sequence[Attendee]) -> None:
    wanted = {one.person_id for one in attendees}
    if len(await persons.persons_by_id(conn, list(wanted))) < len(wanted):
        raise unknown_person("attendees")
