"""Numbers as a caller is shown them: whole for those who may see them, and then on record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.access import PHONE, POLICY
from services.deadlines.store.phones import Reveal, answers_within, reveal_phones, reveals_of
from services.kit.auth import Principal, Reach
from services.kit.database import Connection, Database

MOST_REVEALS = 100


async def shown_phones(
    conn: Connection, caller: Principal, ids: Sequence[UUID], operation: str, now: datetime
) -> dict[UUID, str]:
    """Return the numbers of those persons who have one; the record names the ``operation``."""
    reach = POLICY.reach(caller, PHONE)
    return await reveal_phones(
        conn,
        ids,
        seen_from=None if reach is None else caller.scope_code,
        only_unit=caller.unit if reach is Reach.OWN_UNIT else None,
        actor=caller.subject,
        operation=operation,
        at=now,
    )


async def reveals(
    database: Database, caller: Principal, person: UUID, first: int, now: datetime
) -> list[Reveal]:
    """Return the last times that this service showed a person's number, newest first.

    Raises BAD_PAGE, or NOT_FOUND where the person answers for no unit of the caller's territory.
    """
    if not 1 <= first <= MOST_REVEALS:
        raise refusals.bad_page("first", MOST_REVEALS)
    async with database.reading() as conn:
        if not await answers_within(conn, person, caller.scope_code, now):
            raise refusals.person_not_found("person")
        return await reveals_of(conn, person, first)
