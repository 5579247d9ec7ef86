"""Open filings as lists change, close them with their receipts, and compare lists with copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import filings as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import appointment_body, filing_body
from services.registry.domain.filings import (
    RECIPIENT_KINDS,
    Filing,
    FilingSubject,
    ListChange,
    ListedChange,
    OpenFiling,
    RecordFiling,
)
from services.registry.domain.refusals import list_is_filed, unknown
from services.registry.domain.units import Unit
from services.registry.store import appointments
from services.registry.store import filings as store
from services.registry.store.units import lock_unit
from services.registry.usecases.acting import Act, note, own_unit_locked, perform
from services.registry.usecases.filed_lists import FiledDiff, diff_of, read_list
from services.registry.usecases.recipients import recipient_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An entry of a list that was added, removed or changed; ``id`` is its own."""

    what: ListChange
    entity: str
    id: UUID
    name: str


async def list_changed(
    conn: Connection,
    act: Act,
    unit: Unit,
    subject: FilingSubject,
    what: str,
    entity: str,
    id: UUID,  # noqa: A002 - the entry's own word
    name: str,
) -> None:
    """Open the filing of a list that was just changed, or join the one that is open.

    To be called in the transaction of the change; ``what`` is ADDED, REMOVED or CHANGED.
    """
    change = Changed(what=ListChange(what), entity=entity, id=id, name=name)
    await lists_changed(conn, act, unit, subject, [change])


async def lists_changed(
    conn: Connection, act: Act, unit: Unit, subject: FilingSubject, changed: Sequence[Changed]
) -> Filing | None:
    """Do as `list_changed` for many changes of one list, with one entry in the change log."""
    if not changed:
        return None
    await lock_unit(conn, unit.code)  # of two changes at once, one opens and the other joins
    told = [
        ListedChange(at=act.now, what=one.what, entity=one.entity, id=one.id, name=one.name)
        for one in changed
    ]
    kind = RECIPIENT_KINDS[subject]
    recipient = await recipient_of(conn, unit, kind, local_day(act.now))
    found = (await store.open_filings(conn, [unit.code], subject)).get(unit.code)
    if found is None:
        actor = act.principal.subject
        filing = domain.open_filing(unit.code, subject, told, recipient, actor, new_id())
    else:
        filing = domain.extend_filing(found, told, recipient)
    await store.save_filing(conn, filing)
    word = "extended" if found else "opened"
    await note(conn, act, "filing", word, unit.scope, filing, filing_body(filing))
    return filing


async def record_filing(database: Database, act: Act, command: RecordFiling) -> Once[Filing]:
    """Close a filing of the caller's scope with its receipt; raises Refusal.

    The list as it is now is frozen, and those on a list of spokespersons are marked as filed.
    """

    async def work(conn: Connection) -> Filing:
        found = (await store.filings_by_id(conn, [command.id])).get(command.id)
        if found is None:
            raise unknown("备案", "filing")
        unit = await own_unit_locked(conn, act, found.unit, "filing")
        current = (await store.filings_by_id(conn, [command.id]))[command.id]
        entries = await read_list(conn, unit.code, current.subject, local_day(act.now))
        actor = act.principal.subject
        filed = domain.record_filing(current, command, entries, actor, act.now)
        await store.save_filing(conn, filed)
        await note(conn, act, "filing", "recorded", unit.scope, filed, filing_body(filed))
        if filed.subject is FilingSubject.SPOKESPERSONS:
            ids = [one.id for one in entries]
            await _mark_filed(conn, act, unit, ids, command.filed_on)
        return filed

    return await perform(database, act, "recordFiling", command, Filing, work)


async def open_filing(database: Database, act: Act, command: OpenFiling) -> Once[Filing]:
    """Open the filing of a list in the caller's scope whose copy is behind; raises Refusal.

    For lists that nobody changes: those kept before the registry, and those that a day changed,
    as when a term ends. A filing that is open already is the answer.
    """

    async def work(conn: Connection) -> Filing:
        unit = await own_unit_locked(conn, act, command.unit, "unit")
        filing = await open_if_behind(conn, act, unit, command.subject)
        if filing is None:
            raise list_is_filed()
        return filing

    return await perform(database, act, "openFiling", command, Filing, work)


async def open_if_behind(
    conn: Connection, act: Act, unit: Unit, subject: FilingSubject
) -> Filing | None:
    """Return the open filing of a list, opened now where its copy is behind, else None."""
    found = (await store.open_filings(conn, [unit.code], subject)).get(unit.code)
    if found is not None:
        return found
    diff = await diff_of(conn, unit, subject, local_day(act.now))
    return await lists_changed(conn, act, unit, subject, _changes(diff))


async def open_turned(conn: Connection, act: Act) -> int:
    """Open the filings of lists that a day put behind their copies; return how many.

    Nobody changes a list on the day on which a term begins or ends, so the audit sees to it.
    """
    opened = 0
    for code, subject in await store.lists_turned(conn, local_day(act.now)):
        unit = await lock_unit(conn, code)
        opened += unit is not None and await open_if_behind(conn, act, unit, subject) is not None
    return opened


async def filed_diff(
    database: Database, unit: Unit, subject: FilingSubject, day: date
) -> FiledDiff:
    """Compare a unit's list on a day with the last copy filed by then."""
    async with database.reading() as conn:
        return await diff_of(conn, unit, subject, day)


def _changes(diff: FiledDiff) -> list[Changed]:
    found = diff.difference
    told = [
        *((ListChange.ADDED, one) for one in found.added),
        *((ListChange.REMOVED, one) for one in found.removed),
        *((ListChange.CHANGED, one.after) for one in found.changed),
    ]
    return [Changed(what=what, entity=one.entity, id=one.id, name=one.name) for what, one in told]


async def _mark_filed(
    conn: Connection, act: Act, unit: Unit, ids: Sequence[UUID], filed_on: date
) -> None:
    """Mark those not filed before: the day on which somebody was first filed stays."""
    for one in await appointments.mark_filed(conn, ids, filed_on):
        await note(conn, act, "appointment", "filed", unit.scope, one, appointment_body(one))
