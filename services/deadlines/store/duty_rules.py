"""What units lay down for their desks, in versions."""

from datetime import datetime

import msgspec
from asyncpg import Record

from services.deadlines.domain.duty_rules import (
    DutyRules,
    Expectation,
    PatrolTime,
    ShiftRole,
)
from services.kit.database import Connection


async def rules_of(conn: Connection, unit: str, at: datetime) -> DutyRules:
    """Find the rules in force at a moment (inclusive); version 0 where there are none."""
    row = await conn.fetchrow(
        """
        select unit, version, roles, patrols, expectations, reason, set_at, set_by
        from duty_rules
        where unit = $1
        and set_at <= $2
        order by version desc
        limit 1
        """,
        unit,
        at,
    )
    return _rules(row) if row else DutyRules(unit=unit, version=0)


async def rules_between(
    conn: Connection, unit: str, begins: datetime, ends: datetime
) -> list[DutyRules]:
    """List the versions that were in force in part of [begins, ends), oldest first."""
    rows = await conn.fetch(
        """
        select unit, version, roles, patrols, expectations, reason, set_at, set_by
        from duty_rules
        where unit = $1
        and set_at < $3
        and version >= coalesce(
            (select max(version) from duty_rules where unit = $1 and set_at <= $2), 0
        )
        order by version
        """,
        unit,
        begins,
        ends,
    )
    return [_rules(row) for row in rows]


async def save_rules(conn: Connection, rules: DutyRules) -> None:
    """Write a new version."""
    await conn.execute(
        """
        insert into duty_rules (
            unit, version, roles, patrols, expectations, reason, set_at, set_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        rules.unit,
        rules.version,
        msgspec.to_builtins(rules.roles),
        msgspec.to_builtins(rules.patrols),
        msgspec.to_builtins(rules.expectations),
        rules.reason,
        rules.set_at,
        rules.set_by,
    )


def _rules(row: Record) -> DutyRules:
    return DutyRules(
        unit=row["unit"],
        version=row["version"],
        roles=msgspec.convert(row["roles"], tuple[ShiftRole, ...]),
        patrols=msgspec.convert(row["patrols"], tuple[PatrolTime, ...]),
        expectations=msgspec.convert(row["expectations"], tuple[Expectation, ...]),
        reason=row["reason"],
        set_at=row["set_at"],
        set_by=row["set_by"],
    )
