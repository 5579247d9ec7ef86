"""Who speaks for a party, and whose numbers show: what the store gives is whole."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from msgspec.structs import replace

from services.deadlines.domain.access import shows_number
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import Obligation, masked
from services.deadlines.domain.scopes import within
from services.deadlines.law.results import PersonRef
from services.deadlines.store.speakers import speakers_of
from services.kit.auth import Principal
from services.kit.database import Connection

Shown = Callable[[PersonRef | None, str], PersonRef | None]


def shown_to(caller: Principal) -> Shown:
    """Make what hides a number unless the caller may read those of its unit.

    Each unit is judged once: an answer names the same few again and again.
    """

    @cache
    def visible(unit: str) -> bool:
        near = within(unit, caller.scope_level, caller.scope_code)
        return shows_number(caller, unit, within=near)

    def shown(person: PersonRef | None, unit: str) -> PersonRef | None:
        return person if person is None or visible(unit) else masked(person)

    return shown


def as_shown(parties: Sequence[Party], caller: Principal) -> list[Party]:
    """Hide the numbers that the caller may not read, of persons and of speakers."""
    shown = shown_to(caller)
    return [
        replace(
            party,
            person=shown(party.person, party.unit.code),
            speaker=shown(party.speaker, party.unit.code),
        )
        for party in parties
    ]


def obligation_as_shown(row: Obligation, caller: Principal) -> Obligation:
    """Hide the numbers of an obligation unless the caller may read those of its owner."""
    if not row.within or shows_number(caller, row.owner.code, within=True):
        return row
    return replace(row, within=False)


async def with_speakers(conn: Connection, parties: Sequence[Party], now: datetime) -> list[Party]:
    """Add each party's spokesperson as the mirror has it now, by one statement."""
    speakers = await speakers_of(conn, [party.unit.code for party in parties], now)
    return [replace(party, speaker=speakers.get(party.unit.code)) for party in parties]
