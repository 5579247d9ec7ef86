"""Who speaks for a unit at a moment, with what the speaker may need beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.database import Connection, Database
from services.registry.domain.appointments import Appointment, Post, local_day
from services.registry.domain.availability import Availability
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.filings import FilingSubject
from services.registry.domain.refusals import unknown_unit
from services.registry.domain.speaking import Roster, SpeakerDecision, who_speaks
from services.registry.domain.units import Unit
from services.registry.store import appointments, availability, channels, experts, filings, units
from services.registry.usecases.filed_lists import copy_of

MOST_BESIDE = 100
_SPEAKING_POSTS = (Post.SPOKESPERSON, Post.DEPUTY, Post.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerAnswer:
    """The decision, and what helps to speak: experts, those available first; channels by reach.

    Experts are the unit's, of the field asked for; channels those of the unit open that day.
    """

    unit: Unit
    decision: SpeakerDecision
    experts: Sequence[Expert]
    channels: Sequence[Channel]


async def speaker_of(
    database: Database, code: str, at: datetime, field: str | None
) -> SpeakerAnswer:
    """Answer for a unit by its code; raises UNKNOWN_UNIT."""
    async with database.reading() as conn:
        unit = (await units.units_by_code(conn, [code])).get(code)
        if unit is None:
            raise unknown_unit(code, "unit")
        return SpeakerAnswer(
            unit=unit,
            decision=who_speaks(await _roster(conn, code, at), at),
            experts=await experts.experts_to_ask(conn, code, field, MOST_BESIDE),
            channels=await channels.channels_by_reach(conn, code, local_day(at), MOST_BESIDE),
        )


async def _roster(conn: Connection, code: str, at: datetime) -> Roster:
    serving = await appointments.appointments_to(conn, code, _SPEAKING_POSTS)
    people = [one.person_id for one in serving]
    leave = await availability.availability_at(conn, people, at)
    stand_ins = {entry.stand_in_person_id for entry in leave if entry.stand_in_person_id}
    names = await availability.names_of(conn, list(stand_ins))
    day, subject = local_day(at), FilingSubject.SPOKESPERSONS
    filed = (await filings.last_filings(conn, [code], subject, day)).get(code)
    return Roster(
        appointments=serving,
        leave=_by_person(leave),
        names=names | _names(serving),
        copy=copy_of(filed, serving, day) if filed else None,
    )


def _by_person(entries: Sequence[Availability]) -> dict[UUID, list[Availability]]:
    grouped: dict[UUID, list[Availability]] = {}
    for entry in entries:
        grouped.setdefault(entry.person_id, []).append(entry)
    return grouped


def _names(serving: Sequence[Appointment]) -> dict[UUID, str]:
    return {one.person_id: one.person for one in serving}
