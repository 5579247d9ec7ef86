"""Open or extend the filings of many lists at once (备案)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from services.kit.changes import NewChange, record_many
from services.kit.database import Connection
from services.kit.ids import new_id
from services.registry.domain import filings as domain
from services.registry.domain.appointments import Appointment, Post, local_day
from services.registry.domain.bodies import filing_body, seen_under
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.filed_lists import FILED_CHANNELS
from services.registry.domain.filings import (
    RECIPIENT_KINDS,
    Filing,
    FilingSubject,
    ListChange,
    ListedChange,
    Recipient,
)
from services.registry.domain.imports.runs import Effect
from services.registry.domain.units import Unit
from services.registry.store import filings as store
from services.registry.usecases.acting import Act
from services.registry.usecases.same_level import same_level_offices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """An entry of a filed list that was added, removed or changed."""

    unit: str
    subject: FilingSubject
    what: ListChange
    row: Appointment | Expert | Channel


def list_entries(
    what: str, rows: Iterable[Appointment] | Iterable[Expert] | Iterable[Channel]
) -> Iterator[ListEntry]:
    """Return those of the rows that stand on a list which is filed."""
    for row in rows:
        subject = _subject(row)
        if subject is not None and not _filed_already(row, what):
            yield ListEntry(unit=row.unit, subject=subject, what=_what(what, row), row=row)


def _subject(row: Appointment | Expert | Channel) -> FilingSubject | None:
    if isinstance(row, Appointment):
        return FilingSubject.SPOKESPERSONS if row.post is Post.SPOKESPERSON else None
    if isinstance(row, Expert):
        return FilingSubject.EXPERT_POOL
    return FilingSubject.CHANNELS if row.kind in FILED_CHANNELS else None


def _filed_already(row: Appointment | Expert | Channel, what: str) -> bool:
    return isinstance(row, Appointment) and what == "ADDED" and row.filed_on is not None


def _what(what: str, row: Appointment | Expert | Channel) -> ListChange:
    gone = (isinstance(row, Expert) and row.removed_on is not None) or (
        isinstance(row, Channel) and row.closed_on is not None
    )
    return ListChange.REMOVED if gone and what == "CHANGED" else ListChange(what)


async def file_lists(
    conn: Connection, act: Act, places: Mapping[str, Unit], entries: Iterable[ListEntry]
) -> list[Effect]:
    """Open the filing of each list that changed, or join the one that is open.

    To be called in the transaction of the change, its units locked. Returns an effect for each
    filing that was opened, by which an undo takes it back.
    """
    lists: dict[FilingSubject, dict[str, list[ListedChange]]] = {}
    for one in entries:
        of_units = lists.setdefault(one.subject, defaultdict(list))
        of_units[one.unit].append(_told(act, one))
    effects: list[Effect] = []
    for subject, changes in lists.items():
        effects += await _file(conn, act, places, subject, changes)
    return effects


def _told(act: Act, one: ListEntry) -> ListedChange:
    row = one.row
    entity = type(row).__name__.lower()
    name = row.person if isinstance(row, Appointment) else row.name
    return ListedChange(at=act.now, what=one.what, entity=entity, id=row.id, name=name)


async def _file(
    conn: Connection,
    act: Act,
    places: Mapping[str, Unit],
    subject: FilingSubject,
    changes: Mapping[str, list[ListedChange]],
) -> list[Effect]:
    open_ones = await store.open_filings(conn, list(changes), subject)
    kind, day = RECIPIENT_KINDS[subject], local_day(act.now)
    answers = await same_level_offices_of(conn, [(places[code], kind, day) for code in changes])
    extended: list[Filing] = []
    opened: list[Filing] = []
    for (code, told), answer in zip(changes.items(), answers, strict=True):
        recipient = Recipient(
            unit=answer.unit.code if answer.unit else None,
            trace=tuple(step.text for step in answer.steps),
        )
        found = open_ones.get(code)
        if found is not None:
            extended.append(domain.extend_filing(found, told, recipient))
            continue
        actor = act.principal.subject
        opened.append(domain.open_filing(code, subject, told, recipient, actor, new_id()))
    await store.save_filings(conn, extended)
    await store.copy_filings(conn, opened)
    filings = chain(extended, opened)
    await record_many(conn, [filing_entry(act, one, places, open_ones) for one in filings])
    return [Effect(entity="filing", id=one.id, version=one.version, before=None) for one in opened]


def filing_entry(
    act: Act, filing: Filing, places: Mapping[str, Unit], before: Mapping[str, Filing]
) -> NewChange:
    """Return the change-log entry of a filing, opened unless its unit had one before."""
    return NewChange(
        at=act.now,
        entity="filing",
        id=filing.id,
        version=filing.version,
        kind="extended" if filing.unit in before else "opened",
        actor=act.principal.subject,
        scope=seen_under(places[filing.unit].scope),
        body=filing_body(filing),
    )
