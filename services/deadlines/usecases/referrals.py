"""Referring a matter to another unit, and the steps that follow."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import chain_messages, chain_refusals, refusals
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    LONGEST_NUMBER,
    Deed,
    Evidence,
    checksum,
    optional,
    wanted,
)
from services.deadlines.domain.facts_input import unit_code, url
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.referrals import (
    SAYS_WHY,
    STEP_TITLES,
    MonitoringReport,
    Referral,
    ReferralState,
    Step,
    StepTaken,
    after,
)
from services.deadlines.law.responsibility import contact_person
from services.deadlines.law.results import PartyRef, UnitRef
from services.deadlines.law.selection import Need, own_moment
from services.deadlines.law.words import Trigger
from services.deadlines.store import referrals as store
from services.deadlines.store.directory import directory_for
from services.deadlines.store.incidents import save_seen_by
from services.deadlines.store.parties import join_party
from services.deadlines.usecases.acts import Find, Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.triggers import Event
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """The answer kept for refer and answerReferral; ``obligations`` were fulfilled by it."""

    referral: UUID
    obligations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer:
    """The command; ``referral`` is one that came back, to be referred to another unit.

    ``sender`` None is the caller's unit. ``accepted_at`` None is when it is referred,
    ``referred_at`` None is now, ``received_at`` None is when it was referred.
    """

    incident: UUID
    referral: UUID | None
    unit: str
    sender: str | None
    request: str
    person: str | None
    accepted_at: datetime | None
    referred_at: datetime | None
    received_at: datetime | None
    document: str | None
    report: MonitoringReport | None
    late_reason: str | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReferral:
    """The command; ``unit`` None is the receiver, of an end the sender; ``at`` None is now."""

    referral: UUID
    step: Step
    at: datetime | None
    unit: str | None
    person: str | None
    note: str | None
    key: str


async def refer(
    database: Database, law: Law, caller: Principal, command: Refer, now: datetime
) -> Once[Handled]:
    """Refer a matter (受理、转办); the receiver becomes a party and sees the incident.

    With a monitoring report it opens what the packs ask on one. A duty to refer is met when the
    receiver signs, not before. Raises Refusal MISSING, UNKNOWN_UNIT, STEP_NOT_POSSIBLE (another
    referral of one that did not come back), TIME_IN_FUTURE, BEFORE_OCCURRENCE, BEFORE_SENDING,
    BAD_URL, BAD_CHECKSUM, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    code = unit_code("input.unit")(command.unit)
    sender = unit_code("input.sender")(command.sender or caller.unit)
    request = wanted(command.request, "input.request", "转办要求", LONGEST_NOTE)
    report = _report(command.report)
    document = optional(command.document, "input.document", LONGEST_NUMBER)
    person = optional(command.person, "input.person")
    late_reason = optional(command.late_reason, "input.lateReason", LONGEST_NOTE)
    referred_at = command.referred_at or now
    accepted_at = command.accepted_at or referred_at
    received_at = command.received_at or referred_at

    async def act(scene: Scene) -> Handled:
        _check_times(scene, accepted_at, referred_at, received_at)
        before = await _returned(scene, command.referral)
        if before is not None and referred_at < before.steps[-1].at:
            raise chain_refusals.before_last_step("input.referredAt")
        receiver = await scene.unit(code, None, "input.unit")
        from_ = before.sender if before else await scene.unit(sender, None, "input.sender")
        made = Referral(
            id=before.id if before else new_id(),
            incident_id=scene.file.incident.id,
            request=request,
            sender=from_,
            receiver=receiver,
            received_at=received_at,
            state=ReferralState.REFERRED,
            late_reason=late_reason,
            recorded_at=now,
            recorded_by=caller.name,
            version=before.version + 1 if before else 1,
            report=before.report if before else report,
            evidence=before.evidence if before else Evidence(document=document),
        )
        steps = [_taken(Step.REFER, referred_at, from_, person, request, scene)]
        if before is None:
            steps.insert(0, _taken(Step.ACCEPT, accepted_at, from_, person, None, scene))
        await store.save_referral(scene.conn, made)
        await store.save_steps(scene.conn, made.id, len(before.steps) if before else 0, steps)
        await _join(scene, receiver)
        _note(scene, made, Step.REFER, request)
        if report is not None and before is None:
            await _reported(scene, report, referred_at)
        return Handled(referral=made.id, obligations=())

    stated: list[object] = [
        str(command.incident),
        str(command.referral),
        code,
        sender,
        request,
        person,
        command.accepted_at,
        command.referred_at,
        command.received_at,
        document,
        report,
        late_reason,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="refer",
        request=stated,
        answer=Handled,
        now=now,
    )


