"""Referrals and what follows them: shown and recorded; and each unit's part of an incident."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry

from services.deadlines.domain import chain_refusals
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.referrals import (
    IncidentName,
    MonitoringReport,
    Referral,
    ReferralState,
    Step,
    StepTaken,
)
from services.deadlines.domain.unit_tasks import UnitTask
from services.deadlines.graphql.evidence import EvidenceType, fulfilled_rows
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.store import received_referrals as received
from services.deadlines.store.referrals import referrals_by_id
from services.deadlines.usecases import referrals as usecase
from services.kit.database import Connection as DatabaseConnection
from services.kit.graphql.batching import loader
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@shows(MonitoringReport)
@strawberry.type(name="MonitoringReport", description="A report of monitoring (监测分析报告).")
class MonitoringReportType:
    title: str = strawberry.field(description="Its title.")
    url: str | None = strawberry.field(description="Where it can be read.")
    sha256: str | None = strawberry.field(description="Its SHA-256 in hex.")


@shows(StepTaken)
@strawberry.type(name="ReferralStep", description="One step of the handling.")
class ReferralStepType:
    step: Step = strawberry.field(description="Which.")
    step_title: str = strawberry.field(description="In Chinese.")
    at: datetime = strawberry.field(description="When it was done.")
    unit: UnitRefType = strawberry.field(description="By which unit.")
    person: str | None = strawberry.field(description="By whom.")
    note: str | None = strawberry.field(description="What was said.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@shows(IncidentName)
@strawberry.type(name="ReferredIncident", description="An incident as a referral names it.")
class ReferredIncidentType:
    id: strawberry.ID = global_id("Incident")
    number: str = strawberry.field(description="YYYY-NNNN.")
    title: str = strawberry.field(description="What it is called.")


async def _named(info: Info, incident: UUID | None) -> Any:
    if incident is None:
        return None
    code = info.context.caller.scope_code

    async def read(conn: DatabaseConnection, ids: Sequence[UUID]) -> dict[UUID, IncidentName]:
        return await received.incident_names(conn, ids, code)

    return await loader(info, "incidentNames", read).load(incident)


async def _incident(root: strawberry.Parent[Referral], info: Info) -> Any:
    return await _named(info, root.incident_id)


async def _opened(root: strawberry.Parent[Referral], info: Info) -> Any:
    return await _named(info, root.opened)


@shows(Referral)
@strawberry.type(name="Referral", description="A matter handed to another unit (转办).")
class ReferralType:
    id: strawberry.ID = global_id("Referral")
    request: str = strawberry.field(description="What is asked of the receiver.")
    sender: UnitRefType = strawberry.field(description="Who refers it.")
    receiver: UnitRefType = strawberry.field(description="To whom.")
    received_at: datetime = strawberry.field(
        description="When it reached the receiver, who knew of it from then."
    )
    state: ReferralState = strawberry.field(description="Where it stands.")
    state_title: str = strawberry.field(description="In Chinese.")
    next_steps: list[Step] = strawberry.field(description="What may follow.")
    report: MonitoringReportType | None = strawberry.field(description="The report with it.")
    evidence: EvidenceType = strawberry.field(description="What proves it.")
    late_reason: str | None = strawberry.field(description="Why late, if late.")
    incident: ReferredIncidentType | None = strawberry.field(
        resolver=_incident,
        graphql_type=ReferredIncidentType | None,
        description="What it is about; null if not to be seen.",
    )
    opened: ReferredIncidentType | None = strawberry.field(
        resolver=_opened,
        graphql_type=ReferredIncidentType | None,
        description="What the receiver opened from it; null: nothing, or not to be seen.",
    )
    steps: list[ReferralStepType] = strawberry.field(description="The steps, in order.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@shows(UnitTask)
@strawberry.type(name="UnitTask", description="One unit's part of an incident (协同处置).")
class UnitTaskType:
    unit: UnitRefType = strawberry.field(description="The unit.")
    roles: list[str] = strawberry.field(description="Its roles, in Chinese.")
    open: int = strawberry.field(description="How many duties it owes now.")
    overdue: int = strawberry.field(description="How many of these are past their limit.")
    fulfilled: int = strawberry.field(description="How many it has met.")
    waived: int = strawberry.field(description="How many were waived.")
    referrals: list[str] = strawberry.field(description="Where referrals to it stand.")


@strawberry.input(description="A report of monitoring that goes with a referral.")
class MonitoringReportInput:
    title: str = strawberry.field(description="Its title.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    sha256: str | None = strawberry.field(default=None, description="Its SHA-256 in hex.")


@strawberry.input(description="Refer a matter to another unit.")
class ReferInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    unit: str = strawberry.field(description="To whom: the unit's code.")
    request: str = strawberry.field(description="What is asked of it.")
    referral: strawberry.ID | None = strawberry.field(
        default=None, description="One that came back and now goes to this unit (改派)."
    )
    sender: str | None = strawberry.field(
        default=None, description="Who refers it; null: the caller's unit."
    )
    person: str | None = strawberry.field(default=None, description="Who handled it.")
    accepted_at: datetime | None = strawberry.field(
        default=None, description="When it was taken in; null: when referred."
    )
    referred_at: datetime | None = strawberry.field(default=None, description="Null: now.")
    received_at: datetime | None = strawberry.field(
        default=None, description="When it reached the receiver; null: when referred."
    )
    document: str | None = strawberry.field(default=None, description="The document's number.")
    report: MonitoringReportInput | None = strawberry.field(
        default=None, description="The monitoring report with it."
    )
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Record what followed a referral.")
class AnswerReferralInput:
    referral: strawberry.ID = strawberry.field(description="The referral.")
    step: Step = strawberry.field(description="SIGN, RETURN, FEEDBACK or COMPLETE.")
    at: datetime | None = strawberry.field(default=None, description="Null: now.")
    unit: str | None = strawberry.field(
        default=None, description="By which unit; null: the receiver, of an end the sender."
    )
    person: str | None = strawberry.field(default=None, description="By whom.")
    note: str | None = strawberry.field(
        default=None, description="Why it is returned, what the feedback is."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type
class _HandledPayload:
    referral: Referral = strawberry.field(
        graphql_type=ReferralType, description="The referral as it now stands."
    )
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="The referral.")
class ReferPayload(_HandledPayload):
    pass


@strawberry.type(description="The referral, and what the step fulfilled.")
class AnswerReferralPayload(_HandledPayload):
    pass


ReferResult = Annotated[ReferPayload | RefusalType, strawberry.union("ReferResult")]
AnswerReferralResult = Annotated[
    AnswerReferralPayload | RefusalType, strawberry.union("AnswerReferralResult")
]


@strawberry.type
class ReferralQuery:
    @strawberry.field(
        graphql_type=Connection[ReferralType],
        description="What was referred to the caller's unit or below it from elsewhere and is"
        " neither returned nor completed, in the order of arrival.",
    )
    async def referrals(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Referral]:
        page = PageRequest.parse(
            first, after, last, before, connection="referrals", key=(datetime, UUID)
        )
        caller, place = info.context.caller, cast(received.Place | None, page.cursor)
        unit, seen_by = caller.unit, caller.scope_code
        read = received.received_before if page.backward else received.received_after
        async with info.context.database.reading() as conn:
            rows = page.cut(await read(conn, unit, seen_by, place, page.limit))

        async def count() -> int:
            async with info.context.database.reading() as conn:
                return await received.received_count(conn, unit, seen_by)

        return connection(page, rows, lambda row: (row.received_at, row.id), count)


@strawberry.type
class ReferralMutation:
    @strawberry.mutation(description="Refer a matter to another unit (受理、转办).")
    async def refer(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReferInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReferResult:
        given = input.report
        report = (
            MonitoringReport(title=given.title, url=given.url, sha256=given.sha256)
            if given
            else None
        )
        command = usecase.Refer(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            referral=_referral_id(input.referral),
            unit=input.unit,
            sender=input.sender,
            request=input.request,
            person=input.person,
            accepted_at=input.accepted_at,
            referred_at=input.referred_at,
            received_at=input.received_at,
            document=input.document,
            report=report,
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.refer(context.database, law, context.caller, command, now)
        return ReferPayload(**await _payload(info, done))

    @strawberry.mutation(description="Record what followed a referral (签收、退回、反馈、办结).")
    async def answer_referral(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AnswerReferralInput, strawberry.argument(description="What to do.")
        ],
    ) -> AnswerReferralResult:
        command = usecase.AnswerReferral(
            referral=from_global_id(input.referral, "Referral", "input.referral"),
            step=input.step,
            at=input.at,
            unit=input.unit,
            person=input.person,
            note=input.note,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.answer_referral(context.database, law, context.caller, command, now)
        return AnswerReferralPayload(**await _payload(info, done))


def _referral_id(value: strawberry.ID | None) -> Any:
    return None if value is None else from_global_id(value, "Referral", "input.referral")


async def _payload(info: Info, done: Once[usecase.Handled]) -> dict[str, Any]:
    async with info.context.database.reading() as conn:
        rows = await referrals_by_id(conn, [done.value.referral], info.context.caller.scope_code)
    if not rows:
        raise chain_refusals.referral_not_found("input.idempotencyKey")
    return {
        "referral": rows[0],
        "fulfilled": await fulfilled_rows(info, done.value.obligations),
        "replayed": done.replayed,
    }
