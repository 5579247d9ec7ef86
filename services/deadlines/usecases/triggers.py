"""Opening what an event beside the incident itself calls for: a conference, a call, an order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.law.calculation import required
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.results import Occurrence, RequiredDuty
from services.deadlines.law.words import Trigger
from services.deadlines.store.obligations import Computed, open_obligations
from services.deadlines.usecases.incidents import note_opened
from services.deadlines.usecases.previews import Law, Pinned, Worked, work
from services.deadlines.usecases.recording import Record
from services.kit.database import Connection
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that may open duties: its trigger, its moment, which of its sort it is, and why.

    ``number`` tells the duties of one event from those of the next by their keys. ``subject`` is
    put behind the duties' titles. ``duties`` chooses among the packs' duties on the trigger;
    ``facts`` stand for the incident's own. ``opened_on`` is the trigger unless it says otherwise;
    a reassessment lets nothing lapse that was not opened on INCIDENT.
    """

    trigger: Trigger
    at: datetime
    number: int
    reason: str
    subject: str | None = None
    duties: Callable[[Duty], bool] | None = None
    facts: Facts | None = None
    opened_on: str | None = None


async def open_on(
    conn: Connection, law: Law, file: IncidentFile, record: Record, events: Sequence[Event]
) -> list[Computed]:
    """Open and note what the incident's packs ask on these events. The incident must be locked."""
    facts, pinned = file.stated.facts, Pinned.of(file.incident)
    worked = await work(conn, law, facts, record.now, pinned=pinned, check=False)
    opened: list[Computed] = []
    for event in events:
        rows = [_computed(duty, event, worked, file) for duty in _duties(event, worked, record.now)]
        if rows:
            by = record.caller.name
            await open_obligations(
                conn, file.incident.id, rows, at=record.now, actor=by, reason=event.reason
            )
        for row in rows:
            note_opened(record, row)
        opened += rows
    return opened


def _duties(event: Event, worked: Worked, now: datetime) -> Sequence[RequiredDuty]:
    found = required(
        event.facts or worked.facts,
        [_chosen(pack, event) for pack in worked.packs],
        worked.extract.directory,
        now,
        trigger=event.trigger,
        occurrence=Occurrence(at=event.at, number=event.number),
    )
    return found.duties


def _chosen(pack: RulePack, event: Event) -> RulePack:
    wanted = event.duties
    if wanted is None:
        return pack
    return replace(pack, duties=tuple(duty for duty in pack.duties if wanted(duty)))


def _computed(duty: RequiredDuty, event: Event, worked: Worked, file: IncidentFile) -> Computed:
    title = f"{duty.title}({event.subject})" if event.subject else duty.title
    scope = worked.extract.scope_of(duty.owner.code) if duty.owner.known else file.scope
    # an untimed duty elapses from what called for it, not from the report of the incident
    start_at = duty.start_at if duty.due_at else event.at
    return Computed(
        id=new_id(),
        duty=structs.replace(duty, title=title, start_at=start_at),
        scope=scope,
        opened_on=event.opened_on or event.trigger.value,
    )
