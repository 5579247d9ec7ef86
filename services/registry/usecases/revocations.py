"""What other services must know about tokens taken back before their end."""

from services.kit.database import Database
from services.kit.revocations import Revocation, revocations_after
from services.registry.domain import refusals

MOST_REVOCATIONS = 1000
_LARGEST_CURSOR = 2**63 - 1


async def revocations_page(database: Database, after: str | None, first: int) -> list[Revocation]:
    """Return at most ``first`` (1 to 1000) revocations after the cursor (exclusive), ascending.

    Raises BAD_CURSOR, BAD_PAGE.
    """
    if not 1 <= first <= MOST_REVOCATIONS:
        raise refusals.bad_page(MOST_REVOCATIONS)
    async with database.reading() as conn:
        return await revocations_after(conn, _position(after), first)


def _position(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) < 20):
        raise refusals.bad_feed_cursor()
    return min(int(after), _LARGEST_CURSOR)
