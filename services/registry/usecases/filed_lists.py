"""Read the lists that are filed, and what of them was filed last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kit.database import Connection
from services.registry.domain import filed_lists as domain
from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.filed_lists import FiledCopy, ListDifference, ListEntry
from services.registry.domain.filings import Filing, FilingSubject
from services.registry.domain.units import Unit
from services.registry.store import appointments, channels, experts, filings


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDiff:
    """A list beside its filed copy. ``digest`` is of the list as it is, as a snapshot has it."""

    unit: Unit
    subject: FilingSubject
    on: date
    filed: Filing | None
    open: Filing | None
    difference: ListDifference
    digest: str
    sentence: str


async def read_list(
    conn: Connection, unit: str, subject: FilingSubject, day: date
) -> tuple[ListEntry, ...]:
    """Return the entries of a unit's list on a day."""
    if subject is FilingSubject.EXPERT_POOL:
        return domain.expert_entries(await experts.experts_of(conn, [unit]), day)
    if subject is FilingSubject.CHANNELS:
        return domain.channel_entries(await channels.channels_of(conn, [unit]), day)
    serving = await appointments.appointments_to(conn, unit, [Post.SPOKESPERSON])
    return domain.spokesperson_entries(serving, day)


async def diff_of(conn: Connection, unit: Unit, subject: FilingSubject, day: date) -> FiledDiff:
    """Compare a unit's list on a day with the last copy filed by then."""
    serving: Sequence[Appointment] = ()
    if subject is FilingSubject.SPOKESPERSONS:
        serving = await appointments.appointments_to(conn, unit.code, [Post.SPOKESPERSON])
        entries = domain.spokesperson_entries(serving, day)
    else:
        entries = await read_list(conn, unit.code, subject, day)
    filed = (await filings.last_filings(conn, [unit.code], subject, day)).get(unit.code)
    found = domain.difference(entries, copy_of(filed, serving, day))
    return FiledDiff(
        unit=unit,
        subject=subject,
        on=day,
        filed=filed,
        open=(await filings.open_filings(conn, [unit.code], subject)).get(unit.code),
        difference=found,
        digest=domain.list_digest(unit.code, subject, entries),
        sentence=domain.sentence(found, filed.filed_on if filed else None),
    )


def copy_of(filed: Filing | None, serving: Sequence[Appointment], day: date) -> FiledCopy:
    """Return the filed copy: the frozen list, or what the appointments themselves tell."""
    spokespersons = [one for one in serving if one.post is Post.SPOKESPERSON]
    marked = domain.marked_copy(spokespersons, day)
    if filed is None:
        return marked
    return FiledCopy(filed_on=filed.filed_on, entries=filed.snapshot or (), marked=marked.marked)
