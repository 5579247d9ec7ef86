"""What was done before the facts called for it: an assessment asks nobody to do it again."""

from collections.abc import Iterator, Set
from dataclasses import replace
from uuid import UUID

from services.deadlines.domain import chain_messages
from services.deadlines.domain.acts import Deed, meets, owing_unit
from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.dispatches import Dispatch, DispatchKind, deed_of
from services.deadlines.domain.obligations import Obligation
from services.deadlines.law.facts import Facts
from services.deadlines.store.consultations import consultations_of
from services.deadlines.store.dispatches import dispatches_of
from services.deadlines.store.obligations import obligations_of
from services.deadlines.usecases.recording import Record, fulfil
from services.kit.database import Connection


async def meet_by_earlier_acts(
    conn: Connection, record: Record, facts: Facts, changed: Set[UUID]
) -> None:
    """Fulfil what an assessment opened or changed and an earlier act had met, at that act's time.

    Transfers, reports, questions and consultations count as far as they are proven.
    """
    if not changed:
        return
    sent = await dispatches_of(conn, record.incident)
    held = await consultations_of(conn, record.incident)
    if not sent and not held:
        return
    met: set[UUID] = set()
    rows = await obligations_of(conn, record.incident)
    for deed in _deeds(sent, held, rows):
        limited = replace(deed, only=frozenset(changed - met))
        closed = meets(rows, limited, facts, at=record.now, by=record.caller.name)
        await fulfil(conn, record, rows, closed, earlier=chain_messages.MET_EARLIER)
        met |= {closing.id for closing in closed}


def _deeds(
    sent: list[Dispatch], held: list[Consultation], rows: list[Obligation]
) -> Iterator[Deed]:
    for kind in DispatchKind:
        for unit in dict.fromkeys(each.unit.code for each in sent if each.kind is kind):
            if deed := deed_of(kind, unit, sent):
                yield deed
    if held:
        first = min(held, key=lambda each: each.held_at)
        kinds = frozenset({"CONSULTATION"})
        unit = owing_unit(rows, kinds) or first.convenors[0].code
        number = first.evidence.document
        yield Deed(kinds=kinds, unit=unit, done_at=first.held_at, receipt=number)
