"""What follows a decision about a gate: what it makes good, what it leaves to be done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import gate_refusals, messages
from services.deadlines.domain.after_approvals import AFTER_APPROVAL, after_approval, owed_gate
from services.deadlines.domain.gates import AGREED, GateDecision, Verdict
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import Closing, ObligationState
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.gates import RequiredGate
from services.deadlines.law.results import UnitRef
from services.deadlines.store.obligations import Computed, obligations_of
from services.deadlines.usecases.gates import Setting
from services.deadlines.usecases.recording import Record, fulfil
from services.kit.auth import Principal
from services.kit.database import Connection
from services.kit.ids import new_id


async def gate_owed(
    conn: Connection, file: IncidentFile, obligation: UUID | None
) -> RequiredGate | None:
    """Return the gate of the after-approval that a decision says it answers, if it is one."""
    if obligation is None:
        return None
    rows = await obligations_of(conn, file.incident.id)
    return next((owed_gate(row) for row in rows if row.id == obligation), None)


def followers(
    file: IncidentFile,
    loaded: Setting,
    decided: Sequence[tuple[RequiredGate, GateDecision]],
    now: datetime,
    owner: UnitRef | None,
) -> list[Computed]:
    """Make the duties that follow: to make good what was passed by, to hand in the paper."""
    unit = owner or loaded.respondent
    rows = []
    for place, (gate, decision) in enumerate(decided):
        overridden = decision.verdict is Verdict.OVERRIDDEN
        if not overridden and not decision.paper_follows:
            continue
        duty = after_approval(
            gate,
            unit,
            None,
            at=now,
            number=1 + len(loaded.decisions) + place,
            paper=not overridden,
        )
        extract = loaded.worked.extract
        scope = extract.scope_of(unit.code) if unit.known else file.scope
        rows.append(Computed(id=new_id(), duty=duty, scope=scope, opened_on="GATE"))
    return rows


async def made_good(
    conn: Connection,
    file: IncidentFile,
    decision: GateDecision,
    now: datetime,
    caller: Principal,
    record: Record,
) -> list[UUID]:
    """Close the after-approval that a decision answers; a refusal answers it not."""
    if decision.obligation is None:
        return []
    rows = await obligations_of(conn, file.incident.id)
    key = f"{AFTER_APPROVAL}:{decision.gate}@{decision.approver.code}#"
    row = next((r for r in rows if r.id == decision.obligation), None)
    if row is None or row.state is not ObligationState.OPEN or not row.key.startswith(key):
        raise gate_refusals.not_an_after_approval()
    if decision.verdict not in AGREED:
        return []
    closing = Closing(
        id=row.id,
        state=ObligationState.FULFILLED,
        at=now,
        done_at=decision.decided_at,
        by=caller.name,
        outcome=Outcome.ON_TIME,
        reason=messages.of_gate(decision.title, decision.person),
    )
    await fulfil(conn, record, rows, [closing], decision=str(decision.id))
    return [row.id]
