"""Who speaks for a party, and whose numbers show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.deadlines.domain.access import sees_phones
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import masked
from services.deadlines.domain.scopes import within
from services.deadlines.law.results import PersonRef
from services.deadlines.store.mirror import speakers_of
from services.kit.auth import Principal
from services.kit.database import Connection


def shown(person: PersonRef | None, unit: str, caller: Principal) -> PersonRef | None:
    """Hide a number unless its unit lies in the caller's territory and the role may see it."""
    if person is None:
        return None
    visible = sees_phones(caller) and within(unit, caller.scope_level, caller.scope_code)
    return person if visible else masked(person)


async def with_speakers(
    conn: Connection, parties: Sequence[Party], caller: Principal, now: datetime
) -> list[Party]:
    """Add each party's spokesperson as the mirror has it now, by one statement."""
    speakers = await speakers_of(conn, [party.unit.code for party in parties], now)
    return [
        replace(
            party,
            speaker=shown(speakers.get(party.unit.code), party.unit.code, caller),
        )
        for party in parties
    ]
