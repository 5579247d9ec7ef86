"""Adoptions of rule packs in the database, with the token that tells whether they changed."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.deadlines.domain import adoption_refusals as refusals
from services.deadlines.domain.adoptions import AdoptionRecord
from services.deadlines.law.adoption import Adoption
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest
from services.kit.ids import new_id

NEWEST = UUID(int=(1 << 128) - 1)
OLDEST = UUID(int=0)


async def token_of(conn: Connection) -> UUID | None:
    """Tell the token of the adoptions as they stand; None: there never was one."""
    token: UUID | None = await conn.fetchval("select token from pack_adoption_state")
    return token


async def all_adoptions(conn: Connection) -> tuple[UUID | None, list[Adoption]]:
    """Read every adoption that binds on some day, with the token of this state of them."""
    rows = await conn.fetch(
        """
        select s.token, a.id, a.pack, a.pack_version, a.unit_code, a.unit_name, a.begins, a.ends,
            a.document
        from pack_adoption_state s
        left join pack_adoption a on a.ends is null or a.begins < a.ends
        order by a.id
        """
    )
    found = [
        Adoption(
            id=row["id"],
            pack=row["pack"],
            pack_version=row["pack_version"],
            unit=row["unit_code"],
            unit_name=row["unit_name"],
            begins=row["begins"],
            ends=row["ends"],
            document=row["document"],
        )
        for row in rows
        if row["id"] is not None
    ]
    return (rows[0]["token"] if rows else None), found


async def renew_token(conn: Connection) -> None:
    """Make the token of the next state; decisions wait here for each other.

    Raises Refusal BUSY where the one before takes longer than a second.
    """
    try:
        await conn.execute(
            """
            insert into pack_adoption_state (token)
            values ($1)
            on conflict (one) do update
            set token = excluded.token
            """,
            new_id(),
        )
    except asyncpg.LockNotAvailableError:
        raise refusals.adoptions_busy() from None


async def adoptions_of(conn: Connection, unit: str, pack: str) -> list[Adoption]:
    """List a unit's own adoptions of a pack, of whatever version."""
    rows = await conn.fetch(
        """
        select id, pack, pack_version, unit_code, unit_name, begins, ends, document, reason,
            decided_at, decided_by, withdrawn_at, withdrawn_by, withdrawal_reason, version
        from pack_adoption
        where unit_code = $1
        and pack = $2
        order by begins, id
        """,
        unit,
        pack,
    )
    return [_record(row).adoption for row in rows]


async def save_adoption(conn: Connection, row: AdoptionRecord, seen_by: Sequence[str]) -> None:
    """Write a new adoption with the codes under which it may be seen."""
    await conn.execute(
        """
        with decided as (
            insert into pack_adoption (
                id, pack, pack_version, unit_code, unit_name, begins, document, reason,
                decided_at, decided_by, version
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            returning id
        )
        insert into pack_adoption_scope (scope, adoption)
        select scope, decided.id
        from decided, unnest($12::text[]) as seen (scope)
        """,
        row.id,
        row.pack,
        row.pack_version,
        row.unit,
        row.unit_name,
        row.begins,
        row.document,
        row.reason,
        row.decided_at,
        row.decided_by,
        row.version,
        list(seen_by),
    )


async def adoption_by_id(
    conn: Connection, adoption: UUID, seen_by: str
) -> tuple[AdoptionRecord, list[str]] | None:
    """Find an adoption that may be seen under the code, with all codes under which it may."""
    row = await conn.fetchrow(
        """
        select a.id, a.pack, a.pack_version, a.unit_code, a.unit_name, a.begins, a.ends,
            a.document, a.reason, a.decided_at, a.decided_by, a.withdrawn_at, a.withdrawn_by,
            a.withdrawal_reason, a.version,
            array(select s.scope from pack_adoption_scope s where s.adoption = a.id) as seen_by
        from pack_adoption a
        where a.id = $1
        and exists (
            select from pack_adoption_scope s where s.scope = $2 and s.adoption = a.id
        )
        """,
        adoption,
        seen_by,
    )
    return (_record(row), sorted(row["seen_by"])) if row else None


async def save_withdrawal(conn: Connection, row: AdoptionRecord) -> None:
    """Write the end of an adoption."""
    await conn.execute(
        """
        update pack_adoption
        set ends = $2, withdrawn_at = $3, withdrawn_by = $4, withdrawal_reason = $5, version = $6
        where id = $1
        """,
        row.id,
        row.ends,
        row.withdrawn_at,
        row.withdrawn_by,
        row.withdrawal_reason,
        row.version,
    )


async def adoptions_page(
    conn: Connection,
    page: PageRequest,
    seen_by: str,
    above: Sequence[str],
    *,
    pack: str | None = None,
) -> Page[AdoptionRecord]:
    """List the adoptions of a territory, and of the places ``above`` it, newest first, by id."""
    order, beyond, start = ("asc", ">", OLDEST) if page.backward else ("desc", "<", NEWEST)
    rows = await conn.fetch(
        f"""
        select a.id, a.pack, a.pack_version, a.unit_code, a.unit_name, a.begins, a.ends,
            a.document, a.reason, a.decided_at, a.decided_by, a.withdrawn_at, a.withdrawn_by,
            a.withdrawal_reason, a.version
        from pack_adoption a
        where a.id {beyond} $3
        and (
            a.unit_code = any($2::text[])
            or exists (
                select from pack_adoption_scope s where s.scope = $1 and s.adoption = a.id
            )
        )
        and ($5::text is null or a.pack = $5)
        order by a.id {order}
        limit $4
        """,  # noqa: S608 - direction is ours, not the caller's
        seen_by,
        list(above),
        page.cursor[0] if page.cursor else start,
        page.limit,
        pack,
    )
    return page.cut([_record(row) for row in rows])


def _record(row: asyncpg.Record) -> AdoptionRecord:
    return AdoptionRecord(
        id=row["id"],
        pack=row["pack"],
        pack_version=row["pack_version"],
        unit=row["unit_code"],
        unit_name=row["unit_name"],
        begins=row["begins"],
        ends=row["ends"],
        document=row["document"],
        reason=row["reason"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by=row["withdrawn_by"],
        withdrawal_reason=row["withdrawal_reason"],
        version=row["version"],
    )
