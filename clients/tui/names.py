"""Who sits at this desk, as the registry names them."""

import asyncio

from clients.tui.link import Link, LinkDown, Refused
from clients.tui.operations import OPERATIONS
from clients.tui.service_link import Session

RETRY = 15.0


async def unit_name(registry: Link, session: Session) -> str:
    """Return the account's unit by name, "" without an account; wait while the registry is away."""
    while True:
        try:
            await session.token()
            if not session.unit_code:
                return ""
            data = await registry.execute(OPERATIONS.unit_name, {"code": session.unit_code})
        except LinkDown:
            await asyncio.sleep(RETRY)
        except Refused:
            return ""
        else:
            return str((data.get("unit") or {}).get("name", ""))
