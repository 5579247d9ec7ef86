"""What signing in needs beside the command: keys, hashes, the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.auth import TokenIssuer
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.kit.openid import OpenIdProvider
from services.kit.passwords import Passwords
from services.kit.revocations import revoke_credential
from services.kit.tokens import LIFETIME, secret_digest
from services.registry.domain.accounts import Account
from services.registry.domain.credentials.sessions import (
    Ended,
    Method,
    Session,
    SignedIn,
    new_refresh_token,
    open_session,
)
from services.registry.store.credentials import sessions as store


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The one way in: every token that the registry gives out is made here."""

    database: Database
    issuer: TokenIssuer
    passwords: Passwords
    provider: OpenIdProvider | None = None


def admit(
    door: Door,
    account: Account,
    now: datetime,
    *,
    sid: UUID,
    operations: frozenset[str] | None = None,
    until: datetime | None = None,
) -> SignedIn:
    """Return a token of 15 minutes for the account as it stands in our tables now.

    ``operations`` narrow what the account may; ``until`` is when the credential ends.
    """
    own = None if account.operations is None else frozenset(account.operations)
    lifetime = LIFETIME if until is None else min(LIFETIME, until - now)
    token = door.issuer.issue(
        subject=account.login,
        name=account.name,
        role=account.role,
        unit=account.unit,
        scope_level=account.scope_level,
        scope_code=account.scope_code,
        operations=own if operations is None else operations & (own or operations),
        introspect=account.introspect,
        sid=str(sid),
        now=now,
        lifetime=lifetime,
    )
    return SignedIn(token=token, expires_at=now + lifetime, account=account)


async def begin_session(
    conn: Connection, door: Door, account: Account, method: Method, now: datetime
) -> SignedIn:
    """Open a session in the caller's transaction, which holds the account in force."""
    session = open_session(account, method, new_id(), now)
    await store.insert_session(conn, session)
    return await hand_out(conn, door, account, session, now)


async def hand_out(
    conn: Connection, door: Door, account: Account, session: Session, now: datetime
) -> SignedIn:
    """Return an access token and the session's next refresh token, whose digest is written."""
    refresh = new_refresh_token()
    await store.insert_refresh_token(conn, session, secret_digest(refresh))
    signed = admit(door, account, now, sid=session.id)
    return SignedIn(
        token=signed.token,
        expires_at=signed.expires_at,
        account=account,
        refresh_token=refresh,
        refresh_expires_at=session.expires_at,
    )


async def end_sessions(conn: Connection, account_id: UUID, why: Ended, now: datetime) -> None:
    """End every session of an account and take its tokens back; written last."""
    for session_id in await store.open_sessions(conn, account_id):
        if await store.end_session(conn, session_id, why, now):
            await revoke_credential(conn, str(session_id), now)
