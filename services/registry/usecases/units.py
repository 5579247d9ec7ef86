"""Create units, change them, and let names of a later day come true."""

from dataclasses import replace
from datetime import date, datetime

from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import succession, unit_names
from services.registry.domain import units as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import seen_under, unit_body, unit_name_body
from services.registry.domain.credit_codes import credit_code
from services.registry.domain.refusals import (
    duplicate_code,
    duplicate_credit_code,
    unit_not_active,
    unknown_unit,
)
from services.registry.domain.units import NewUnit, Unit, UnitPatch
from services.registry.store import unit_names as name_store
from services.registry.store import units as store
from services.registry.store.succession import successions_from
from services.registry.usecases.acting import Act, note, own_unit_locked, perform
from services.registry.usecases.closing import Ending, close_roster, nobody_led

RETIRED = "单位撤销"
AUDIT = "auditRosters"
"""The actor of what comes true by itself on its day."""


async def create_unit(database: Database, act: Act, command: NewUnit) -> Once[Unit]:
    """Create a unit under a parent of the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Unit:
        return await insert_new_unit(conn, act, command)

    return await perform(database, act, "createUnit", command, Unit, work)


async def insert_new_unit(conn: Connection, act: Act, command: NewUnit) -> Unit:
    """Decide and write a new unit within a transaction; raises Refusal.

    The parent is locked, so that it does not end while something comes to lie below it.
    """
    day = command.active_from or local_day(act.now)
    await _credit_code_free(conn, command.credit_code, command.code)
    parent = await own_unit_locked(conn, act, command.parent, "parent")
    if not parent.is_active(day):
        raise unit_not_active(parent.name, "parent")
    supervising = await _supervising(conn, act, command.supervising)
    unit = domain.create_unit(command, parent, supervising, new_id())
    if not await store.insert_unit(conn, unit):
        raise duplicate_code(unit.code)
    await note(conn, act, "unit", "created", unit.scope, unit, unit_body(unit))
    return unit


async def update_unit(database: Database, act: Act, patch: UnitPatch) -> Once[Unit]:
    """Change a unit of the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Unit:
        return await change_unit(conn, act, patch)

    return await perform(database, act, "updateUnit", patch, Unit, work)


async def change_unit(conn: Connection, act: Act, patch: UnitPatch) -> Unit:
    """Decide and write a change within a transaction, a new name with its day; raises Refusal."""
    supervisors: list[str] = []
    if patch.supervising or patch.active_to:
        await store.lock_supervision(conn)
    if patch.supervising:
        await _supervising(conn, act, patch.supervising)
        supervisors = await store.supervisors(conn, patch.supervising)
    await _credit_code_free(conn, patch.credit_code, patch.code)
    unit = await own_unit_locked(conn, act, patch.code, "code")
    unit_names.only_the_name(patch, local_day(act.now))
    changed = domain.update_unit(unit, replace(patch, name=None, short_name=None), supervisors)
    if patch.active_to:
        await _ended(conn, act, unit, patch.active_to)
    changed = await _renamed(conn, act, changed, patch)
    await store.save_unit(conn, changed)
    await note(conn, act, "unit", "updated", changed.scope, changed, unit_body(changed))
    return changed


async def apply_due_names(conn: Connection, now: datetime) -> int:
    """Let each unit bear the name of today; return how many changed. A second call changes none."""
    today = local_day(now)
    codes = await name_store.units_to_rename(conn, today)
    for code in codes:
        unit = await store.lock_unit(conn, code)
        history = (await name_store.names_by_unit(conn, [code])).get(code, [])
        if unit is None:
            continue
        changed = unit_names.bearing(unit, history, today)
        changed = replace(changed, version=unit.version + 1)
        await store.save_unit(conn, changed)
        await record(
            conn,
            at=now,
            entity="unit",
            id=changed.id,
            version=changed.version,
            kind="updated",
            actor=AUDIT,
            scope=seen_under(changed.scope),
            body=unit_body(changed),
        )
    return len(codes)


async def _ended(conn: Connection, act: Act, unit: Unit, last_day: date) -> None:
    """End with the unit what would outlast it; a later last day ends nothing."""
    successors = (await successions_from(conn, [unit.code])).get(unit.code, [])
    succession.lengthen(unit, last_day, successors)
    await nobody_led(conn, unit, last_day, "activeTo")
    ending = Ending(last_day=last_day, reason=RETIRED, kind="updated", field="activeTo")
    await close_roster(conn, act, unit, ending)


async def _renamed(conn: Connection, act: Act, unit: Unit, patch: UnitPatch) -> Unit:
    """Write the names that the patch tells and return the unit bearing today's."""
    if patch.name is None and patch.short_name is None:
        return unit
    today = local_day(act.now)
    history = (await name_store.names_by_unit(conn, [unit.code])).get(unit.code, [])
    written = unit_names.rename(unit, history, patch, today, new_id)
    for name in written:
        await name_store.save_name(conn, name)
        kind = "created" if name.version == 1 else "updated"
        await note(conn, act, "unit_name", kind, unit.scope, name, unit_name_body(name))
    names = {name.id: name for name in (*history, *written)}
    return unit_names.bearing(unit, list(names.values()), today)


async def _credit_code_free(conn: Connection, told: str | None, unit: str) -> None:
    """Keep a credit code from others until the end; raises DUPLICATE_CREDIT_CODE.

    To be called before units are locked, as imports do.
    """
    if code := credit_code(told, "creditCode"):
        await store.lock_credit_codes(conn)
        bearer = (await store.units_by_credit_code(conn, [code])).get(code)
        if bearer is not None and bearer.code != unit:
            raise duplicate_credit_code(bearer.name, bearer.code)


async def _supervising(conn: Connection, act: Act, code: str | None) -> Unit | None:
    """Return the supervising unit, which may stand anywhere; raises UNKNOWN_UNIT."""
    if code is None:
        return None
    unit = (await store.units_by_code(conn, [code])).get(code)
    if unit is None:
        raise unknown_unit(code, "supervising")
    if not unit.is_active(local_day(act.now)):
        raise unit_not_active(unit.name, "supervising")
    return unit
