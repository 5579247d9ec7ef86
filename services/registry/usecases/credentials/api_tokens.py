"""API tokens: made by whom they act for, listed, revoked, exchanged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.revocations import revoke_credential
from services.kit.tokens import secret_digest
from services.registry.domain import refusals
from services.registry.domain.access import require
from services.registry.domain.accounts import Account, refuse_revoked
from services.registry.domain.credentials.api_tokens import (
    ApiToken,
    NewApiToken,
    create_api_token,
    new_api_token,
    revoke_api_token,
)
from services.registry.domain.credentials.sessions import SignedIn
from services.registry.store import accounts, units
from services.registry.store.credentials import api_tokens as store
from services.registry.store.credentials.events import note_event
from services.registry.usecases.acting import Act, perform
from services.registry.usecases.credentials.door import Door, admit

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedApiToken:
    """A new token with what is sent; a repeated call no longer knows it."""

    token: ApiToken
    secret: str | None
    replayed: bool


async def create(database: Database, act: Act, command: NewApiToken) -> CreatedApiToken:
    """Make a token for the caller's own account; raises as `domain.create_api_token`."""
    secret = new_api_token()

    async def work(conn: Connection) -> ApiToken:
        account = await _own_account(conn, act.principal)
        live = await store.live_api_tokens(conn, account.id, act.now)
        token = create_api_token(command, account, act.principal, live, new_id(), act.now)
        await store.insert_api_token(conn, token, secret_digest(secret))
        await _note(conn, token, "API_TOKEN_CREATED", act)
        return token

    made = await perform(database, act, "createApiToken", command, ApiToken, work)
    shown = None if made.replayed else secret
    return CreatedApiToken(token=made.value, secret=shown, replayed=made.replayed)


async def revoke(database: Database, act: Act, token_id: UUID) -> Once[ApiToken]:
    """End a token of the caller's own, or of an account that the caller may end."""

    async def work(conn: Connection) -> ApiToken:
        token = await store.lock_api_token(conn, token_id)
        account = await accounts.lock_account(conn, token.account_id) if token else None
        if token is None or account is None:
            raise refusals.unknown("令牌", "id")
        if account.login != act.principal.subject:
            unit = (await units.units_by_code(conn, [account.unit]))[account.unit]
            require(act.principal, "Mutation.revoke", unit, "id")
        ended = revoke_api_token(token, act.now)
        await store.save_token_end(conn, token.id, act.now)
        await _note(conn, token, "API_TOKEN_REVOKED", act)
        await revoke_credential(conn, str(token.id), act.now)
        return ended

    return await perform(database, act, "revokeApiToken", {"id": token_id}, ApiToken, work)


async def own_tokens(database: Database, caller: Principal) -> list[ApiToken]:
    """Return the caller's newest hundred tokens."""
    async with database.reading() as conn:
        account = await accounts.account_of_login(conn, caller.subject)
        return await store.api_tokens_of(conn, account.id, SHOWN) if account else []


async def sign_in_by_token(door: Door, secret: str, now: datetime) -> SignedIn:
    """Exchange an API token for an access token of 15 minutes at most, for its operations only.

    Raises BAD_SECRET, whatever the reason.
    """
    async with door.database.transaction() as conn:
        token = await store.use_api_token(conn, secret_digest(secret[:200]), now)
        account = await accounts.account_in_force(conn, token.account_id) if token else None
        if token is None or account is None:
            raise refusals.bad_secret()
    return admit(
        door,
        account,
        now,
        sid=token.id,
        operations=frozenset(token.operations),
        until=token.expires_at,
    )


async def _own_account(conn: Connection, caller: Principal) -> Account:
    found = await accounts.account_of_login(conn, caller.subject)
    account = await accounts.lock_account(conn, found.id) if found else None
    if account is None:
        raise refusals.unknown("账号", "name")
    refuse_revoked(account, "name")
    return account


async def _note(conn: Connection, token: ApiToken, kind: str, act: Act) -> None:
    await note_event(
        conn,
        account_id=token.account_id,
        kind=kind,
        actor=act.principal.subject,
        at=act.now,
        detail={"token": token.id, "name": token.name, "operations": token.operations},
    )
