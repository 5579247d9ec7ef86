"""Telephone numbers: read through one door that keeps a record, written within one's own subtree.

The store holds no statement that selects a number; `reveal_phones` of the database does, and
leaves an entry with every number it gives out.
"""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number as a caller is shown it: whole, or with its middle hidden."""

    text: str
    whole: bool


async def reveal_phones(
    conn: Connection,
    ids: Sequence[UUID],
    *,
    seen_from: str | None,
    only_unit: str | None,
    actor: str,
    operation: str,
    at: datetime,
) -> dict[UUID, Shown]:
    """Return the numbers of these persons; those without a number are missing.

    Whole, and on record, are those in the subtree ``seen_from`` (None sees nobody's), with
    ``only_unit`` those of that unit alone; of the others the middle is hidden. One statement, so
    that the record is never left out.
    """
    rows = await conn.fetch(
        """
        select bearer, shown, whole
        from reveal_phones($1, $2, $3, $4, $5, $6)
        """,
        list(ids),
        seen_from,
        only_unit,
        actor,
        operation,
        at,
    )
    return {row["bearer"]: Shown(text=row["shown"], whole=row["whole"]) for row in rows}


async def save_phones(
    conn: Connection, phones: Mapping[UUID, str | None], *, seen_from: str
) -> None:
    """Write the numbers of persons in the subtree ``seen_from``; None removes one.

    Needs the transaction in which the persons were written.
    """
    await conn.execute("select set_config('huiying.scope', $1, true)", seen_from)
    await conn.execute(
        "delete from person_phone where person_id = any($1::uuid[])",
        list(phones),
    )
    await conn.execute(
        """
        insert into person_phone (person_id, phone)
        select given.id, given.phone
        from unnest($1::uuid[], $2::text[]) as given (id, phone)
        where given.phone is not null
        """,
        list(phones),
        list(phones.values()),
    )


async def reveals_of(
    conn: Connection, person: UUID, before: int | None, limit: int
) -> list[Reveal]:
    """Return who was shown a person's number, newest first; ``before`` is an id, exclusive."""
    rows = await conn.fetch(
        """
        select id, at, actor, operation, persons
        from phone_reveal
        where persons @> array[$1::uuid]
        and ($2::bigint is null or id < $2)
        order by id desc
        limit $3
        """,
        person,
        before,
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
