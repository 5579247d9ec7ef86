"""Read the lists that are filed, and what of them was filed last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from services.kit.database import Connection
from services.registry.domain import filed_lists as domain
from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.filed_lists import FiledCopy, ListDifference, ListEntry
from services.registry.domain.filings import Filing, FilingSubject
from services.registry.domain.units import Unit
from services.registry.store import appointments, channels, experts, filings

Members: TypeAlias = Sequence[Appointment | Expert | Channel]


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
    return _entries(subject, (await _members(conn, [unit], subject)).get(unit, ()), day)


async def diff_of(conn: Connection, unit: Unit, subject: FilingSubject, day: date) -> FiledDiff:
    """Compare a unit's list on a day with the last copy filed by then."""
    return (await diffs_of(conn, [unit], subject, day))[unit.code]


async def diffs_of(
    conn: Connection, units: Sequence[Unit], subject: FilingSubject, day: date
) -> dict[str, FiledDiff]:
    """Do as `diff_of` for many units, by code, with three statements."""
    codes = [unit.code for unit in units]
    members = await _members(conn, codes, subject)
    filed = await filings.last_filings(conn, codes, subject, day)
    waiting = await filings.open_filings(conn, codes, subject)
    return {
        unit.code: _diff(
            unit,
            subject,
            day,
            members.get(unit.code, ()),
            filed.get(unit.code),
            waiting.get(unit.code),
        )
        for unit in units
    }


def _diff(
    unit: Unit,
    subject: FilingSubject,
    day: date,
    members: Members,
    filed: Filing | None,
    waiting: Filing | None,
) -> FiledDiff:
    entries = _entries(subject, members, day)
    serving = [one for one in members if isinstance(one, Appointment)]
    copy = copy_of(filed, serving, day)
    found = domain.difference(entries, copy)
    return FiledDiff(
        unit=unit,
        subject=subject,
        on=day,
        filed=filed,
        open=waiting,
        difference=found,
        digest=domain.list_digest(unit.code, subject, entries),
        sentence=domain.sentence(found, copy.filed_on),
    )


def copy_of(filed: Filing | None, serving: Sequence[Appointment], day: date) -> FiledCopy:
    """Return the filed copy: the frozen list, or what the appointments themselves tell."""
    spokespersons = [one for one in serving if one.post is Post.SPOKESPERSON]
    marked = domain.marked_copy(spokespersons, day)
    if filed is None:
        return marked
    return FiledCopy(filed_on=filed.filed_on, entries=filed.snapshot or (), marked=marked.marked)


async def _members(
    conn: Connection, units: Sequence[str], subject: FilingSubject
) -> dict[str, Members]:
    """Return all who are or were on the lists of these units, by unit."""
    found: Iterable[Appointment | Expert | Channel]
    if subject is FilingSubject.EXPERT_POOL:
        found = await experts.experts_of(conn, units)
    elif subject is FilingSubject.CHANNELS:
        found = await channels.channels_of(conn, units)
    else:
        found = await appointments.appointments_in(conn, units, [Post.SPOKESPERSON])
    grouped: dict[str, list[Appointment | Expert | Channel]] = {}
    for one in found:
        grouped.setdefault(one.unit, []).append(one)
    return dict(grouped)


def _entries(subject: FilingSubject, members: Members, day: date) -> tuple[ListEntry, ...]:
    if subject is FilingSubject.EXPERT_POOL:
        return domain.expert_entries([one for one in members if isinstance(one, Expert)], day)
    if subject is FilingSubject.CHANNELS:
        return domain.channel_entries([one for one in members if isinstance(one, Channel)], day)
    return domain.spokesperson_entries(
        [one for one in members if isinstance(one, Appointment)], day
    )
