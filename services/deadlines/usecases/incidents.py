"""Opening, assessing and closing an incident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.deadlines.domain import chain_refusals, messages, refusals
from services.deadlines.domain.assessments import Judgement, check_factors, judgement
from services.deadlines.domain.facts_input import stated_facts, text
from services.deadlines.domain.incidents import (
    IncidentFile,
    IncidentState,
    NewIncident,
    parties_of,
    year_of,
)
from services.deadlines.domain.obligations import ObligationState
from services.deadlines.domain.scopes import Scope, all_codes
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import UnitRef
from services.deadlines.store import incidents as store
from services.deadlines.store.obligations import (
    Computed,
    lapse_obligations,
    obligations_of,
)
from services.deadlines.store.openings import number_and_note, save_opening
from services.deadlines.store.parties import save_parties
from services.deadlines.store.referrals import referrals_by_id, save_opened
from services.deadlines.usecases.earlier_acts import meet_by_earlier_acts
from services.deadlines.usecases.previews import Law, Pinned, Worked, asking, work
from services.deadlines.usecases.reassessment import carry_out, meet_by_earlier_releases
from services.deadlines.usecases.recording import Record, ladder_for, settle, told_of, wake_of
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_TITLE = 100
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The answer kept for openIncident and closeIncident."""

    incident: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The answer kept for assessIncident: what it opened, moved and let lapse."""

    incident: UUID
    opened: tuple[UUID, ...]
    moved: tuple[UUID, ...]
    lapsed: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """The command: stated facts by the names of `Facts`, a title, a note.

    ``referral`` is what the incident came by, from whose receipt it has been known.
    """

    facts: Mapping[str, Any]
    title: str
    note: str | None
    key: str
    referral: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessIncident:
    """The command: the facts that change, why, the four factors of CITY (六), who decided."""

    incident: UUID
    facts: Mapping[str, Any]
    reason: str
    factors: Mapping[str, str]
    decided_by: str | None = None
    key: str


async def open_incident(
    database: Database, law: Law, caller: Principal, command: OpenIncident, now: datetime
) -> Once[Opened]:
    """Open an incident with every obligation its facts call for, in one transaction.

    The registry is not asked: who is not in the mirror is named as not known, and the incident is
    marked as waiting for contacts. Raises Refusal for bad facts or a key used otherwise.
    """
    title = text("title", LONGEST_TITLE)(command.title)
    note = text("note", LONGEST_NOTE)(command.note or "") or None
    id_ = new_id()

    async with database.transaction() as conn:

        async def act() -> Opened:
            around = await asking(conn, law, command.facts, now, caller.unit)
            facts = stated_facts(await _since_referral(conn, caller, command), around)
            worked = await work(conn, law, facts, now)
            opened = await open_worked(conn, law, caller, worked, title, note, now, id_=id_)
            if command.referral is not None:
                await save_opened(conn, command.referral, opened.incident)
            return opened

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="openIncident",
            request=[dict(command.facts), title, note, *_referral_of(command)],
            now=now,
            answer=Opened,
            act=act,
            foreseen=Opened(incident=id_),
        )


def _referral_of(command: OpenIncident) -> list[str]:
    return [] if command.referral is None else [str(command.referral)]


async def _since_referral(
    conn: Connection, caller: Principal, command: OpenIncident
) -> Mapping[str, Any]:
    """Date what was known by when the referral reached the receiver, if not by an earlier time.

    However late the receiver signs or writes it down (某省 2013 八): the delay stays visible.
    """
    if command.referral is None:
        return command.facts
    rows = await referrals_by_id(conn, [command.referral], caller.scope_code)
    if not rows:
        raise chain_refusals.referral_not_found("input.referral")
    stated = command.facts.get("known_at")
    received_at = rows[0].received_at
    return {**command.facts, "known_at": min(stated or received_at, received_at)}


async def open_worked(
    conn: Connection,
    law: Law,
    caller: Principal,
    worked: Worked,
    title: str,
    note: str | None,
    now: datetime,
    *,
    id_: UUID | None = None,
) -> Opened:
    """Open an incident of a calculation, within the caller's transaction, by two statements."""
    calculation, extract = worked.calculation, worked.extract
    first = calculation.responsibility.first.unit
    scope = place_of(worked, first, caller.unit)
    seen_by = seen_codes(worked, scope, caller.unit, caller.scope_code)
    id_ = id_ or new_id()
    new = NewIncident(
        id=id_,
        number=str(id_),
        title=title or default_title(worked),
        note=note,
        stated=worked.stated,
        desk=caller.unit,
        calculation=calculation,
        contacts_pending=worked.contacts_pending,
        opened_at=now,
        opened_by=caller.name,
        scope=scope,
        seen_by=seen_by,
    )
    computed = [
        Computed(
            id=new_id(),
            duty=duty,
            scope=extract.scope_of(duty.owner.code) if duty.owner.known else scope,
        )
        for duty in calculation.duties
    ]
    wakes = _wakes(law, store.pinned(calculation), computed, now)
    await save_opening(conn, new, computed, wakes, reason=messages.OPENED_REASON)
    record = Record(incident=new.id, number="", caller=caller, now=now, seen_by=seen_by)
    record.add("incident", new.id, 1, "OPENED", title=new.title, **told_of_facts(worked.facts))
    for row in computed:
        note_opened(record, row)
    # last, because all other openings wait for it
    await number_and_note(conn, new.id, year_of(now), record.changes)
    return Opened(incident=new.id)


