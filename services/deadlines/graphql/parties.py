"""The parties of incidents, with who speaks for them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from msgspec.structs import replace

from services.deadlines.domain.incidents import Party
from services.deadlines.graphql.parts import selected
from services.deadlines.graphql.service import Info
from services.deadlines.store.parties import parties_by_incident
from services.deadlines.store.speakers import speakers_of
from services.kit.database import Connection
from services.kit.graphql.batching import loader


async def with_speakers(conn: Connection, parties: Sequence[Party], now: datetime) -> list[Party]:
    """Add each party's spokesperson as the mirror has it now, by one statement."""
    speakers = await speakers_of(conn, sorted({party.unit.code for party in parties}), now)
    return [replace(party, speaker=speakers.get(party.unit.code)) for party in parties]


async def parties_for(info: Info, incident: UUID) -> list[Party]:
    """Return an incident's parties; those of a page are one statement, and one for who speaks."""
    now = info.context.clock.now()
    spoken = selected(info, "speaker")

    async def read(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Party]]:
        found = await parties_by_incident(conn, ids)
        every = [party for parties in found.values() for party in parties]
        if spoken:
            every = await with_speakers(conn, every, now)
        left = iter(every)
        return {id_: list(islice(left, len(parties))) for id_, parties in found.items()}

    return await loader(info, f"parties {spoken}", read, keep=False).load(incident) or []
