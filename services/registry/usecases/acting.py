"""What every mutation shares: one transaction, one answer per key, one entry in the change log."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.registry.domain.access import require
from services.registry.domain.bodies import Body, seen_under
from services.registry.domain.refusals import unknown_person, unknown_unit
from services.registry.domain.units import Scope, Unit
from services.registry.store import persons, units

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who acts, by which mutation, under which idempotency key, and when."""

    principal: Principal
    operation: str
    key: str
    now: datetime


async def perform(
    database: Database,
    act: Act,
    operation: str,
    request: object,
    answer: type[T],
    work: Callable[[Connection], Awaitable[T]],
) -> Once[T]:
    """Run ``work`` in a transaction unless the key was used; see `services.kit.idempotency.once`.

    ``answer`` is stored, so it holds neither numbers nor secrets.
    """
    async with database.transaction() as conn:
        return await once(
            conn,
            principal=act.principal.subject,
            key=act.key,
            operation=operation,
            request=request,
            now=act.now,
            answer=answer,
            act=lambda: work(conn),
        )


async def note(
    conn: Connection,
    act: Act,
    entity: str,
    kind: str,
    scope: Scope,
    row: Any,
    body: Body,
) -> None:
    """Append the change-log entry of ``row``, which has an id and may have a version."""
    row_id: UUID = row.id
    await record(
        conn,
        at=act.now,
        entity=entity,
        id=row_id,
        version=getattr(row, "version", 1),
        kind=kind,
        actor=act.principal.subject,
        scope=seen_under(scope),
        body=body,
    )


async def own_unit(conn: Connection, act: Act, code: str, field: str) -> Unit:
    """Return a unit the act may touch; raises UNKNOWN_UNIT or OUT_OF_SCOPE naming ``field``."""
    unit = (await units.units_by_code(conn, [code])).get(code)
    if unit is None:
        raise unknown_unit(code, field)
    require(act.principal, f"Mutation.{act.operation}", unit, field)
    return unit


async def own_unit_locked(conn: Connection, act: Act, code: str, field: str) -> Unit:
    """Do as `own_unit`, and keep other writers of the unit and its roster out until the end."""
    unit = await units.lock_unit(conn, code)
    if unit is None:
        raise unknown_unit(code, field)
    require(act.principal, f"Mutation.{act.operation}", unit, field)
    return unit


async def name_of_person(conn: Connection, person_id: UUID, field: str) -> str:
    """Return a person's name; raises UNKNOWN_PERSON naming ``field``."""
    person = (await persons.persons_by_id(conn, [person_id])).get(person_id)
    if person is None:
        raise unknown_person(field)
    return person.name
