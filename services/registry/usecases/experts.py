"""Add experts to a unit's pool and take them out."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import experts as domain
from services.registry.domain.bodies import expert_body
from services.registry.domain.experts import Expert, NewExpert, RemoveExpert
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.refusals import unknown
from services.registry.domain.units import Unit
from services.registry.store import experts as store
from services.registry.usecases.acting import Act, note, own_unit, own_unit_locked, perform
from services.registry.usecases.filings import list_changed


async def add_expert(database: Database, act: Act, command: NewExpert) -> Once[Expert]:
    """Add an expert to the pool of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Expert:
        unit = await own_unit(conn, act, command.unit, "unit")
        expert = domain.add_expert(command, new_id())
        await store.insert_expert(conn, expert)
        await note(conn, act, "expert", "created", unit.scope, expert, expert_body(expert))
        await _pool_changed(conn, act, unit, ListChange.ADDED, expert)
        return expert

    return await perform(database, act, "addExpert", command, Expert, work)


async def remove_expert(database: Database, act: Act, command: RemoveExpert) -> Once[Expert]:
    """Take an expert out of a pool in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Expert:
        found = (await store.experts_by_id(conn, [command.id])).get(command.id)
        if found is None:
            raise unknown("专家", "id")
        unit = await own_unit_locked(conn, act, found.unit, "id")
        current = (await store.experts_by_id(conn, [command.id]))[command.id]
        removed = domain.remove_expert(current, command)
        await store.save_removal(conn, removed)
        await note(conn, act, "expert", "removed", unit.scope, removed, expert_body(removed))
        await _pool_changed(conn, act, unit, ListChange.REMOVED, removed)
        return removed

    return await perform(database, act, "removeExpert", command, Expert, work)


async def _pool_changed(
    conn: Connection, act: Act, unit: Unit, what: ListChange, one: Expert
) -> None:
    """Open the filing of the pool (某省 2013 十)."""
    subject = FilingSubject.EXPERT_POOL
    await list_changed(conn, act, unit, subject, what, "expert", one.id, one.name)
