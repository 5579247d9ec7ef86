"""What was done to accounts, append-only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.audit.lanes import Lane
from services.kit.database import Connection
from services.kit.ids import new_id

ACCOUNT_EVENTS = Lane(
    table="account_event",
    number="seq",
    entity="'account ' || account_id",
    columns=("id", "at", "account_id", "kind", "actor", "detail"),
)


async def note_event(
    conn: Connection,
    *,
    account_id: UUID,
    kind: str,
    actor: str,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append what happened to an account; ``detail`` holds no secret and no digest of one."""
    await conn.execute(
        """
        insert into account_event (id, at, account_id, kind, actor, detail)
        values ($1, $2, $3, $4, $5, $6)
        """,
        new_id(),
        at,
        account_id,
        kind,
        actor,
        dict(detail or {}),
    )
