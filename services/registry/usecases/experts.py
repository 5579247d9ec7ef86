"""Add experts to a unit's pool, adjust them and take them out."""

from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import experts as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import expert_body
from services.registry.domain.experts import (
    Expert,
    ExpertPatch,
    NewExpert,
    RemoveExpert,
    SetExpertAvailability,
)
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
        expert = domain.add_expert(command, new_id(), local_day(act.now))
        await store.insert_expert(conn, expert)
        await note(conn, act, "expert", "created", unit.scope, expert, expert_body(expert))
        await _pool_changed(conn, act, unit, ListChange.ADDED, expert)
        return expert

    return await perform(database, act, "addExpert", command, Expert, work)


async def remove_expert(database: Database, act: Act, command: RemoveExpert) -> Once[Expert]:
    """Take an expert out of a pool in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Expert:
        unit, current = await _own_expert(conn, act, command.id)
        removed = domain.remove_expert(current, command)
        await store.save_expert(conn, removed)
        await note(conn, act, "expert", "left", unit.scope, removed, expert_body(removed))
        await _pool_changed(conn, act, unit, ListChange.REMOVED, removed)
        return removed

    return await perform(database, act, "removeExpert", command, Expert, work)


async def update_expert(database: Database, act: Act, patch: ExpertPatch) -> Once[Expert]:
    """Adjust an expert of a pool in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Expert:
        unit, current = await _own_expert(conn, act, patch.id)
        changed = domain.update_expert(current, patch)
        await store.save_expert(conn, changed)
        await note(conn, act, "expert", "updated", unit.scope, changed, expert_body(changed))
        await _pool_changed(conn, act, unit, ListChange.CHANGED, changed)
        return changed

    return await perform(database, act, "updateExpert", patch, Expert, work)


async def set_expert_availability(
    database: Database, act: Act, command: SetExpertAvailability
) -> Once[Expert]:
    """Note whether an expert may be asked; nothing is filed for it. Raises Refusal."""

    async def work(conn: Connection) -> Expert:
        unit, current = await _own_expert(conn, act, command.id)
        changed = domain.set_expert_availability(current, command)
        await store.save_expert(conn, changed)
        await note(conn, act, "expert", "updated", unit.scope, changed, expert_body(changed))
        return changed

    return await perform(database, act, "setExpertAvailability", command, Expert, work)


async def _own_expert(conn: Connection, act: Act, id: UUID) -> tuple[Unit, Expert]:  # noqa: A002 - the row's own word
    """Return an expert with the unit, which is locked; raises NOT_FOUND or OUT_OF_SCOPE."""
    found = (await store.experts_by_id(conn, [id])).get(id)
    if found is None:
        raise unknown("专家", "id")
    unit = await own_unit_locked(conn, act, found.unit, "id")
    return unit, (await store.experts_by_id(conn, [id]))[id]


async def _pool_changed(
    conn: Connection, act: Act, unit: Unit, what: ListChange, one: Expert
) -> None:
    """Open the filing of the pool (某省 2013 十)."""
    subject = FilingSubject.EXPERT_POOL
    await list_changed(conn, act, unit, subject, what, "expert", one.id, one.name)
