"""Telephone numbers of the mirror: read through one door that keeps a record.

The store holds no statement that selects a number; `reveal_phones` of the database does, and
leaves an entry with every number it gives out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Who was shown whose numbers (号码查看记录): ``operation`` is the field that was asked for."""

    id: int
    at: datetime
    actor: str
    operation: str
    persons: tuple[UUID, ...]


async def reveal_phones(
    conn: Connection,
    ids: Sequence[UUID],
    *,
    seen_from: str | None,
    only_unit: str | None,
    actor: str,
    operation: str,
    at: datetime,
) -> dict[UUID, str]:
    """Return the numbers of these persons; those without a number are missing.

    Whole, and on record, are those of whoever answers at ``at`` for a unit of the subtree
    ``seen_from`` (None sees nobody's), with ``only_unit`` of that unit alone; of the others the
    middle is hidden. One statement, so that the record is never left out.
    """
    rows = await conn.fetch(
        """
        select bearer, shown
        from reveal_phones($1, $2, $3, $4, $5, $6)
        """,
        list(ids),
        seen_from,
        only_unit,
        actor,
        operation,
        at,
    )
    return {row["bearer"]: row["shown"] for row in rows}


async def answers_within(conn: Connection, person: UUID, code: str, at: datetime) -> bool:
    """Tell whether a person answers at ``at`` for a unit of that subtree."""
    return bool(await conn.fetchval("select answers_within($1, $2, null, $3)", person, code, at))


async def reveals_of(conn: Connection, person: UUID, limit: int) -> list[Reveal]:
    """Return who was last shown a person's number, newest first."""
    rows = await conn.fetch(
        """
        select id, at, actor, operation, persons
        from phone_reveal
        where persons @> array[$1::uuid]
        order by id desc
        limit $2
        """,
        person,
        limit,
    )
    return [
        Reveal(
            id=row["id"],
            at=row["at"],
            actor=row["actor"],
            operation=row["operation"],
            persons=tuple(row["persons"]),
        )
        for row in rows
    ]
