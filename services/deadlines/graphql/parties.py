"""Who speaks for a party, and whose numbers show."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from msgspec.structs import replace

from services.deadlines.domain.access import sees_phones
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import masked
from services.deadlines.domain.scopes import within
from services.deadlines.law.results import PersonRef
from services.deadlines.store.speakers import speakers_of
from services.kit.auth import Principal
from services.kit.database import Connection

Shown = Callable[[PersonRef | None, str], PersonRef | None]


def shown_to(caller: Principal) -> Shown:
    """Make what hides a number unless its unit lies in the caller's territory and the role sees it.

    Each unit is judged once: an answer names the same few again and again.
    """
    permitted = sees_phones(caller)

    @cache
    def visible(unit: str) -> bool:
        return permitted and within(unit, caller.scope_level, caller.scope_code)

    def shown(person: PersonRef | None, unit: str) -> PersonRef | None:
        return person if person is None or visible(unit) else masked(person)

    return shown


async def with_speakers(
    conn: Connection, parties: Sequence[Party], caller: Principal, now: datetime
) -> list[Party]:
    """Add each party's spokesperson as the mirror has it now, by one statement."""
    speakers = await speakers_of(conn, [party.unit.code for party in parties], now)
    shown = shown_to(caller)
    return [
        replace(party, speaker=shown(speakers.get(party.unit.code), party.unit.code))
        for party in parties
    ]
