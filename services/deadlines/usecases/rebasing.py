"""Re-basing an incident on the law of today: seen first, then an act of its own with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.acts import LONGEST_NOTE, wanted
from services.deadlines.domain.adoption_refusals import nothing_to_rebase
from services.deadlines.domain.adoptions import today_in_china
from services.deadlines.domain.incidents import Incident, IncidentFile, IncidentState, parties_of
from services.deadlines.domain.obligations import Obligation, existing
from services.deadlines.law.pack import RulePack
from services.deadlines.law.reconciliation import reconcile
from services.deadlines.law.results import Plan, RequiredDuty
from services.deadlines.store import incidents as store
from services.deadlines.store.obligations import obligations_of
from services.deadlines.store.parties import save_parties
from services.deadlines.usecases.earlier_acts import meet_by_earlier_acts
from services.deadlines.usecases.incidents import Assessed, open_file, place_of, seen_codes
from services.deadlines.usecases.previews import Law, Worked, work
from services.deadlines.usecases.reassessment import carry_out, meet_by_earlier_releases
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once


@dataclass(frozen=True, slots=True, kw_only=True)
class RebasePreview:
    """What re-basing would change, unsaved; ``standing`` is what stands now, by key.

    ``before`` and ``after`` are packs as "id@version".
    """

    before: Sequence[str]
    after: Sequence[str]
    worked: Worked
    plan: Plan
    standing: Mapping[str, Obligation]
    as_of: datetime

    @property
    def late(self) -> tuple[RequiredDuty, ...]:
        """What would be open and past its limit from the first moment (改后即已逾期)."""
        changed = (*self.plan.open, *(move.after for move in self.plan.move))
        return tuple(duty for duty in changed if duty.due_at and duty.due_at < self.as_of)


async def preview_rebase(
    database: Database, law: Law, caller: Principal, incident: UUID, now: datetime
) -> RebasePreview:
    """Compute what the law of today would change in an open incident, without writing.

    Raises Refusal NOT_FOUND or INCIDENT_CLOSED.
    """
    async with database.reading() as conn:
        found = await store.incidents_by_id(conn, [incident], caller.scope_code)
        if not found:
            raise refusals.incident_not_found("incident")
        if found[0].state is IncidentState.CLOSED:
            raise refusals.incident_closed("incident")
        stated = await store.facts_of(conn, incident)
        worked = await work(conn, law, stated.facts, now, on=today_in_china(now), check=False)
        rows = await obligations_of(conn, incident)
    plan = reconcile(
        [existing(row) for row in rows], worked.calculation.duties, now, cause=messages.rebased()
    )
    return RebasePreview(
        before=found[0].packs,
        after=store.pinned(worked.calculation),
        worked=worked,
        plan=plan,
        standing={row.key: row for row in rows},
        as_of=now,
    )


async def rebase_incident(
    database: Database,
    law: Law,
    caller: Principal,
    incident: UUID,
    reason: str,
    key: str,
    now: datetime,
) -> Once[Assessed]:
    """Put an open incident under the law of today; what was owed is kept with every version.

    None is lost: each is kept, moved with a new due version, or lapses with the reason; a breach
    stays. Raises Refusal MISSING (reason), NOT_FOUND, INCIDENT_CLOSED, NOTHING_TO_REBASE.
    """
    why = wanted(reason, "input.reason", "改则理由", LONGEST_NOTE)

    async with database.transaction() as conn:

        async def act() -> Assessed:
            file = await open_file(conn, caller, incident)
            facts = file.stated.facts
            worked = await work(conn, law, facts, now, on=today_in_china(now), check=False)
            if store.pinned(worked.calculation) == list(file.incident.packs):
                raise nothing_to_rebase("input.incident")
            return await _rebase(conn, law, caller, file, worked, why, now)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="rebaseIncident",
            request=[str(incident), why],
            now=now,
            answer=Assessed,
            act=act,
        )


async def _rebase(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    worked: Worked,
    reason: str,
    now: datetime,
) -> Assessed:
    calculation, incident = worked.calculation, file.incident
    packs = store.pinned(calculation)
    scope = place_of(worked, calculation.responsibility.first.unit, file.desk)
    codes = seen_codes(worked, scope, file.desk, caller.scope_code)
    seen_by = tuple(sorted({*codes, *file.seen_by}))
    await store.save_contacts(
        conn,
        file,
        calculation=calculation,
        contacts_pending=worked.contacts_pending,
        scope=scope,
        seen_by=seen_by,
        version=incident.version + 1,
    )
    await store.save_rebasing(conn, incident.id, packs, now)
    await save_parties(conn, incident.id, parties_of(calculation.responsibility), now)
    record = Record(
        incident=incident.id, number=incident.number, caller=caller, now=now, seen_by=seen_by
    )
    record.add(
        "incident",
        incident.id,
        incident.version + 1,
        "REBASED",
        title=incident.title,
        reason=reason,
        before=_titles(law, incident),
        after=[_title(pack) for pack in worked.packs],
    )
    carried = await carry_out(conn, record, worked, scope, cause=messages.rebased(reason))
    changed = {*carried.opened, *carried.moved}
    await meet_by_earlier_releases(conn, record, worked.facts, changed)
    await meet_by_earlier_acts(conn, record, worked.facts, changed)
    await settle(conn, law, record, packs, carried.touched)
    await record.write(conn)
    return Assessed(
        incident=incident.id, opened=carried.opened, moved=carried.moved, lapsed=carried.lapsed
    )


def _titles(law: Law, incident: Incident) -> list[str]:
    found = ((name, law.packs.get(*name.split("@", 1))) for name in incident.packs)
    return [_title(pack) if pack else name for name, pack in found]


def _title(pack: RulePack) -> str:
    return f"{pack.title}第{pack.version}版"