async def answer_referral(
    database: Database, law: Law, caller: Principal, command: AnswerReferral, now: datetime
) -> Once[Handled]:
    """Record what followed a referral: signed, returned with a reason, feedback, the end.

    Signing meets the duty to refer, at the time of the referral. Raises Refusal
    STEP_NOT_POSSIBLE with what is possible, MISSING (why it is returned, what the feedback is),
    BEFORE_LAST_STEP, TIME_IN_FUTURE, UNKNOWN_UNIT, TOO_LONG, NOT_FOUND, INCIDENT_CLOSED.
    """
    at = command.at or now
    note = optional(command.note, "input.note", LONGEST_NOTE)
    person = optional(command.person, "input.person")
    code = unit_code("input.unit")(command.unit) if command.unit is not None else None
    if note is None and command.step in SAYS_WHY:
        raise refusals.missing("input.note", SAYS_WHY[command.step])

    async def act(scene: Scene) -> Handled:
        (before,) = await store.referrals_by_id(scene.conn, [command.referral], caller.scope_code)
        state = after(before.state, command.step)
        if state is None or command.step is Step.REFER:
            raise _not_possible(before, "input.step")
        check_done_at(at, now, None, "input.at")
        if at < before.steps[-1].at:
            raise chain_refusals.before_last_step("input.at")
        by = before.sender if command.step is Step.COMPLETE else before.receiver
        unit = by if code is None else await scene.unit(code, None, "input.unit")
        taken = _taken(command.step, at, unit, person, note, scene)
        await store.save_steps(scene.conn, before.id, len(before.steps), [taken])
        await store.save_state(scene.conn, before.id, state)
        made = replace(before, state=state, version=before.version + 1)
        _note(scene, made, command.step, note)
        met = await _referred(scene, before) if command.step is Step.SIGN else ()
        return Handled(referral=made.id, obligations=met)

    return await on_incident(
        database,
        law,
        caller,
        _incident_of(command.referral, caller),
        act,
        field_name="input.referral",
        key=command.key,
        operation="answerReferral",
        request=[str(command.referral), command.step, command.at, code, person, note],
        answer=Handled,
        now=now,
    )


def _incident_of(referral: UUID, caller: Principal) -> Find:
    async def find(conn: Connection) -> UUID:
        rows = await store.referrals_by_id(conn, [referral], caller.scope_code)
        if not rows:
            raise chain_refusals.referral_not_found("input.referral")
        return rows[0].incident_id

    return find


def _not_possible(referral: Referral, field: str) -> Refusal:
    steps = "、".join(STEP_TITLES[step] for step in referral.next_steps)
    return chain_refusals.step_not_possible(referral.state_title, steps, field)


async def _returned(scene: Scene, referral: UUID | None) -> Referral | None:
    """Find the referral that came back and goes to another unit."""
    if referral is None:
        return None
    code = scene.caller.scope_code
    rows = await store.referrals_by_id(scene.conn, [referral], code)
    if not rows or rows[0].incident_id != scene.file.incident.id:
        raise chain_refusals.referral_not_found("input.referral")
    if after(rows[0].state, Step.REFER) is None:
        raise _not_possible(rows[0], "input.referral")
    return rows[0]


async def _referred(scene: Scene, referral: Referral) -> tuple[UUID, ...]:
    """Meet the duty to refer; of those that monitoring reports opened, this report's alone."""
    opened_at = min(taken.at for taken in referral.steps if taken.step is Step.REFER)
    only = {
        row.id
        for row in scene.rows
        if row.opened_on != Trigger.MONITORING or row.start_at == opened_at
    }
    deed = Deed(
        kinds=frozenset({"REFERRAL"}),
        unit=referral.sender.code,
        done_at=referral.referred_at,
        only=frozenset(only),
        late_reason=referral.late_reason,
        receipt=referral.evidence.document,
    )
    return await scene.fulfil(deed, referral=str(referral.id))


async def _reported(scene: Scene, report: MonitoringReport, at: datetime) -> None:
    before = await store.referrals_of(scene.conn, scene.file.incident.id)
    event = Event(
        trigger=Trigger.MONITORING,
        at=at,
        number=len([each for each in before if each.report]),
        reason=chain_messages.monitored(report.title),
        subject=report.title[:40],
    )
    await scene.open_on(event)


async def _join(scene: Scene, receiver: UnitRef) -> None:
    """Make the receiver a party, and let it see the incident."""
    need = Need(divisions=(), units=(receiver.code,), lines=())
    extract = await directory_for(scene.conn, need, scene.now, own_moment(scene.facts))
    person = contact_person(receiver.code, extract.directory, scene.now)
    party = PartyRef(role="RECIPIENT", unit=receiver, person=person)
    incident = scene.file.incident.id
    await join_party(scene.conn, incident, party, scene.now, alone=False)
    codes = extract.scope_of(receiver.code).named()
    await save_seen_by(scene.conn, incident, codes)
    scene.record.seen_by = tuple(sorted({*scene.record.seen_by, *codes}))


def _check_times(
    scene: Scene, accepted_at: datetime, referred_at: datetime, received_at: datetime
) -> None:
    occurred_at = scene.facts.occurred_at
    check_done_at(accepted_at, scene.now, occurred_at, "input.acceptedAt")
    check_done_at(referred_at, scene.now, occurred_at, "input.referredAt")
    check_done_at(received_at, scene.now, occurred_at, "input.receivedAt")
    if referred_at < accepted_at:
        raise chain_refusals.before_last_step("input.referredAt")
    if received_at < referred_at:
        raise chain_refusals.before_sending("input.receivedAt")


def _report(given: MonitoringReport | None) -> MonitoringReport | None:
    if given is None:
        return None
    return MonitoringReport(
        title=wanted(given.title, "input.report.title", "报告标题", LONGEST_NUMBER),
        url=url("input.report.url")(given.url) if given.url else None,
        sha256=checksum(given.sha256, "input.report.sha256"),
    )


def _taken(
    step: Step, at: datetime, unit: UnitRef, person: str | None, note: str | None, scene: Scene
) -> StepTaken:
    return StepTaken(
        step=step,
        at=at,
        unit=unit,
        person=person,
        note=note,
        recorded_at=scene.now,
        recorded_by=scene.caller.name,
    )


def _note(scene: Scene, made: Referral, step: Step, note: str | None) -> None:
    scene.record.add(
        "referral",
        made.id,
        made.version,
        step.value,
        title=made.receiver.name,
        sender=made.sender.name,
        state=made.state_title,
        reason=note,
        received_at=made.received_at.isoformat(),
        document=made.evidence.document,
        report=made.report.title if made.report else None,
        url=made.report.url if made.report else None,
        sha256=made.report.sha256 if made.report else None,
    )
