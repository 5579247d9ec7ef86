"""The one way of an act on an incident: lock, decide, save, fulfil, open, note, settle."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.acts import Deed, meets
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import Obligation
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selection import Need
from services.deadlines.store.directory import directory_for
from services.deadlines.store.obligations import Computed, obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.usecases.incidents import open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.deadlines.usecases.triggers import Event, open_on
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once

T = TypeVar("T")
Find = Callable[[Connection], Awaitable[UUID]]


@dataclass(slots=True, kw_only=True)
class Scene:
    """A locked incident in the midst of an act; what the act does through it is noted and settled.

    ``touched`` are the obligations that it changed.
    """

    conn: Connection
    law: Law
    caller: Principal
    file: IncidentFile
    record: Record
    now: datetime
    rows: list[Obligation]
    touched: set[UUID] = field(default_factory=set)

    @property
    def facts(self) -> Facts:
        """The facts as last assessed."""
        return self.file.stated.facts

    async def read_again(self) -> None:
        """Read the obligations anew, after the act has opened some that it meets as well."""
        self.rows = await obligations_of(self.conn, self.file.incident.id)

    async def fulfil(self, deed: Deed | None, **body: Any) -> tuple[UUID, ...]:
        """Fulfil what the deed meets and return it; ``body`` names the act in the entries."""
        if deed is None:
            return ()
        closed = meets(self.rows, deed, self.facts, at=self.now, by=self.caller.name)
        await fulfil(self.conn, self.record, self.rows, closed, **body)
        ids = tuple(closing.id for closing in closed)
        self.touched |= set(ids)
        return ids

    async def open_on(self, *events: Event) -> list[Computed]:
        """Open what the packs ask on these events and return it."""
        opened = await open_on(self.conn, self.law, self.file, self.record, events)
        self.touched |= {row.id for row in opened}
        return opened

    async def unit(self, code: str | None, owing: str | None, field_name: str) -> UnitRef:
        """Name the unit that acts: the stated one, else who owes it, else the first respondent.

        Raises Refusal UNKNOWN_UNIT for a stated one that a fresh mirror does not have.
        """
        parties = await parties_of(self.conn, self.file.incident.id)
        wanted = code or owing
        if wanted is None:
            return parties[0].unit
        known = {row.owner.code: row.owner for row in self.rows}
        known |= {party.unit.code: party.unit for party in parties}
        return known.get(wanted) or await registered_unit(self.conn, wanted, self.now, field_name)


async def registered_unit(conn: Connection, code: str, now: datetime, field_name: str) -> UnitRef:
    """Name a unit as the mirror has it; raises Refusal UNKNOWN_UNIT where a fresh one has not."""
    extract = await directory_for(conn, Need(divisions=(), units=(code,), lines=()), now, now)
    unit = extract.directory.unit(code)
    if unit is None:
        if extract.fresh:
            raise refusals.unknown_unit(code, field_name)
        return UnitRef(code=code, name=code, known=False)
    return UnitRef(code=unit.code, name=unit.name, kind=unit.kind, level=unit.level)


async def on_incident(
    database: Database,
    law: Law,
    caller: Principal,
    incident: UUID | Find,
    act: Callable[[Scene], Awaitable[T]],
    *,
    field_name: str = "input.incident",
    key: str,
    operation: str,
    request: Sequence[object],
    answer: type[T],
    now: datetime,
    even_closed: bool = False,
) -> Once[T]:
    """Carry out an act on an incident under its lock, once, in one transaction.

    ``incident`` may be what finds it by another thing; ``even_closed`` lets the act come after the
    incident's end. Raises Refusal NOT_FOUND, INCIDENT_CLOSED,
    BUSY, and what the act raises; nothing is written then.
    """
    async with database.transaction() as conn:

        async def locked() -> T:
            found = await incident(conn) if callable(incident) else incident
            file = await open_file(conn, caller, found, field_name, even_closed=even_closed)
            record = Record(
                incident=file.incident.id,
                number=file.incident.number,
                caller=caller,
                now=now,
                seen_by=file.seen_by,
            )
            rows = await obligations_of(conn, file.incident.id)
            scene = Scene(
                conn=conn, law=law, caller=caller, file=file, record=record, now=now, rows=rows
            )
            done = await act(scene)
            if scene.touched:
                await settle(conn, law, record, file.incident.packs, scene.touched)
            await record.write(conn)
            return done

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation=operation,
            request=request,
            now=now,
            answer=answer,
            act=locked,
        )
