"""Policies: what is owed before one is published and after, and what moves with its time."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from services.deadlines.domain import messages, period_refusals, refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, unit_code, url
from services.deadlines.domain.obligations import (
    Closing,
    Obligation,
    ObligationState,
    check_done_at,
)
from services.deadlines.domain.occasions import (
    RISK_LEVELS,
    NewOccasion,
    OccasionFile,
    OccasionKind,
    Policy,
    RiskAssessment,
)
from services.deadlines.law.calculation import required
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import outcome
from services.deadlines.law.results import Occurrence, RequiredDuty, UnitRef
from services.deadlines.law.selection import Need
from services.deadlines.law.selectors import ref
from services.deadlines.law.words import Trigger
from services.deadlines.store.directory import directory_for
from services.deadlines.store.obligations import (
    Computed,
    move_obligations,
    obligations_of_occasions,
    open_obligations,
)
from services.deadlines.store.occasions import lock_occasion, save_body, save_occasions
from services.deadlines.usecases.incidents import LONGEST_NOTE, note_opened
from services.deadlines.usecases.previews import Law, Pinned, Worked, work
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

CHINA = ZoneInfo("Asia/Shanghai")
LONGEST_TITLE = 200
MOST_FIELDS = 20
_REASONS = {
    Trigger.POLICY: messages.ANNOUNCED_REASON,
    Trigger.PUBLICATION: messages.PUBLICATION_REASON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The answer kept for an act on a policy."""

    occasion: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncePolicy:
    """The command; ``drafting_unit`` None is the unit itself, ``planned_at`` None not known yet."""

    unit: str
    title: str
    drafting_unit: str | None
    planned_at: datetime | None
    major: bool
    vital_interests: bool
    fields: Sequence[str]
    key: str


Act = Callable[[Connection, OccasionFile, Policy, Record], Awaitable[set[UUID]]]


async def announce_policy(
    database: Database, law: Law, caller: Principal, command: AnnouncePolicy, now: datetime
) -> Once[Announced]:
    """Record a policy to come and open what is owed before it is published.

    Raises Refusal MISSING (title), UNKNOWN_UNIT, NOT_FOUND, TOO_MANY, TOO_LONG.
    """
    title = text("input.title", LONGEST_TITLE)(command.title)
    if not title:
        raise refusals.missing("input.title", "政策名称")
    if len(command.fields) > MOST_FIELDS:
        raise refusals.too_many("input.fields", MOST_FIELDS)
    unit = unit_code("input.unit")(command.unit)
    drafting = command.drafting_unit
    policy = Policy(
        title=title,
        major=command.major,
        vital_interests=command.vital_interests,
        drafting_unit=unit_code("input.draftingUnit")(drafting) if drafting else unit,
        fields=tuple(text("input.fields", LONGEST_WORD)(word) for word in command.fields),
        planned_at=command.planned_at,
    )

    async with database.transaction() as conn:

        async def act() -> Announced:
            return await _announce(conn, law, caller, unit, policy, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="announcePolicy",
            request=[unit, msgspec.to_builtins(policy)],
            now=now,
            answer=Announced,
            act=act,
        )


async def _announce(
    conn: Connection, law: Law, caller: Principal, unit: str, policy: Policy, now: datetime
) -> Announced:
    need = Need(divisions=(), units=(unit, policy.drafting_unit), lines=())
    extract = await directory_for(conn, need, now, now)
    for code, field in ((unit, "input.unit"), (policy.drafting_unit, "input.draftingUnit")):
        if extract.fresh and extract.directory.unit(code) is None:
            raise refusals.unknown_unit(code, field)
    scope = extract.scope_of(unit)
    if scope.at(caller.scope_level) != caller.scope_code:
        raise period_refusals.unit_elsewhere("input.unit")
    known = extract.directory.unit(unit)
    worked = await work(conn, law, _facts(unit, policy, now), now, check=False)
    occasion = NewOccasion(
        id=new_id(),
        number=f"政策{now.astimezone(CHINA):%Y-%m-%d}",
        kind=OccasionKind.POLICY,
        title=policy.title,
        unit=ref(known) if known else UnitRef(code=unit, name=unit, known=False),
        begins_at=now,
        ends_at=None,
        packs=tuple(f"{pack.id}@{pack.version}" for pack in worked.packs),
        body=msgspec.to_builtins(policy),
        opened_at=now,
        opened_by=caller.name,
        scope=scope,
        seen_by=scope.named(),
    )
    await save_occasions(conn, [occasion])
    record = Record(
        incident=occasion.id,
        of="occasion",
        number=occasion.number,
        caller=caller,
        now=now,
        seen_by=occasion.seen_by,
    )
    record.add("occasion", occasion.id, 1, "OPENED", title=policy.title)
    opened = await _open(conn, worked, record, Trigger.POLICY, now, policy.planned_at)
    await settle(conn, law, record, list(occasion.packs), opened)
    await record.write(conn)
    return Announced(occasion=occasion.id)


