"""Decisions about gates, and which release went out on them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.gates import GateBasis, GateDecision, GateStanding, Verdict
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import GateKind, ReleaseForm
from services.deadlines.store.rows import by_incident, plain
from services.kit.database import Connection


async def save_decisions(conn: Connection, decisions: Sequence[GateDecision]) -> None:
    """Append decisions about gates."""
    await conn.execute(
        """
        insert into gate_decision (
            id, incident, gate, approver, verdict, person, basis, note, form, statement,
            decided_at, recorded_at, recorded_by, on_behalf, warnings, obligation
        )
        select id, incident_id, gate, approver, verdict, person, basis, note, form, statement,
            decided_at, recorded_at, recorded_by, on_behalf, warnings, obligation
        from jsonb_to_recordset($1) as given (
            id uuid, incident_id uuid, gate text, approver jsonb, verdict text, person text,
            basis text, note text, form text, statement integer, decided_at timestamptz,
            recorded_at timestamptz, recorded_by text, on_behalf boolean, warnings jsonb,
            obligation uuid
        )
        """,
        [plain(decision) for decision in decisions],
    )


async def decisions_of(conn: Connection, incident: UUID) -> list[GateDecision]:
    """List an incident's decisions about gates, newest first, each with what used it."""
    return (await decisions_by_incident(conn, [incident])).get(incident, [])


async def decisions_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[GateDecision]]:
    """List the decisions about gates of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select d.id, d.incident, d.gate, d.approver, d.verdict, d.person, d.basis, d.note, d.form,
            d.statement, d.decided_at, d.recorded_at, d.recorded_by, d.on_behalf, d.warnings,
            d.obligation, array(
                select g.release
                from release_gate g
                where g.decision = d.id
                order by g.release
            ) as used_by
        from gate_decision d
        where d.incident = any($1::uuid[])
        order by d.incident, d.decided_at desc, d.recorded_at desc, d.id desc
        """,
        list(incidents),
    )
    return by_incident(rows, _decision)


async def save_release_gates(
    conn: Connection, release: UUID, gates: Sequence[GateStanding]
) -> None:
    """Keep how each gate stood when a release was recorded."""
    await conn.execute(
        """
        insert into release_gate (release, place, gate, approver, state, decision)
        select $1, place, gate, approver, state, decision
        from jsonb_to_recordset($2) as given (
            place integer, gate text, approver jsonb, state text, decision uuid
        )
        """,
        release,
        [
            {
                "place": place,
                "gate": each.gate.gate.value,
                "approver": plain(each.gate.approver),
                "state": each.state.value,
                "decision": str(each.decision.id) if each.decision else None,
            }
            for place, each in enumerate(gates)
        ],
    )


def _decision(row: Record) -> GateDecision:
    return GateDecision(
        id=row["id"],
        incident_id=row["incident"],
        gate=GateKind(row["gate"]),
        approver=msgspec.convert(row["approver"], UnitRef),
        verdict=Verdict(row["verdict"]),
        person=row["person"],
        basis=GateBasis(row["basis"]) if row["basis"] else None,
        note=row["note"],
        form=ReleaseForm(row["form"]) if row["form"] else None,
        statement=row["statement"],
        decided_at=row["decided_at"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        on_behalf=row["on_behalf"],
        warnings=tuple(row["warnings"]),
        obligation=row["obligation"],
        used_by=tuple(row["used_by"]),
    )
