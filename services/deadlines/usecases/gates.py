"""Gates: what a release still needs, from whom, and what was decided so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import refusals
from services.deadlines.domain.gates import (
    CheckItem,
    GateDecision,
    GateStanding,
    ReleaseGates,
    Statement,
    approvals,
    standing,
)
from services.deadlines.domain.incidents import Incident, StatedFacts
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.law.gates import Planned, gate_need, gates_for
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selectors import ref
from services.deadlines.law.words import ReleaseForm
from services.deadlines.store import gates as store
from services.deadlines.store import incidents as incident_store
from services.deadlines.store.obligations import obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.store.statements import statements_by_incident
from services.deadlines.usecases.previews import Law, Pinned, Worked, work
from services.kit.auth import Principal
from services.kit.database import Connection, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A planned release as stated; ``unit`` None is the first respondent."""

    form: ReleaseForm
    unit: str | None = None
    mentioned: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the gates of an incident's releases are found from, loaded once."""

    stated: StatedFacts
    worked: Worked
    respondent: UnitRef
    decisions: Sequence[GateDecision]
    conference_due: datetime | None

    def unit(self, code: str | None) -> UnitRef:
        """Name a releasing unit; without a code it is the first respondent."""
        if code is None or code == self.respondent.code:
            return self.respondent
        found = self.worked.extract.directory.unit(code)
        return ref(found) if found is not None else UnitRef(code=code, name=code, known=False)

    def gates(self, wanted: Wanted, at: datetime) -> ReleaseGates:
        """Tell where every gate of a release stands that goes out ``at``."""
        unit = self.unit(wanted.unit)
        planned = Planned(form=wanted.form, unit=unit.code, mentioned=wanted.mentioned)
        facts, directory = self.stated.facts, self.worked.extract.directory
        found = gates_for(facts, self.worked.packs, directory, planned)
        return ReleaseGates(
            form=wanted.form,
            unit=unit,
            gates=tuple(
                standing(
                    gate,
                    self.decisions,
                    wanted.form,
                    at=at,
                    workdays=self.worked.workdays,
                    conference_due=self.conference_due,
                )
                for gate in found.gates
            ),
            checks=tuple(
                CheckItem(id=f"{pack.id}/{check.id}", clause=check.clause, gist=check.gist)
                for pack in self.worked.packs
                for check in pack.checks
            ),
            trace=found.trace,
        )


async def setting(
    conn: Connection,
    law: Law,
    incident: Incident,
    stated: StatedFacts,
    now: datetime,
    about: Sequence[str] = (),
) -> Setting:
    """Load what the gates of an incident's releases by or about these units are found from."""
    parties = await parties_of(conn, incident.id)
    respondent = parties[0].unit
    units = [respondent.code, *about, *(stated.facts.mentioned_units or ())]
    need = gate_need(law.packs.packs, units)
    facts = stated.facts
    pinned = Pinned.of(incident)
    worked = await work(conn, law, facts, now, pinned=pinned, check=False, beside=need)
    rows = await obligations_of(conn, incident.id)
    return Setting(
        stated=stated,
        worked=worked,
        respondent=respondent,
        decisions=await store.decisions_of(conn, incident.id),
        conference_due=_conference_due(rows),
    )


def _conference_due(rows: Sequence[Obligation]) -> datetime | None:
    dues = [
        row.due_at
        for row in rows
        if row.kind == "PRESS_CONFERENCE" and row.state is ObligationState.OPEN and row.due_at
    ]
    return min(dues, default=None)


async def gates_of(
    database: Database,
    law: Law,
    caller: Principal,
    incident: UUID,
    wanted: Sequence[Wanted],
    now: datetime,
) -> list[ReleaseGates]:
    """Tell, without writing, where the gates of these releases stand. Raises Refusal NOT_FOUND."""
    async with database.reading() as conn:
        found = await incident_store.incidents_by_id(conn, [incident], caller.scope_code)
        if not found:
            raise refusals.incident_not_found("incident")
        stated = await incident_store.facts_of(conn, incident)
        about = [code for each in wanted for code in (each.unit, *(each.mentioned or ())) if code]
        loaded = await setting(conn, law, found[0], stated, now, about)
    return [loaded.gates(each, now) for each in wanted]


async def statements_with_approval(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Statement]]:
    """List the versions of the line of each, newest first, each with its approval."""
    decided = await store.decisions_by_incident(conn, incidents)
    agreed = {id_: approvals(decided.get(id_, ())) for id_ in incidents}
    found = await statements_by_incident(conn, incidents)
    return {
        id_: [replace(row, approval=agreed[id_].get(row.version)) for row in rows]
        for id_, rows in found.items()
    }


def missing_words(gates: Sequence[GateStanding]) -> str:
    """Name the gates that a release lacks, each with its office."""
    return "、".join(f"{each.gate.title}（{each.gate.approver.name}）" for each in gates)