def _facts(unit: str, policy: Policy, at: datetime) -> Facts:
    """Say of a policy what a rule may ask: what it touches, in which fields, who drafts it."""
    division = unit.partition("-")[0]
    return Facts(
        known_at=at,
        emergency=False,
        categories=("PUBLIC_INTEREST",) if policy.vital_interests else (),
        localities=(division,) if division.isdigit() else None,
        units=(policy.drafting_unit,),
        major_policy=policy.major,
        fields=policy.fields,
        desk=unit,
    )


def _duties(
    worked: Worked, trigger: Trigger, at: datetime, planned_at: datetime | None, now: datetime
) -> tuple[RequiredDuty, ...]:
    occurrence = Occurrence(at=at, planned_at=planned_at)
    return required(
        worked.facts,
        worked.packs,
        worked.extract.directory,
        now,
        trigger=trigger,
        occurrence=occurrence,
    ).duties


async def _open(
    conn: Connection,
    worked: Worked,
    record: Record,
    trigger: Trigger,
    at: datetime,
    planned_at: datetime | None = None,
) -> set[UUID]:
    rows = [
        Computed(
            id=new_id(),
            duty=duty,
            scope=worked.extract.scope_of(duty.owner.code),
            opened_on=trigger.value,
            occasion=record.incident,
        )
        for duty in _duties(worked, trigger, at, planned_at, record.now)
    ]
    if rows:
        by, reason = record.caller.name, _REASONS[trigger]
        await open_obligations(conn, None, rows, at=record.now, actor=by, reason=reason)
    for row in rows:
        note_opened(record, row)
    return {row.id for row in rows}


async def reschedule_policy(
    database: Database,
    law: Law,
    caller: Principal,
    policy: UUID,
    planned_at: datetime,
    reason: str,
    key: str,
    now: datetime,
) -> Once[Announced]:
    """Move the time for which a policy is planned; what is owed before it moves along.

    Raises Refusal MISSING (reason), NOT_FOUND, NOT_A_POLICY, ALREADY_PUBLISHED.
    """
    reason = text("input.reason", LONGEST_NOTE)(reason)
    if not reason:
        raise refusals.missing("input.reason", "改期理由")

    async def act(conn: Connection, file: OccasionFile, row: Policy, record: Record) -> set[UUID]:
        if row.published_at is not None:
            raise period_refusals.already_published("input.policy")
        moved = await _move(conn, law, file, row, planned_at, reason, record)
        after = msgspec.structs.replace(row, planned_at=planned_at)
        await save_body(conn, file.occasion.id, after)
        return moved

    request = [str(policy), planned_at.isoformat(), reason]
    return await _on_policy(
        database, law, caller, policy, key, "reschedulePolicy", request, now, act
    )


async def publish_policy(
    database: Database,
    law: Law,
    caller: Principal,
    policy: UUID,
    published_at: datetime | None,
    key: str,
    now: datetime,
) -> Once[Announced]:
    """Record that a policy is out: what is owed after it opens, what was owed before is past.

    Raises Refusal NOT_FOUND, NOT_A_POLICY, ALREADY_PUBLISHED, TIME_IN_FUTURE, BEFORE_OCCURRENCE.
    """
    moment = published_at or now

    async def act(conn: Connection, file: OccasionFile, row: Policy, record: Record) -> set[UUID]:
        if row.published_at is not None:
            raise period_refusals.already_published("input.policy")
        check_done_at(moment, now, None, "input.publishedAt")
        moved = await _move(conn, law, file, row, moment, messages.PUBLISHED_REASON, record)
        facts = _facts(file.occasion.unit.code, row, file.occasion.begins_at)
        pinned = Pinned(packs=file.occasion.packs)
        worked = await work(conn, law, facts, now, pinned=pinned, check=False)
        opened = await _open(conn, worked, record, Trigger.PUBLICATION, moment)
        after = msgspec.structs.replace(row, published_at=moment)
        await save_body(conn, file.occasion.id, after)
        return moved | opened

    request = [str(policy), published_at.isoformat() if published_at else None]
    return await _on_policy(database, law, caller, policy, key, "publishPolicy", request, now, act)


