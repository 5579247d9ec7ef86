"""Forgetting what no sign-in can need any more."""

from datetime import datetime, timedelta

from services.kit.database import Database
from services.kit.revocations import KEPT, forget_revocations
from services.registry.domain.credentials.attempts import WINDOW
from services.registry.store.credentials.attempts import forget_attempts
from services.registry.store.credentials.identities import forget_id_tokens
from services.registry.store.credentials.sessions import forget_sessions

SESSIONS_KEPT = timedelta(days=30)
"""From their opening: long enough to look into one that was copied."""


async def forget_old(database: Database, now: datetime) -> None:
    """Delete some of what is over, in small steps; the rest goes next time."""
    async with database.reading() as conn:
        await forget_attempts(conn, now - WINDOW)
        await forget_id_tokens(conn, now - timedelta(hours=1))
        await forget_sessions(conn, now - SESSIONS_KEPT)
        await forget_revocations(conn, now - KEPT)