def _wakes(
    law: Law, packs: Sequence[str], opened: Sequence[Computed], now: datetime
) -> dict[UUID, datetime]:
    ladder = ladder_for(law, packs)
    found = {
        row.id: wake_of(ladder, row.duty.start_at, row.duty.due_at, now)
        for row in opened
        if row.duty.owed
    }
    return {id_: at for id_, at in found.items() if at is not None}


def told_of_facts(facts: Facts) -> dict[str, Any]:
    """Tell of the facts what a count of the change log alone asks for."""
    known_at = facts.known_at.isoformat()
    return {"severity": facts.severity, "known_at": known_at, "drill": facts.drill}


def note_opened(record: Record, row: Computed) -> None:
    """Note in the record that an obligation was opened."""
    record.add("obligation", row.id, 1, "OPENED", title=row.duty.title, **told_of(row.duty))


def place_of(worked: Worked, first: UnitRef, desk: str) -> Scope:
    """Tell where an incident lies: with its first respondent, else its locality, else the desk."""
    if first.known and first.code:
        return worked.extract.scope_of(first.code)
    if worked.facts.localities:
        return worked.extract.scope_of(worked.facts.localities[0])
    return worked.extract.scope_of(desk)


def seen_codes(worked: Worked, scope: Scope, desk: str, own: str) -> tuple[str, ...]:
    """List the codes under which an incident may be seen: its place, its parties', the desk's."""
    calculation = worked.calculation
    responsibility = calculation.responsibility
    units = [desk, *(worked.facts.localities or ())]
    units += [p.unit.code for p in (*responsibility.subjects, *responsibility.coordinators)]
    units += [duty.owner.code for duty in calculation.duties]
    scopes = [worked.extract.scope_of(code) for code in dict.fromkeys(units) if code]
    return tuple(sorted({*all_codes([scope, *scopes]), own}))


def default_title(worked: Worked) -> str:
    """Name an incident that nobody has named: place and kind."""
    stated = worked.stated
    place = "、".join(stated.locality_names[:3]) or "地点不明"
    return f"{place} {stated.kind_title or '舆情事件'}"


async def assess_incident(
    database: Database, law: Law, caller: Principal, command: AssessIncident, now: datetime
) -> Once[Assessed]:
    """Append an assessment and carry the obligations over to what the facts now call for.

    None is lost: each is kept, moved with a new due version, or lapses with the reason. Raises
    Refusal for bad facts, a missing reason, FACTORS_MISSING, an incident that is closed or not to
    be seen.
    """
    judged = judgement(command.reason, command.factors, command.decided_by)

    async with database.transaction() as conn:

        async def act() -> Assessed:
            file = await open_file(conn, caller, command.incident)
            around = await asking(conn, law, command.facts, now, file.desk)
            facts = stated_facts(command.facts, around, file.stated.facts)
            before = file.stated.facts
            pinned = Pinned.of(file.incident)
            worked = await work(conn, law, facts, now, pinned=pinned, before=before)
            check_factors(before, facts, judged.factors, worked.packs)
            return await _assess(conn, law, caller, file, worked, judged, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="assessIncident",
            request=[str(command.incident), dict(command.facts), *_judged(judged)],
            now=now,
            answer=Assessed,
            act=act,
        )


