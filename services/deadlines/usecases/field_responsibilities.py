"""Setting down which department answers for a field in a place."""

from dataclasses import dataclass
from datetime import datetime

from services.deadlines.domain import adoption_refusals as refusals
from services.deadlines.domain.acts import optional
from services.deadlines.domain.facts_input import LONGEST_WORD, unit_code
from services.deadlines.domain.field_responsibilities import (
    FieldResponsibility,
    check_field,
    title_of,
)
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.directory import Unit
from services.deadlines.law.selection import Need
from services.deadlines.store import field_responsibilities as store
from services.deadlines.store.adoptions import renew_token
from services.deadlines.store.directory import directory_for
from services.deadlines.usecases.adoptions import own_unit
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSet:
    """The answer kept for setFieldResponsibility."""

    unit: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetField:
    """The command; ``department`` None: nobody in particular answers for it any more."""

    unit: str
    field: str
    title: str | None
    department: str | None
    note: str | None
    key: str


async def set_field_responsibility(
    database: Database, law: Law, caller: Principal, command: SetField, now: datetime
) -> Once[FieldSet]:
    """Set the department of a field of a territory, for what is stated from now on.

    Raises Refusal BAD_FIELD, MISSING (title of a field that no pack names), TOO_MANY,
    UNKNOWN_UNIT, NOT_FOUND, NOT_A_GOVERNMENT, DEPARTMENT_ELSEWHERE.
    """
    code, field = unit_code("input.unit")(command.unit), check_field(command.field)
    title = optional(command.title, "input.title", LONGEST_WORD)
    note = optional(command.note, "input.note", LONGEST_WORD)
    department = unit_code("input.department")(command.department) if command.department else None

    async with database.transaction() as conn:

        async def act() -> FieldSet:
            unit, scope = await own_unit(conn, caller, code, now)
            if not code.isdigit():
                raise refusals.not_a_territory(code, "input.unit")
            named = await _department(conn, unit, department, now) if department else None
            await renew_token(conn)
            standing = await store.responsibilities_of(conn, [code])
            same = next((row for row in standing if row.field == field), None)
            row = FieldResponsibility(
                id=same.id if same else new_id(),
                unit=code,
                field=field,
                title=title_of(field, title, law.words.fields, standing),
                department=department,
                department_name=named.name if named else None,
                note=note,
                version=same.version + 1 if same else 1,
                set_at=now,
                set_by=caller.name,
            )
            await store.save_responsibility(conn, row)
            await _note(conn, caller, row, same.department if same else None, scope, now)
            return FieldSet(unit=code, field=field)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="setFieldResponsibility",
            request=[code, field, title, department, note],
            now=now,
            answer=FieldSet,
            act=act,
        )


async def _department(conn: Connection, place: Unit, code: str, now: datetime) -> Unit:
    extract = await directory_for(conn, Need(divisions=(), units=(code,), lines=()), now, now)
    unit = extract.directory.unit(code)
    if unit is None:
        raise refusals.not_registered(code, "input.department")
    if not unit.division.startswith(place.code):
        raise refusals.department_elsewhere(code, "input.department")
    return unit


async def _note(
    conn: Connection,
    caller: Principal,
    row: FieldResponsibility,
    before: str | None,
    scope: Scope,
    now: datetime,
) -> None:
    await record(
        conn,
        at=now,
        entity="field_responsibility",
        id=row.id,
        version=row.version,
        kind="SET" if row.department else "REMOVED",
        actor=caller.subject,
        scope=scope.named(),
        body={
            "by": caller.name,
            "title": f"{row.title}→{row.department_name or '按涉事部门'}",
            "unit": row.unit,
            "field": row.field,
            "department": row.department,
            "before": before,
            "reason": row.note,
        },
    )
