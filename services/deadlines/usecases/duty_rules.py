"""Laying down the rules of a unit's desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from services.deadlines.domain.acts import LONGEST_NOTE, wanted
from services.deadlines.domain.duty_rules import (
    DutyRules,
    Expectation,
    PatrolTime,
    ShiftRole,
    checked_expectations,
    checked_patrols,
    checked_roles,
)
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.scopes import Scope
from services.deadlines.store import duty_rules as store
from services.deadlines.store.shifts import lock_roster
from services.deadlines.usecases.shifts import named_unit, once_here
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Database
from services.kit.idempotency import Once

_NAMESPACE = UUID("019a9f00-0000-7000-8000-000000000025")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSet:
    """The answer kept: which unit's rules, and which version."""

    unit: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDutyRules:
    """The command; what is None stays as it was."""

    unit: str
    roles: Sequence[ShiftRole] | None
    patrols: Sequence[PatrolTime] | None
    expectations: Sequence[Expectation] | None
    reason: str
    key: str


async def set_duty_rules(
    database: Database, caller: Principal, command: SetDutyRules, now: datetime
) -> Once[RulesSet]:
    """Lay down a new version of a unit's rules, in force from now on and not before.

    Raises Refusal NOT_FOUND (unit), MISSING, TOO_LONG, TOO_MANY, BAD_CODE, TWICE, NOBODY_MANS,
    BAD_TIME, BAD_LIMIT, NOT_A_VENDOR, BUSY.
    """
    code = unit_code("input.unit")(command.unit)
    reason = wanted(command.reason, "input.reason", "理由", LONGEST_NOTE)
    roles = None if command.roles is None else checked_roles(command.roles, "input.roles")
    patrols = None if command.patrols is None else checked_patrols(command.patrols, "input.patrols")
    expected = command.expectations
    if expected is not None:
        expected = checked_expectations(expected, "input.expectations")

    async with database.transaction() as conn:

        async def act() -> RulesSet:
            await named_unit(conn, caller, code)
            await lock_roster(conn, code, ())
            before = await store.rules_of(conn, code, now)
            rules = DutyRules(
                unit=code,
                version=before.version + 1,
                roles=before.roles if roles is None else roles,
                patrols=before.patrols if patrols is None else patrols,
                expectations=before.expectations if expected is None else tuple(expected),
                reason=reason,
                set_at=now,
                set_by=caller.name,
            )
            await store.save_rules(conn, rules)
            await record(
                conn,
                at=now,
                entity="duty_rules",
                id=uuid5(_NAMESPACE, code),
                version=rules.version,
                kind="SET",
                actor=caller.subject,
                scope=Scope.of_code(code).named(),
                body={"by": caller.name, "unit": code, "title": f"值班规则第{rules.version}版"}
                | {"reason": reason},
            )
            return RulesSet(unit=code, version=rules.version)

        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="setDutyRules",
            request=[code, roles, patrols, expected, reason],
            answer=RulesSet,
            act=act,
        )
