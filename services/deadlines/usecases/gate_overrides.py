"""Going past the gates before a release in an emergency; what was passed by stays owed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import gate_refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.gates import GateDecision, Verdict
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.law.words import GateKind
from services.deadlines.usecases.gate_decisions import Decided, check_mentioned, save
from services.deadlines.usecases.gates import Wanted, setting
from services.deadlines.usecases.incidents import LONGEST_NOTE, open_file
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideGate:
    """The command; ``gates`` empty are all that a release lacks which goes, or went, out ``at``."""

    incident: UUID
    wanted: Wanted
    at: datetime | None
    gates: tuple[GateKind, ...]
    reason: str
    key: str


async def override_gate(
    database: Database, law: Law, caller: Principal, command: OverrideGate, now: datetime
) -> Once[Decided]:
    """Let one release go past the gates that it lacks, with a reason (越过审批).

    Each opens the duty to make the approval good. It serves one release, also one that has gone
    out already. Raises Refusal MISSING (reason), NOTHING_TO_OVERRIDE, TIME_IN_FUTURE,
    BEFORE_OCCURRENCE, NOT_FOUND, INCIDENT_CLOSED.
    """
    reason = text("input.reason", LONGEST_NOTE)(command.reason)
    if not reason:
        raise gate_refusals.no_reason()
    check_mentioned(command.wanted.mentioned)

    async with database.transaction() as conn:

        async def act() -> Decided:
            file = await open_file(conn, caller, command.incident)
            return await _override(conn, law, caller, file, command, reason, now)

        wanted = command.wanted
        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="overrideGate",
            request=[
                str(command.incident),
                wanted.form,
                wanted.unit,
                wanted.mentioned,
                list(command.gates),
                command.at,
                reason,
            ],
            now=now,
            answer=Decided,
            act=act,
        )


async def _override(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    command: OverrideGate,
    reason: str,
    now: datetime,
) -> Decided:
    wanted, at = command.wanted, command.at or now
    check_done_at(at, now, file.stated.facts.occurred_at, "input.releasedAt")
    about = [c for c in (wanted.unit, *(wanted.mentioned or ())) if c]
    loaded = await setting(conn, law, file.incident, file.stated, now, about)
    lacking = loaded.gates(wanted, at).missing
    chosen = [s.gate for s in lacking if not command.gates or s.gate.gate in command.gates]
    if not chosen:
        raise gate_refusals.nothing_to_override()
    decided = [
        (
            gate,
            GateDecision(
                id=new_id(),
                incident_id=file.incident.id,
                gate=gate.gate,
                approver=gate.approver,
                verdict=Verdict.OVERRIDDEN,
                person=caller.name,
                basis=None,
                note=reason,
                form=wanted.form,
                statement=None,
                decided_at=now,
                recorded_at=now,
                recorded_by=caller.name,
                on_behalf=False,
            ),
        )
        for gate in chosen
    ]
    owner = loaded.unit(wanted.unit)
    return await save(conn, law, file, caller, loaded, decided, now, owner=owner)