def _judged(judged: Judgement) -> list[object]:
    said: list[object] = [judged.reason, dict(judged.factors)]
    return said if judged.decided_by is None else [*said, judged.decided_by]


async def open_file(
    conn: Connection,
    caller: Principal,
    incident: UUID,
    field: str = "input.incident",
    *,
    even_closed: bool = False,
) -> IncidentFile:
    """Lock an incident for an act; raises Refusal NOT_FOUND or INCIDENT_CLOSED."""
    file = await store.lock_incident(conn, incident, caller.scope_code)
    if file is None:
        raise refusals.incident_not_found(field)
    if file.incident.state is IncidentState.CLOSED and not even_closed:
        raise refusals.incident_closed(field)
    return file


async def _assess(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    worked: Worked,
    judged: Judgement,
    now: datetime,
) -> Assessed:
    calculation = worked.calculation
    scope = place_of(worked, calculation.responsibility.first.unit, file.desk)
    codes = seen_codes(worked, scope, file.desk, caller.scope_code)
    seen_by = tuple(sorted({*codes, *file.seen_by}))
    await store.save_assessment(
        conn,
        file,
        stated=worked.stated,
        calculation=calculation,
        contacts_pending=worked.contacts_pending,
        scope=scope,
        seen_by=seen_by,
        at=now,
        actor=caller.name,
        judged=judged,
    )
    await save_parties(conn, file.incident.id, parties_of(calculation.responsibility), now)
    record = Record(
        incident=file.incident.id,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=seen_by,
    )
    record.add(
        "incident",
        file.incident.id,
        file.incident.version + 1,
        "ASSESSED",
        title=file.incident.title,
        reason=judged.reason,
        **told_of_facts(worked.facts),
    )
    carried = await carry_out(conn, record, worked, scope, cause=messages.assessed(judged.reason))
    changed = {*carried.opened, *carried.moved}
    await meet_by_earlier_releases(conn, record, worked.facts, changed)
    await meet_by_earlier_acts(conn, record, worked.facts, changed)
    await settle(conn, law, record, store.pinned(calculation), carried.touched)
    await record.write(conn)
    return Assessed(
        incident=file.incident.id,
        opened=carried.opened,
        moved=carried.moved,
        lapsed=carried.lapsed,
    )


async def close_incident(
    database: Database,
    law: Law,
    caller: Principal,
    incident: UUID,
    note: str | None,
    key: str,
    now: datetime,
) -> Once[Opened]:
    """Close an incident whose final result has been told (办结).

    What is owed, timed or not, must have been met or waived first: closing is not a waiver. What
    never came to be owed lapses with that reason. Raises Refusal FINAL_OUTCOME_OPEN,
    OBLIGATIONS_OPEN, INCIDENT_CLOSED or NOT_FOUND.
    """
    note = text("input.note", LONGEST_NOTE)(note or "") or None

    async with database.transaction() as conn:

        async def act() -> Opened:
            file = await open_file(conn, caller, incident)
            await _close(conn, law, caller, file, note, now)
            return Opened(incident=incident)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="closeIncident",
            request=[str(incident), note],
            now=now,
            answer=Opened,
            act=act,
        )


async def _close(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    note: str | None,
    now: datetime,
) -> None:
    rows = await obligations_of(conn, file.incident.id)
    waiting = [row for row in rows if row.state is ObligationState.OPEN]
    if any(row.kind == "FINAL_OUTCOME" for row in waiting):
        raise refusals.final_outcome_open()
    owed: Sequence[str] = [row.title for row in waiting if row.owed]
    if owed:
        raise refusals.obligations_open("、".join(owed))
    record = Record(
        incident=file.incident.id,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    reasons = {row.id: messages.CLOSED_UNMET for row in waiting}
    await lapse_obligations(conn, reasons, at=now, by=caller.name)
    for row in waiting:
        reason = messages.CLOSED_UNMET
        record.add("obligation", row.id, row.version + 1, "LAPSED", title=row.title, reason=reason)
    await store.save_closing(conn, file.incident.id, at=now, by=caller.name, note=note)
    record.add(
        "incident",
        file.incident.id,
        file.incident.version + 1,
        "CLOSED",
        title=file.incident.title,
        reason=note,
    )
    await settle(conn, law, record, file.incident.packs, {row.id for row in waiting})
    await record.write(conn)
