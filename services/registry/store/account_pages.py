"""Accounts as pages of a subtree, by unit and login."""

from dataclasses import dataclass

from services.kit.database import Connection
from services.registry.domain.accounts import Account
from services.registry.store.accounts import account_of

COUNTED = 1001
Place = tuple[str, str]
"""Code of the unit, and login: no two accounts bear one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """What listed accounts have in common; the codes are a half-open range in byte order."""

    above: str = ""
    below: str | None = None
    revoked: bool | None = None


async def accounts_after(
    conn: Connection, chosen: AccountFilter, after: Place | None, limit: int
) -> list[Account]:
    """Return accounts behind ``after`` (exclusive) by unit and login."""
    rows = await conn.fetch(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where unit_code >= $1
        and ($2::text is null or unit_code < $2)
        and ($3::boolean is null or (revoked_at is not null) = $3)
        and ($4::text is null or (unit_code, login) > ($4, $5::text))
        order by unit_code, login
        limit $6
        """,
        chosen.above,
        chosen.below,
        chosen.revoked,
        *(after or (None, None)),
        limit,
    )
    return [account_of(row) for row in rows]


async def accounts_before(
    conn: Connection, chosen: AccountFilter, before: Place | None, limit: int
) -> list[Account]:
    """Return accounts before ``before`` (exclusive), in the opposite order."""
    rows = await conn.fetch(
        """
        select id, login, name, role, unit_code, scope_level, scope_code, operations, introspect,
            created_at, revoked_at
        from account
        where unit_code >= $1
        and ($2::text is null or unit_code < $2)
        and ($3::boolean is null or (revoked_at is not null) = $3)
        and ($4::text is null or (unit_code, login) < ($4, $5::text))
        order by unit_code desc, login desc
        limit $6
        """,
        chosen.above,
        chosen.below,
        chosen.revoked,
        *(before or (None, None)),
        limit,
    )
    return [account_of(row) for row in rows]


async def count_accounts(conn: Connection, chosen: AccountFilter) -> int:
    """Count the accounts of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from account
            where unit_code >= $1
            and ($2::text is null or unit_code < $2)
            and ($3::boolean is null or (revoked_at is not null) = $3)
            limit $4
        ) counted
        """,
        chosen.above,
        chosen.below,
        chosen.revoked,
        COUNTED,
    )
    return count
