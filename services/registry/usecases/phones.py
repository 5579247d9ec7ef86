"""Numbers as a caller is shown them: whole for those who may see them, and then on record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.kit.auth import Principal, Reach
from services.kit.database import Connection, Database
from services.registry.domain.access import POLICY, require
from services.registry.domain.refusals import bad_page, unknown_person
from services.registry.store import persons, units
from services.registry.store.phones import Reveal, Shown, reveal_phones, reveals_of

FIELD = "Person.phone"
MOST_REVEALS = 100


async def shown_phones(
    conn: Connection, caller: Principal, ids: Sequence[UUID], operation: str, now: datetime
) -> dict[UUID, Shown]:
    """Return the numbers of those persons who have one; the record names the ``operation``."""
    reach = POLICY.reach(caller, FIELD)
    return await reveal_phones(
        conn,
        ids,
        seen_from=None if reach is None else caller.scope_code,
        only_unit=caller.unit if reach is Reach.OWN_UNIT else None,
        actor=caller.subject,
        operation=operation,
        at=now,
    )


async def reveals(database: Database, caller: Principal, person: UUID, first: int) -> list[Reveal]:
    """Return the last times that a person's number was shown, newest first.

    Raises BAD_PAGE, UNKNOWN_PERSON, or OUT_OF_SCOPE where the person is not the caller's to manage.
    """
    if not 1 <= first <= MOST_REVEALS:
        raise bad_page(MOST_REVEALS)
    async with database.reading() as conn:
        found = (await persons.persons_by_id(conn, [person])).get(person)
        if found is None:
            raise unknown_person("person")
        unit = (await units.units_by_code(conn, [found.unit]))[found.unit]
        require(caller, "Query.phoneReveals", unit, "person")
        return await reveals_of(conn, person, None, first)