async def _move(
    conn: Connection,
    law: Law,
    file: OccasionFile,
    policy: Policy,
    planned_at: datetime,
    reason: str,
    record: Record,
) -> set[UUID]:
    """Give what is open and owed before the policy a new due version, and note it."""
    standing = await obligations_of_occasions(conn, [file.occasion.id])
    facts = _facts(file.occasion.unit.code, policy, file.occasion.begins_at)
    pinned = Pinned(packs=file.occasion.packs)
    worked = await work(conn, law, facts, record.now, pinned=pinned, check=False)
    begun = file.occasion.begins_at
    wanted = {d.key: d for d in _duties(worked, Trigger.POLICY, begun, planned_at, record.now)}
    moved = [
        (row, wanted[row.key])
        for row in standing
        if row.state is ObligationState.OPEN
        and row.basis[0].before
        and row.key in wanted
        and wanted[row.key].due_at != row.due_at
    ]
    if not moved:
        return set()
    await move_obligations(
        conn,
        [
            Computed(id=row.id, duty=duty, scope=row.scope, opened_on=row.opened_on)
            for row, duty in moved
        ],
        {row.id: reason for row, _ in moved},
        at=record.now,
        actor=record.caller.name,
    )
    for row, _ in moved:
        record.add("obligation", row.id, row.version + 1, "MOVED", title=row.title, reason=reason)
    return {row.id for row, _ in moved}


async def record_risk_assessment(
    database: Database,
    law: Law,
    caller: Principal,
    policy: UUID,
    found: RiskAssessment,
    late_reason: str | None,
    key: str,
    now: datetime,
) -> Once[Announced]:
    """Record the risk found before a policy with the plan made for it; meets what is owed.

    Raises Refusal NOT_FOUND, NOT_A_POLICY, NOTHING_TO_ASSESS, UNKNOWN_LEVEL, MISSING (plan),
    BAD_URL, TIME_IN_FUTURE.
    """
    if found.level not in RISK_LEVELS:
        raise refusals.unknown_word("UNKNOWN_LEVEL", "风险等级", found.level, "input.level")
    plan = text("input.planTitle", LONGEST_TITLE)(found.plan_title)
    if not plan:
        raise refusals.missing("input.planTitle", "处置预案名称")
    page = url("input.planUrl")(found.plan_url) if found.plan_url else None
    said = text("input.lateReason", LONGEST_NOTE)(late_reason or "") or None
    check_done_at(found.done_at, now, None, "input.doneAt")
    checked = msgspec.structs.replace(found, plan_title=plan, plan_url=page)

    async def act(conn: Connection, file: OccasionFile, row: Policy, record: Record) -> set[UUID]:
        rows = await obligations_of_occasions(conn, [file.occasion.id])
        owed = [r for r in rows if r.kind == "RISK_ASSESSMENT" and r.state is ObligationState.OPEN]
        if not owed:
            raise period_refusals.nothing_to_assess("input.policy")
        closings = [_assessed(duty, checked, said, caller, now) for duty in owed]
        await fulfil(conn, record, owed, closings, level=checked.level, plan=plan)
        after = msgspec.structs.replace(row, risk=checked)
        await save_body(conn, file.occasion.id, after)
        return {duty.id for duty in owed}

    request = [str(policy), msgspec.to_builtins(checked), said]
    return await _on_policy(
        database, law, caller, policy, key, "recordRiskAssessment", request, now, act
    )


def _assessed(
    duty: Obligation,
    found: RiskAssessment,
    late_reason: str | None,
    caller: Principal,
    now: datetime,
) -> Closing:
    return Closing(
        id=duty.id,
        state=ObligationState.FULFILLED,
        at=now,
        done_at=found.done_at,
        by=caller.name,
        outcome=outcome(
            due_at=duty.due_at,
            done_at=found.done_at,
            known_at=duty.start_at,
            late_reason=late_reason,
            before=duty.basis[0].before,
        ),
        reason=late_reason or f"{RISK_LEVELS[found.level]}，{found.plan_title}",
    )


async def _on_policy(
    database: Database,
    law: Law,
    caller: Principal,
    policy: UUID,
    key: str,
    operation: str,
    request: object,
    now: datetime,
    act: Act,
) -> Once[Announced]:
    async with database.transaction() as conn:

        async def locked_act() -> Announced:
            file = await lock_occasion(conn, policy, caller.scope_code)
            if file is None:
                raise period_refusals.occasion_not_found("input.policy")
            row = file.occasion.policy
            if row is None:
                raise period_refusals.not_a_policy("input.policy")
            record = Record(
                incident=policy,
                of="occasion",
                number=file.occasion.number,
                caller=caller,
                now=now,
                seen_by=file.seen_by,
            )
            touched = await act(conn, file, row, record)
            await settle(conn, law, record, file.occasion.packs, touched)
            await record.write(conn)
            return Announced(occasion=policy)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation=operation,
            request=request,
            now=now,
            answer=Announced,
            act=locked_act,
        )
