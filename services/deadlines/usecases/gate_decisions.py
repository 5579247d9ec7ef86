"""Deciding about gates: agreed, refused, or passed by in an emergency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.deadlines.domain import gate_refusals, messages, refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.gates import (
    VERDICT_TITLES,
    GateBasis,
    GateDecision,
    Verdict,
    check_may_decide,
    choose,
)
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.law.gates import RequiredGate
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selectors import ref
from services.deadlines.law.words import FORM_TITLES, LINE_GATES, GateKind, Post, ReleaseForm
from services.deadlines.store import gates as store
from services.deadlines.store.obligations import open_obligations
from services.deadlines.store.statements import statements_of
from services.deadlines.usecases.after_approvals import followers, gate_owed, made_good
from services.deadlines.usecases.gates import Setting, Wanted, setting
from services.deadlines.usecases.incidents import LONGEST_NOTE, note_opened, open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_PERSON = 50
MOST_MENTIONED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The answer kept for decideGate and overrideGate."""

    incident: UUID
    decisions: tuple[UUID, ...]
    opened: tuple[UUID, ...]
    fulfilled: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideGate:
    """The command; ``form`` None is any form, ``approver_unit`` None the one office it can be."""

    incident: UUID
    gate: GateKind
    verdict: Verdict
    form: ReleaseForm | None
    unit: str | None
    mentioned: tuple[str, ...] | None
    approver_unit: str | None
    approver: str | None
    basis: GateBasis | None
    note: str | None
    statement: int | None
    decided_at: datetime | None
    obligation: UUID | None
    key: str


async def decide_gate(
    database: Database, law: Law, caller: Principal, command: DecideGate, now: datetime
) -> Once[Decided]:
    """Record what the right office decided about a gate (审批).

    The desk records what an office said, with the person and the basis; by word, the paper has to
    follow. Raises Refusal WRONG_OFFICE, GATE_NOT_REQUIRED, MISSING, UNKNOWN_STATEMENT,
    NOT_AN_AFTER_APPROVAL, TIME_IN_FUTURE, BEFORE_OCCURRENCE, NOT_FOUND, INCIDENT_CLOSED.
    """
    person = text("input.approver", LONGEST_PERSON)(command.approver or "")
    note = text("input.note", LONGEST_NOTE)(command.note or "") or None
    if note is None and command.verdict in (Verdict.CONDITIONAL, Verdict.REFUSED):
        raise refusals.missing("input.note", "审批意见")
    check_mentioned(command.mentioned)

    async with database.transaction() as conn:

        async def act() -> Decided:
            file = await open_file(conn, caller, command.incident)
            return await _decide(conn, law, caller, file, command, person, note, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="decideGate",
            request=[
                str(command.incident),
                command.gate,
                command.verdict,
                command.form,
                command.unit,
                command.mentioned,
                command.approver_unit,
                person,
                command.basis,
                note,
                command.statement,
                command.decided_at,
                command.obligation,
            ],
            now=now,
            answer=Decided,
            act=act,
        )


async def _decide(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    command: DecideGate,
    person: str,
    note: str | None,
    now: datetime,
) -> Decided:
    decided_at = command.decided_at or now
    check_done_at(decided_at, now, file.stated.facts.occurred_at, "input.decidedAt")
    owed = await gate_owed(conn, file, command.obligation)
    office = command.approver_unit or (owed.approver.code if owed else None)
    about = [c for c in (command.unit, office, *(command.mentioned or ())) if c]
    loaded = await setting(conn, law, file.incident, file.stated, now, about)
    gate = choose(_required(loaded, command, owed, now), command.gate, office)
    on_behalf = check_may_decide(gate, role=caller.role, unit=caller.unit)
    basis = command.basis
    if on_behalf and not person:
        raise refusals.missing("input.approver", "审批人")
    if on_behalf and basis in (None, GateBasis.SYSTEM):
        raise gate_refusals.no_basis()
    decision = GateDecision(
        id=new_id(),
        incident_id=file.incident.id,
        gate=gate.gate,
        approver=gate.approver,
        verdict=command.verdict,
        person=person or caller.name,
        basis=basis or GateBasis.SYSTEM,
        note=note,
        form=command.form,
        statement=await _statement(conn, file, gate, command.statement),
        decided_at=decided_at,
        recorded_at=now,
        recorded_by=caller.name,
        on_behalf=on_behalf,
        warnings=_doubts(gate, person or caller.name, loaded),
        obligation=command.obligation,
    )
    return await save(conn, law, file, caller, loaded, [(gate, decision)], now)


