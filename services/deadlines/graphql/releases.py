"""Releases: shown with their publications, and recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.gates import GateState
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.publishing import website_lag
from services.deadlines.domain.releases import (
    Attendee,
    PassedGate,
    Publication,
    Purpose,
    Release,
    ReleasePlan,
    ReleaseWarning,
    TopicSource,
)
from services.deadlines.graphql.gates import CheckItemType
from services.deadlines.graphql.obligations import ObligationType, dress
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.law.words import GateKind, ReleaseForm
from services.deadlines.store.obligations import obligations_by_id
from services.deadlines.store.releases import release_by_id
from services.deadlines.usecases import releases as usecase
from services.deadlines.usecases.publications import StatedPublication
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


def _reach(row: Publication) -> float | None:
    # beyond GraphQL's Int; a double holds every number of readers exactly
    return None if row.reach is None else float(row.reach)


def _website_lag(row: Release) -> float | None:
    lag = website_lag(row.publications)
    return None if lag is None else lag.total_seconds()


def _comments(row: Publication) -> float | None:
    return None if row.comments is None else float(row.comments)


@shows(Publication)
@strawberry.type(name="Publication", description="One place where a release stood.")
class PublicationType:
    channel_kind: str = strawberry.field(description="The channel's kind; see codeLists.")
    platform: str | None = strawberry.field(description="The platform.")
    url: str | None = strawberry.field(description="The address.")
    published_at: datetime = strawberry.field(description="When.")
    checksum: str | None = strawberry.field(description="A checksum of what stood there.")
    reach: float | None = compiled_field(
        _reach, float | None, description="How many it reached, a whole number."
    )
    reach_source: str | None = strawberry.field(description="Who tells so.")
    comments: float | None = compiled_field(
        _comments, float | None, description="How many comments came, a whole number."
    )


@shows(ReleasePlan)
@strawberry.type(name="ReleasePlan", description="The plan of a major release (发布和传播方案).")
class ReleasePlanType:
    title: str = strawberry.field(description="Its title.")
    url: str | None = strawberry.field(description="Where it can be read.")


@shows(Attendee)
@strawberry.type(name="Attendee", description="Who sat at a press conference.")
class AttendeeType:
    unit: str = strawberry.field(description="The unit's code.")
    person: str = strawberry.field(description="The name.")
    post: str | None = strawberry.field(description="The post, as recorded.")


@shows(ReleaseWarning)
@strawberry.type(name="Warning", description="Something a person should look at (提示).")
class WarningType:
    code: str = strawberry.field(description="Stable, upper snake case.")
    message: str = strawberry.field(description="One full sentence.")


@shows(PassedGate)
@strawberry.type(name="PassedGate", description="How a gate stood when a release was recorded.")
class PassedGateType:
    gate: GateKind = strawberry.field(description="Which of the six.")
    title: str = strawberry.field(description="In Chinese.")
    approver: UnitRefType = strawberry.field(description="The office that must agree.")
    state: GateState = strawberry.field(description="Where it stood.")
    person: str | None = strawberry.field(description="Who decided.")
    decided_at: datetime | None = strawberry.field(description="When.")


@shows(Release)
@strawberry.type(name="Release", description="One release (发布).")
class ReleaseType(Node):
    id: strawberry.ID = global_id("Release")
    form: ReleaseForm = strawberry.field(description="Its form.")
    form_title: str = strawberry.field(description="The form in Chinese.")
    conclusive: bool = strawberry.field(description="Whether it tells the final result.")
    title: str = strawberry.field(description="Its title.")
    unit: UnitRefType = strawberry.field(description="Who released it.")
    released_at: datetime = strawberry.field(description="When it was released.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")
    late_reason: str | None = strawberry.field(description="Why it came late, as recorded.")
    attendees: list[AttendeeType] = strawberry.field(description="Who attended a conference.")
    warnings: list[WarningType] = strawberry.field(description="What was doubtful about it.")
    publications: list[PublicationType] = strawberry.field(description="Where it stood.")
    purpose: Purpose | None = strawberry.field(description="What it is for; null: not told.")
    plan: ReleasePlanType | None = strawberry.field(description="The plan it follows, if any.")
    statement: int | None = strawberry.field(
        description="The version of the line to take that it follows."
    )
    mentioned_units: list[str] = strawberry.field(
        description="Codes of other organs that it speaks of."
    )
    ungated: bool = strawberry.field(
        description="Whether it went out without an approval it wanted (未经审批)."
    )
    checks: list[CheckItemType] = strawberry.field(description="What was looked at before it.")
    gates: list[PassedGateType] = strawberry.field(description="How its gates stood.")
    website_lag: float | None = compiled_field(
        _website_lag,
        float | None,
        description="Seconds until it stood on the government's website; null: it does not.",
    )
    hosts: list[UnitRefType] = strawberry.field(description="Who held a conference.")
    topic_source: TopicSource | None = strawberry.field(description="What a conference was about.")


@strawberry.input(description="One place where a release stood.")
class PublicationInput:
    channel_kind: str = strawberry.field(description="The channel's kind; see codeLists.")
    platform: str | None = strawberry.field(default=None, description="The platform.")
    url: str | None = strawberry.field(default=None, description="The address, http or https.")
    published_at: datetime | None = strawberry.field(
        default=None, description="When; null: with the release."
    )
    checksum: str | None = strawberry.field(default=None, description="A checksum of the page.")
    reach: float | None = strawberry.field(
        default=None, description="How many it reached, a whole number; with reachSource."
    )
    reach_source: str | None = strawberry.field(default=None, description="Who tells so.")
    comments: float | None = strawberry.field(
        default=None, description="How many comments came, a whole number."
    )


@strawberry.input(description="The plan of a major release.")
class ReleasePlanInput:
    title: str = strawberry.field(description="Its title.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")


@strawberry.input(description="Who sat at a press conference.")
class AttendeeInput:
    unit: str = strawberry.field(description="The unit's code.")
    person: str = strawberry.field(description="The name.")
    post: str | None = strawberry.field(default=None, description="The post.")


@strawberry.input(description="Record a release.")
class RecordReleaseInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    form: ReleaseForm = strawberry.field(description="Its form.")
    conclusive: bool = strawberry.field(description="Whether it tells the final result.")
    title: str = strawberry.field(description="Its title.")
    unit: str | None = strawberry.field(
        default=None, description="The releasing unit's code; null: the first respondent."
    )
    released_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    publications: list[PublicationInput] = strawberry.field(
        default_factory=list, description="Where it stood, at most 50."
    )
    attendees: list[AttendeeInput] = strawberry.field(
        default_factory=list, description="Who attended a conference, at most 50."
    )
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    purpose: Purpose | None = strawberry.field(default=None, description="What it is for.")
    plan: ReleasePlanInput | None = strawberry.field(
        default=None, description="The plan it follows, if any."
    )
    statement: int | None = strawberry.field(
        default=None, description="The version of the line to take that it follows."
    )
    mentioned_units: list[str] | None = strawberry.field(
        default=None, description="Codes of other organs it speaks of; null: the facts'."
    )
    checks: list[str] = strawberry.field(
        default_factory=list, description="Ids of what was looked at before it."
    )
    hosts: list[str] = strawberry.field(
        default_factory=list, description="Codes of who held a conference."
    )
    topic_source: TopicSource | None = strawberry.field(
        default=None, description="What a conference was about."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was recorded, and what it fulfilled.")
class RecordReleasePayload:
    release: Release = strawberry.field(graphql_type=ReleaseType, description="The release.")
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


RecordReleaseResult = Annotated[
    RecordReleasePayload | RefusalType, strawberry.union("RecordReleaseResult")
]


@strawberry.type
class ReleaseMutation:
    @strawberry.mutation(description="Record a release; fulfils what its form fulfils (记回应).")
    async def record_release(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordReleaseInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordReleaseResult:
        done = await recorded(info, input)
        release, fulfilled = await released(info, done.value.release, done.value.fulfilled)
        return RecordReleasePayload(
            release=release,
            fulfilled=fulfilled,
            warnings=list(release.warnings),
            replayed=done.replayed,
        )


async def recorded(info: Info, given: RecordReleaseInput) -> Once[usecase.Recorded]:
    """Record a release as stated."""
    context = info.context
    return await usecase.record_release(
        context.database,
        context.service.law,
        context.caller,
        _command(given),
        context.clock.now(),
    )


def _command(given: RecordReleaseInput) -> usecase.RecordRelease:
    return usecase.RecordRelease(
        incident=from_global_id(given.incident, "Incident", "input.incident"),
        form=given.form,
        conclusive=given.conclusive,
        title=given.title,
        unit=given.unit,
        released_at=given.released_at,
        publications=[stated_publication(row, given.released_at) for row in given.publications],
        attendees=[Attendee(unit=a.unit, person=a.person, post=a.post) for a in given.attendees],
        late_reason=given.late_reason,
        purpose=given.purpose,
        plan=ReleasePlan(title=given.plan.title, url=given.plan.url) if given.plan else None,
        statement=given.statement,
        mentioned=None if given.mentioned_units is None else tuple(given.mentioned_units),
        checks=tuple(given.checks),
        hosts=tuple(given.hosts),
        topic_source=given.topic_source,
        key=given.idempotency_key,
    )


def stated_publication(row: PublicationInput, released_at: datetime | None) -> StatedPublication:
    """Take a place as stated; without a time of its own it is the release's."""
    return StatedPublication(
        channel_kind=row.channel_kind,
        platform=row.platform,
        url=row.url,
        published_at=row.published_at or released_at,
        checksum=row.checksum,
        reach=row.reach,
        reach_source=row.reach_source,
        comments=row.comments,
    )


async def released(
    info: Info, id_: UUID, fulfilled: Sequence[UUID]
) -> tuple[Release, list[Obligation]]:
    """Find a release that was just acted on, with what the act fulfilled."""
    caller = info.context.caller
    async with info.context.database.reading() as conn:
        release = await release_by_id(conn, id_, caller.scope_code)
        if release is None:
            raise refusals.incident_not_found("input.idempotencyKey")
        rows = await obligations_by_id(conn, fulfilled, caller.scope_code)
        return release, await dress(rows, conn, info, caller)
