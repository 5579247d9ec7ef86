"""Accounts as administrators of their territory see them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import PageRequest
from services.registry.domain import refusals
from services.registry.domain.access import require
from services.registry.domain.accounts import Account
from services.registry.domain.credentials.api_tokens import ApiToken
from services.registry.domain.credentials.attempts import Counted, counted
from services.registry.domain.units import code_range
from services.registry.store import account_pages as store
from services.registry.store import accounts, units
from services.registry.store.credentials.api_tokens import api_tokens_of
from services.registry.store.credentials.attempts import attempts_of
from services.registry.store.search import plan_for_values
from services.registry.usecases.credentials.api_tokens import SHOWN
from services.registry.usecases.rosters import Listed


async def list_accounts(
    database: Database,
    caller: Principal,
    under: str | None,
    revoked: bool | None,
    request: PageRequest,
) -> Listed[Account]:
    """Return the accounts of a subtree, by default the caller's, by unit and login.

    Raises UNKNOWN_UNIT, or OUT_OF_SCOPE where the subtree is not the caller's.
    """
    above, below = code_range(under or caller.scope_code)
    chosen = store.AccountFilter(above=above, below=below, revoked=revoked)

    async def count() -> int:
        async with database.transaction() as conn:
            await plan_for_values(conn)
            return await store.count_accounts(conn, chosen)

    read = store.accounts_before if request.backward else store.accounts_after
    async with database.transaction() as conn:
        if under is not None:
            await _own(conn, caller, "Query.accounts", under, "under")
        await plan_for_values(conn)
        rows = await read(conn, chosen, _place(request), request.limit)
    return Listed(page=request.cut(rows), count=count)


async def tokens_of_account(
    database: Database, caller: Principal, account_id: UUID
) -> list[ApiToken]:
    """Return the newest hundred tokens of an account, the caller's own or one of the territory.

    Raises NOT_FOUND or OUT_OF_SCOPE.
    """
    async with database.reading() as conn:
        account = (await accounts.accounts_by_id(conn, [account_id])).get(account_id)
        if account is None:
            raise refusals.unknown("账号", "account")
        if account.login != caller.subject:
            await _own(conn, caller, "Mutation.revoke", account.unit, "account")
        return await api_tokens_of(conn, account.id, SHOWN)


async def locked_until(
    conn: Connection, logins: Sequence[str], now: datetime
) -> dict[str, datetime]:
    """Return until when (exclusive) the next attempt has to wait, of those logins where it must."""
    asked = {login: counted(Counted.LOGIN, login, now) for login in logins}
    waits = {one.key: one.wait(now) for one in await attempts_of(conn, list(asked.values()))}
    return {login: now + waits[one.key] for login, one in asked.items() if waits.get(one.key)}


async def _own(conn: Connection, caller: Principal, action: str, code: str, field: str) -> None:
    found = (await units.units_by_code(conn, [code])).get(code)
    if found is None:
        raise refusals.unknown_unit(code, field)
    require(caller, action, found, field)


def _place(request: PageRequest) -> store.Place | None:
    match request.cursor:
        case None:
            return None
        case (str() as unit, str() as login):
            return unit, login
        case _:
            raise refusals.bad_cursor("before" if request.backward else "after")