def _required(
    loaded: Setting, command: DecideGate, owed: RequiredGate | None, now: datetime
) -> list[RequiredGate]:
    """List the gates that a decision can be about; without a form those of every form.

    What was passed by stays to be decided, also where no release would want it today.
    """
    forms = [command.form] if command.form else list(ReleaseForm)
    found: dict[tuple[GateKind, str], RequiredGate] = {}
    for form in forms:
        wanted = Wanted(form=form, unit=command.unit, mentioned=command.mentioned)
        for each in loaded.gates(wanted, now).gates:
            found.setdefault((each.gate.gate, each.gate.approver.code), each.gate)
    if owed is not None:
        directory = loaded.worked.extract.directory
        office = directory.unit(owed.approver.code)
        named = replace(owed, approver=ref(office)) if office is not None else owed
        found.setdefault((owed.gate, owed.approver.code), named)
    return list(found.values())


async def _statement(
    conn: Connection, file: IncidentFile, gate: RequiredGate, version: int | None
) -> int | None:
    """Tell which version of the line is decided about: the newest where leaders name none."""
    if version is None and gate.gate not in LINE_GATES:
        return None
    rows = await statements_of(conn, file.incident.id)
    if version is None:
        return rows[0].version if rows else None
    if all(row.version != version for row in rows):
        raise gate_refusals.unknown_statement(version)
    return version


def _doubts(gate: RequiredGate, person: str, loaded: Setting) -> tuple[str, ...]:
    """Say where a leader who approved is not known to be in office."""
    if gate.gate is not GateKind.LEADER_APPROVAL or not gate.approver.known:
        return ()
    holders = loaded.worked.extract.directory.holders
    leaders = {
        h.person
        for h in holders
        if h.unit == gate.approver.code and h.post in (Post.HEAD, Post.DEPUTY)
    }
    if person in leaders:
        return ()
    unit = gate.approver.name
    return (messages.APPROVER_NOT_IN_OFFICE.format(person=person, unit=unit),)


async def save(
    conn: Connection,
    law: Law,
    file: IncidentFile,
    caller: Principal,
    loaded: Setting,
    decided: Sequence[tuple[RequiredGate, GateDecision]],
    now: datetime,
    owner: UnitRef | None = None,
) -> Decided:
    """Keep decisions about gates, what they make good, and the duties that follow from them."""
    record = Record(
        incident=file.incident.id,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    await store.save_decisions(conn, [decision for _, decision in decided])
    for _, decision in decided:
        _note(record, decision)
    closed = [c for _, d in decided for c in await made_good(conn, file, d, now, caller, record)]
    rows = followers(file, loaded, decided, now, owner)
    if rows:
        reason = messages.of_gate(decided[0][1].title, decided[0][1].person)
        by = caller.name
        await open_obligations(conn, file.incident.id, rows, at=now, actor=by, reason=reason)
        for row in rows:
            note_opened(record, row)
    opened = tuple(row.id for row in rows)
    await settle(conn, law, record, file.incident.packs, {*opened, *closed})
    await record.write(conn)
    return Decided(
        incident=file.incident.id,
        decisions=tuple(decision.id for _, decision in decided),
        opened=opened,
        fulfilled=tuple(closed),
    )


def _note(record: Record, decision: GateDecision) -> None:
    overridden = decision.verdict is Verdict.OVERRIDDEN
    record.add(
        "gate",
        decision.id,
        1,
        "OVERRIDDEN" if overridden else "DECIDED",
        title=f"{decision.title}（{decision.approver.name}）",
        gate=decision.gate.value,
        verdict=decision.verdict.value,
        verdict_title=VERDICT_TITLES[decision.verdict],
        person=decision.person,
        basis=decision.basis.value if decision.basis else None,
        reason=decision.note,
        form_title=FORM_TITLES[decision.form] if decision.form else None,
        decided_at=decision.decided_at.isoformat(),
    )


def check_mentioned(codes: Sequence[str] | None, field: str = "input.mentionedUnits") -> None:
    """Refuse more mentioned units than anybody means: TOO_MANY."""
    if codes is not None and len(codes) > MOST_MENTIONED:
        raise refusals.too_many(field, MOST_MENTIONED)
