"""Going on with a session, and ending it."""

from datetime import datetime

from services.kit.database import Connection
from services.kit.refusal import Refusal
from services.kit.revocations import revoke_credential
from services.kit.tokens import secret_digest
from services.registry.domain.credentials.sessions import (
    REFRESH_BEGINS,
    Ended,
    Reused,
    Session,
    SignedIn,
    bad_refresh_token,
    refreshed,
    reused_refresh_token,
)
from services.registry.store import accounts
from services.registry.store.credentials import sessions as store
from services.registry.store.credentials.events import note_event
from services.registry.usecases.credentials.door import Door, hand_out

LONGEST_TOKEN = 100


async def refresh(door: Door, token: str, now: datetime) -> SignedIn:
    """Exchange a refresh token for an access token and the next refresh token.

    Role and unit are those of our tables now. A token that was exchanged before ends its session.

    Raises:
        Refusal: BAD_REFRESH_TOKEN, SESSION_ENDED, SESSION_EXPIRED, REFRESH_TOKEN_REUSED.
    """
    async with door.database.transaction() as conn:
        session, generation = await _session_of(conn, token)
        account = await accounts.account_in_force(conn, session.account_id)
        if account is None:
            raise bad_refresh_token()
        try:
            rotated = refreshed(session, generation, now)
        except Reused:
            await _end_reused(conn, session, generation, account.login, now)
        else:
            await store.save_rotation(conn, rotated)
            return await hand_out(conn, door, account, rotated, now)
    raise reused_refresh_token()  # after the commit: the session's end must stay


async def sign_out(door: Door, token: str, now: datetime) -> bool:
    """End the session of a refresh token, whichever of its tokens it is; False where none was."""
    async with door.database.transaction() as conn:
        try:
            session, _ = await _session_of(conn, token)
        except Refusal:
            return False
        ended = await store.end_session(conn, session.id, Ended.SIGNED_OUT, now)
        if ended:
            await revoke_credential(conn, str(session.id), now)
        return ended


async def _session_of(conn: Connection, token: str) -> tuple[Session, int]:
    if len(token) > LONGEST_TOKEN or not token.startswith(f"{REFRESH_BEGINS}_"):
        raise bad_refresh_token()
    found = await store.generation_of(conn, secret_digest(token))
    session = await store.lock_session(conn, found[0]) if found else None
    if found is None or session is None:
        raise bad_refresh_token()
    return session, found[1]


async def _end_reused(
    conn: Connection, session: Session, generation: int, actor: str, now: datetime
) -> None:
    await store.end_session(conn, session.id, Ended.REUSED, now)
    await note_event(
        conn,
        account_id=session.account_id,
        kind="REFRESH_TOKEN_REUSED",
        actor=actor,
        at=now,
        detail={"session": session.id, "generation": generation, "good": session.generation},
    )
    await revoke_credential(conn, str(session.id), now)
