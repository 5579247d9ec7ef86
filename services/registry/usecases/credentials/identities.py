"""Signing in by what an OpenID provider says, and which account that is."""

from datetime import datetime
from uuid import UUID

from services.kit.database import Connection
from services.kit.id_tokens import BadIdToken, Proven
from services.kit.idempotency import Once
from services.kit.openid import ProviderUnavailable
from services.kit.tokens import secret_digest
from services.registry.domain import refusals
from services.registry.domain.credentials import identities as domain
from services.registry.domain.credentials.identities import Identity
from services.registry.domain.credentials.sessions import Ended, Method, SignedIn
from services.registry.store import accounts
from services.registry.store.credentials import identities as store
from services.registry.store.credentials.events import note_event
from services.registry.usecases.acting import Act, perform
from services.registry.usecases.credentials.door import Door, begin_session, end_sessions
from services.registry.usecases.credentials.passwords import owned_account


async def sign_in_by_id_token(door: Door, token: str, nonce: str | None, now: datetime) -> SignedIn:
    """Open a session for the account that the proven identity is linked with.

    A token opens one session. Where it is refused nothing is written.

    Raises:
        Refusal: OIDC_NOT_CONFIGURED, OIDC_UNAVAILABLE, ID_TOKEN_* (see `kit.id_tokens`),
            ID_TOKEN_USED, IDENTITY_NOT_LINKED, ACCOUNT_REVOKED.
    """
    proven = await _proven(door, token, nonce, now)
    async with door.database.transaction() as conn:
        account_id = await store.account_of_identity(conn, proven.issuer, proven.subject)
        if account_id is None:
            raise domain.not_linked(proven.subject)
        account = await accounts.account_in_force(conn, account_id)
        if account is None:
            raise domain.account_revoked()
        if not await store.use_id_token(conn, secret_digest(token), proven.expires_at):
            raise domain.used_id_token()
        return await begin_session(conn, door, account, Method.OIDC, now)


async def _proven(door: Door, token: str, nonce: str | None, now: datetime) -> Proven:
    if door.provider is None:
        raise domain.not_configured()
    try:
        return await door.provider.verify(token, nonce, now)
    except BadIdToken as error:
        raise domain.bad_id_token(error.code) from None
    except ProviderUnavailable:
        raise domain.unavailable() from None


async def link_identity(
    door: Door, act: Act, account_id: UUID, issuer: str, subject: str
) -> Once[Identity]:
    """Let an identity stand for an account of the caller's scope.

    Raises:
        Refusal: BAD_IDENTITY, NOT_FOUND, OUT_OF_SCOPE, ALREADY_REVOKED, IDENTITY_TAKEN.
    """

    async def work(conn: Connection) -> Identity:
        account = await owned_account(conn, act, account_id)
        identity = domain.link(issuer, subject, account.id, act.now)
        if not await store.insert_identity(conn, identity):
            raise domain.linked_already()
        await _note(conn, identity, "IDENTITY_LINKED", act)
        return identity

    request = {"id": account_id, "issuer": issuer, "subject": subject}
    return await perform(door.database, act, "linkIdentity", request, Identity, work)


async def unlink_identity(
    door: Door, act: Act, account_id: UUID, issuer: str, subject: str
) -> Once[Identity]:
    """Undo a link; the account's sessions end. Raises NOT_FOUND, OUT_OF_SCOPE, ALREADY_REVOKED."""

    async def work(conn: Connection) -> Identity:
        account = await owned_account(conn, act, account_id)
        identity = await store.delete_identity(conn, issuer, subject, account.id)
        if identity is None:
            raise refusals.unknown("身份", "subject")
        await _note(conn, identity, "IDENTITY_UNLINKED", act)
        await end_sessions(conn, account.id, Ended.UNLINKED, act.now)
        return identity

    request = {"id": account_id, "issuer": issuer, "subject": subject}
    return await perform(door.database, act, "unlinkIdentity", request, Identity, work)


async def _note(conn: Connection, identity: Identity, kind: str, act: Act) -> None:
    await note_event(
        conn,
        account_id=identity.account_id,
        kind=kind,
        actor=act.principal.subject,
        at=act.now,
        detail={"issuer": identity.issuer, "subject": identity.subject},
    )
