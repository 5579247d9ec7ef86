"""Create and change units."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import units as domain
from services.registry.domain.bodies import unit_body
from services.registry.domain.refusals import duplicate_code, unknown_unit
from services.registry.domain.units import NewUnit, Unit, UnitPatch
from services.registry.store import units as store
from services.registry.usecases.acting import Act, note, own_unit, own_unit_locked, perform


async def create_unit(database: Database, act: Act, command: NewUnit) -> Once[Unit]:
    """Create a unit under a parent of the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Unit:
        parent = await own_unit(conn, act, command.parent, "parent")
        supervising = await _supervising(conn, command.supervising)
        unit = domain.create_unit(command, parent, supervising, new_id())
        if not await store.insert_unit(conn, unit):
            raise duplicate_code(unit.code)
        await note(conn, act, "unit", "created", unit.scope, unit, unit_body(unit))
        return unit

    return await perform(database, act, "createUnit", command, Unit, work)


async def update_unit(database: Database, act: Act, patch: UnitPatch) -> Once[Unit]:
    """Change a unit of the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Unit:
        supervisors: list[str] = []
        if patch.supervising:
            await store.lock_supervision(conn)
            await _supervising(conn, patch.supervising)
            supervisors = await store.supervisors(conn, patch.supervising)
        unit = await own_unit_locked(conn, act, patch.code, "code")
        changed = domain.update_unit(unit, patch, supervisors)
        await store.save_unit(conn, changed)
        await note(conn, act, "unit", "updated", changed.scope, changed, unit_body(changed))
        return changed

    return await perform(database, act, "updateUnit", patch, Unit, work)


async def _supervising(conn: Connection, code: str | None) -> Unit | None:
    """Return the supervising unit, which may stand anywhere; raises UNKNOWN_UNIT."""
    if code is None:
        return None
    unit = (await store.units_by_code(conn, [code])).get(code)
    if unit is None:
        raise unknown_unit(code, "supervising")
    return unit
