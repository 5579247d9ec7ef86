"""What every act on an incident leaves behind: change-log entries, owed marks, watches, wakes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.deadlines.domain.obligations import (
    Closing,
    Obligation,
    ObligationState,
    newly_owed,
)
from services.deadlines.law.ladders import ladder_of, next_wake, reached
from services.deadlines.law.pack import Rung
from services.deadlines.law.results import RequiredDuty
from services.deadlines.store.board import rewatch, rewatch_occasions
from services.deadlines.store.obligations import (
    close_obligations,
    obligations_of,
    obligations_of_occasions,
    set_owed,
)
from services.deadlines.store.occasions import close_finished
from services.deadlines.store.sweep import save_wakes
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection


@dataclass(slots=True, kw_only=True)
class Record:
    """The change-log entries of one act, gathered and written together.

    ``seen_by`` are the codes under which they may be seen. ``incident`` is what the act was on;
    where ``of`` says so it is the id of an occasion.
    """

    incident: UUID
    number: str
    caller: Principal
    now: datetime
    seen_by: Sequence[str]
    of: Literal["incident", "occasion"] = "incident"
    changes: list[NewChange] = field(default_factory=list)

    def add(self, entity: str, id_: UUID, version: int, kind: str, **body: Any) -> None:
        """Note one change; ``body`` holds what its sentence needs."""
        self.changes.append(
            NewChange(
                at=self.now,
                entity=entity,
                id=id_,
                version=version,
                kind=kind,
                actor=self.caller.subject,
                scope=tuple(self.seen_by),
                body={
                    self.of: str(self.incident),
                    "number": self.number,
                    "by": self.caller.name,
                    **body,
                },
            )
        )

    async def write(self, conn: Connection) -> None:
        """Append what was noted to the change log."""
        if self.changes:
            await record_many(conn, self.changes)


def told_of(duty: RequiredDuty) -> dict[str, Any]:
    """Tell of a duty what a count of the change log alone asks for: whose, how bound, since when.

    ``answers`` is whom a clause makes answerable by name.
    """
    person = duty.person
    return {
        "duty": duty.kind,
        "unit": duty.owner.code,
        "answers": person.name if person and person.named else None,
        "due_class": duty.due_class.value,
        "modality": duty.modality.value,
        "provisional": duty.provisional,
        "by_release": bool(duty.fulfilled_by),
        "owed": duty.owed,
        "start_at": duty.start_at.isoformat(),
        "due_at": duty.due_at.isoformat() if duty.due_at else None,
    }


def ladder_for(law: Law, packs: Sequence[str]) -> tuple[Rung, ...]:
    """Find the reminder ladder of an incident by its pinned packs, most specific first."""
    found = (law.packs.get(*name.split("@", 1)) for name in packs)
    return ladder_of([pack for pack in found if pack is not None])


async def settle(
    conn: Connection, law: Law, record: Record, packs: Sequence[str], touched: Collection[UUID]
) -> list[Obligation]:
    """Bring what depends on the obligations up to date after ``touched`` changed.

    Those that waited for a kind now fulfilled come to be owed, boards elsewhere see or lose their
    rows, reminders are set for what is owed and taken from what is not; an occasion of which
    nothing is open is closed. Returns the obligations of the incident or occasion as they then
    stand. It must be locked.
    """
    rows = await _rows(conn, record)
    owed = newly_owed(rows)
    if owed:
        await set_owed(conn, owed)
        for row in rows:
            if row.id in owed:
                record.add("obligation", row.id, row.version + 1, "OWED", title=row.title)
        rows = await _rows(conn, record)
    if record.of == "occasion":
        await _settle_occasion(conn, record)
    else:
        await rewatch(conn, record.incident)
    changed = [row for row in rows if row.id in touched or row.id in owed]
    ladder = ladder_for(law, packs)
    await save_wakes(conn, {row.id: first_wake(row, ladder, record.now) for row in changed})
    return rows


async def _rows(conn: Connection, record: Record) -> list[Obligation]:
    if record.of == "occasion":
        return await obligations_of_occasions(conn, [record.incident])
    return await obligations_of(conn, record.incident)


async def _settle_occasion(conn: Connection, record: Record) -> None:
    await rewatch_occasions(conn, [record.incident])
    closed = await close_finished(conn, [record.incident], at=record.now, by=record.caller.name)
    for id_, version in closed.items():
        record.add("occasion", id_, version, "CLOSED", title=record.number)


def first_wake(row: Obligation, ladder: Sequence[Rung], now: datetime) -> datetime | None:
    """Tell when the sweep must look at an obligation: at once where a rung is already reached."""
    if row.state is not ObligationState.OPEN or not row.owed:
        return None
    return wake_of(ladder, row.start_at, row.due_at, now)


def wake_of(
    ladder: Sequence[Rung], start_at: datetime, due_at: datetime | None, now: datetime
) -> datetime | None:
    """Tell when the sweep must look at what is owed; None where no reminder comes."""
    return (
        now if reached(ladder, start_at, due_at, now) else next_wake(ladder, start_at, due_at, now)
    )


async def fulfil(
    conn: Connection,
    record: Record,
    rows: Iterable[Obligation],
    closings: Sequence[Closing],
    **body: Any,
) -> None:
    """Save and note what an act fulfils among ``rows``; ``body`` names the act in the entries."""
    if not closings:
        return
    await close_obligations(conn, closings)
    found = by_id(rows)
    for closing in closings:
        row = found[closing.id]
        record.add(
            "obligation",
            row.id,
            row.version + 1,
            "FULFILLED",
            title=row.title,
            outcome=closing.outcome,
            reason=closing.reason,
            **{"done_at": closing.done_at and closing.done_at.isoformat(), **body},
        )


def by_id(rows: Iterable[Obligation]) -> dict[UUID, Obligation]:
    """Index obligations by id."""
    return {row.id: row for row in rows}
